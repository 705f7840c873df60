package office

import (
	"context"

	"sala/forms/answer"
)

// ShowCard answers what a form asks of a card, as far as nothing stands there yet:
// of somebody who is met on the way, and whom the register that is carried does not
// know.
func (s *Session) ShowCard(ctx context.Context, d *Draft, card Card) error {
	const op = "show a card"
	d.visitor.Card = &card
	said, err := answer.Open(d.Form, nil, s.env(&d.visitor))
	if err != nil {
		return s.office.explain(op, err)
	}
	for question, value := range said.Answers() {
		if d.Sheet.Value(question) == nil {
			_ = d.Sheet.Set(question, value) // what the form works out by itself stays as it is
		}
	}
	return s.Save(ctx, d)
}
