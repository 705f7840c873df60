package office

import (
	"cmp"
	"context"
	"slices"

	"sala/forms/act"
	"sala/forms/petition"
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
	_, err := s.act(ctx, "note what was left", id, act.PetitionNoted, act.Remark{Petition: id, Text: text, Left: what})
	return err
}

// GiveBack writes down that what was left at a kiosk was given back.
func (s *Session) GiveBack(ctx context.Context, id, what string) (petition.Petition, error) {
	const op = "give back what was left"
	if err := s.need(op, Serve); err != nil {
		return petition.Petition{}, err
	}
	o := s.office
	text := o.Words.Text(o.Profile.Language(), "kiosk.back."+what, nil)
	return s.act(ctx, op, id, act.PetitionNoted, act.Remark{Petition: id, Text: text, Back: what})
}

// Left is what somebody left at a kiosk, for the office to give back.
type Left struct {
	petition.Left
	Petition petition.Petition
}

// leftOf lists what the holders of petitions left, what was left last first.
func leftOf(list []petition.Petition) []Left {
	var out []Left
	for _, p := range list {
		for _, l := range p.Left {
			out = append(out, Left{l, p})
		}
	}
	slices.SortStableFunc(out, func(a, b Left) int { return cmp.Compare(b.At, a.At) })
	return out
}
