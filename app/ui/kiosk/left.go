package kiosk

import (
	"context"
	"time"

	"sala/app/office"
)

// abandon wipes what somebody left who does nothing any more, and tells the office of
// the card in the reader and of the paper that nobody took.
func (k *Kiosk) abandon() {
	v, id := k.visit, k.view.Petition.ID
	switch {
	case v.draft != nil && id == "":
		id = v.draft.Petition.ID
	case id == "":
		id = v.last
	}
	if id != "" && v.known && k.view.Page == Take {
		k.tell(office.LeftPaper, id)
	}
	if k.view.CardIn && v.card {
		k.tell(office.LeftCard, id)
	} else if k.view.CardIn {
		k.tell(office.LeftCard, "")
	}
	k.Wipe()
}

// tell tells the office what was left, on the page of the petition of an ID; "" where
// nothing was asked for.
func (k *Kiosk) tell(what, id string) {
	if what == office.LeftCard {
		if k.told {
			return
		}
		k.told = true
	}
	s := k.visit.session
	k.run.Run("", func(ctx context.Context) func() {
		var err error
		if id != "" {
			err = s.NoteLeft(ctx, id, what)
		} else {
			err = s.NoteCardLeft(ctx)
		}
		return func() {
			if err != nil && what == office.LeftCard {
				k.told = false // it is there still
			}
		}
	})
}

// attend tells the office of a card that lies in the reader while nobody is here.
func (k *Kiosk) attend(idle time.Duration) {
	switch {
	case !k.view.CardIn:
		k.taken() // it may have been while no kiosk ran
	case idle >= k.patience()+mercy:
		k.tell(office.LeftCard, "")
	}
}

// taken says that no card is in the reader.
func (k *Kiosk) taken() {
	if !k.told {
		return
	}
	k.told = false
	s := k.visit.session
	k.run.Run("", func(context.Context) func() {
		_ = s.CardTaken() // where this cannot be kept, a card that is left cannot either
		return nil
	})
}

// recall finds out what the kiosk before this one told of the card in the reader.
func (k *Kiosk) recall() {
	k.run.Run("", func(context.Context) func() {
		told := k.office.ToldOfCard()
		return func() { k.told = k.told || told }
	})
}
