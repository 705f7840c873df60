package rehearsal

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"sala/app/office"
	"sala/assets/packs"
	"sala/forms/act"
	"sala/forms/calendar"
	"sala/forms/chart"
	"sala/forms/register"
)

func (v *view) changeVisit(c act.Change) {
	if c.Register != register.Visits {
		return
	}
	rec := v.visits[c.ID]
	fields := maps.Clone(rec.Fields)
	if fields == nil {
		fields = register.Fields{}
	}
	maps.Copy(fields, c.Set)
	v.visits[c.ID] = register.Record{Register: c.Register, ID: c.ID, Office: c.Office, Version: rec.Version + 1, Fields: fields}
}

func (v *view) takeOut(kind string, t act.TakeOut) {
	if kind == act.TakenOut {
		v.carried = &office.Carried{TakeOut: t}
		return
	}
	back := *v.carried
	back.Returning = true
	v.carried = &back
}

// TakenOut implements office.Outings.
func (v *view) TakenOut() (office.Carried, error) {
	if v.carried == nil {
		return office.Carried{}, fmt.Errorf("take-out: %w", office.ErrNotFound)
	}
	return *v.carried, nil
}

// RecordsOf implements office.Outings.
func (v *view) RecordsOf(reg string) ([]register.Record, error) {
	var out []register.Record
	if reg == register.Visits {
		for _, id := range slices.Sorted(maps.Keys(v.visits)) {
			out = append(out, v.visits[id])
		}
	}
	return out, nil
}

// Aside implements office.Outings.
func (v *view) Aside() ([]office.Aside, error) { return v.aside, nil }

// Uncounted implements office.Outings.
func (v *view) Uncounted() (officer string, receipts int, err error) {
	all, err := v.Unclosed("")
	for _, p := range all {
		if officer == "" || p.Officer == officer {
			officer, receipts = p.Officer, receipts+1
		}
	}
	return officer, receipts, err
}

// Road is the way to central: down until Up.
type Road struct {
	Store *Store
	Up    bool
	// Waits is how many photographs are not sent yet.
	Waits int
	// Breaks cuts a take-out off before its first record comes.
	Breaks bool
}

func (r *Road) reach() error {
	if !r.Up {
		return &office.Error{Op: "reach central", Code: "no_central", Args: map[string]any{"reason": "no_network"}}
	}
	return nil
}

// Plan implements office.Road.
func (r *Road) Plan(_ context.Context, t act.TakeOut) (office.OutPlan, error) {
	n := 1 + len(t.Areas)
	return office.OutPlan{Households: 12 * n, Residents: 47 * n, Visits: 9 * n, Petitions: 4, Photos: 18, Bytes: 412_000 * int64(n), PhotoBytes: 5_300_000,
		Areas: []office.OutArea{{Name: "วัดเกต", Households: 120, Visits: 9}, {Name: "ช้างคลาน", Households: 88, Visits: 4}, {Name: "หายยา", Households: 64, Visits: 0}}}, r.reach()
}

// Fetch implements office.Road.
func (r *Road) Fetch(_ context.Context, t act.TakeOut, progress func(done, total int)) error {
	if err := r.reach(); err != nil {
		return err
	}
	if r.Breaks {
		return &office.Error{Op: "take out", Code: "no_central", Args: map[string]any{"reason": "no_network"}}
	}
	progress(t.Records, t.Records)
	r.Store.mu.Lock()
	defer r.Store.mu.Unlock()
	r.Store.carried = &office.Carried{TakeOut: t, Fetched: t.Records, Total: t.Records}
	return nil
}

// Deliver implements office.Road.
func (r *Road) Deliver(context.Context) error {
	if err := r.reach(); err != nil {
		return err
	}
	r.Store.Acknowledge()
	return nil
}

// Unsent implements office.Road.
func (r *Road) Unsent(context.Context) (int, error) { return r.Waits, nil }

// End implements office.Road.
func (r *Road) End(context.Context, act.TakeOut) error {
	r.Store.mu.Lock()
	defer r.Store.mu.Unlock()
	r.Store.carried, r.Store.visits = nil, map[string]register.Record{}
	return nil
}

// Stands is a receiver that stands still.
type Stands struct{ Fix office.Fix }

// Position implements office.Receiver.
func (s Stands) Position(context.Context) (office.Fix, error) { return s.Fix, nil }

// Worn is a machine with an old battery and a full disk.
type Worn struct {
	Percent int
	Bytes   int64
}

// Battery implements office.Machine.
func (w Worn) Battery() (int, bool, bool) { return w.Percent, false, true }

// Free implements office.Machine.
func (w Worn) Free() (int64, error) { return w.Bytes, nil }

// Sticks is a stick for two laptops: what came of the exchange is Done.
type Sticks struct {
	Done office.Exchanged
	Err  error
}

// Exchange implements office.Stick.
func (s *Sticks) Exchange(context.Context, string) (office.Exchanged, error) { return s.Done, s.Err }

// GoOut makes the office a laptop that carries a work list of three visits.
func (o *Office) GoOut() *Road {
	road := &Road{Store: o.Store, Up: true}
	o.Road, o.Letters = road, &Sticks{}
	o.Map, _ = chart.Load(packs.Files("th"))
	for _, id := range []string{"elderly", "disability", "inspection"} {
		if f, ok := o.Forms.Form(id); ok {
			f.Field = true
		}
	}
	centre := register.Point{Lat: 18.90, Lon: 99.02}
	o.Receiver = Stands{office.Fix{Point: centre, Accuracy: 6, Satellites: 9, At: o.Clock.At}}
	for _, v := range []register.Visit{
		{ID: "s1", Form: "elderly", Resident: "R4", Household: "H1", Due: calendar.Date{Year: 2026, Month: 12, Day: 1}, Order: 2, Said: "ขอให้มาตอนเช้า", Position: register.Point{Lat: 18.912, Lon: 99.031}},
		{ID: "s2", Form: "disability", Resident: "R2", Household: "H1", Due: calendar.Date{Year: 2026, Month: 11, Day: 25}, Order: 3, Position: register.Point{Lat: 18.871, Lon: 98.995}},
		{ID: "s3", Form: "house-register-copy", Resident: "R5", Household: "H1", Order: 1, Position: register.Point{Lat: 18.902, Lon: 99.022}},
	} {
		v.Office, v.Officer, v.State = "5001", "somchai", register.VisitOpen
		o.Store.visits[v.ID] = v.Record()
	}
	o.Store.carried = &office.Carried{TakeOut: act.TakeOut{ID: "OUT1", Officer: "somchai", Until: "2026-11-26", Records: 23}, Fetched: 23, Total: 23}
	return road
}

// ComeHome empties the laptop, as one that was brought back is.
func (o *Office) ComeHome() { o.Store.carried, o.Store.visits = nil, map[string]register.Record{} }

// Keep makes central set aside what was handed in at a visit, for another reason
// than that two officers differ.
func (o *Office) Keep(visit, reason string) {
	petition := register.AsVisit(o.Store.visits[visit]).Petitions[0]
	o.Store.aside = append(o.Store.aside, office.Aside{Seq: 40 + uint64(len(o.Store.aside)), At: time.Date(2026, 11, 21, 16, 5, 0, 0, o.Clock.At.Location()), Officer: "somchai",
		Subject: "petition/" + petition, Reason: reason})
	o.Store.journal.SetAside++
}

// Disagree makes another officer's answer of a visit differ from this laptop's, or
// how the visit ended where question is "".
func (o *Office) Disagree(visit, question string, mine, theirs any) {
	rec := o.Store.visits[visit]
	fields := maps.Clone(rec.Fields)
	field := "state"
	if question != "" {
		field = register.AnswerField(question)
	}
	fields[field] = theirs
	name, call := register.Call{Officer: "wilai", Station: "TH-5001-F02", At: "2026-11-21T15:20:00+07:00", State: register.VisitDone, Position: register.Point{Lat: 18.9121, Lon: 99.0312}, Accuracy: 8}.Field()
	fields[name] = call
	rec.Fields = fields
	o.Store.visits[visit] = rec
	o.Store.aside = append(o.Store.aside, office.Aside{Seq: 40 + uint64(len(o.Store.aside)), At: time.Date(2026, 11, 21, 16, 5, 0, 0, o.Clock.At.Location()), Officer: "somchai",
		Subject: register.Visits + "/" + visit, Reason: "overlap", Change: act.Change{Register: register.Visits, ID: visit, Set: register.Fields{field: mine}}})
	o.Store.journal.SetAside++
}
