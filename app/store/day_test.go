package store_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"sala/app/office"
	"sala/app/store"
	"sala/forms/act"
	"sala/forms/certificate"
	"sala/forms/fee"
	"sala/forms/number"
	"sala/forms/petition"
	"sala/forms/register"
	"sala/sync/wire"
)

// TestRandomDaysRebuildEqual does acts of every kind of the catalogue in random
// order, with central's words in between, and promises that the tables made anew
// from the journal are those of the day. A kind that no day draws fails it.
func TestRandomDaysRebuildEqual(t *testing.T) {
	days := uint64(4)
	if os.Getenv("SALA_LONG") != "" {
		days = 200
	}
	seen := map[string]int{}
	for seed := range days {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			d := begin(t, seed)
			for range 80 {
				d.step()
			}
			rebuildEquals(t, d.s)
			for e, err := range d.s.Entries(context.Background(), 0) {
				if err != nil {
					t.Fatal(err)
				}
				seen[e.Kind]++
			}
		})
	}
	for _, kind := range act.Kinds() {
		if seen[kind] == 0 {
			t.Errorf("no day has an act %s: draw it in acts", kind)
		}
	}
}

// day is one random day of a station.
type day struct {
	*rand.Rand
	t         *testing.T
	s         *store.Store
	petitions []string
	receipts  []act.NumberUse
	prints    []string       // certificates
	blocks    []number.Lease // of which nothing is used
	spare     []number.Lease
	rejected  uint64 // the last entry that central rejected
	trunk     uint64 // the last version that central gave a record
	made      int
}

func begin(t *testing.T, seed uint64) *day {
	d := &day{Rand: rand.New(rand.NewPCG(seed, 3)), t: t, s: create(t, t.TempDir()), trunk: 1}
	populate(t, d.s, 12)
	leases(t, d.s)
	return d
}

// step does a few acts in one transaction, or takes in what central says.
func (d *day) step() {
	d.t.Helper()
	switch d.IntN(10) {
	case 0:
		d.hear()
	case 1:
		d.pull()
	}
	err := d.s.Write(context.Background(), pick(d, []string{"malee", "somchai"}), func(w office.Writer) error {
		for range 1 + d.IntN(12) {
			if err := acts[d.IntN(len(acts))](d, w); err != nil && !errors.Is(err, errNone) {
				return err
			}
		}
		return nil
	})
	if err != nil {
		d.t.Fatal(err)
	}
}

// errNone means that there is nothing that the act could be done to.
var errNone = errors.New("nothing to do it to")

// hear takes in central's word on the journal so far: it rejects one record's
// change in four and accepts the rest.
func (d *day) hear() {
	ctx := context.Background()
	says := map[uint64]wire.Verdict{}
	acked, err := d.s.Acknowledged(ctx)
	if err != nil {
		d.t.Fatal(err)
	}
	for e, err := range d.s.Entries(ctx, acked) {
		if err != nil {
			d.t.Fatal(err)
		}
		if e.Kind == act.RecordSet && d.IntN(4) == 0 {
			says[e.Seq] = wire.Verdict{Outcome: wire.Rejected, Reason: "stale"}
			d.rejected = e.Seq
		}
	}
	acknowledge(d.t, d.s, says)
}

// pull brings a newer version of a resident in by the feed: the station's own
// changes go on top of it.
func (d *day) pull() {
	d.trunk++
	rec := resident(d.IntN(12)).Record()
	rec.Version = d.trunk
	rec.Fields["last_th"] = fmt.Sprint("สุขใจ", d.trunk)
	if err := d.s.ApplyPage(context.Background(), changes(d.t, 10_000+d.trunk, rec)); err != nil {
		d.t.Fatal(err)
	}
}

// acts are the acts of every kind, each with what it needs; that of the opening
// is done when the station is made.
var acts = []func(*day, office.Writer) error{
	plain(act.OfficerSet, func(d *day) any {
		return act.Officer{ID: fmt.Sprint("officer", d.IntN(3)), Roles: []string{"clerk"}, Until: d.Int64N(2)}
	}),
	plain(act.SignedIn, func(*day) any { return officer("malee") }),
	plain(act.SignInRefused, func(*day) any { return officer("malee") }),
	plain(act.GlassBroken, func(*day) any {
		return act.Emergency{Officer: "glass", Person: "สมชาย", Reason: "ไฟไหม้"}
	}),
	plain(act.CardRead, func(*day) any { return act.CardReading{Reader: "r", Resident: "r0000001"} }),
	plain(act.CardLeft, func(d *day) any { return act.LeftCard{ID: fmt.Sprint("card", d.IntN(4))} }),
	plain(act.CardGivenBack, func(d *day) any { return act.LeftCard{ID: fmt.Sprint("card", d.IntN(4))} }),
	plain(act.RecordViewed, func(d *day) any {
		return act.Viewing{Register: register.Residents, ID: d.resident(), Purpose: "petition"}
	}),
	plain(act.StationKept, func(*day) any { return act.Upkeep{What: act.UpkeepCopy, Entries: 3} }),
	plain(act.PackUsed, func(*day) any { return act.Packing{Name: "th@1.1.0", Before: "th@1.0.0"} }),
	plain(act.TakenOut, func(d *day) any { return act.TakeOut{ID: fmt.Sprint("out", d.IntN(4)), Until: "2026-12-01"} }),
	plain(act.BroughtBack, func(d *day) any { return act.TakeOut{ID: fmt.Sprint("out", d.IntN(4)), Until: "2026-12-01"} }),
	plain(act.DayClosed, func(d *day) any {
		return act.Closing{Officer: "malee", Day: "2026-11-22", Receipts: len(d.receipts), Counted: twentyBaht}
	}),
	(*day).change, (*day).change, (*day).join, (*day).settle, (*day).attach,
	(*day).draft, (*day).draft, (*day).draft, (*day).submit, (*day).submit, (*day).submit, (*day).submit,
	on(act.PetitionAnswered, func(d *day, p petition.Petition) any {
		return act.Answering{Petition: p.ID, Set: map[string]any{"purpose": fmt.Sprint("งาน", d.IntN(9))}, Clear: []string{"copies"}}
	}),
	on(act.PetitionMigrated, func(_ *day, p petition.Petition) any {
		return act.Migrating{Petition: p.ID, FormVersion: "2", Pack: "th@1.1.0", Answers: p.Answers}
	}),
	on(act.PetitionReviewed, decision), on(act.PetitionApproved, decision), on(act.PetitionApproved, decision), on(act.PetitionApproved, decision),
	on(act.PetitionReturned, decision), on(act.PetitionRejected, decision), on(act.PetitionWithdrawn, decision),
	on(act.PetitionFulfilled, decision), on(act.PetitionDelivered, decision),
	on(act.PetitionTicketed, func(_ *day, p petition.Petition) any { return act.Ticket{Petition: p.ID, Reason: "paper"} }),
	on(act.PetitionNoted, func(_ *day, p petition.Petition) any {
		return act.Remark{Petition: p.ID, Text: "โทรแล้ว"}
	}),
	on(act.PetitionHanded, func(_ *day, p petition.Petition) any { return act.Remark{Petition: p.ID, To: "somchai"} }),
	on(act.MoneyMoved, func(d *day, p petition.Petition) any {
		return act.Money{Petition: p.ID, Till: "kiosk", What: "coin", Amount: baht(1 + d.Int64N(10))}
	}),
	on(act.MoneyAsked, func(_ *day, p petition.Petition) any {
		return act.Asking{Petition: p.ID, Till: "terminal", Amount: twentyBaht, After: "0041"}
	}),
	on(act.MoneyNone, func(_ *day, p petition.Petition) any {
		return act.Asking{Petition: p.ID, Till: "terminal", Amount: twentyBaht, Reason: "terminal.declined"}
	}),
	on(act.MoneyMoved, func(_ *day, p petition.Petition) any {
		return act.Money{Petition: p.ID, Till: "terminal", What: "card", Amount: twentyBaht, Booking: act.Booking{Receipt: "0042", Card: "VISA 6027"}}
	}),
	on(act.MoneyOwed, func(_ *day, p petition.Petition) any {
		return act.Debt{Petition: p.ID, Till: "kiosk", Amount: minor(p.Machine.In), Reason: "no_change"}
	}, full),
	on(act.MoneyRepaid, func(_ *day, p petition.Petition) any {
		return act.Debt{Petition: p.ID, Till: "kiosk", Amount: minor(p.Machine.Owed)}
	}, owed),
	(*day).pay, (*day).pay, (*day).refund, (*day).receipt,
	(*day).prepare, (*day).prepare, (*day).start,
	printed(act.CertificateIssued, "printed"), printed(act.CertificateNotPrinted, "failed"), printed(act.CertificateNotPrinted, "unknown"),
	printed(act.CertificateReprinted, "printed"), printed(act.CertificateReprinted, "failed"), printed(act.CertificateVoided, ""),
	(*day).lease, (*day).giveBack, (*day).handOn, (*day).stock, (*day).spoil,
}

func plain(kind string, payload func(*day) any) func(*day, office.Writer) error {
	return func(d *day, w office.Writer) error { return w.Append(kind, "", 0, payload(d)) }
}

// on does an act to a petition that is in a state for it, and of which also
// holds.
func on(kind string, payload func(*day, petition.Petition) any, also ...func(petition.Petition) bool) func(*day, office.Writer) error {
	return func(d *day, w office.Writer) error {
		p, err := d.petition(w, kind, also...)
		if err != nil {
			return err
		}
		return w.Append(kind, "petition/"+p.ID, p.Version, payload(d, p))
	}
}

func due(p petition.Petition) bool  { return p.Due().Minor > 0 }
func free(p petition.Petition) bool { return p.Due().Minor <= 0 }
func paid(p petition.Petition) bool { return p.Fee.Minor > 0 && p.Due().Minor < p.Fee.Minor }
func full(p petition.Petition) bool { return p.Machine.In > 0 }
func owed(p petition.Petition) bool { return p.Machine.Owed > 0 }

func decision(_ *day, p petition.Petition) any {
	return act.Decision{Petition: p.ID, Content: p.Content, Note: "ครบ"}
}

func minor(n int64) fee.Money { return fee.Money{Minor: n, Currency: "THB"} }
func baht(n int64) fee.Money  { return minor(n * 100) }

func pick[T any](d *day, all []T) (one T) {
	if len(all) > 0 {
		one = all[d.IntN(len(all))]
	}
	return one
}

func (d *day) resident() string { return fmt.Sprintf("r%07d", d.IntN(12)) }

func (d *day) next(of string) string { d.made++; return fmt.Sprint(of, d.made) }

// petition returns one, any that allows the kind and of which also holds.
func (d *day) petition(w office.Writer, kind string, also ...func(petition.Petition) bool) (petition.Petition, error) {
	for _, i := range d.Perm(len(d.petitions)) {
		p, err := w.Petition(d.petitions[i])
		if errors.Is(err, office.ErrNotFound) {
			continue // its draft was refused
		}
		if err != nil || p.Allows(kind) && !slices.ContainsFunc(also, func(holds func(petition.Petition) bool) bool { return !holds(p) }) {
			return p, err
		}
	}
	return petition.Petition{}, errNone
}

func (d *day) change(w office.Writer) error {
	c := act.Change{Register: register.Residents, ID: d.resident(), Office: testOffice, Set: register.Fields{"moved_from": fmt.Sprint("จังหวัด ", d.IntN(5))}}
	if d.IntN(3) == 0 {
		c.ID, c.Set = d.next("new"), resident(d.IntN(40)).Record().Fields
	} else if d.IntN(3) == 0 {
		c.Set, c.Clear = nil, []string{"moved_from"}
	}
	rec, err := w.Record(c.Register, c.ID)
	if err != nil && !errors.Is(err, office.ErrNotFound) {
		return err
	}
	return w.Append(act.RecordSet, "resident/"+c.ID, rec.Version, c)
}

// join makes one record point to another that points nowhere, or parts one that
// does.
func (d *day) join(w office.Writer) error {
	left, err := w.Record(register.Residents, d.resident())
	if err != nil {
		return err
	}
	j := act.Joining{Register: register.Residents, ID: left.ID, Into: left.Fields.Text(register.SameAs), Office: testOffice, Reason: "คนเดียวกัน"}
	if j.Into != "" {
		j.Gave = left.Fields.Fields(register.SameGave)
		return w.Append(act.RecordParted, "resident/"+j.ID, left.Version, j)
	}
	kept, err := w.Resident(d.resident()) // what it points to itself
	switch {
	case err != nil:
		return err
	case kept.ID == left.ID:
		return errNone
	}
	j.Into, j.Gave = kept.ID, register.Fields{"moved_from": register.Fields{register.Now: "ตรัง"}}
	return w.Append(act.RecordJoined, "resident/"+j.ID, left.Version, j)
}

func (d *day) settle(w office.Writer) error {
	if d.rejected == 0 {
		return errNone
	}
	return w.Append(act.EntrySettled, "", 0, act.Settlement{Seq: d.rejected, How: pick(d, []string{"mine", "theirs"})})
}

func (d *day) attach(w office.Writer) error {
	body := fmt.Append(nil, "photo ", d.IntN(5))
	sum := sha256.Sum256(body)
	hash := hex.EncodeToString(sum[:])
	if err := w.Keep(hash, body); err != nil {
		return err
	}
	return w.Append(act.AttachmentAdded, "petition/"+pick(d, d.petitions), 0, act.Attaching{Hash: hash, Size: int64(len(body)), Name: "p.jpg"})
}

func (d *day) draft(w office.Writer) error {
	id := d.next("p")
	d.petitions = append(d.petitions, id)
	return w.Append(act.PetitionDrafted, "petition/"+id, 0, act.Draft{Petition: id, Form: "th.house-register-copy", FormVersion: "1", Pack: "th@1.0.0", Resident: d.resident(), Answers: map[string]any{"copies": int64(1)}})
}

func (d *day) submit(w office.Writer) error {
	p, err := d.petition(w, act.PetitionSubmitted)
	if err != nil {
		return err
	}
	cost := pick(d, []fee.Money{{}, twentyBaht})
	content, err := petition.Content(p.Form, p.FormVersion, p.Resident, p.Answers, cost)
	if err != nil {
		return err
	}
	return w.Append(act.PetitionSubmitted, "petition/"+p.ID, p.Version, act.Submission{Petition: p.ID, Number: testStation + "-" + p.ID, Answers: p.Answers, Content: content, Fee: cost, Line: pick(d, [][]string{nil, {"registrar", "head"}})})
}

func (d *day) pay(w office.Writer) error {
	p, err := d.petition(w, act.FeeTaken, due)
	if err != nil {
		return err
	}
	method := "cash"
	if p.Machine.In >= p.Due().Minor {
		method = petition.ByMachine
	}
	r, err := w.NextNumber(number.Receipts)
	if err != nil {
		return err
	}
	d.receipts = append(d.receipts, r)
	return w.Append(act.FeeTaken, "petition/"+p.ID, 0, act.Payment{Petition: p.ID, Amount: p.Due(), Method: method, Receipt: r})
}

// refund gives a fee back, on its own receipt or on a new one.
func (d *day) refund(w office.Writer) error {
	p, err := d.petition(w, act.FeeRefunded, paid)
	if err != nil {
		return err
	}
	r := pick(d, d.receipts)
	if d.IntN(2) == 0 {
		if r, err = w.NextNumber(number.Receipts); err != nil {
			return err
		}
	}
	return w.Append(act.FeeRefunded, "petition/"+p.ID, 0, act.Payment{Petition: p.ID, Amount: minor(-p.Fee.Minor), Method: "cash", Receipt: r, Reason: "ผิด"})
}

func (d *day) receipt(w office.Writer) error {
	if len(d.receipts) == 0 {
		return errNone
	}
	return w.Append(act.ReceiptPrinted, "", 0, act.Printing{Number: pick(d, d.receipts).Text, Printer: "folder", Outcome: pick(d, []string{"printed", "failed"})})
}

func (d *day) prepare(w office.Writer) error {
	p, err := d.petition(w, act.CertificatePrepared, free)
	if err != nil {
		return err
	}
	use, err := w.NextNumber(number.Certificates)
	if err != nil {
		return err
	}
	body, err := certificate.Document{Template: p.Form, Language: "th", Number: use.Text}.Encode()
	if err != nil {
		return err
	}
	sum := sha256.Sum256(body)
	d.prints = append(d.prints, use.Text)
	return w.Append(act.CertificatePrepared, "certificate/"+use.Text, 0, act.Certificate{Number: use, Petition: p.ID, Template: p.Form, Document: body, Content: sum[:], Seal: "SEAL"})
}

// start sends a certificate to the printer, on a sheet when there is one.
func (d *day) start(w office.Writer) error {
	sheets, err := w.FreeNumbers(number.Sheets, 1)
	if err != nil {
		return err
	}
	return d.print(w, act.CertificatePrinting, act.Printing{Outcome: act.Started, Sheets: sheets})
}

// printed says what came of a certificate's print, and of the sheets in the
// printer with it.
func printed(kind, outcome string) func(*day, office.Writer) error {
	return func(d *day, w office.Writer) error { return d.print(w, kind, act.Printing{Outcome: outcome}) }
}

func (d *day) print(w office.Writer, kind string, v act.Printing) error {
	v.Printer = "folder"
	for _, i := range d.Perm(len(d.prints)) {
		v.Number = d.prints[i]
		c, err := w.Certificate(v.Number)
		if err != nil {
			return err
		}
		if p, err := w.Petition(c.Petition); err != nil || !p.Allows(kind) {
			if err != nil {
				return err
			}
			continue
		}
		held, err := w.Sheets(v.Number)
		if err != nil {
			return err
		}
		for _, s := range held {
			if s.Fate == number.Held && kind != act.CertificatePrinting {
				v.Sheets = append(v.Sheets, s.NumberUse)
			}
		}
		return w.Append(kind, "certificate/"+v.Number, 0, v)
	}
	return errNone
}

// block is one of which the station uses no number by itself.
func (d *day) block(w office.Writer, pool []byte) (number.Lease, error) {
	d.made++
	l := lease("other", uint64(10_000*d.made), uint64(10_000*d.made+9))
	l.Pool = pool
	return l, w.Append(act.LeaseReceived, "lease/"+l.ID, 0, l)
}

func (d *day) lease(w office.Writer) error {
	l, err := d.block(w, nil)
	d.blocks = append(d.blocks, l)
	return err
}

func (d *day) giveBack(w office.Writer) error {
	if len(d.blocks) == 0 {
		return errNone
	}
	l := d.blocks[0]
	d.blocks = d.blocks[1:]
	return w.Append(act.LeaseReturned, "lease/"+l.ID, 0, act.Handback{Lease: l.ID, Ranges: []number.Range{{From: l.From, To: l.From + 2}, {From: l.To, To: l.To}}})
}

// handOn keeps a spare block for others, or hands one on.
func (d *day) handOn(w office.Writer) error {
	if len(d.spare) == 0 {
		l, err := d.block(w, []byte("the key of the relay"))
		d.spare = append(d.spare, l)
		return err
	}
	l := d.spare[0]
	d.spare = slices.Delete(d.spare, 0, 1)
	l.Handed = &number.HandOver{Station: "TH-5001-D02", At: 1}
	return w.Append(act.LeaseHanded, "lease/"+l.ID, 0, l)
}

func (d *day) stock(w office.Writer) error {
	d.made++
	p, err := number.NewPacket(fmt.Sprintf("AB%06d", 100*d.made), fmt.Sprintf("AB%06d", 100*d.made+3))
	if err != nil {
		return err
	}
	return w.Append(act.StockReceived, "", 0, p)
}

func (d *day) spoil(w office.Writer) error {
	kind := pick(d, []string{number.Receipts, number.Certificates, number.Sheets})
	use, err := w.NextNumber(kind)
	if errors.Is(err, office.ErrNoNumbers) {
		return errNone
	}
	if err != nil {
		return err
	}
	use.Reason = "ขาด"
	return w.Append(act.NumberSpoiled, "", 0, use)
}
