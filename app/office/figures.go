package office

import (
	"cmp"
	"context"
	"slices"
	"time"

	"sala/forms/act"
	"sala/forms/calendar"
	"sala/forms/fee"
	"sala/forms/petition"
)

// Figures are what a head of section is shown of a time: petitions by form,
// state, day and area, and how long they took.
type Figures struct {
	From    calendar.Date  `json:"from"`
	To      calendar.Date  `json:"to"` // included
	Count   int            `json:"count"`
	ByState map[string]int `json:"by_state"`
	ByDay   map[string]int `json:"by_day"` // of the last change
	ByArea  map[string]int `json:"by_area"`
	ByForm  []FormFigures  `json:"by_form"`
	Taken   []fee.Money    `json:"taken"` // fees less refunds, by currency
	Late    int            `json:"late"`  // undecided past their deadline
}

// FormFigures are the figures of one form.
type FormFigures struct {
	Form    string `json:"form"`
	Area    string `json:"area"`
	Count   int    `json:"count"`
	Open    int    `json:"open"` // neither decided nor withdrawn
	Decided int    `json:"decided"`
	// Days is the mean of working days from the beginning to the decision, of
	// those that were decided.
	Days float64 `json:"working_days"`
}

// Cell is one number of an open-data export. Small ones are suppressed: of a
// few cases somebody could be known again.
type Cell struct {
	What       string
	Name       string
	Count      int
	Suppressed bool
}

// Figures counts the petitions whose last change lies between two days, both
// included; a zero day is no bound. It is for whoever may read accounts.
func (s *Session) Figures(ctx context.Context, from, to calendar.Date) (Figures, error) {
	const op = "count the petitions"
	if err := s.need(op, Account); err != nil {
		return Figures{}, err
	}
	f := Figures{From: from, To: to, ByState: map[string]int{}, ByDay: map[string]int{}, ByArea: map[string]int{}, ByForm: []FormFigures{}, Taken: []fee.Money{}}
	forms := map[string]*formCount{}
	err := s.office.Store.Read(ctx, func(r Reader) error {
		all, err := r.Petitions(PetitionFilter{})
		if err != nil {
			return err
		}
		for _, p := range all {
			if day := s.office.day(p.Changed); within(day, from, to) {
				s.office.tally(&f, forms, p, day)
			}
		}
		paid, err := r.Payments(time.Time{})
		for _, p := range paid {
			if within(calendar.Of(p.At.In(s.office.Now().Location())), from, to) {
				f.take(p.Amount)
			}
		}
		return err
	})
	for _, c := range forms {
		if c.Decided > 0 {
			c.Days = float64(c.days) / float64(c.Decided)
		}
		f.ByForm = append(f.ByForm, c.FormFigures)
	}
	slices.SortFunc(f.ByForm, func(a, b FormFigures) int { return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Form, b.Form)) })
	return f, s.office.explain(op, err)
}

type formCount struct {
	FormFigures
	days int
}

func (o *Office) day(unixMilli int64) calendar.Date {
	return calendar.Of(time.UnixMilli(unixMilli).In(o.Now().Location()))
}

func within(d, from, to calendar.Date) bool {
	return (from.IsZero() || d.Compare(from) >= 0) && (to.IsZero() || d.Compare(to) <= 0)
}

// tally counts one petition.
func (o *Office) tally(f *Figures, forms map[string]*formCount, p petition.Petition, day calendar.Date) {
	c := forms[p.Form]
	if c == nil {
		c = &formCount{FormFigures: FormFigures{Form: p.Form}}
		if form, ok := o.Forms.Form(p.Form); ok {
			c.Area = form.Area
		}
		forms[p.Form] = c
	}
	f.Count++
	f.ByState[string(p.State)]++
	f.ByDay[day.String()]++
	f.ByArea[c.Area]++
	c.Count++
	switch p.State {
	case petition.Drafted, petition.Submitted, petition.Reviewed, petition.Returned:
		c.Open++
		if deadline, err := calendar.Parse(p.Deadline); err == nil && !deadline.IsZero() && deadline.Compare(o.today()) < 0 {
			f.Late++
		}
	}
	for _, d := range p.Decisions {
		if d.Kind == act.PetitionApproved || d.Kind == act.PetitionRejected {
			c.Decided++
			c.days += o.Holidays.WorkingDays(o.day(p.Created), o.day(d.At))
			break
		}
	}
}

func (f *Figures) take(m fee.Money) {
	i := slices.IndexFunc(f.Taken, func(t fee.Money) bool { return t.Currency == m.Currency })
	if i < 0 {
		f.Taken = append(f.Taken, m)
		return
	}
	f.Taken[i].Minor += m.Minor
}

// Cells returns the figures for publication: counts below least are suppressed,
// and so is the next smallest of its group where only one would be, so that it
// cannot be had by subtraction.
func (f Figures) Cells(least int) []Cell {
	var out []Cell
	for _, group := range []struct {
		what   string
		counts map[string]int
	}{{"state", f.ByState}, {"area", f.ByArea}, {"day", f.ByDay}, {"form", f.forms()}} {
		var cells []Cell
		for name, n := range group.counts {
			cells = append(cells, Cell{What: group.what, Name: name, Count: n, Suppressed: n < least})
		}
		slices.SortFunc(cells, func(a, b Cell) int { return cmp.Or(cmp.Compare(a.Count, b.Count), cmp.Compare(a.Name, b.Name)) })
		if len(cells) > 1 && cells[0].Suppressed && !cells[1].Suppressed {
			cells[1].Suppressed = true
		}
		slices.SortFunc(cells, func(a, b Cell) int { return cmp.Compare(a.Name, b.Name) })
		out = append(out, cells...)
	}
	return out
}

func (f Figures) forms() map[string]int {
	out := map[string]int{}
	for _, c := range f.ByForm {
		out[c.Form] = c.Count
	}
	return out
}
