package office

import (
	"context"
	"errors"

	"sala/forms/act"
	"sala/forms/calendar"
	"sala/forms/definition"
	"sala/forms/register"
)

// Road is the way between the office's network and a laptop that leaves it. A
// station without one cannot take anything out.
type Road interface {
	// Plan asks central how much it would be.
	Plan(ctx context.Context, t act.TakeOut) (OutPlan, error)
	// Fetch brings the records here, from where an earlier call was cut off, and
	// sends for the photographs. progress is told of items.
	Fetch(ctx context.Context, t act.TakeOut, progress func(done, total int)) error
	// Deliver sends everything to central: entries and photographs.
	Deliver(ctx context.Context) error
	// Unsent returns how many photographs and files central does not have yet.
	Unsent(ctx context.Context) (int, error)
	// End tells central that the laptop is back, and removes what it carried.
	End(ctx context.Context, t act.TakeOut) error
}

// OutPlan is how much a take-out is, and what there is to choose from.
type OutPlan struct {
	Households int       `json:"households"`
	Residents  int       `json:"residents"`
	Visits     int       `json:"visits"`
	Petitions  int       `json:"petitions"`
	Photos     int       `json:"photos"`
	Bytes      int64     `json:"bytes"` // of the records
	PhotoBytes int64     `json:"photo_bytes"`
	Areas      []OutArea `json:"areas,omitempty"`
}

// Records returns how many there are of all kinds.
func (p OutPlan) Records() int { return p.Households + p.Residents + p.Visits + p.Petitions }

// OutArea is a sub-district, or one village of it ("SUBDISTRICT/VILLAGE").
type OutArea struct {
	Name       string `json:"name"`
	Households int    `json:"households"`
	Visits     int    `json:"visits"`
}

// Carried is what a laptop has with it.
type Carried struct {
	act.TakeOut
	Fetched   int  `json:"fetched"` // items
	Total     int  `json:"total"`
	Returning bool `json:"returning"` // it was brought back, and is being removed
	Overdue   bool `json:"overdue"`   // its last day is over
	DaysLeft  int  `json:"days_left"`
}

// Complete reports whether all of it has come.
func (c Carried) Complete() bool { return c.Total > 0 && c.Fetched >= c.Total }

// Outings is a Reader that knows what the laptop carries. The station's store is
// one.
type Outings interface {
	TakenOut() (Carried, error)
	RecordsOf(register string) ([]register.Record, error)
	// Aside returns the changes of records that central set aside and nobody has
	// settled, the oldest first.
	Aside() ([]Aside, error)
	// Uncounted returns an officer with takings since the last closing.
	Uncounted() (officer string, receipts int, err error)
}

// MostDays is how long anything may be taken out.
const MostDays = 31

// GoesOut reports whether the station is one that goes out.
func (o *Office) GoesOut() bool { return o.Road != nil }

// Carried returns what the laptop has with it; the error wraps ErrNotFound when
// that is nothing.
func (o *Office) Carried(ctx context.Context) (Carried, error) {
	var c Carried
	err := o.Store.Read(ctx, func(r Reader) (err error) {
		c, err = o.carried(r)
		return err
	})
	return c, o.explain("see what was taken out", err)
}

func (o *Office) carried(r Reader) (Carried, error) {
	out, ok := r.(Outings)
	if !ok {
		return Carried{}, ErrNotFound
	}
	c, err := out.TakenOut()
	if until, bad := calendar.Parse(c.Until); err == nil && bad == nil {
		c.DaysLeft = until.Days(o.today())
		c.Overdue = c.DaysLeft < 0
	}
	return c, err
}

// PlanTakeOut says how much a take-out would be. It needs the network.
func (s *Session) PlanTakeOut(ctx context.Context, t act.TakeOut) (OutPlan, error) {
	const op = "plan a take-out"
	if err := s.mayGo(op); err != nil {
		return OutPlan{}, err
	}
	p, err := s.office.Road.Plan(ctx, t)
	return p, s.office.explain(op, err)
}

func (s *Session) mayGo(op string) error {
	if s.office.Road == nil {
		return &Error{Op: op, Code: "not_a_laptop"}
	}
	return s.need(op, Serve)
}

// TakeOut brings the records of an area and a work list onto this laptop, for so
// many days. One that was cut off goes on where it was, whatever t says: see
// Carried.
func (s *Session) TakeOut(ctx context.Context, t act.TakeOut, days int, progress func(done, total int)) (Carried, error) {
	const op = "take out"
	if err := s.mayGo(op); err != nil {
		return Carried{}, err
	}
	was, err := s.office.Carried(ctx)
	switch {
	case err == nil && (was.Returning || was.Complete()):
		return was, &Error{Op: op, Code: "still_out", Args: map[string]any{"until": was.Until}}
	case err == nil:
		t = was.TakeOut // go on with what was begun
	case !errors.Is(err, ErrNotFound):
		return was, err
	default:
		if days < 1 || days > MostDays {
			return was, &Error{Op: op, Code: "days", Args: map[string]any{"most": MostDays}}
		}
		if t, err = s.begin(ctx, t, days); err != nil {
			return was, s.office.explain(op, err)
		}
	}
	if progress == nil {
		progress = func(int, int) {}
	}
	if err := s.office.Road.Fetch(ctx, t, progress); err != nil {
		return was, s.office.explain(op, err)
	}
	s.office.Publish(Event{Kind: OutingChanged, ID: t.ID})
	return s.office.Carried(ctx)
}

// begin writes down what is taken out, by whom and until when.
func (s *Session) begin(ctx context.Context, t act.TakeOut, days int) (act.TakeOut, error) {
	plan, err := s.office.Road.Plan(ctx, t)
	if err != nil {
		return t, err
	}
	if plan.Records() == 0 {
		return t, &Error{Op: "take out", Code: "nothing_to_take"}
	}
	t.ID, t.Until, t.Records = s.office.NewID(), s.office.today().AddDays(days-1).String(), plan.Records()
	return t, s.office.Store.Write(ctx, s.Officer.ID, func(w Writer) error {
		return w.Append(act.TakenOut, "takeout/"+t.ID, 0, t)
	})
}

// OutingChanged tells that something was taken out or brought back.
const OutingChanged EventKind = "outing.changed"

// BringBack sends everything to central and, when central has acknowledged all of
// it, removes what was taken out. What is on this laptop alone stays until then:
// the error says what is still missing. It may be called again at any time.
func (s *Session) BringBack(ctx context.Context) error {
	const op = "bring back"
	if err := s.mayGo(op); err != nil {
		return err
	}
	c, err := s.office.Carried(ctx)
	if err != nil {
		return err
	}
	if !c.Returning {
		if err := s.office.Road.Deliver(ctx); err != nil {
			return s.office.explain(op, err)
		}
		if err := s.office.mayReturn(ctx); err != nil {
			return err
		}
		err := s.office.Store.Write(ctx, s.Officer.ID, func(w Writer) error {
			if err := leaveToOffice(w); err != nil {
				return err
			}
			return w.Append(act.BroughtBack, "takeout/"+c.ID, 0, c.TakeOut)
		})
		if err != nil {
			return s.office.explain(op, err)
		}
	}
	if err := s.office.Road.Deliver(ctx); err != nil {
		return s.office.explain(op, err)
	}
	if err := s.office.mayReturn(ctx); err != nil {
		return err
	}
	err = s.office.Road.End(ctx, c.TakeOut)
	s.office.Publish(Event{Kind: OutingChanged, ID: c.ID})
	return s.office.explain(op, err)
}

// mayReturn refuses while something waits for a person or for the line: what is
// removed afterwards could not be mended here any more.
func (o *Office) mayReturn(ctx context.Context) error {
	const op = "bring back"
	unsent, err := o.Road.Unsent(ctx)
	if err != nil {
		return o.explain(op, err)
	}
	return o.Store.Read(ctx, func(r Reader) error {
		j, err := r.Journal()
		switch {
		case err != nil:
			return o.explain(op, err)
		case j.Pending > 0 || unsent > 0:
			return &Error{Op: op, Code: "not_all_sent", Args: map[string]any{"entries": j.Pending, "photos": unsent}}
		}
		return o.explain(op, o.cashCounted(r))
	})
}

// cashCounted refuses while an officer has takings that were not counted: the
// receipts leave the laptop with everything else.
func (o *Office) cashCounted(r Reader) error {
	out, ok := r.(Outings)
	if !ok {
		return nil
	}
	officer, receipts, err := out.Uncounted()
	if err == nil && receipts > 0 {
		err = &Error{Op: "bring back", Code: "cash_open", Args: map[string]any{"officer": called(r, officer), "receipts": receipts}}
	}
	return err
}

// called is what an officer is called, in every language; the ID where nobody
// knows.
func called(r Reader, officer string) definition.Text {
	o, err := r.Officer(officer)
	if names := definition.Text(o.Names); err == nil && names.In("") != "" {
		return names
	}
	return definition.Text{"": officer}
}
