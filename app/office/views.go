package office

import (
	"context"
	"time"

	"sala/forms/act"
	"sala/forms/register"
)

// Viewing is one look at somebody's record.
type Viewing struct {
	Entry   uint64    `json:"entry"`
	Officer string    `json:"officer"`
	Purpose string    `json:"purpose"` // a purpose's code, or "CODE: the officer's own words"
	Consent string    `json:"consent,omitempty"`
	At      time.Time `json:"at"`
}

// Viewings is a Reader that knows who looked at which record. The station's
// store is one.
type Viewings interface {
	Viewings(register, id string) ([]Viewing, error) // the latest first
}

// Views are the looks at one record on this station: what the citizen may have
// on paper.
type Views struct {
	Profile  Profile                `json:"profile"`
	Register string                 `json:"register"`
	ID       string                 `json:"id"`
	Resident register.Resident      `json:"resident,omitzero"` // zero for the record of another register
	Officers map[string]act.Officer `json:"officers"`          // by ID
	List     []Viewing              `json:"list"`              // the latest first
	By       act.Officer            `json:"by"`                // who made the list out
	At       time.Time              `json:"at"`
}

// Views lists who has looked at a record. It opens the record, so it is a look
// itself: the first of the list.
func (s *Session) Views(ctx context.Context, reg, id string, l Look) (Views, error) {
	v := Views{Profile: s.office.Profile, Register: reg, ID: id, By: s.Officer, At: s.office.Now(), Officers: map[string]act.Officer{}}
	_, err := s.open(ctx, reg, id, l, func(r Reader, o *Opened) error {
		if reg == register.Residents {
			v.Resident = register.AsResident(o.Record)
		}
		all, err := r.Officers()
		if err != nil {
			return err
		}
		for _, who := range all {
			v.Officers[who.ID] = who
		}
		if kept, ok := r.(Viewings); ok {
			v.List, err = kept.Viewings(reg, id)
		}
		return err
	})
	return v, err
}

// ViewsFile returns the list as a PDF in a language.
func (s *Session) ViewsFile(ctx context.Context, v Views, language string) ([]byte, error) {
	const op = "put the looks on paper"
	if s.office.Working == nil {
		return nil, &Error{Op: op, Code: "printer.none"}
	}
	file, err := s.office.Working.Views(ctx, v, language)
	return file, s.office.explain(op, err)
}

// PrintViews prints the list on the page printer. The error's code is
// "printer.none" where the station has none.
func (s *Session) PrintViews(ctx context.Context, v Views, language string) error {
	file, err := s.ViewsFile(ctx, v, language)
	if err != nil {
		return err
	}
	return s.printFile(ctx, "print the looks", v.ID, file)
}
