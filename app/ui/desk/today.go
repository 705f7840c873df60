package desk

import (
	"cmp"
	"context"

	"sala/app/office"
)

// TodayView is the officer's day.
type TodayView struct {
	Loaded bool
	office.Day
	SetAside []office.OutboxItem // entries that central set aside, for somebody to settle
}

func (d *Desk) loadToday() {
	s := d.session
	d.run.Run("desk.wait.today", func(ctx context.Context) func() {
		day, err := s.Day(ctx)
		v := TodayView{Loaded: true, Day: day}
		var err2 error
		if d.beyond.Outbox != nil {
			var items []office.OutboxItem
			items, err2 = d.beyond.Outbox.Items(ctx, many)
			for _, i := range items {
				if i.State != office.OutboxWaiting {
					v.SetAside = append(v.SetAside, i)
				}
			}
		}
		return func() {
			if d.session != s || d.failed(cmp.Or(err, err2)) {
				return
			}
			d.view.Today = v
			d.changed()
		}
	})
}

// ToDo is what is to be done beyond the visitors: follow-ups of all kinds.
func (v TodayView) ToDo() int { return len(v.FollowUps) + len(v.Left) + len(v.Cards) + len(v.SetAside) }

// GoOnOpen goes on with the form that was open when the program ended, at the
// question at which it was.
func (d *Desk) GoOnOpen() {
	if len(d.view.Today.LeftOpen) == 0 {
		return
	}
	o := d.view.Today.LeftOpen[0]
	d.view.Serve = ServeView{Stage: AtCard}
	d.resume(o.Petition, o.Path)
}

// NextTicket finishes what a citizen began at a kiosk, the one that waits the
// longest: nothing is typed again.
func (d *Desk) NextTicket() {
	if list := d.view.Today.Tickets; len(list) > 0 {
		d.GoOn(list[0])
	}
}

// GiveCardBack writes down that a card of Day.Cards was given back.
func (d *Desk) GiveCardBack(id string) {
	s := d.session
	d.finish("desk.wait.save", "desk.said.given_back", nil, "", func(ctx context.Context) error { return s.GiveCardBack(ctx, id) })
}

// FollowUp goes to what somebody must see to: the certificate that central objected
// to, or else what was left at a kiosk, or the entries that central set aside.
func (d *Desk) FollowUp() {
	v := d.view.Today
	switch {
	case len(v.FollowUps) > 0:
		d.GoTo(v.FollowUps[0].Petition.ID)
	case len(v.Left) > 0:
		d.GoTo(v.Left[0].Petition.ID)
	case len(v.Cards) > 0: // seen to where it stands
	case len(v.SetAside) > 0:
		d.Go(Sync)
	}
}
