package kiosk

import (
	"context"
	"strings"

	"sala/app/office"
	"sala/forms/petition"
)

// reading is that of one card or document.
type reading struct{ stop context.CancelFunc }

// putDown ends the reading of a card: what of it is not known is not wanted.
func (k *Kiosk) putDown() {
	if r := k.visit.reading; r != nil {
		r.stop()
		k.visit.reading, k.view.Reading = nil, ""
	}
}

// ReadCard reads the card in the reader. Whose it is is asked as soon as its texts
// are there: the photograph, nine tenths of the bytes, comes while she reads.
func (k *Kiosk) ReadCard() {
	v := k.visit
	if k.view.Stale {
		return // who stands here now is not to see whose it is
	}
	k.identify(func(ctx context.Context, texts func(office.Card)) (office.Card, error) {
		return v.session.ReadCard(ctx, func(p office.CardProgress) {
			if p.Part == office.CardPhoto {
				texts(p.Card)
				return
			}
			k.do(func() {
				if k.visit == v && k.view.Reading != "" {
					k.view.Reading, k.view.Read = p.Part, float32(p.Done)/float32(max(p.Texts, 1))
					k.changed()
				}
			})
		})
	}, true)
}

// identify finds whom a card or document names. read may hand over the texts
// before the rest; what fails after them takes nobody's name from the page.
func (k *Kiosk) identify(read func(ctx context.Context, texts func(office.Card)) (office.Card, error), chip bool) {
	v := k.visit
	if k.view.Page != Insert || v.reading != nil {
		return
	}
	k.failed(nil)
	ctx, stop := context.WithCancel(context.Background())
	now := &reading{stop}
	v.reading = now
	k.view.Reading, k.view.Read = office.CardText, 0
	defer k.changed() // the card is asked while the page is drawn
	k.run.Run("", func(closing context.Context) func() {
		defer context.AfterFunc(closing, stop)()
		named := false
		texts := func(card office.Card) {
			if named {
				return
			}
			named = true
			who, err := v.session.Identify(ctx, card)
			k.do(func() { k.identified(v, now, who, err, chip) })
		}
		card, err := read(ctx, texts)
		if err == nil {
			texts(card)
		}
		return func() {
			stop()
			if k.visit != v || v.reading != now {
				clear(card.Photo)
				return
			}
			v.reading = nil
			switch {
			case !named:
				k.view.Reading = ""
				k.failed(err)
			case k.view.Page == Confirm && len(card.Photo) > 0:
				k.view.Visitor = pictured(*k.view.Visitor, card.Photo)
				k.changed()
			}
		}
	})
}

// pictured is a visitor with a photograph. What a job may be reading is not changed.
func pictured(who office.Visitor, photo []byte) *office.Visitor {
	card := *who.Card
	card.Photo = photo
	who.Card = &card
	return &who
}

// identified goes on when it is known, or cannot be known, whom a card names. Only
// who is asked whether it is she sees the photograph.
func (k *Kiosk) identified(v *visit, now *reading, who office.Visitor, err error, chip bool) {
	if k.visit != v || v.reading != now {
		return
	}
	k.view.Reading = ""
	if !k.failed(err) {
		v.known, v.card = true, chip
		k.view.CardIn = k.view.CardIn || chip
		k.view.Visitor = &who
		k.arrived()
	}
	if k.view.Page != Confirm {
		k.putDown()
	}
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
		k.identify(func(context.Context, func(office.Card)) (office.Card, error) { return card, nil }, false)
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
