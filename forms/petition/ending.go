package petition

// Ending is what is to be done about a petition that nobody stands before any more.
type Ending int

// The endings of a visit to a kiosk.
const (
	EndNothing  Ending = iota // it waits for a decision, the desk has it, or it is at its end
	EndWithdraw               // nothing came of it
	EndTicket                 // it was paid for, or approved, and has no paper; or a machine owes: the desk goes on
)

// Ending returns what is to be done about the petition when whoever filed it at a
// kiosk has gone. Money that lies in a machine is seen to before: see Pending.
func (p Petition) Ending() Ending {
	paid := p.Fee.Minor - p.Due().Minor
	switch {
	case p.State == Drafted:
		return EndWithdraw
	case p.Ticket != "":
		return EndNothing
	case p.Machine.Owed > 0:
		return EndTicket
	case p.State == Withdrawn || p.State == Fulfilled || p.State == Delivered || p.State == Rejected || p.State == Returned:
		return EndNothing
	case p.Fee.Minor > 0 && paid == 0:
		return EndWithdraw
	case p.Fee.Minor == 0 && p.State != Approved:
		return EndNothing
	}
	return EndTicket
}

// Pending reports whether money lies in a machine that is no fee and not owed, or
// may: a card terminal has not said.
func (m Machine) Pending() bool { return m.Asked > 0 || m.In > 0 }

// Forgettable reports whether a kiosk has nothing to do about the petition any more,
// so that central's knowing it is enough: no payment is open, and neither paper nor
// a ticket is due. What a machine owes is due until a ticket says so; then the desk
// pays it. What a life event filed is the desk's to finish.
func (p Petition) Forgettable() bool {
	return !p.Machine.Pending() && (p.Event != "" || p.Ending() == EndNothing)
}
