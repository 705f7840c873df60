package office

import (
	"context"
	"errors"
	"slices"

	"sala/forms/act"
	"sala/forms/definition"
)

// CardPIN has a card compare a PIN.
type CardPIN interface {
	// VerifyPIN has the identity card of a number, which is in the reader, compare a
	// PIN. The error's code is "reader.pin_wrong", with the tries that are left as
	// argument "left", "reader.pin_blocked", "reader.no_pin" or a reader's.
	VerifyPIN(ctx context.Context, number string, pin []byte) error
}

// WantsPIN reports whether a citizen at the kiosk must type her card's PIN before
// she may ask for a service.
func (s *Session) WantsPIN(f *definition.Form, v Visitor) bool {
	return f.KioskPIN && !v.PIN && slices.Contains(s.Officer.Roles, string(Citizen))
}

// TypePIN has the visitor's card compare the PIN that she typed, and writes down
// what it said, but for the PIN. The PIN is cleared.
func (s *Session) TypePIN(ctx context.Context, v Visitor, pin []byte) (Visitor, error) {
	const op = "verify a PIN"
	defer clear(pin)
	switch {
	case v.Card == nil || v.Card.Reader == "" || v.Card.Reader == DocumentReader || s.office.PINs == nil:
		return v, &Error{Op: op, Code: "pin_card"}
	case len(pin) < pinDigits || len(pin) > pinMost:
		return v, &Error{Op: op, Code: "pin_short", Args: map[string]any{"least": pinDigits}}
	}
	err := s.office.PINs.VerifyPIN(ctx, v.Card.NationalNumber, pin)
	said, told := map[string]string{"": "right", "reader.pin_wrong": "wrong", "reader.pin_blocked": "blocked"}[CodeOf(err)]
	if told {
		noted := s.office.Store.Write(context.WithoutCancel(ctx), s.Officer.ID, func(w Writer) error {
			return w.Append(act.CardRead, "resident/"+v.Resident.ID, v.Resident.Version, act.CardReading{Reader: v.Card.Reader, Resident: v.Resident.ID, PIN: said})
		})
		err = errors.Join(err, noted)
	}
	v.PIN = err == nil
	return v, s.office.explain(op, err)
}

// pinMost is the most digits that a card's PIN has.
const pinMost = 8

// DocumentReader is the reader of a Card that stands for a passport or another
// document with machine readable lines: it has no PIN.
const DocumentReader = "document"
