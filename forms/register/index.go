package register

import "hash/maphash"

// Index finds people who may be the same, in memory: for an import, for the
// drafts and the outbox of a station, and for a register that its store does
// not index by Keys. It is not safe for several goroutines while people are
// added.
type Index struct {
	seed   maphash.Seed
	people []Resident
	keys   map[uint64][]int32
}

// NewIndex returns an empty index.
func NewIndex() *Index { return &Index{seed: maphash.MakeSeed(), keys: map[uint64][]int32{}} }

// Add takes a resident in.
func (x *Index) Add(r Resident) {
	n := int32(len(x.people))
	x.people = append(x.people, r)
	for _, key := range append(Keys(r), "h"+r.Household, "n"+r.NationalNumber) {
		h := maphash.String(x.seed, key)
		if list := x.keys[h]; len(list) < MostPerKey {
			x.keys[h] = append(list, n)
		}
	}
}

// Len returns how many residents the index holds.
func (x *Index) Len() int { return len(x.people) }

// Candidates returns those who share a key with r, or a household, or a number
// but for a slip.
func (x *Index) Candidates(r Resident) []Resident {
	keys := Keys(r)
	if r.Household != "" {
		keys = append(keys, "h"+r.Household)
	}
	for _, n := range NearNumbers(r.NationalNumber) {
		keys = append(keys, "n"+n)
	}
	seen := map[int32]bool{}
	var out []Resident
	for _, key := range keys {
		for _, n := range x.keys[maphash.String(x.seed, key)] {
			if !seen[n] {
				seen[n] = true
				out = append(out, x.people[n])
			}
		}
	}
	return out
}

// Duplicates returns those in the index that may be the same person as r.
func (x *Index) Duplicates(r Resident) []Match { return Duplicates(r, x.Candidates(r)) }
