package office

import (
	"context"
	"slices"
	"time"

	"sala/forms/act"
	"sala/forms/register"
)

// Aside is an entry of this station that central kept but did not apply. Change
// is empty for what is no change of a record.
type Aside struct {
	Seq     uint64
	At      time.Time
	Officer string
	Subject string
	Reason  string // a code
	Change  act.Change
}

// Overlap is one thing about a visit on which two officers differ: a question's
// answer, or how the visit ended. Both stay until a person has decided.
type Overlap struct {
	Seq      uint64          `json:"seq"`
	Visit    register.Visit  `json:"visit"`    // as central has it
	Question string          `json:"question"` // "" when it is about how the visit ended
	Mine     any             `json:"mine"`
	Theirs   any             `json:"theirs"`
	By       register.Call   `json:"by"`     // who of this laptop, when and where
	Others   []register.Call `json:"others"` // who else was there
	// Heard says that the other told of it on the way, by stick or relay: central
	// has not seen it yet, and nothing can be decided here.
	Heard  bool `json:"heard,omitempty"`
	change act.Change
}

// Differing is a field of a visit that this station and another one have set to
// different values, as the other told on the way.
type Differing struct {
	Visit, Field string
	Mine, Theirs any
	By, Them     register.Call
}

// Neighbours is a Reader that knows what other stations told on the way. The
// station's store is one.
type Neighbours interface {
	Differing() ([]Differing, error)
}

// Overlaps returns what two officers wrote differently about one visit.
func (s *Session) Overlaps(ctx context.Context) ([]Overlap, error) {
	var out []Overlap
	err := s.office.Store.Read(ctx, func(r Reader) error {
		_, aside, err := setAside(r)
		if err != nil {
			return err
		}
		for _, a := range aside {
			if !a.overlaps() {
				continue
			}
			o, err := s.overlaps(r, a)
			if err != nil {
				return err
			}
			out = append(out, o...)
		}
		heard, err := toldOnTheWay(r, out)
		out = append(out, heard...)
		return err
	})
	return out, s.office.explain("list what overlaps", err)
}

// setAside returns what central kept of this station and did not apply; nothing where
// nobody goes out.
func setAside(r Reader) (Outings, []Aside, error) {
	all, ok := r.(Outings)
	if !ok {
		return nil, nil, nil
	}
	aside, err := all.Aside()
	return all, aside, err
}

// toldOnTheWay is what other stations told on the way and central has not spoken
// of: answers, and how the visit ended.
func toldOnTheWay(r Reader, known []Overlap) ([]Overlap, error) {
	n, ok := r.(Neighbours)
	if !ok {
		return nil, nil
	}
	list, err := n.Differing()
	if err != nil {
		return nil, err
	}
	var out []Overlap
	for _, d := range list {
		question, isAnswer := register.QuestionOf(d.Field)
		same := func(o Overlap) bool { return o.Visit.ID == d.Visit && o.Question == question }
		if !isAnswer && d.Field != "state" || slices.ContainsFunc(known, same) {
			continue
		}
		rec, err := r.Record(register.Visits, d.Visit)
		if err != nil {
			return nil, err
		}
		o := Overlap{Visit: register.AsVisit(rec), Question: question, Mine: d.Mine, Theirs: d.Theirs, By: d.By, Others: []register.Call{d.Them}, Heard: true}
		for _, c := range o.Visit.Calls { // says more: where it was
			switch c.Officer {
			case d.By.Officer:
				o.By = c
			case d.Them.Officer:
				o.Others = []register.Call{c}
			}
		}
		out = append(out, o)
	}
	return out, nil
}

func (s *Session) overlaps(r Reader, a Aside) ([]Overlap, error) {
	rec, err := r.Record(register.Visits, a.Change.ID)
	if err != nil {
		return nil, err
	}
	v := register.AsVisit(rec)
	var out []Overlap
	for name, mine := range a.Change.Set {
		question, isAnswer := register.QuestionOf(name)
		if !isAnswer && name != "state" {
			continue
		}
		o := Overlap{Seq: a.Seq, Visit: v, Question: question, Mine: mine, Theirs: rec.Fields[name], change: a.Change,
			By: register.Call{Officer: a.Officer, Station: s.office.Profile.Station, At: a.At.Format(time.RFC3339)}}
		for _, c := range v.Calls {
			if c.Officer == a.Officer {
				o.By = c
			} else {
				o.Others = append(o.Others, c)
			}
		}
		out = append(out, o)
	}
	return out, nil
}

// SettleOverlap decides an overlap: mine or theirs (SettleMine, SettleTheirs). It
// needs somebody who may decide.
func (s *Session) SettleOverlap(ctx context.Context, o Overlap, how, note string) error {
	if o.Heard {
		return &Error{Op: "settle an overlap", Code: "not_at_central"}
	}
	_, err := s.SettleChange(ctx, o.Seq, o.change, how, note)
	return err
}

// SettleOffice says that a laptop that came back left a decision to its office:
// central keeps both sides.
const SettleOffice = "office"

// leaveToOffice notes for everything that waits for a decision that the office
// takes it, before the laptop forgets what it was about.
func leaveToOffice(w Writer) error {
	all, ok := w.(Outings)
	if !ok {
		return nil
	}
	aside, err := all.Aside()
	if err != nil {
		return err
	}
	for _, a := range aside {
		if err := w.Append(act.EntrySettled, a.Subject, 0, act.Settlement{Seq: a.Seq, How: SettleOffice}); err != nil {
			return err
		}
	}
	return nil
}
