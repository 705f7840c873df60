package suite

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"sala/forms/act"
	"sala/forms/fee"
	"sala/forms/number"
	"sala/forms/petition"
	"sala/forms/register"
	"sala/sync/central"
	"sala/sync/client"
	"sala/sync/client/memory"
	"sala/sync/netsim"
	"sala/sync/wire"
)

// Model runs stations that work at random over lines that fail at random,
// against two processes of one central system, until all is at rest; then it
// checks that every act is there exactly once and that all agree.
func Model(t *testing.T, open Open, seed uint64, steps int) {
	w := newPlay(t, open, seed)
	for range steps {
		w.step()
	}
	w.rest()
	w.check()
}

// play is one seed's stations, lines and central processes.
type play struct {
	t        *testing.T
	rnd      *rand.Rand
	dir      string
	centrals [2]*process
	store    central.Store
	again    func() central.Store
	alive    int // a process that does not die in this step
	codec    *wire.Codec
	players  []*player
}

type player struct {
	name, office string
	skew         time.Duration
	key          ed25519.PrivateKey
	store        *memory.Store
	client       *client.Client
	line         *netsim.Link
	files        *memory.Attachments
	photos       []string // hashes of what was taken
	petitions    []string
	set          map[string]string // what the station last wrote into its own field of each record
	backup       *memory.Store
}

func newPlay(t *testing.T, open Open, seed uint64) *play {
	w := &play{t: t, rnd: rand.New(rand.NewPCG(seed, 2026)), dir: t.TempDir(), codec: wire.NewCodec()}
	w.store, w.again = open(t)
	for i, s := range []central.Store{w.store, w.again()} {
		w.centrals[i] = w.start(s)
	}
	ctx := context.Background()
	c := w.centrals[0].service.Central
	for _, o := range []string{"TH-1", "TH-2"} {
		if err := c.AddOffice(ctx, central.Office{ID: o, Country: "TH"}); err != nil {
			t.Fatal(err)
		}
		if _, err := c.Seed(ctx, func(yield func(register.Record, error) bool) {
			for i := range 5 {
				yield(register.Record{Register: register.Residents, ID: fmt.Sprintf("%s-r%d", o, i), Office: o, Fields: register.Fields{"note": "0"}}, nil)
			}
		}); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 10 {
		w.enrol(i)
	}
	return w
}

func (w *play) enrol(i int) {
	p := &player{name: fmt.Sprintf("S%02d", i), office: []string{"TH-1", "TH-2"}[i%2], set: map[string]string{}, files: &memory.Attachments{}}
	p.skew = time.Duration(w.rnd.IntN(7200)-3600) * time.Second
	seed := make([]byte, ed25519.SeedSize)
	for j := range seed {
		seed[j] = byte(w.rnd.IntN(256))
	}
	p.key = ed25519.NewKeyFromSeed(seed)
	p.store = memory.New(p.name, p.office, p.key, p.now)
	var err error
	if p.line, err = netsim.Listen(w.centrals[i%2].host); err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { p.line.Close() })
	p.restart(w)
	code, err := w.centrals[0].service.Central.NewCode(context.Background(), p.office, p.name, time.Hour)
	if err != nil {
		w.t.Fatal(err)
	}
	if err := p.client.Enrol(context.Background(), code); err != nil {
		w.t.Fatal(err)
	}
	for _, o := range []string{"clerk-" + p.name, "head-" + p.name} {
		p.store.Append("", act.OfficerSet, "officer/"+o, 0, act.Officer{ID: o, Roles: []string{"head"}})
	}
	w.players = append(w.players, p)
}

func (p *player) now() time.Time { return time.Now().Add(p.skew) }

// restart makes a new client, as a program that was killed and started again.
func (p *player) restart(w *play) {
	p.client = client.New(client.Config{URL: "https://" + p.line.Addr(), CAFingerprint: w.centrals[0].service.Central.Authority.Fingerprint(), Store: p.store, Secrets: p.store, Attachments: p.files, Codec: w.codec,
		Identity: client.Identity{Station: p.name, Office: p.office, JournalKey: p.key.Public().(ed25519.PublicKey)}, Clock: p.now})
}

// step lets a few stations work and synchronise at the same time, over lines
// in some state.
func (w *play) step() {
	var together sync.WaitGroup
	doomed := w.doom(&together)
	for _, i := range w.rnd.Perm(len(w.players))[:1+w.rnd.IntN(4)] {
		p := w.players[i]
		for range w.rnd.IntN(6) {
			w.work(p)
		}
		patience := w.trouble(p)
		together.Go(func() {
			ctx, cancel := context.WithTimeout(context.Background(), patience)
			defer cancel()
			p.client.SyncOnce(ctx) // what comes of it is checked at rest
		})
	}
	together.Wait()
	if doomed >= 0 { // it is started again, on the database as it was left
		w.centrals[doomed].stop()
		w.centrals[doomed] = w.start(w.again())
	}
}

// trouble puts a station's line, or the station, into a random state, and says
// how long the station tries.
func (w *play) trouble(p *player) time.Duration {
	if err := p.line.Restore(); err != nil {
		w.t.Fatal(err)
	}
	p.line.SetTarget(w.centrals[w.rnd.IntN(2)].host)
	p.line.Shape(netsim.Profile{})
	switch w.rnd.IntN(9) {
	case 0:
		p.line.Shape(netsim.Profile{CutUp: 1 + w.rnd.Int64N(6000)})
		p.line.Cut()
	case 1:
		p.line.Shape(netsim.Profile{CutDown: 1 + w.rnd.Int64N(6000)})
		p.line.Cut()
	case 2:
		p.line.Shape(netsim.Profile{DropDown: true})
		p.line.Cut()
	case 3:
		p.line.Block()
	case 4:
		return time.Duration(w.rnd.IntN(30)) * time.Millisecond // killed in the middle
	case 5:
		p.restart(w)
	case 6:
		if p.backup == nil {
			p.backup = p.store.Copy()
		} else if acked, _ := p.store.Acknowledged(context.Background()); acked == uint64(len(p.store.Entries)) {
			// the disk broke, and an old backup came back: all later work is at central
			p.store, p.backup = p.backup, nil
			p.restart(w)
			w.recover(p)
		}
	}
	return 5 * time.Second
}

// recover synchronises a restored station until it has its own entries back:
// a station does no work before that.
func (w *play) recover(p *player) {
	p.line.SetTarget(w.centrals[w.alive].host)
	p.line.Cut()
	for range 20 {
		if _, err := p.client.SyncOnce(context.Background()); err == nil {
			return
		}
	}
	w.t.Fatalf("%s does not heal: %+v", p.name, p.client.State())
}

// work is one random act.
func (w *play) work(p *player) {
	clerk, head := "clerk-"+p.name, "head-"+p.name
	switch n := w.rnd.IntN(9); {
	case n == 8:
		body := make([]byte, 1+w.rnd.IntN(2*wire.ChunkSize))
		for i := range body {
			body[i] = byte(w.rnd.Uint32())
		}
		hash := p.files.Add(body)
		p.photos = append(p.photos, hash)
		p.store.Append(clerk, act.AttachmentAdded, "resident/"+p.office+"-r0", 0, act.Attaching{Hash: hash, Size: int64(len(body)), Name: "photo", MIME: "image/jpeg"})
	case n < 2 || len(p.petitions) == 0:
		id := fmt.Sprintf("%s-p%d", p.name, len(p.store.Entries))
		p.petitions = append(p.petitions, id)
		answers := map[string]any{"copies": int64(w.rnd.IntN(9))}
		content, err := petition.Content("f", "1", "r", answers, fee.Money{})
		if err != nil {
			w.t.Fatal(err)
		}
		p.store.Append(clerk, act.PetitionDrafted, "petition/"+id, 0, act.Draft{Petition: id, Form: "f", FormVersion: "1", Resident: "r", Answers: answers})
		p.store.Append(clerk, act.PetitionSubmitted, "petition/"+id, 1, act.Submission{Petition: id, Answers: answers, Content: content})
		p.store.Append(head, act.PetitionApproved, "petition/"+id, 2, act.Decision{Petition: id, Content: content})
	case n < 4:
		id := p.petitions[w.rnd.IntN(len(p.petitions))]
		if num, ok := p.store.NextNumber(number.Certificates); ok {
			p.store.Append(clerk, act.CertificatePrepared, "certificate/"+num.Text, 0, act.Certificate{Number: num, Petition: id})
			p.store.Append(clerk, act.CertificateIssued, "certificate/"+num.Text, 1, act.Printing{Number: num.Text, Outcome: "printed"})
		}
	case n < 6: // a field that only this station writes: always accepted
		id, value := fmt.Sprintf("%s-r%d", p.office, w.rnd.IntN(5)), fmt.Sprint(w.rnd.IntN(1000))
		old := p.set[id]
		p.store.Append(clerk, act.RecordSet, "record/resident/"+id, 1, act.Change{Register: register.Residents, ID: id, Office: p.office, Set: register.Fields{"field_" + p.name: value}, Old: register.Fields{"field_" + p.name: old}})
		p.set[id] = value
	default: // a field that all of the office write: some are conflicts
		id := fmt.Sprintf("%s-r%d", p.office, w.rnd.IntN(5))
		seen := "0"
		var base uint64 = 1
		if c, ok := p.store.Item(wire.WhatRecord, "resident/"+id); ok {
			r, err := act.Decode[register.Record](c.Body)
			if err != nil {
				w.t.Fatal(err)
			}
			seen, base = r.Fields.Text("note"), r.Version
		}
		p.store.Append(clerk, act.RecordSet, "record/resident/"+id, base, act.Change{Register: register.Residents, ID: id, Office: p.office, Set: register.Fields{"note": fmt.Sprintf("%s/%d", p.name, len(p.store.Entries))}, Old: register.Fields{"note": seen}})
	}
}

// rest repairs all lines and synchronises until nothing moves. Central sends its
// list out beside its requests: what is still on its way would move after.
func (w *play) rest() {
	w.t.Helper()
	if err := w.centrals[0].service.Central.PublishDue(context.Background()); err != nil {
		w.t.Fatal(err)
	}
	for round := 0; ; round++ {
		moved := 0
		for _, p := range w.players {
			if err := p.line.Restore(); err != nil {
				w.t.Fatal(err)
			}
			p.line.Shape(netsim.Profile{})
			p.line.SetTarget(w.centrals[0].host)
			p.want()
			r, err := p.client.SyncOnce(context.Background())
			if err != nil {
				p.line.Cut()
				r.Pulled++
				if round > 20 {
					w.t.Fatalf("%s does not come to rest: %v", p.name, err)
				}
			}
			moved += r.Pushed + r.Pulled + r.Leases + r.Restored + r.Sent + r.Fetched
		}
		if moved == 0 {
			return
		}
	}
}

// check compares stations, central and the model.
func (w *play) check() {
	w.t.Helper()
	numbers := map[string]string{}
	total := 0
	for _, p := range w.players {
		head, _ := p.store.Head(context.Background())
		acked, _ := p.store.Acknowledged(context.Background())
		if acked != head.Seq {
			w.t.Errorf("%s: acknowledged through %d of %d", p.name, acked, head.Seq)
		}
		total += int(head.Seq)
		view(w.t, w.store, func(tx central.Tx) error {
			s, err := tx.Station(p.name)
			if err != nil {
				return err
			}
			if s.Through != head.Seq || s.Head != head.Hash || s.State != central.StationActive {
				w.t.Errorf("%s: central is at %d of %d, state %s", p.name, s.Through, head.Seq, s.State)
			}
			entries, err := tx.Entries(central.EntryFilter{Station: p.name})
			if err != nil {
				return err
			}
			for i, e := range entries {
				mine := p.store.Verdicts[e.Seq]
				if e.Hash != p.store.Entries[i].Hash() || mine.Outcome != e.Verdict.Outcome || mine.Position != e.Verdict.Position {
					w.t.Errorf("%s: entry %d: central says %+v, the station %+v", p.name, e.Seq, e.Verdict, mine)
				}
				if e.Verdict.Outcome == wire.Rejected {
					w.t.Errorf("%s: entry %d (%s) was rejected: %s", p.name, e.Seq, e.Kind, e.Verdict.Reason)
				}
			}
			w.feed(tx, p, numbers)
			w.photos(p)
			return nil
		})
	}
	view(w.t, w.store, func(tx central.Tx) error {
		c, err := tx.Counts()
		if err == nil && c.Entries != total {
			w.t.Errorf("central has %d entries, the stations %d", c.Entries, total)
		}
		return err
	})
}

// feed compares what a station pulled with what central keeps, and both with
// the model.
func (w *play) feed(tx central.Tx, p *player, numbers map[string]string) {
	items, err := tx.Feed(p.office, 0, 100000)
	if err != nil {
		w.t.Fatal(err)
	}
	if len(items) != len(p.store.Items) {
		w.t.Errorf("%s: %d things at central, %d at the station", p.name, len(items), len(p.store.Items))
	}
	for _, i := range items {
		c, ok := p.store.Item(i.What, i.ID)
		if !ok || !bytes.Equal(c.Body, i.Body) || c.Version != i.Version {
			w.t.Errorf("%s: %s %s is not what central has", p.name, i.What, i.ID)
		}
		switch i.What {
		case wire.WhatPetition:
			x, err := act.Decode[petition.Petition](i.Body)
			if err != nil {
				w.t.Fatal(err)
			}
			// three acts, and two for each certificate: each has its effect once
			if int(x.Version) != 3+2*len(x.Certificates) {
				w.t.Errorf("petition %s has version %d with %d certificates", i.ID, x.Version, len(x.Certificates))
			}
			for _, cert := range x.Certificates {
				if other := numbers[cert.Number]; other != "" && other != x.ID {
					w.t.Errorf("number %s is on petitions %s and %s", cert.Number, other, x.ID)
				}
				numbers[cert.Number] = x.ID
			}
		case wire.WhatRecord:
			x, err := act.Decode[register.Record](i.Body)
			if err != nil {
				w.t.Fatal(err)
			}
			if got := x.Fields.Text("field_" + p.name); got != p.set[x.ID] {
				w.t.Errorf("%s wrote %q last into %s, central has %q", p.name, p.set[x.ID], x.ID, got)
			}
		}
	}
}
