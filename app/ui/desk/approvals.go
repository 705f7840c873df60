package desk

import (
	"context"
	"slices"
	"strings"
	"time"

	"sala/app/office"
	"sala/forms/calendar"
	"sala/forms/petition"
)

// ApprovalsView is what waits for the officer's decision.
type ApprovalsView struct {
	office.Deciding
	Shown  *petition.Petition
	Marked []string // IDs of those that were looked at and are decided together
	Away   bool     // the officer is choosing who decides in her place
}

// marked reports whether a petition is among those that are decided together.
func (v ApprovalsView) marked(id string) bool { return slices.Contains(v.Marked, id) }

// part says which of the screen's pages is shown.
func (v ApprovalsView) part() string {
	switch {
	case v.Away:
		return "away"
	case v.Shown != nil:
		return v.Shown.ID
	}
	return ""
}

// approvalAt names the page, "" the one that is shown at first and of which
// nothing was written.
func (d *Desk) approvalAt() string {
	v := d.view.Approvals
	if of := v.part(); len(v.List) == 0 || of != v.List[0].ID || len(d.texts.Under(typedAt(Approvals, of))) > 0 {
		return of
	}
	return ""
}

func (d *Desk) loadApprovals() {
	s := d.session
	d.run.Run("desk.wait.petitions", func(ctx context.Context) func() {
		all, err := s.ToDecide(ctx, many)
		return func() {
			if d.session != s || d.failed(err) {
				return
			}
			v := &d.view.Approvals
			v.Deciding = all
			here := func(id string) bool {
				return slices.ContainsFunc(all.List, func(p petition.Petition) bool { return p.ID == id })
			}
			v.Marked = slices.DeleteFunc(slices.Clone(v.Marked), func(id string) bool { return !here(id) })
			shown := ""
			if v.Shown != nil && here(v.Shown.ID) {
				shown = v.Shown.ID
			} else if len(all.List) > 0 {
				shown = all.List[0].ID
			}
			v.show(shown)
			d.changed()
		}
	})
}

// show looks at one petition of the list.
func (v *ApprovalsView) show(id string) {
	v.Shown = nil
	for i := range v.List {
		if v.List[i].ID == id {
			v.Shown = &v.List[i]
		}
	}
}

// ShowApproval shows what would be signed.
func (d *Desk) ShowApproval(id string) {
	d.view.Approvals.show(id)
	d.view.Approvals.Away = false
	d.changed()
}

// NextApproval shows the next petition of the list, or with -1 the one before.
func (d *Desk) NextApproval(step int) {
	v := &d.view.Approvals
	at := slices.IndexFunc(v.List, func(p petition.Petition) bool { return v.Shown != nil && p.ID == v.Shown.ID })
	if at += step; at >= 0 && at < len(v.List) {
		d.ShowApproval(v.List[at].ID)
	}
}

// Mark adds the petition that is looked at to those that are decided together,
// or takes it out, and goes on to the next: nothing is signed that was not seen.
func (d *Desk) Mark() {
	v := &d.view.Approvals
	if v.Shown == nil {
		return
	}
	id := v.Shown.ID
	if v.marked(id) {
		v.Marked = slices.DeleteFunc(slices.Clone(v.Marked), func(m string) bool { return m == id })
		d.keepMarked()
		d.changed()
		return
	}
	v.Marked = append(slices.Clone(v.Marked), id)
	d.keepMarked()
	d.changed()
	d.NextApproval(1)
}

func (d *Desk) keepMarked() {
	d.look(typedAt(Approvals, "marked"), strings.Join(d.view.Approvals.Marked, "\n"))
}

// DecideHere decides as the officer who is signed in, on the petitions as they
// were shown: on those that are marked, or where none is on the one that is
// looked at. One that cannot be decided does not stop the others.
func (d *Desk) DecideHere(verdict Verdict, note string) {
	v, s := d.view.Approvals, d.session
	var list []petition.Petition
	for _, p := range v.List {
		if v.marked(p.ID) || len(v.Marked) == 0 && v.Shown != nil && p.ID == v.Shown.ID {
			list = append(list, p)
		}
	}
	if len(list) == 0 {
		return
	}
	d.run.Run("desk.wait.decide", func(ctx context.Context) func() {
		var failed []string
		var first error
		for _, p := range list {
			if _, err := decide(ctx, s, p, verdict, note); err != nil {
				failed = append(failed, p.ID)
				if first == nil {
					first = err
				}
			}
		}
		return func() {
			if d.session != s {
				return
			}
			d.decidedHere(v, list, failed)
			d.view.Approvals.Shown, d.view.Approvals.Marked = nil, failed
			d.keepMarked()
			if done := len(list) - len(failed); done == 1 && len(list) == 1 {
				d.say("desk.said."+string(verdict), map[string]any{"number": list[0].Number})
			} else if done > 0 {
				d.say("desk.said.many."+string(verdict), map[string]any{"count": done})
			}
			d.refresh()
			d.failed(first)
		}
	})
}

// decidedHere forgets the notes on petitions that were decided, and the one that
// stood beside them.
func (d *Desk) decidedHere(v ApprovalsView, list []petition.Petition, failed []string) {
	if len(failed) == len(list) {
		return
	}
	if v.Shown != nil {
		list = append(list, *v.Shown)
	}
	for _, p := range list {
		if !slices.Contains(failed, p.ID) {
			d.done(typedAt(Approvals, p.ID))
		}
	}
}

// Away opens the choice of who decides in the officer's place, or leaves it.
func (d *Desk) Away(open bool) {
	d.view.Approvals.Away = open
	if !open {
		d.done(typedAt(Approvals, "away"))
	}
	d.changed()
}

// goOnApproving shows the petition that was looked at, or the choice of a deputy.
func (d *Desk) goOnApproving(of string) {
	if of == "away" {
		d.Away(true)
		return
	}
	d.then(func() { d.ShowApproval(of) })
}

// Delegate lets a colleague decide in this officer's place through the last day;
// "" takes it back.
func (d *Desk) Delegate(to string, last calendar.Date) {
	s, zone := d.session, d.office.Now().Location()
	until := time.Date(last.Year, time.Month(last.Month), last.Day+1, 0, 0, 0, 0, zone)
	d.run.Run("desk.wait.save", func(ctx context.Context) func() {
		err := s.Delegate(ctx, to, until)
		return func() {
			if d.session != s || d.failed(err) {
				return
			}
			d.view.Approvals.Away = false
			d.done(typedAt(Approvals, "away"))
			if to == "" {
				d.say("desk.said.back", nil)
			} else {
				d.say("desk.said.delegated", nil)
			}
			d.refresh()
		}
	})
}
