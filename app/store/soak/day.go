package soak

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"time"

	"sala/app/office"
	"sala/app/store"
	"sala/app/store/keys"
	"sala/forms/act"
	"sala/forms/certificate"
	"sala/forms/fee"
	"sala/forms/number"
	"sala/forms/petition"
	"sala/forms/register"
	"sala/sync/journal"
	"sala/sync/wire"
)

// The station of the soak.
const (
	stationName = "TH-5014-D09"
	officeName  = "TH-5014"
	officerID   = "malee"
	approverID  = "somchai"
	password    = "soak soak soak"
)

// cheap lets a station open without the price of a password; it is not the
// password that is on trial.
var cheap = keys.Cost{Memory: 8, Time: 1, Threads: 1}

func found(ctx context.Context, dir string, env store.Environment) (*store.Store, error) {
	env.Cost = cheap
	s, err := store.Create(ctx, dir, store.Options{Station: stationName, Office: officeName,
		Officer: act.Officer{ID: officerID, Names: map[string]string{"th": "มาลี"}}, Password: password, Environment: env})
	if err != nil {
		return nil, err
	}
	page := wire.Page{Cursor: 1}
	for i := range people {
		rec := register.Resident{ID: residentID(i), Version: 1, Office: officeName, NationalNumber: fmt.Sprintf("%013d", 3501400000000+i*101),
			Names: map[string]register.Name{"th": {First: "สมหญิง", Last: fmt.Sprintf("ใจดี%d", i)}}}.Record()
		body, err := act.Encode(rec)
		if err != nil {
			return nil, err
		}
		page.Changes = append(page.Changes, wire.Change{Office: officeName, What: "record", ID: "resident/" + rec.ID, Version: 1, Body: body})
	}
	return s, s.ApplyPage(ctx, page)
}

const people = 12

func residentID(i int) string { return fmt.Sprintf("soak-%02d", i) }

func reopen(ctx context.Context, dir string, env store.Environment) (*store.Store, error) {
	env.Cost = cheap
	return store.Open(ctx, dir, store.Unlock{Officer: officerID, Password: password}, env)
}

// day is the work of a desk, one durable act after the other.
type day struct {
	s      *store.Store
	chance *rand.Rand
}

// Child opens the station in dir and works until it is killed. It prints a line
// for each act that was confirmed: the sequence number and the hash of the
// journal's end.
func Child(ctx context.Context, dir string, seed uint64, out io.Writer) error {
	s, err := reopen(ctx, dir, store.Environment{})
	if err != nil {
		return err
	}
	defer s.Close()
	d := day{s, rand.New(rand.NewPCG(seed, 2))}
	for ctx.Err() == nil {
		if err := d.act(ctx); err != nil {
			return err
		}
		h, err := s.Head(ctx)
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(out, "%d %s\n", h.Seq, h.Hash); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// act does one thing that a day brings.
func (d *day) act(ctx context.Context) error {
	switch d.chance.IntN(12) {
	case 0:
		return d.move(ctx)
	case 1:
		return d.look(ctx)
	case 2:
		return d.acknowledge(ctx)
	case 3:
		return d.feed(ctx)
	case 4:
		if d.chance.IntN(4) == 0 {
			return d.s.Checkpoint(ctx)
		}
	case 5:
		if d.chance.IntN(4) == 0 {
			return d.bringIn(ctx)
		}
	}
	return d.advance(ctx)
}

func (d *day) move(ctx context.Context) error {
	id := residentID(d.chance.IntN(people))
	return d.s.Write(ctx, officerID, func(w office.Writer) error {
		r, err := w.Resident(id)
		if err != nil {
			return err
		}
		return w.Append(act.RecordSet, "resident/"+id, r.Version, act.Change{Register: register.Residents, ID: id, Office: officeName,
			Set: register.Fields{"moved_from": fmt.Sprintf("บ้านเลขที่ %d", d.chance.IntN(1000))}})
	})
}

// bringIn plays a piece of an import: many acts together, of people some of whom
// are there.
func (d *day) bringIn(ctx context.Context) error {
	const all = 400
	from, n := d.chance.IntN(all), 1+d.chance.IntN(90)
	return d.s.Write(ctx, officerID, func(w office.Writer) error {
		ids := make([]string, 0, n)
		for i := range n {
			ids = append(ids, fmt.Sprintf("brought-%03d", (from+i)%all))
		}
		there, err := w.(office.Presence).Present(register.Residents, ids, nil)
		if err != nil {
			return err
		}
		var acts []office.Act
		for _, id := range ids {
			if !there[id] {
				acts = append(acts, office.Act{Kind: act.RecordSet, Subject: "resident/" + id, Payload: act.Change{Register: register.Residents, ID: id, Office: officeName,
					Set: register.Fields{"first_th": "นำเข้า", "last_th": id, "birth": "1990-05-12"}, Reason: "import"}})
			}
		}
		return w.AppendAll(acts)
	})
}

func (d *day) look(ctx context.Context) error {
	id := residentID(d.chance.IntN(people))
	return d.s.Write(ctx, officerID, func(w office.Writer) error {
		return w.Append(act.RecordViewed, "resident/"+id, 0, act.Viewing{Register: register.Residents, ID: id, Purpose: "soak"})
	})
}

// feed plays another office's change of a resident.
func (d *day) feed(ctx context.Context) error {
	id := residentID(d.chance.IntN(people))
	cursor, err := d.s.Cursor(ctx)
	if err != nil {
		return err
	}
	rec, err := d.s.Record(ctx, register.Residents, id)
	if err != nil {
		return err
	}
	rec.Version++
	rec.Fields["relation"] = fmt.Sprint(cursor)
	body, err := act.Encode(rec)
	if err != nil {
		return err
	}
	return d.s.ApplyPage(ctx, wire.Page{Cursor: cursor + 1, Changes: []wire.Change{{Office: officeName, What: "record", ID: "resident/" + id, Version: rec.Version, Body: body}}})
}

// acknowledge plays central, which accepts most.
func (d *day) acknowledge(ctx context.Context) error {
	after, err := d.s.Acknowledged(ctx)
	if err != nil {
		return err
	}
	entries, err := d.s.Unacknowledged(ctx, after, 50, 0)
	if err != nil || len(entries) == 0 {
		return err
	}
	a := wire.Acknowledgement{Station: stationName, At: time.Now().UnixMilli()}
	for i := range entries {
		v := wire.Verdict{Seq: entries[i].Seq, Outcome: wire.Accepted, Position: entries[i].Seq, Version: 1}
		if d.chance.IntN(20) == 0 {
			v = wire.Verdict{Seq: v.Seq, Outcome: wire.Conflict, Reason: "soak"}
		}
		a.Verdicts = append(a.Verdicts, v)
		a.Through, a.Head = v.Seq, entries[i].Hash()
	}
	return d.s.Acknowledge(ctx, a)
}

// advance takes a petition one step on, or begins one.
func (d *day) advance(ctx context.Context) error {
	officer := officerID
	if d.chance.IntN(2) == 0 {
		officer = approverID
	}
	if err := d.numbers(ctx); err != nil {
		return err
	}
	err := d.s.Write(ctx, officer, func(w office.Writer) error {
		open, err := w.Petitions(office.PetitionFilter{States: []petition.State{petition.Drafted, petition.Submitted, petition.Approved}, Limit: 3})
		if err != nil {
			return err
		}
		if len(open) < 2 {
			return d.begin(w)
		}
		return d.step(w, open[d.chance.IntN(len(open))])
	})
	if errors.Is(err, petition.ErrSelf) {
		return nil // the same officer: another turn will have another
	}
	return err
}

// numbers fetches a lease when few are left.
func (d *day) numbers(ctx context.Context) error {
	var lack []string
	err := d.s.Read(ctx, func(r office.Reader) error {
		for _, kind := range []string{number.Certificates, number.Receipts} {
			n, err := r.NumbersLeft(kind)
			if err != nil {
				return err
			}
			if n < 3 {
				lack = append(lack, kind)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, kind := range lack {
		from := 1 + d.chance.Uint64N(1<<40)
		l := number.Lease{ID: fmt.Sprintf("%s-%d", kind, from), Kind: kind, Office: officeName, Station: stationName, Year: 2569, From: from, To: from + 40,
			Format: kind[:1] + "%[3]d", Expires: 1 << 40}
		if err := d.s.AddLease(ctx, l); err != nil {
			return err
		}
	}
	return nil
}

var fifty = fee.Money{Minor: 5000, Currency: "THB"}

func (d *day) begin(w office.Writer) error {
	id := fmt.Sprintf("%016x", d.chance.Uint64())
	return w.Append(act.PetitionDrafted, "petition/"+id, 0, act.Draft{Petition: id, Form: "soak", FormVersion: "1", Pack: "soak@1", Resident: residentID(d.chance.IntN(people))})
}

// step does what comes next for a petition.
func (d *day) step(w office.Writer, p petition.Petition) error {
	subject := "petition/" + p.ID
	switch {
	case p.State == petition.Drafted && d.chance.IntN(2) == 0:
		return w.Append(act.PetitionAnswered, subject, p.Version, act.Answering{Petition: p.ID, Set: map[string]any{"purpose": fmt.Sprint("เหตุผล ", d.chance.IntN(1e6))}})
	case p.State == petition.Drafted:
		content, err := petition.Content(p.Form, p.FormVersion, p.Resident, p.Answers, fifty)
		if err != nil {
			return err
		}
		return w.Append(act.PetitionSubmitted, subject, p.Version, act.Submission{Petition: p.ID, Number: p.ID, Answers: p.Answers, Content: content, Fee: fifty})
	case p.State == petition.Submitted:
		return w.Append(act.PetitionApproved, subject, p.Version, act.Decision{Petition: p.ID, Content: p.Content})
	case p.Due().Minor > 0:
		use, err := w.NextNumber(number.Receipts)
		if err != nil {
			return err
		}
		return w.Append(act.FeeTaken, subject, p.Version, act.Payment{Petition: p.ID, Amount: p.Due(), Method: "cash", Receipt: use})
	case len(p.Certificates) == 0:
		return prepare(w, p)
	}
	n := p.Certificates[len(p.Certificates)-1].Number
	return w.Append(act.CertificateIssued, "certificate/"+n, 0, act.Printing{Number: n, Printer: "soak", Outcome: "printed"})
}

func prepare(w office.Writer, p petition.Petition) error {
	use, err := w.NextNumber(number.Certificates)
	if err != nil {
		return err
	}
	body, err := certificate.Document{Template: "soak", Number: use.Text}.Encode()
	if err != nil {
		return err
	}
	hash := sha256.Sum256(body)
	return w.Append(act.CertificatePrepared, "certificate/"+use.Text, p.Version, act.Certificate{Number: use, Petition: p.ID, Template: "soak", Document: body, Content: hash[:]})
}

// moment is the journal's end when something was confirmed.
type moment struct {
	head   journal.Head
	mark   int
	digest map[string]string
	cursor uint64 // of the feed
}
