package office

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"sala/forms/act"
	"sala/forms/answer"
	"sala/forms/calendar"
	"sala/forms/petition"
	"sala/forms/register"
)

// Stop is one visit of the work list: where it is, whom it is about, and what is
// under way there.
type Stop struct {
	Visit    register.Visit      `json:"visit"`
	Resident register.Resident   `json:"resident,omitzero"`
	Home     register.Household  `json:"household,omitzero"`
	Draft    string              `json:"draft,omitempty"` // a petition of it that is being filled on this laptop
	State    register.VisitState `json:"state"`           // the visit's, or begun
}

// Whereabouts is where an officer stood, as the receiver or she herself says.
type Whereabouts struct {
	register.Point
	Accuracy float64 `json:"accuracy,omitempty"` // metres
}

// VisitEnd is how a visit ended.
type VisitEnd struct {
	State  register.VisitState
	Reason string // why without a form; needed then
	Said   string // for whoever comes next
	At     Whereabouts
}

// Stops returns the work list of the session's officer, in the order of the
// route: her own visits and those that are nobody's. A head of section sees
// everybody's.
func (s *Session) Stops(ctx context.Context) ([]Stop, error) {
	var out []Stop
	err := s.office.Store.Read(ctx, func(r Reader) error {
		all, ok := r.(Outings)
		if !ok {
			return nil
		}
		records, err := all.RecordsOf(register.Visits)
		if err != nil {
			return err
		}
		for _, rec := range records {
			v := register.AsVisit(rec)
			if v.Officer != "" && v.Officer != s.Officer.ID && !s.Has(HeadOfSection) {
				continue
			}
			stop, err := s.stop(r, v)
			if err != nil {
				return err
			}
			out = append(out, stop)
		}
		return nil
	})
	slices.SortStableFunc(out, func(a, b Stop) int {
		return cmp.Or(cmp.Compare(a.Visit.Order, b.Visit.Order), cmp.Compare(a.Visit.ID, b.Visit.ID))
	})
	return out, s.office.explain("list the visits", err)
}

// stop brings a visit together with what the registers know of it.
func (s *Session) stop(r Reader, v register.Visit) (Stop, error) {
	out := Stop{Visit: v, State: v.State}
	var err error
	if v.Resident != "" {
		if out.Resident, err = r.Resident(v.Resident); err != nil && !errors.Is(err, ErrNotFound) {
			return out, err
		}
	}
	if home := cmp.Or(v.Household, out.Resident.Household); home != "" {
		if out.Home, err = r.Household(home); err != nil && !errors.Is(err, ErrNotFound) {
			return out, err
		}
	}
	if out.Resident.ID == "" && out.Home.ID != "" { // about the household: its head speaks for it
		members, err := r.Members(out.Home.ID)
		if err != nil {
			return out, err
		}
		if len(members) > 0 {
			out.Resident = members[0]
		}
	}
	for _, id := range v.Petitions {
		p, err := r.Petition(id)
		if err != nil || p.CreatedBy != s.Officer.ID || p.State != petition.Drafted && p.State != petition.Returned {
			continue
		}
		out.Draft = id // also where a colleague has ended the visit meanwhile
		if v.State.Open() {
			out.State = register.VisitBegun
		}
	}
	return out, nil
}

// PlanVisit puts a visit on the work list: the office's own, or a new subject on
// the way. It returns the visit with its ID.
func (s *Session) PlanVisit(ctx context.Context, v register.Visit) (register.Visit, error) {
	const op = "plan a visit"
	if err := s.need(op, Serve); err != nil {
		return v, err
	}
	if v.Household == "" && v.Resident == "" && v.Subject == "" {
		return v, &Error{Op: op, Code: "no_subject"}
	}
	if v.ID == "" {
		v.ID = s.office.NewID()
	}
	v.Office, v.State = s.office.Profile.Office, cmp.Or(v.State, register.VisitOpen)
	err := s.office.Store.Write(ctx, s.Officer.ID, func(w Writer) error {
		c := act.Change{Register: register.Visits, ID: v.ID, Office: v.Office, Set: v.Record().Fields}
		return w.Append(act.RecordSet, register.Visits+"/"+v.ID, 0, c)
	})
	return v, s.office.explain(op, err)
}

// BeginVisit opens the form of a visit: the one that is being filled already, or
// a new one with what other officers who were there have answered. form is for a
// visit that names none. That the record was opened stands in the journal.
func (s *Session) BeginVisit(ctx context.Context, id, form string) (*Draft, Visitor, error) {
	const op = "begin a visit"
	var who Visitor
	var stop Stop
	err := s.office.Store.Write(ctx, s.Officer.ID, func(w Writer) error {
		rec, err := w.Record(register.Visits, id)
		if err != nil {
			return err
		}
		if stop, err = s.stop(w, register.AsVisit(rec)); err != nil || stop.Resident.ID == "" {
			who.Household = stop.Home
			return err
		}
		return s.look(w, &who, stop.Resident, Look{Purpose: register.ForInspection})
	})
	if err != nil {
		return nil, who, s.office.explain(op, err)
	}
	if stop.Draft != "" {
		d, err := s.Resume(ctx, stop.Draft)
		return d, who, err
	}
	d, err := s.Begin(ctx, cmp.Or(stop.Visit.Form, form), who)
	if err != nil {
		return nil, who, err
	}
	for _, question := range slices.Sorted(maps.Keys(stop.Visit.Answers)) {
		// an answer that this version of the form does not take is left out: it stays on the visit
		_ = d.Sheet.Set(question, stop.Visit.Answers[question])
	}
	if err := s.Save(ctx, d); err != nil {
		return nil, who, err
	}
	err = s.office.Store.Write(ctx, s.Officer.ID, func(w Writer) error {
		return s.changeVisit(w, id, register.Fields{"petitions": []any{d.Petition.ID}}, s.office.Now())
	})
	return d, who, s.office.explain(op, err)
}

// Hearing is a Reader that knows when it heard what it shows of other stations,
// from themselves or from central. The station's store is one.
type Hearing interface {
	// AsSeen returns a record without what was heard of other stations after a
	// moment.
	AsSeen(register, id string, at time.Time) (register.Record, error)
}

// changeVisit sets fields of a visit, each as an entry of its own: what somebody
// else has changed as well is set aside alone, and the rest counts. seen is when the
// officer began: what another laptop or central told since, she did not know of, and
// does not overrule.
func (s *Session) changeVisit(w Writer, id string, set register.Fields, seen time.Time) error {
	knew, err := s.knew(w, id, seen)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(set)) {
		rec, err := w.Record(register.Visits, id)
		if err != nil {
			return err
		}
		now, set := rec.Fields[name], set[name]
		was, had := knew[name]
		if name == "petitions" { // a set: what is there stays
			list, _ := now.([]any)
			was, had = rec.Fields[name]
			set = append(slices.Clone(list), set.([]any)...)
		}
		if now != nil && equalValue(now, set) {
			continue
		}
		c := act.Change{Register: register.Visits, ID: id, Office: rec.Office, Set: register.Fields{name: set}, Effective: s.office.today().String()}
		if had {
			c.Old = register.Fields{name: was}
		}
		if err := w.Append(act.RecordSet, register.Visits+"/"+id, rec.Version, c); err != nil {
			return err
		}
	}
	return nil
}

// knew are the fields of a visit as they were known here at a moment.
func (s *Session) knew(r Reader, id string, at time.Time) (register.Fields, error) {
	if h, ok := r.(Hearing); ok {
		rec, err := h.AsSeen(register.Visits, id, at)
		return rec.Fields, err
	}
	rec, err := r.Record(register.Visits, id)
	return rec.Fields, err
}

// call is the officer's being there, as it stands on the visit.
func (s *Session) call(end VisitEnd) register.Call {
	return register.Call{Officer: s.Officer.ID, Station: s.office.Profile.Station, At: s.office.Now().Format(time.RFC3339),
		State: end.State, Position: end.At.Point, Accuracy: end.At.Accuracy, Reason: end.Reason, Said: end.Said}
}

// EndVisit ends a visit without a form: nobody was met, or somebody refused or
// moved. It needs a reason.
func (s *Session) EndVisit(ctx context.Context, id string, end VisitEnd) error {
	const op = "end a visit"
	if err := s.need(op, Serve); err != nil {
		return err
	}
	if end.State.Open() || end.State == register.VisitDone {
		return &Error{Op: op, Code: "bad_state"}
	}
	if end.Reason == "" {
		return &Error{Op: op, Code: "reason_needed"}
	}
	name, call := s.call(end).Field()
	err := s.office.Store.Write(ctx, s.Officer.ID, func(w Writer) error {
		rec, err := w.Record(register.Visits, id)
		if err != nil {
			return err
		}
		stop, err := s.stop(w, register.AsVisit(rec))
		if err != nil {
			return err
		}
		begun := s.office.Now()
		if stop.Draft != "" { // what was begun comes to nothing
			d, err := w.Petition(stop.Draft)
			if err != nil {
				return err
			}
			begun = time.UnixMilli(d.Created)
			if _, err := s.append(w, stop.Draft, act.PetitionWithdrawn, act.Decision{Petition: stop.Draft, Note: end.Reason}); err != nil {
				return err
			}
		}
		return s.changeVisit(w, id, register.Fields{name: call, "state": string(end.State)}, begun)
	})
	return s.office.explain(op, err)
}

// SubmitVisit hands the form of a visit in and ends the visit, in one
// transaction. The answers that the officer gave stand on the visit too, field by
// field, so that those of two officers merge. anyway is a reason to hand in what
// Submit would refuse; see SubmitAnyway.
func (s *Session) SubmitVisit(ctx context.Context, id string, d *Draft, end VisitEnd, anyway string) (petition.Petition, error) {
	end.State = register.VisitDone
	name, call := s.call(end).Field()
	set := register.Fields{name: call, "state": string(register.VisitDone)}
	for question, value := range s.given(d) {
		set[register.AnswerField(question)] = value
	}
	return s.submit(ctx, d, anyway, func(w Writer) error { return s.changeVisit(w, id, set, time.UnixMilli(d.Petition.Created)) })
}

// given returns the answers that a person gave: not what the form would have said
// by itself of this visitor on this day, and not what it works out.
func (s *Session) given(d *Draft) map[string]any {
	out := map[string]any{}
	env := s.env(&d.visitor)
	env.Today = calendar.Of(time.UnixMilli(d.Petition.Created).In(s.office.Now().Location())) // a form that lay overnight
	at, err := answer.Open(d.Form, nil, env)
	var before map[string]any
	if err == nil {
		before = at.Answers()
	}
	computed := map[string]bool{}
	for _, section := range d.Form.Sections {
		for _, q := range section.Questions {
			computed[q.ID] = q.Calculation != "" || q.ReadOnly
		}
	}
	for question, value := range d.Sheet.Answers() {
		if was, had := before[question]; !computed[question] && !(had && equalValue(was, value)) {
			out[question] = value
		}
	}
	return out
}
