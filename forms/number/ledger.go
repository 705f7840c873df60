package number

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Fate is what became of a number.
type Fate string

// The fates of a number. Every number of a block meets exactly one of them in
// the end, and the ledger says which.
const (
	Free     Fate = "free"
	Held     Fate = "held"     // a sheet that lies in the printer: whether it was printed on is not known yet
	Used     Fate = "used"     // it stands on a document
	Spoiled  Fate = "spoiled"  // taken, but there is no document: a voided one, a torn sheet
	Returned Fate = "returned" // given back to central unused
	Handed   Fate = "handed"   // of a spare block that was handed on to another station, whose ledger says the rest
)

// Errors that a caller branches on.
var (
	ErrNone    = errors.New("no leased number is left")
	ErrTaken   = errors.New("the number was taken before")
	ErrUnknown = errors.New("no lease holds the number")
	ErrOverlap = errors.New("two leases hold the same number")
	ErrLease   = errors.New("the lease is not in order")
)

// Check reports, as nil or ErrLease, whether the lease can give numbers: it
// holds some, and its format writes each of them differently.
func (l Lease) Check() error {
	switch {
	case l.ID == "" || l.Kind == "":
		return fmt.Errorf("lease %q of kind %q: %w", l.ID, l.Kind, ErrLease)
	case l.From == 0 || l.To < l.From || l.To-l.From >= 1<<32:
		return fmt.Errorf("lease %s from %d to %d: %w", l.ID, l.From, l.To, ErrLease)
	}
	first, second := l.Text(l.From), l.Text(l.From+1)
	if first == second || strings.Contains(first, "%!") {
		return fmt.Errorf("lease %s: format %q writes %q: %w", l.ID, l.Format, first, ErrLease)
	}
	return nil
}

// Holds reports whether n is one of the lease's numbers.
func (l Lease) Holds(n uint64) bool { return n >= l.From && n <= l.To }

// ValidAt reports whether the lease may still give numbers.
func (l Lease) ValidAt(now time.Time) bool { return l.Expires == 0 || now.Unix() < l.Expires }

// Ledger is the account of a station's leases: it says of every number what
// became of it, and gives the next free one. It belongs to one goroutine.
type Ledger struct{ accounts []*account }

type account struct {
	lease  Lease
	fates  map[uint64]Fate // of the numbers that are not free
	lowest uint64          // no number below it is free
}

// NewLedger returns the ledger of some leases, of which none is used yet.
func NewLedger(leases ...Lease) (*Ledger, error) {
	g := &Ledger{}
	for _, l := range leases {
		if err := g.Add(l); err != nil {
			return nil, err
		}
	}
	return g, nil
}

// Add enters a lease. The same one twice changes nothing, unless it is a spare
// block that its keeper has handed to itself, and gives numbers from then on; one that shares a
// number with another of its kind, office and year gives ErrOverlap.
func (g *Ledger) Add(l Lease) error {
	if err := l.Check(); err != nil {
		return err
	}
	for _, a := range g.accounts {
		o := a.lease
		if o.ID == l.ID {
			if o.From != l.From || o.To != l.To || o.Kind != l.Kind || o.Year != l.Year || o.Office != l.Office {
				return fmt.Errorf("lease %s came twice and differs: %w", l.ID, ErrLease)
			}
			if o.Spare() {
				a.lease.Handed = l.Handed
			}
			return nil
		}
		if o.Kind == l.Kind && o.Office == l.Office && o.Year == l.Year && o.Format == l.Format && o.From <= l.To && l.From <= o.To {
			return fmt.Errorf("leases %s and %s: %w", o.ID, l.ID, ErrOverlap)
		}
	}
	g.accounts = append(g.accounts, &account{lease: l, fates: map[uint64]Fate{}, lowest: l.From})
	// The oldest lease is used up first; of two of the same end, the lower numbers.
	slices.SortStableFunc(g.accounts, func(a, b *account) int {
		if a.lease.Expires != b.lease.Expires {
			if a.lease.Expires == 0 || b.lease.Expires != 0 && a.lease.Expires > b.lease.Expires {
				return 1
			}
			return -1
		}
		if a.lease.From < b.lease.From {
			return -1
		}
		return 1
	})
	return nil
}

func (g *Ledger) account(id string) *account {
	for _, a := range g.accounts {
		if a.lease.ID == id {
			return a
		}
	}
	return nil
}

// after says what a number's fate may become.
var after = map[Fate][]Fate{Held: {Used, Spoiled, Free}, Used: {Spoiled}}

// Enter enters the fate of a number. A free number may be held, used, spoiled,
// returned or handed on; a held one may be used, spoiled or Free again; a used one may be
// spoiled, as when its document is voided; all else is ErrTaken. Entering the
// same fate again is ErrTaken too: one number never stands on two documents.
func (g *Ledger) Enter(lease string, n uint64, f Fate) error {
	a := g.account(lease)
	if a == nil || !a.lease.Holds(n) {
		return fmt.Errorf("number %d of lease %s: %w", n, lease, ErrUnknown)
	}
	now, taken := a.fates[n]
	switch {
	case !slices.Contains([]Fate{Held, Used, Spoiled, Returned, Handed, Free}, f), !taken && f == Free:
		return fmt.Errorf("number %d of lease %s: fate %q: %w", n, lease, f, ErrLease)
	case taken && !slices.Contains(after[now], f):
		return fmt.Errorf("number %d of lease %s is %s: %w", n, lease, now, ErrTaken)
	case f == Free:
		delete(a.fates, n)
		a.lowest = min(a.lowest, n)
		return nil
	}
	a.fates[n] = f
	for a.lowest <= a.lease.To && a.fates[a.lowest] != "" {
		a.lowest++
	}
	return nil
}

// Fate returns what became of a number, Free where nothing has.
func (g *Ledger) Fate(lease string, n uint64) (Fate, error) {
	a := g.account(lease)
	if a == nil || !a.lease.Holds(n) {
		return "", fmt.Errorf("number %d of lease %s: %w", n, lease, ErrUnknown)
	}
	if f, ok := a.fates[n]; ok {
		return f, nil
	}
	return Free, nil
}

// gives reports whether numbers of a kind may be taken of the block.
func (a *account) gives(kind string, now time.Time) bool {
	return a.lease.Kind == kind && a.lease.ValidAt(now) && !a.lease.Spare()
}

// HandOn enters a spare block as another station's, as its hand-over says: none
// of its numbers may be taken. One of which a number is gone already gives
// ErrTaken.
func (g *Ledger) HandOn(l Lease) error {
	a := g.account(l.ID)
	if a == nil {
		return fmt.Errorf("lease %s: %w", l.ID, ErrUnknown)
	}
	if len(a.fates) > 0 || !a.lease.Spare() {
		return fmt.Errorf("lease %s: %w", l.ID, ErrTaken)
	}
	a.lease.Handed = l.Handed
	for n := a.lease.From; n <= a.lease.To; n++ {
		a.fates[n] = Handed
	}
	a.lowest = a.lease.To + 1
	return nil
}

// Next returns the lowest free number of a kind of which a lease is valid, or
// ErrNone. It enters nothing.
func (g *Ledger) Next(kind string, now time.Time) (Lease, uint64, error) {
	for _, a := range g.accounts {
		if a.gives(kind, now) && a.lowest <= a.lease.To {
			return a.lease, a.lowest, nil
		}
	}
	return Lease{}, 0, fmt.Errorf("%s: %w", kind, ErrNone)
}

// Left returns how many numbers of a kind can still be given.
func (g *Ledger) Left(kind string, now time.Time) uint64 {
	var n uint64
	for _, a := range g.accounts {
		if a.gives(kind, now) {
			n += a.balance().Free
		}
	}
	return n
}

// Return gives every free number of a lease back, as at the end of the year,
// and returns which they were.
func (g *Ledger) Return(lease string) ([]Range, error) {
	a := g.account(lease)
	if a == nil {
		return nil, fmt.Errorf("lease %s: %w", lease, ErrUnknown)
	}
	free := a.ranges(Free)
	for _, r := range free {
		for n := r.From; ; n++ {
			a.fates[n] = Returned
			if n == r.To {
				break
			}
		}
	}
	a.lowest = a.lease.To + 1
	return free, nil
}
