package petition

import (
	"errors"
	"fmt"

	"sala/forms/act"
)

// ByMachine is the method of a fee that was paid into a kiosk's machine: it is
// taken from what the machine has in.
const ByMachine = "machine"

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
