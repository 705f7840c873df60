package kiosk

import (
	"context"
	"strings"

	"sala/app/office"
	"sala/forms/petition"
)

// ReadCard reads the card in the reader.
func (k *Kiosk) ReadCard() {
	v := k.visit
	k.identify(func(ctx context.Context) (office.Card, error) {
		return v.session.ReadCard(ctx, func(part string, done, total int) {
			k.do(func() {
				if k.visit == v && k.view.Reading != "" {
					k.view.Reading, k.view.Read = part, cardShare(part, done, total)
					k.changed()
				}
			})
		})
	}, true)
}

// identify finds whom a card or document names.
func (k *Kiosk) identify(read func(context.Context) (office.Card, error), chip bool) {
	if k.view.Reading != "" {
		return
	}
	v := k.visit
	k.failed(nil)
	k.view.Reading, k.view.Read = "text", 0
	k.changed()
	k.run.Run("", func(ctx context.Context) func() {
		card, err := read(ctx)
		var who office.Visitor
		if err == nil {
			who, err = v.session.Identify(ctx, card)
		}
		return func() {
			if k.visit != v {
				return
			}
			k.view.Reading = ""
			if k.failed(err) {
				return
			}
			v.known = true
			k.view.CardIn = k.view.CardIn || chip
			k.view.Visitor = &who
			k.arrived()
		}
	})
}

// arrived goes on when it is known who stands here: to the question whether it is
// she, or to the petition of the ticket that was shown.
func (k *Kiosk) arrived() {
	if !k.view.Shown {
		k.show(Confirm)
		return
	}
	if k.view.Visitor.Resident.ID != k.view.Petition.Resident {
		k.failed(&office.Error{Op: "go on with a ticket", Code: "ticket_other"})
		return
	}
	if k.visit.session.WantsPIN(k.view.Chosen, *k.view.Visitor) {
		k.show(PIN)
		return
	}
	k.onward(k.view.Petition)
}

// shown takes up a document or a ticket that was shown to a reader.
func (k *Kiosk) shown(e office.Event) {
	k.Touch()
	switch {
	case e.Kind == office.SymbolRead && (k.view.Page == Services || k.view.Page == Insert || k.view.Page == Welcome):
		k.Ticketed(e.Text)
	case e.Kind == office.DocumentRead && k.view.Page == Insert && e.Code != "":
		k.failed(&office.Error{Op: "read a document", Code: e.Code})
	case e.Kind == office.DocumentRead && k.view.Page == Insert && e.Card != nil:
		card := *e.Card
		k.identify(func(context.Context) (office.Card, error) { return card, nil }, false)
	}
}

// Ticketed goes on with the petition of a ticket: it was approved meanwhile, and
// its holder's card was still to be shown.
func (k *Kiosk) Ticketed(text string) {
	v := k.visit
	k.run.Run("", func(ctx context.Context) func() {
		p, err := v.session.Ticketed(ctx, strings.TrimSpace(text))
		if err == nil && p.State != petition.Approved {
			err = &office.Error{Op: "go on with a ticket", Code: "ticket_waiting"}
		}
		return func() {
			if k.visit != v || k.failed(err) {
				return
			}
			form, ok := k.office.Forms.Form(p.Form)
			if !ok {
				return
			}
			if v.draft != nil { // she had begun something else
				k.leave(v.session, v.draft.Petition.ID)
				v.draft = nil
			}
			k.view.Petition, k.view.Chosen, k.view.Shown, k.view.Why = p, form, true, ""
			if k.view.Language == "" {
				k.view.Language = k.office.Profile.Language()
			}
			k.show(Insert)
		}
	})
}
