package number

import (
	"slices"
	"time"
)

// Range is a run of numbers, both ends included.
type Range struct {
	From uint64 `cbor:"1,keyasint" json:"from"`
	To   uint64 `cbor:"2,keyasint" json:"to"`
}

// Balance is the account of one lease. Held, Used, Spoiled, Returned, Handed and
// Free add up to Size.
type Balance struct {
	Lease    Lease   `json:"lease"`
	Size     uint64  `json:"size"`
	Held     uint64  `json:"held,omitempty"`
	Used     uint64  `json:"used"`
	Spoiled  uint64  `json:"spoiled"`
	Returned uint64  `json:"returned"`
	Handed   uint64  `json:"handed,omitempty"`
	Free     uint64  `json:"free"`
	Gaps     []Range `json:"gaps,omitempty"` // free numbers below the highest that was taken: somebody must say why
}

// Balances returns the account of every lease, the one to be used first at the
// front.
func (g *Ledger) Balances() []Balance {
	out := make([]Balance, len(g.accounts))
	for i, a := range g.accounts {
		out[i] = a.balance()
	}
	return out
}

func (a *account) balance() Balance {
	b := Balance{Lease: a.lease, Size: a.lease.Size()}
	var highest uint64
	for n, f := range a.fates {
		switch f {
		case Held:
			b.Held++
		case Used:
			b.Used++
		case Spoiled:
			b.Spoiled++
		case Returned:
			b.Returned++
			continue
		case Handed:
			b.Handed++
			continue
		}
		highest = max(highest, n)
	}
	b.Free = b.Size - b.Held - b.Used - b.Spoiled - b.Returned - b.Handed
	for _, r := range a.ranges(Free) {
		if r.From < highest {
			b.Gaps = append(b.Gaps, Range{r.From, min(r.To, highest-1)})
		}
	}
	return b
}

// Sound reports whether the account adds up and nobody has to say why a number
// was passed over.
func (b Balance) Sound() bool {
	return b.Held+b.Used+b.Spoiled+b.Returned+b.Handed+b.Free == b.Size && len(b.Gaps) == 0
}

// ranges returns the runs of numbers of one fate, ascending.
func (a *account) ranges(f Fate) []Range {
	var out []Range
	add := func(from, to uint64) {
		if from <= to {
			out = append(out, Range{from, to})
		}
	}
	taken := make([]uint64, 0, len(a.fates))
	for n := range a.fates {
		taken = append(taken, n)
	}
	slices.Sort(taken)
	if f == Free {
		from := a.lease.From
		for _, n := range taken {
			add(from, n-1)
			from = n + 1
		}
		add(from, a.lease.To)
		return out
	}
	for _, n := range taken {
		if a.fates[n] != f {
			continue
		}
		if last := len(out) - 1; last >= 0 && out[last].To == n-1 {
			out[last].To = n
		} else {
			add(n, n)
		}
	}
	return out
}

// Ranges returns the numbers of a lease that met one fate.
func (g *Ledger) Ranges(lease string, f Fate) []Range {
	if a := g.account(lease); a != nil {
		return a.ranges(f)
	}
	return nil
}

// Supply says whether numbers run low, and how many to ask for.
type Supply struct {
	Left uint64 `json:"left"`
	Low  bool   `json:"low"` // ask at the next sync
	Ask  uint64 `json:"ask"` // how many
	None bool   `json:"none"`
}

// Scarce reports whether what is left does not last a day.
func (s Supply) Scarce() bool { return 6*s.Left < s.Ask } // Ask and Left are a week's

// Supply judges what is left of a kind: see Judge.
func (g *Ledger) Supply(kind string, perDay uint64, now time.Time) Supply {
	return Judge(g.Left(kind, now), perDay)
}

// Judge judges what is left against what a day takes: less than three days'
// worth is low, and a week's worth is asked for. A station that has no
// experience yet passes 0 and is taken to need 20 a day, and none needs less
// than 5: one busy morning must not stop it.
func Judge(left, perDay uint64) Supply {
	if perDay == 0 {
		perDay = 20
	}
	perDay = max(perDay, 5)
	s := Supply{Left: left, None: left == 0}
	if left < 3*perDay {
		s.Low, s.Ask = true, 7*perDay-left
	}
	return s
}
