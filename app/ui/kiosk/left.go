package kiosk

import (
	"context"

	"sala/app/office"
)

// abandon wipes what somebody left who does nothing any more, and notes for the
// office the card in the reader and the paper that nobody took.
func (k *Kiosk) abandon() {
	v, id, card, paper := k.visit, k.view.Petition.ID, k.view.CardIn, k.view.Page == Take
	switch {
	case v.draft != nil && id == "":
		id = v.draft.Petition.ID
	case id == "":
		id = v.last
	}
	if !v.known || id == "" {
		card, paper = false, false
	}
	for what, left := range map[string]bool{office.LeftCard: card, office.LeftPaper: paper} {
		if left {
			k.run.Run("", func(ctx context.Context) func() {
				_ = v.session.NoteLeft(ctx, id, what) // the card and the paper are there still
				return nil
			})
		}
	}
	k.Wipe()
}
