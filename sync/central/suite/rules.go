package suite

import (
	"context"
	"crypto/ed25519"
	"errors"
	"testing"
	"time"

	"sala/forms/act"
	"sala/forms/fee"
	"sala/forms/number"
	"sala/forms/petition"
	"sala/forms/register"
	"sala/sync/central"
	"sala/sync/client/memory"
	"sala/sync/journal"
	"sala/sync/wire"
)

// Rules runs central's rules on a store: each test is a line of the threat model
// in central's package comment, or of its promises.
func Rules(t *testing.T, open Open) {
	for name, test := range map[string]func(*testing.T, *court){
		"Replay": replay, "ForgedAndReordered": forged, "Fork": fork, "ForkOfCopy": forkOfCopy, "SelfApproval": selfApproval, "UnknownOfficer": unknownOfficer, "ContentChanged": contentChanged,
		"NumbersOfOthers": numbersOfOthers, "NumberTwice": numberTwice, "ForeignRecord": foreignRecord, "ForeignPetition": foreignPetition, "ConflictIsSettled": conflictIsSettled,
		"WaitsForTheDraft": waitsForTheDraft, "ResidentMoves": residentMoves, "OneBadEntry": oneBadEntry, "ScopeOfTheFeed": scopeOfTheFeed, "VoidIsPublished": voidIsPublished, "DoctorFinds": doctorFinds, "PacksInStages": packsInStages,
		"SheetsOfAPacket": sheetsOfAPacket, "NumbersComeBack": numbersComeBack, "SpareNumbers": spareNumbers, "FormRules": formRules, "FormWaits": formWaits, "FormStands": formStands, "RecordsJoin": recordsJoin, "CardIsLeft": cardIsLeft, "ListGoesOut": listGoesOut, "Codes": codes,
	} {
		t.Run(name, func(t *testing.T) {
			s, _ := open(t)
			authority, err := central.OpenAuthority(t.TempDir(), time.Now)
			if err != nil {
				t.Fatal(err)
			}
			papers, err := central.OpenPapers(t.TempDir(), time.Now)
			if err != nil {
				t.Fatal(err)
			}
			c := &court{t: t, store: s, Central: central.New(central.Config{Store: s, Authority: authority, Papers: papers, Now: time.Now})}
			for _, o := range []string{"A", "B"} {
				if err := c.AddOffice(context.Background(), central.Office{ID: o, Country: "TH"}); err != nil {
					t.Fatal(err)
				}
			}
			test(t, c)
		})
	}
}

// court is a central with some stations.
type court struct {
	*central.Central
	t     *testing.T
	store central.Store
}

type witness struct {
	*memory.Store
	court *court
	sent  uint64
	two   bool // the form wants two persons
}

func (c *court) station(name, office string) *witness {
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		c.t.Fatal(err)
	}
	update(c.t, c.store, func(tx central.Tx) error {
		return tx.PutStation(central.Station{Name: name, Office: office, State: central.StationActive, JournalKey: key.Public().(ed25519.PublicKey)})
	})
	w := &witness{Store: memory.New(name, office, key, time.Now), court: c}
	for _, o := range []string{"clerk", "head"} {
		w.Append("", act.OfficerSet, "officer/"+o, 0, act.Officer{ID: o, Roles: []string{"clerk", "head"}})
	}
	leases, err := c.Leases(context.Background(), name, wire.LeaseRequest{})
	if err != nil {
		c.t.Fatal(err)
	}
	for _, l := range leases.Leases {
		if err := w.AddLease(context.Background(), l); err != nil {
			c.t.Fatal(err)
		}
	}
	w.push()
	return w
}

// push sends what is new and returns its verdicts.
func (w *witness) push() []wire.Verdict {
	w.court.t.Helper()
	ack, err := w.court.Push(context.Background(), w.Station, wire.Pack(w.Entries[w.sent:]))
	if err != nil {
		w.court.t.Fatal(err)
	}
	if err := ack.Verify(w.court.Authority.SigningKey()); err != nil {
		w.court.t.Fatal(err)
	}
	w.sent = ack.Through
	return ack.Verdicts
}

// last is the verdict on the last entry.
func (w *witness) last(want, reason string) wire.Verdict {
	w.court.t.Helper()
	v := w.push()
	last := v[len(v)-1]
	if last.Outcome != want || last.Reason != reason {
		w.court.t.Errorf("the last entry is %s %q, want %s %q", last.Outcome, last.Reason, want, reason)
	}
	return last
}

func (w *witness) draft(id string) []byte {
	answers := map[string]any{"copies": int64(1)}
	content, err := petition.Content("f", "1", "r", answers, fee.Money{})
	if err != nil {
		w.court.t.Fatal(err)
	}
	w.Append("clerk", act.PetitionDrafted, "petition/"+id, 0, act.Draft{Petition: id, Form: "f", FormVersion: "1", Resident: "r", Answers: answers})
	w.Append("clerk", act.PetitionSubmitted, "petition/"+id, 1, act.Submission{Petition: id, Answers: answers, Content: content, Two: w.two})
	return content
}

func (c *court) refusal(w *witness, p wire.Push) string {
	_, err := c.Push(context.Background(), w.Station, p)
	var r *wire.Refusal
	if !errors.As(err, &r) {
		c.t.Fatalf("the push was taken or failed: %v", err)
	}
	return r.Code
}

func (c *court) entries() int {
	var n central.Counts
	view(c.t, c.store, func(tx central.Tx) (err error) { n, err = tx.Counts(); return err })
	return n.Entries
}

func replay(t *testing.T, c *court) {
	w := c.station("S1", "A")
	w.draft("p1")
	first := w.push()
	before := c.entries()
	for _, from := range []int{0, 2, len(w.Entries) - 1} {
		ack, err := c.Push(context.Background(), "S1", wire.Pack(w.Entries[from:]))
		if err != nil {
			t.Fatal(err)
		}
		got := ack.Verdicts[len(ack.Verdicts)-1]
		if want := first[len(first)-1]; got.Position != want.Position || got.Outcome != want.Outcome || got.Version != want.Version {
			t.Errorf("sent again from %d: %+v, want the verdict of then, %+v", from, got, want)
		}
	}
	if n := c.entries(); n != before {
		t.Errorf("%d entries after sending again, %d before", n, before)
	}
	if other := c.station("S2", "A"); c.refusal(other, wire.Pack(w.Entries)) != wire.RefusedScope {
		t.Error("a station pushed another's journal")
	}
}

func forged(t *testing.T, c *court) {
	w := c.station("S1", "A")
	w.draft("p1")
	before := c.entries()
	p := wire.Pack(w.Entries[w.sent:])
	p.Entries[1].Officer = "head"
	if code := c.refusal(w, p); code != wire.RefusedSignature {
		t.Errorf("a changed entry: %s", code)
	}
	p = wire.Pack(w.Entries[w.sent:])
	p.Entries[0], p.Entries[1] = p.Entries[1], p.Entries[0]
	if code := c.refusal(w, p); code != wire.RefusedSignature {
		t.Errorf("reordered entries: %s", code)
	}
	_, other, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	e := w.Entries[len(w.Entries)-1]
	e.Sign(other)
	if code := c.refusal(w, wire.Pack([]journal.Entry{e})); code != wire.RefusedSignature {
		t.Errorf("another's signature: %s", code)
	}
	if n := c.entries(); n != before {
		t.Errorf("%d entries were taken", n-before)
	}
}

func fork(t *testing.T, c *court) {
	w := c.station("S1", "A")
	copied := &witness{Store: w.Copy(), court: c, sent: w.sent}
	w.draft("p1")
	w.push()
	copied.draft("p2") // other entries under the same numbers
	if code := c.refusal(copied, wire.Pack(copied.Entries[copied.sent:])); code != wire.RefusedFork {
		t.Errorf("other entries under the same numbers: %s", code)
	}
	w.draft("p3")
	if code := c.refusal(w, wire.Pack(w.Entries[w.sent:])); code != wire.RefusedFork {
		t.Errorf("after a fork the station went on without a person: %s", code)
	}
	view(t, c.store, func(tx central.Tx) error {
		kept, err := tx.Settings("dispute")
		if len(kept) != 1 {
			t.Errorf("%d disputed pushes are kept, want 1", len(kept))
		}
		return err
	})
	if err := c.Reinstate(context.Background(), "S1"); err != nil {
		t.Fatal(err)
	}
	w.last(wire.Accepted, "")
}

// forkOfCopy promises that a copy which sends exactly as many entries as central
// has is not told that they are safe.
func forkOfCopy(t *testing.T, c *court) {
	w := c.station("S1", "A")
	copied := &witness{Store: w.Copy(), court: c, sent: w.sent}
	w.draft("p1")
	w.push()
	copied.draft("p2")
	for from := range copied.Entries {
		if uint64(from) > copied.sent {
			break
		}
		if code := c.refusal(copied, wire.Pack(copied.Entries[from:])); code != wire.RefusedFork {
			t.Fatalf("from %d: %s", from, code)
		}
		if err := c.Reinstate(context.Background(), "S1"); err != nil {
			t.Fatal(err)
		}
	}
}

func selfApproval(t *testing.T, c *court) {
	w := c.station("S1", "A")
	w.two = true
	content := w.draft("p1")
	w.Append("clerk", act.PetitionApproved, "petition/p1", 2, act.Decision{Petition: "p1", Content: content})
	w.last(wire.Rejected, central.ReasonSelf)
}

func unknownOfficer(t *testing.T, c *court) {
	w := c.station("S1", "A")
	content := w.draft("p1")
	w.Append("nobody", act.PetitionApproved, "petition/p1", 2, act.Decision{Petition: "p1", Content: content})
	w.last(wire.Rejected, central.ReasonOfficer)
	w.Append("", act.OfficerSet, "officer/left", 0, act.Officer{ID: "left", Until: 1000})
	w.Append("left", act.PetitionApproved, "petition/p1", 2, act.Decision{Petition: "p1", Content: content})
	w.last(wire.Rejected, central.ReasonOfficer)
}

func contentChanged(t *testing.T, c *court) {
	w := c.station("S1", "A")
	w.draft("p1")
	w.Append("head", act.PetitionApproved, "petition/p1", 2, act.Decision{Petition: "p1", Content: []byte("something else")})
	w.last(wire.Rejected, central.ReasonContent)
}

func (w *witness) approve(id string) {
	content := w.draft(id)
	w.Append("head", act.PetitionApproved, "petition/"+id, 2, act.Decision{Petition: id, Content: content})
}

func numbersOfOthers(t *testing.T, c *court) {
	one, two := c.station("S1", "A"), c.station("S2", "A")
	n, _ := one.NextNumber(number.Certificates)
	two.approve("p1")
	two.Append("clerk", act.CertificatePrepared, "certificate/"+n.Text, 3, act.Certificate{Number: n, Petition: "p1"})
	two.last(wire.Rejected, central.ReasonLease)
	own, _ := two.NextNumber(number.Certificates)
	own.Text = "TH-9999-C-2569-000001"
	two.Append("clerk", act.CertificatePrepared, "certificate/"+own.Text, 3, act.Certificate{Number: own, Petition: "p1"})
	two.last(wire.Rejected, central.ReasonLease)
	own.Number = 1 << 62
	two.Append("clerk", act.CertificatePrepared, "certificate/"+own.Text, 3, act.Certificate{Number: own, Petition: "p1"})
	two.last(wire.Rejected, central.ReasonLease)
}

func numberTwice(t *testing.T, c *court) {
	w := c.station("S1", "A")
	n, _ := w.NextNumber(number.Certificates)
	for _, id := range []string{"p1", "p2"} {
		w.approve(id)
		w.Append("clerk", act.CertificatePrepared, "certificate/"+n.Text, 3, act.Certificate{Number: n, Petition: id})
	}
	w.last(wire.Rejected, central.ReasonNumberUsed)
	w.Append("clerk", act.NumberSpoiled, "lease/"+n.Lease, 0, n)
	w.last(wire.Rejected, central.ReasonNumberUsed)
	next, _ := w.NextNumber(number.Certificates)
	w.Append("clerk", act.NumberSpoiled, "lease/"+n.Lease, 0, next)
	w.last(wire.Accepted, "")
	balance, err := c.Balance(context.Background(), "A")
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range balance {
		if b.Kind == number.Certificates && (b.Used != 1 || b.Spoiled != 1 || b.Used+b.Spoiled+b.Free != b.Size()) {
			t.Errorf("the ledger does not balance: %+v", b)
		}
	}
}

func (c *court) seed(office, id string, fields register.Fields) {
	c.t.Helper()
	if _, err := c.Seed(context.Background(), func(yield func(register.Record, error) bool) {
		yield(register.Record{Register: register.Residents, ID: id, Office: office, Fields: fields}, nil)
	}); err != nil {
		c.t.Fatal(err)
	}
}

func (w *witness) set(id, office string, base uint64, set, old register.Fields) {
	w.Append("clerk", act.RecordSet, "resident/"+id, base, act.Change{Register: register.Residents, ID: id, Office: office, Set: set, Old: old})
}

func foreignRecord(t *testing.T, c *court) {
	c.seed("B", "r1", register.Fields{"phone": "1"})
	w := c.station("S1", "A")
	w.set("r1", "B", 1, register.Fields{"phone": "2"}, register.Fields{"phone": "1"})
	w.last(wire.Rejected, central.ReasonScope)
	w.set("new", "B", 0, register.Fields{"phone": "2"}, nil) // nor a new one for others
	w.last(wire.Rejected, central.ReasonScope)
	w.set("r1", "B", 1, register.Fields{"household": "h9"}, nil) // nor move those who stay
	w.last(wire.Rejected, central.ReasonScope)
	w.set("r1", "nowhere", 1, register.Fields{"phone": "2"}, register.Fields{"phone": "1"})
	w.last(wire.Rejected, central.ReasonScope)
}

func foreignPetition(t *testing.T, c *court) {
	one, two := c.station("S1", "A"), c.station("S2", "B")
	content := one.draft("p1")
	one.push()
	two.Append("head", act.PetitionApproved, "petition/p1", 2, act.Decision{Petition: "p1", Content: content})
	two.last(wire.Conflict, central.ReasonAbsent) // for office B there is no such petition
}

func conflictIsSettled(t *testing.T, c *court) {
	c.seed("A", "r1", register.Fields{"phone": "1", "job": "a"})
	one, two := c.station("S1", "A"), c.station("S2", "A")
	one.set("r1", "A", 1, register.Fields{"phone": "2"}, register.Fields{"phone": "1"})
	one.last(wire.Accepted, "")
	two.set("r1", "A", 1, register.Fields{"phone": "3", "job": "b"}, register.Fields{"phone": "1", "job": "a"})
	v := two.last(wire.Conflict, central.ReasonOverlap)
	if len(v.Fields) != 1 || v.Fields[0] != "phone" {
		t.Errorf("the conflict names %v", v.Fields)
	}
	asides, err := c.Asides(context.Background(), "A", 10)
	if err != nil || len(asides) != 1 || asides[0].Record.Fields.Text("phone") != "2" || asides[0].Change.Set.Text("phone") != "3" {
		t.Fatalf("both sides: %+v, %v", asides, err)
	}
	if err := c.Settle(context.Background(), "official", "S2", v.Seq, "maybe"); !errors.Is(err, central.ErrUnknown) {
		t.Errorf("an unknown way: %v", err)
	}
	if err := c.Settle(context.Background(), "official", "S2", v.Seq, central.SettleMine); err != nil {
		t.Fatal(err)
	}
	if err := c.Settle(context.Background(), "official", "S2", v.Seq, central.SettleTheirs); !errors.Is(err, central.ErrSettled) {
		t.Errorf("settled twice: %v", err)
	}
	page, err := c.Feed(context.Background(), "S2", 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, change := range page.Changes {
		switch change.What {
		case wire.WhatRecord:
			r, err := act.Decode[register.Record](change.Body)
			if err != nil || r.Fields.Text("phone") != "3" || r.Fields.Text("job") != "b" {
				t.Errorf("the record is %v: %v", r.Fields, err)
			}
		case wire.WhatVerdict:
			v, err := act.Decode[wire.Verdict](change.Body)
			found = err == nil && v.Outcome == wire.Accepted && v.Resolved == central.SettleMine && v.Officer == "official"
		}
	}
	if !found {
		t.Error("the later verdict does not come down the feed")
	}
}

func waitsForTheDraft(t *testing.T, c *court) {
	one, two := c.station("S1", "A"), c.station("S2", "A")
	content := one.draft("p1") // not sent yet: it went to the other desk over the LAN
	two.Append("head", act.PetitionApproved, "petition/p1", 2, act.Decision{Petition: "p1", Content: content})
	two.last(wire.Conflict, central.ReasonAbsent)
	one.last(wire.Accepted, "")
	all, err := c.Petitions(context.Background(), "A", 10)
	if err != nil || len(all) != 1 || all[0].State != petition.Approved {
		t.Errorf("after the draft came: %+v, %v", all, err)
	}
	if asides, err := c.Asides(context.Background(), "A", 10); err != nil || len(asides) != 0 {
		t.Errorf("still set aside: %+v, %v", asides, err)
	}
}

func residentMoves(t *testing.T, c *court) {
	c.seed("B", "r1", register.Fields{"household": "h1"})
	from, to := c.station("SB", "B"), c.station("SA", "A")
	to.set("r1", "A", 1, register.Fields{"household": "h2", "moved_in": "2026-11-22"}, register.Fields{"household": "h1"})
	to.last(wire.Accepted, "")
	left, err := c.Feed(context.Background(), from.Station, 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range left.Changes {
		if change.What == wire.WhatRecord && len(change.Body) != 0 {
			t.Error("the office that the resident left still has the record")
		}
	}
	if v := left.Changes[len(left.Changes)-1]; v.What != wire.WhatRecord || v.ID != "resident/r1" {
		t.Errorf("the leaving is not in the feed: %+v", v)
	}
	from.set("r1", "B", 1, register.Fields{"phone": "9"}, register.Fields{})
	from.last(wire.Rejected, central.ReasonScope)
}

func oneBadEntry(t *testing.T, c *court) {
	w := c.station("S1", "A")
	w.Append("clerk", "petition.invented", "petition/x", 0, map[string]any{"a": 1})
	w.Append("clerk", act.PetitionDrafted, "petition/y", 0, "not a draft")
	w.draft("p1")
	v := w.push()
	if v[0].Reason != central.ReasonKind || v[1].Reason != central.ReasonPayload || v[2].Outcome != wire.Accepted || v[3].Outcome != wire.Accepted {
		t.Errorf("one bad entry stops the others: %+v", v)
	}
	if n := c.entries(); n != len(w.Entries) {
		t.Errorf("%d entries are kept of %d: what is refused is kept too", n, len(w.Entries))
	}
}

func scopeOfTheFeed(t *testing.T, c *court) {
	c.seed("A", "a1", register.Fields{"phone": "1"})
	c.seed("B", "b1", register.Fields{"phone": "2"})
	w := c.station("S1", "A")
	page, err := c.Feed(context.Background(), w.Station, 0, 1<<30)
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range page.Changes {
		if change.Office != "A" || change.ID == "resident/b1" {
			t.Errorf("the feed of office A has %s of %s", change.ID, change.Office)
		}
	}
}

func voidIsPublished(t *testing.T, c *court) {
	w := c.station("S1", "A")
	other := c.station("S2", "B")
	w.approve("p1")
	n, _ := w.NextNumber(number.Certificates)
	w.Append("clerk", act.CertificatePrepared, "certificate/"+n.Text, 3, act.Certificate{Number: n, Petition: "p1"})
	w.Append("clerk", act.CertificateIssued, "certificate/"+n.Text, 4, act.Printing{Number: n.Text, Outcome: "printed"})
	w.last(wire.Accepted, "")
	if s, err := c.CertificateStanding(context.Background(), n.Text); err != nil || s.Status != "final" {
		t.Errorf("issued: %+v, %v", s, err)
	}
	if err := c.RevokeCertificate(context.Background(), "official", n.Text, "error"); err != nil {
		t.Fatal(err)
	}
	if s, err := c.CertificateStanding(context.Background(), n.Text); err != nil || s.Status != "void" {
		t.Errorf("revoked: %+v, %v", s, err)
	}
	if r := other.revocations(); r.Serial != 1 || len(r.Documents) != 1 || r.Documents[0].Number != n.Text || r.Documents[0].Issuer != "A" {
		t.Errorf("the other office does not hear of it: %+v", r)
	}
}

func doctorFinds(t *testing.T, c *court) {
	w := c.station("S1", "A")
	w.draft("p1")
	w.push()
	findings, err := c.Examine(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings {
		if !f.Good {
			t.Errorf("a healthy central: %+v", f)
		}
	}
	update(t, c.store, func(tx central.Tx) error { // as a hand in the database would
		s, err := tx.Station("S1")
		if err != nil {
			return err
		}
		s.Through--
		return tx.PutStation(s)
	})
	findings, err = c.Examine(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings {
		if f.What == "journal of S1" && f.Good {
			t.Error("a changed database was found healthy")
		}
	}
}

func packsInStages(t *testing.T, c *court) {
	a, b := c.station("S1", "A"), c.station("S2", "B")
	ctx := context.Background()
	offer := func(version string, offices ...string) {
		t.Helper()
		if err := c.OfferPack(ctx, offices, wire.PackOffer{Pack: "th", Version: version, Attachment: version, Size: 1}); err != nil {
			t.Fatal(err)
		}
	}
	offer("1.0.0", "A", "B")
	offer("1.1.0", "A") // the first stage
	if err := c.Tell(ctx, "A", map[string]string{"th": "รุ่นใหม่", "en": "a new version"}); err != nil {
		t.Fatal(err)
	}
	runs := func(w *witness) (version, word string) {
		t.Helper()
		page, err := c.Feed(ctx, w.Station, 0, 1000)
		if err != nil {
			t.Fatal(err)
		}
		for _, change := range page.Changes {
			switch change.What {
			case wire.WhatPack:
				o, err := act.Decode[wire.PackOffer](change.Body)
				if err != nil {
					t.Fatal(err)
				}
				version = o.Version
			case wire.WhatMessage:
				m, err := act.Decode[wire.Message](change.Body)
				if err != nil {
					t.Fatal(err)
				}
				word = m.Texts["en"]
			}
		}
		return version, word
	}
	if v, word := runs(a); v != "1.1.0" || word != "a new version" {
		t.Errorf("the first stage runs %s and hears %q", v, word)
	}
	if v, word := runs(b); v != "1.0.0" || word != "" {
		t.Errorf("the others run %s and hear %q", v, word)
	}
	if err := c.RollBack(ctx, "A", "th"); err != nil {
		t.Fatal(err)
	}
	if v, _ := runs(a); v != "1.0.0" {
		t.Errorf("rolled back, the first stage runs %s", v)
	}
}
