package act

import "sala/forms/register"

// Kinds of entries that say of two records that they are one thing. The records
// themselves stay: the one points to the other, and can be parted from it.
const (
	RecordJoined = "record.joined" // Joining
	RecordParted = "record.parted" // Joining: they were two after all
)

// Joining says that a record is the same thing as another, to which it points
// from now on.
type Joining struct {
	Register string `cbor:"1,keyasint" json:"register"`
	ID       string `cbor:"2,keyasint" json:"id"`   // the record that points
	Into     string `cbor:"3,keyasint" json:"into"` // the record that stays
	Office   string `cbor:"4,keyasint" json:"office"`
	// Gave is what the record that stays took over, by field: register.Was and
	// register.Now. It is what parting gives back.
	Gave   register.Fields `cbor:"5,keyasint,omitempty" json:"gave,omitempty"`
	Reason string          `cbor:"6,keyasint,omitempty" json:"reason,omitempty"`
}

// ChangeOf returns what an act changes of a register's record; ok is false for
// an act that changes none. A joining changes the record that points.
func ChangeOf(kind string, payload any) (c Change, ok bool) {
	switch v := payload.(type) {
	case Change:
		return v, true
	case Joining:
		pointer := register.Fields{register.SameAs: v.Into}
		if len(v.Gave) > 0 {
			pointer[register.SameGave] = v.Gave
		}
		c = Change{Register: v.Register, ID: v.ID, Office: v.Office, Reason: v.Reason}
		if kind == RecordParted {
			c.Old, c.Clear = pointer, []string{register.SameAs, register.SameGave}
		} else {
			c.Set = pointer
		}
		return c, true
	}
	return Change{}, false
}
