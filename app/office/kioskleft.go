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
	if err == nil && what == LeftCard {
		err = o.setFlag(toldSecret, true)
	}
	return err
}

// toldSecret is where it is kept that the office was told of the card in the reader:
// the process that told it ends for the next citizen's sake, and the next one finds
// the card there still.
const toldSecret = "kiosk-card-told"

// ToldOfCard reports whether the office was told of the card that is in the reader.
func (o *Office) ToldOfCard() bool { return o.flag(toldSecret) }

// CardTaken says that no card is in the reader any more.
func (s *Session) CardTaken() error {
	if !s.office.ToldOfCard() {
		return nil
	}
	return s.office.explain("take a card", s.office.setFlag(toldSecret, false))
}

// CardLeft is a card that somebody, nobody knows who, left at a kiosk.
type CardLeft struct {
	ID      string `json:"id"`
	Station string `json:"station"`
	At      int64  `json:"at"` // Unix milliseconds
}

// NoteCardLeft tells the office of a card that was left in the reader by somebody who
// asked for nothing. It tells of nobody; whose it is stands on the card.
func (s *Session) NoteCardLeft(ctx context.Context) error {
	err := s.actOnCard(ctx, act.CardLeft, s.office.NewID())
	if err == nil {
		err = s.office.setFlag(toldSecret, true)
	}
	return s.office.explain("note a card that was left", err)
}

// GiveCardBack writes down that a card of NoteCardLeft was given back.
func (s *Session) GiveCardBack(ctx context.Context, id string) error {
	const op = "give a card back"
	if err := s.need(op, Serve); err != nil {
		return err
	}
	return s.office.explain(op, s.actOnCard(ctx, act.CardGivenBack, id))
}

func (s *Session) actOnCard(ctx context.Context, kind, id string) error {
	return s.office.Store.Write(ctx, s.Officer.ID, func(w Writer) error {
		return w.Append(kind, "card_left/"+id, 0, act.LeftCard{ID: id})
	})
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
