package office

import "context"

// Stick is where two laptops exchange on the way. A station without one cannot.
type Stick interface {
	// Exchange does what can be done with a folder, "" for the stick that is
	// plugged in: leaves this station's card, reads what others of the office wrote
	// to it, and writes to those whose cards are there.
	Exchange(ctx context.Context, folder string) (Exchanged, error)
}

// Exchanged is what became of an exchange.
type Exchanged struct {
	Folder  string   `json:"folder"`
	Heard   []string `json:"heard"`   // the stations whose letters were read
	Written []string `json:"written"` // the stations to which a letter was written
	Entries int      `json:"entries"` // that those letters show
	Refused []string `json:"refused"` // files that are not for this station, or are damaged
}

// Exchange lets two laptops of one office tell each other, by a stick that goes
// from one to the other, what was done at the visits that both carry. It is no
// more than a showing: central decides when both are back.
func (s *Session) Exchange(ctx context.Context, folder string) (Exchanged, error) {
	const op = "exchange on the way"
	if err := s.mayGo(op); err != nil {
		return Exchanged{}, err
	}
	if s.office.Letters == nil {
		return Exchanged{}, &Error{Op: op, Code: "not_enrolled"}
	}
	out, err := s.office.Letters.Exchange(ctx, folder)
	if err == nil && len(out.Heard) > 0 {
		s.office.Publish(Event{Kind: OutingChanged})
	}
	return out, s.office.explain(op, err)
}
