// Package invented makes up the people of an office, for demonstrations, tests
// and figures: households at real addresses, families whose parents are
// linked, numbers with right check digits. Nobody in it exists; names are
// joined from lists of common parts.
//
// The same seed and count always give the same people.
package invented

import (
	"fmt"
	"iter"
	"math/rand/v2"

	"sala/forms/calendar"
	"sala/forms/register"
)

// Offices to which the invented people belong.
const (
	ThaiOffice   = "TH-5014" // สันทราย, เชียงใหม่: San Sai district, Chiang Mai
	KoreanOffice = "KR-4183" // 경기도 양평군: Yangpyeong, Gyeonggi
)

// MaxPeople is how many residents one call gives at most: beyond it the
// numbers would repeat.
const MaxPeople = 2_000_000

// AsOf is the day on which the invented registers stand: ages are what they
// should be on it.
var asOf = calendar.Date{Year: 2026, Month: 11, Day: 1}

// Home is a household with its members, the head first.
type Home struct {
	Household register.Household
	Residents []register.Resident
}

// member is a resident on the way: what the families are made of.
type member struct {
	male           bool
	age            int
	first          word
	last           word
	relation       string
	father, mother int // index of the member, -1 when not of the household
}

// draw is a source of chance with the questions that are asked of it.
type draw struct{ *rand.Rand }

func newDraw(seed uint64, country uint64) draw { return draw{rand.New(rand.NewPCG(seed, country))} }

func pick[T any](d draw, list []T) T { return list[d.IntN(len(list))] }

// in returns a number from low to high, both included.
func (d draw) in(low, high int) int { return low + d.IntN(high-low+1) }

// percent is true in p of 100 cases.
func (d draw) percent(p int) bool { return d.IntN(100) < p }

// birth returns a birth date of somebody of that age. Of a few of the old only
// the year is known.
func (d draw) birth(age int) calendar.Date {
	b := asOf.AddMonths(-12 * age).AddDays(-d.IntN(365))
	if age > 60 && d.percent(3) {
		return calendar.Date{Year: b.Year}
	}
	return b
}

// since returns a day between a birth and today on which somebody moved in.
func (d draw) since(birth calendar.Date) calendar.Date {
	days := asOf.Days(birth)
	return birth.AddDays(d.IntN(max(days, 1)))
}

// family makes up one household: a head, perhaps a spouse, children, a
// grandparent, somebody who rents a room.
func (d draw) family(name func(d draw, male bool) word, surname func(d draw) word, keepsName bool) []member {
	last := surname(d)
	head := member{male: d.percent(55), age: d.in(24, 88), relation: "head", father: -1, mother: -1, last: last}
	all := []member{head}
	if d.percent(68) {
		age := max(head.age+d.in(-6, 4), 20)
		spouse := member{male: !head.male, age: age, relation: "spouse", father: -1, mother: -1, last: last}
		if keepsName || d.percent(20) {
			spouse.last = surname(d)
		}
		all = append(all, spouse)
		woman := 0
		if head.male {
			woman = 1
		}
		for age := all[woman].age - d.in(20, 33); age >= 0 && all[woman].age-age <= 44 && len(all) < 6 && d.percent(78); age -= d.in(1, 5) {
			if age > 28 && d.percent(75) {
				continue // has moved out
			}
			all = append(all, member{male: d.percent(51), age: age, relation: "child", father: 1 - woman, mother: woman, last: all[1-woman].last})
		}
	}
	if head.age < 55 && d.percent(18) {
		all = append(all, member{male: d.percent(35), age: head.age + d.in(22, 34), relation: "parent", father: -1, mother: -1, last: last})
	}
	if d.percent(5) {
		all = append(all, member{male: d.percent(60), age: d.in(20, 55), relation: "lodger", father: -1, mother: -1, last: surname(d)})
	}
	for i := range all {
		all[i].first = name(d, all[i].male)
	}
	return all
}

// homes yields households until n residents are out.
func homes(n int, one func(number, room int) Home) iter.Seq[Home] {
	n = min(n, MaxPeople)
	return func(yield func(Home) bool) {
		for number, left := 1, n; left > 0; number++ {
			h := one(number, left)
			left -= len(h.Residents)
			if !yield(h) {
				return
			}
		}
	}
}

func householdID(office string, n int) string { return fmt.Sprintf("%s-H%07d", office, n) }

func residentID(office string, n int) string { return fmt.Sprintf("%s-R%07d", office, n) }
