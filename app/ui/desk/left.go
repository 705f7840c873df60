package desk

import (
	"context"
	"strings"

	"sala/app/office"
	"sala/forms/calendar"
	"sala/forms/register"
)

// leftAt is the place of the page that lies open.
const leftAt = "left"

// Left is the page that lay open when the officer locked the desk, or when the
// program ended: she may go on there.
type Left struct {
	Screen Screen
	Of     string // of its pages, as its place names it; "" the first
}

// noteLeft notes the page that lies open, as far as there is something to go on
// with: a page under the place's first, or something that was entered there.
func (d *Desk) noteLeft() {
	at := d.view.Screen
	p, ok := placeOf(at)
	if d.session == nil || !ok || at == Today {
		return
	}
	of := ""
	if p.of != nil {
		of = p.of(d)
	}
	switch now := string(at) + "\n" + of; {
	case of != "", len(d.texts.Under(string(at)+"/")) > 0:
		d.Type(leftAt, now)
	case d.left().Screen == at:
		d.texts.Forget(leftAt) // nothing lies open there any more
	}
}

// left is the page that was noted last, the zero Left for none.
func (d *Desk) left() Left {
	noted, _ := d.Typed(leftAt)
	at, of, _ := strings.Cut(noted, "\n")
	return Left{Screen(at), of}
}

// GoOnLeft goes on with the page that lay open. A record asks once more why it is
// opened: the look before stands in the journal, and this one will too.
func (d *Desk) GoOnLeft() {
	l := d.view.Left
	p, ok := placeOf(l.Screen)
	if !ok {
		return
	}
	if d.Go(l.Screen); d.view.Screen == l.Screen && l.Of != "" && p.goOn != nil {
		p.goOn(d, l.Of)
	}
}

// then does something on the screen when what was begun before is done.
func (d *Desk) then(do func()) {
	s := d.session
	d.run.Run("", func(context.Context) func() {
		return func() {
			if d.session == s {
				do()
			}
		}
	})
}

// hitAt names a record that is to be opened; hitOf reads it.
func hitAt(h office.Hit) string {
	return strings.Join([]string{h.What, h.ID, h.Title, h.Detail, h.Resident.Birth.String()}, "\x1f")
}

func hitOf(at string) office.Hit {
	parts := append(strings.Split(at, "\x1f"), "", "", "", "")
	h := office.Hit{What: parts[0], ID: parts[1], Title: parts[2], Detail: parts[3]}
	if day, err := calendar.Parse(parts[4]); err == nil {
		h.Resident = register.Resident{ID: h.ID, Birth: day}
	}
	return h
}

// servedAt is what a visit has come to that can be gone on with from its own
// entries; an open form is left open by itself.
func (v ServeView) servedAt() string {
	switch v.Stage {
	case AtPurpose:
		return "why\n" + hitAt(v.Asked)
	case AtDecision, AtPayment, AtPrint:
		return "petition\n" + v.Petition.ID
	}
	return ""
}

func (d *Desk) goOnServing(of string) {
	what, rest, _ := strings.Cut(of, "\n")
	if what == "why" {
		d.Ask(hitOf(rest))
		return
	}
	s := d.session
	d.run.Run("desk.wait.petitions", func(ctx context.Context) func() {
		p, err := s.Petition(ctx, rest)
		return func() {
			if d.session == s && !d.failed(err) {
				d.GoOn(p)
			}
		}
	})
}
