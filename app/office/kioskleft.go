package office

import (
	"context"

	"sala/forms/act"
)

// What somebody who has gone left at a kiosk.
const (
	LeftCard  = "card"  // in the reader
	LeftPaper = "paper" // at the printer
)

// NoteLeft notes on a petition's page what its holder left at the kiosk, so that the
// office knows whose it is and can give it back.
func (s *Session) NoteLeft(ctx context.Context, id, what string) error {
	o := s.office
	text := o.Words.Text(o.Profile.Language(), "kiosk.left."+what, map[string]any{"station": o.Profile.Station})
	_, err := s.act(ctx, "note what was left", id, act.PetitionNoted, act.Remark{Petition: id, Text: text})
	return err
}
