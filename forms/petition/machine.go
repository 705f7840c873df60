package petition

import (
	"errors"
	"fmt"

	"sala/forms/act"
)

// ByMachine is the method of a fee that was paid into a kiosk's machine: it is
// taken from what the machine has in.
const ByMachine = "machine"

// ByTerminal is the method of a fee that was paid by card at a kiosk's terminal.
const ByTerminal = "terminal"

// InMachine reports whether a method of payment takes the fee from what a
// kiosk's machine or terminal has in, and gives it back there.
func InMachine(method string) bool { return method == ByMachine || method == ByTerminal }

// ErrMachine means that a machine would have to give or to keep more than it has
// in.
var ErrMachine = errors.New("the machine does not have so much of this petition's money")

// Machine is a petition's money in a kiosk's machine, in minor units of the
// fee's currency. Every act that takes money in, makes a fee of it, gives it back
// or says that it is owed keeps the sum: nothing is in a machine without being
// written down.
type Machine struct {
	In   int64  `cbor:"1,keyasint,omitempty" json:"in,omitempty"`   // and neither a fee nor owed yet
	Owed int64  `cbor:"2,keyasint,omitempty" json:"owed,omitempty"` // to the citizen; the desk pays it back
	Till string `cbor:"3,keyasint,omitempty" json:"till,omitempty"` // the last machine's name
	// Asked is what a card terminal was told to take, while it is not known what
	// became of it; After is the receipt of its booking before.
	Asked   int64       `cbor:"4,keyasint,omitempty" json:"asked,omitempty"`
	After   string      `cbor:"5,keyasint,omitempty" json:"after,omitempty"`
	Booking act.Booking `cbor:"6,keyasint,omitzero" json:"booking,omitzero"` // the last of a card terminal
}

// IsZero reports whether no machine has anything to do with the petition's
// money.
func (m Machine) IsZero() bool { return m == Machine{} }

// atMachine applies what a kiosk's machine does. A fee that is given back goes
// back into the machine first, and from there to the citizen.
func (p Petition) atMachine(kind string, payload any) (Petition, error) {
	switch v := payload.(type) {
	case act.Money:
		p.Machine.In += v.Amount.Minor
		p.Machine.Till = v.Till
		if v.Booking != (act.Booking{}) {
			p.Machine.Asked, p.Machine.After, p.Machine.Booking = 0, "", v.Booking
		}
	case act.Asking:
		p.Machine.Asked, p.Machine.After = 0, ""
		if kind == act.MoneyAsked {
			p.Machine.Asked, p.Machine.After, p.Machine.Till = v.Amount.Minor, v.After, v.Till
		}
	case act.Debt:
		if v.Amount.Minor <= 0 {
			return p, fmt.Errorf("%s of %s: %w", kind, v.Amount, ErrMachine)
		}
		if kind == act.MoneyOwed {
			p.Machine.In, p.Machine.Owed = p.Machine.In-v.Amount.Minor, p.Machine.Owed+v.Amount.Minor
		} else {
			p.Machine.Owed -= v.Amount.Minor
		}
	case act.Ticket:
		p.Ticket = v.Reason
		if !v.Place.IsZero() {
			p.Place = v.Place
		}
	}
	if p.Machine.In < 0 || p.Machine.Owed < 0 {
		return p, fmt.Errorf("%s: %w", kind, ErrMachine)
	}
	return p, nil
}
