package register

import (
	"cmp"
	"slices"
	"strings"

	"sala/forms/calendar"
)

// Reasons for taking two people for one: words for each are in the catalogue.
const (
	SameNumber     = "same_number"
	NumberNearly   = "number_nearly" // one digit differs, or two stand the other way round
	SameName       = "same_name"
	NameSounds     = "name_sounds_alike"
	NameNearly     = "name_nearly" // one or two letters differ
	SameBirth      = "same_birth"
	BirthNearly    = "birth_nearly" // day and month swapped, a part unknown, one part wrong, or a year of the other era
	SameHousehold  = "same_household"
	SameAddress    = "same_address"   // as typed, and as the household's record says
	AddressNearly  = "address_nearly" // the same house but for one part, such as the village
	SameMother     = "same_mother"
	DifferentBirth = "different_birth" // speaks against
	DifferentSex   = "different_sex"   // speaks against
)

// Match is a resident that may be the same person.
type Match struct {
	Resident Resident `json:"resident"`
	Score    float64  `json:"score"` // 0 to 1; from Certain on it is taken for the same
	Reasons  []string `json:"reasons"`
	From     string   `json:"from,omitempty"` // register, draft, outbox: where it was found
}

// Scores that mean something.
const (
	Likely  = 0.60 // worth showing
	Certain = 0.95
)

// weights of the evidence, in units of which 10 make a certainty.
var weights = map[string]float64{
	SameNumber: 10, NumberNearly: 3.5, SameName: 4, NameSounds: 3.4, NameNearly: 2.6, SameBirth: 3.4, BirthNearly: 2, SameHousehold: 2, SameAddress: 2, AddressNearly: 1, SameMother: 1.5,
	DifferentBirth: -2.5, DifferentSex: -3,
}

// Compare says how likely it is that a and b are one person, and why.
func Compare(a, b Resident) Match {
	m, _ := compare(a, b, 0)
	return m
}

// compare stops, and says so, when not even the same name could bring the score
// to least: names are what takes time.
func compare(a, b Resident, least float64) (Match, bool) {
	m := Match{Resident: b}
	add := func(reason string) {
		if reason != "" {
			m.Reasons = append(m.Reasons, reason)
			m.Score += weights[reason] / 10
		}
	}
	add(compareNumbers(a.NationalNumber, b.NationalNumber))
	add(compareBirths(a.Birth, b.Birth))
	if a.Sex != UnknownSex && b.Sex != UnknownSex && a.Sex != b.Sex {
		add(DifferentSex)
	}
	add(compareHomes(a, b))
	if n := a.Mother.NationalNumber; n != "" && n == b.Mother.NationalNumber {
		add(SameMother)
	}
	if m.Score+weights[SameName]/10 < least {
		return m, false
	}
	add(compareNames(a, b))
	m.Score = min(max(m.Score, 0), 1)
	return m, m.Score >= least
}

func compareNumbers(a, b string) string {
	switch {
	case a == "" || b == "":
		return ""
	case a == b:
		return SameNumber
	case len(a) == len(b) && differ(a, b) == 1, swapped(a, b):
		return NumberNearly
	}
	return ""
}

func differ(a, b string) int {
	n := 0
	for i := range len(a) {
		if a[i] != b[i] {
			n++
		}
	}
	return n
}

// swapped reports whether two neighbouring characters stand the other way
// round, all others being the same.
func swapped(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := 0; i+1 < len(a); i++ {
		if a[i] != b[i] {
			return a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
		}
	}
	return false
}

// compareNames returns the best that any language's names have in common. The
// prefix (Mr, นาย) does not count.
func compareNames(a, b Resident) string {
	best := ""
	for language, n := range a.Names {
		o, ok := b.Names[language]
		if !ok || n.First == "" || o.First == "" {
			continue
		}
		switch {
		case n.First == o.First && n.Last == o.Last:
			return SameName
		case Sound(n.First) == Sound(o.First) && Sound(n.Last) == Sound(o.Last):
			best = NameSounds
		case best == "" && nearly(Sound(n.First), Sound(o.First)) && nearly(Sound(n.Last), Sound(o.Last)):
			best = NameNearly
		}
	}
	return best
}

// nearly reports whether two names differ by at most one letter in five, and at
// least one.
func nearly(a, b string) bool {
	x, y := []rune(a), []rune(b)
	most := max(1, max(len(x), len(y))/5)
	return distance(x, y, most) <= most
}

// distance is the number of letters to insert, delete, change or swap with
// their neighbour (optimal string alignment); beyond most any larger number.
func distance(a, b []rune, most int) int {
	if abs(len(a)-len(b)) > most {
		return most + 1
	}
	var before, last []int
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		before, last, row = last, row, make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			change := last[j-1]
			if a[i-1] != b[j-1] {
				change++
			}
			row[j] = min(change, last[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
	}
	return row[len(b)]
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

func compareBirths(a, b calendar.Date) string {
	if a.IsZero() || b.IsZero() {
		return ""
	}
	if a == b {
		return SameBirth
	}
	unknown := a.Day == 0 || b.Day == 0
	wrong := 0
	for _, part := range [][2]int{{a.Year, b.Year}, {a.Month, b.Month}, {a.Day, b.Day}} {
		if part[0] != part[1] && part[0] != 0 && part[1] != 0 {
			wrong++
		}
	}
	era := abs(a.Year-b.Year) == calendar.BuddhistEra && a.Month == b.Month && a.Day == b.Day
	switch {
	case era, a.Year == b.Year && a.Month == b.Day && a.Day == b.Month:
		return BirthNearly
	case unknown && wrong == 0, !unknown && wrong == 1 && abs(a.Year-b.Year) <= 10:
		return BirthNearly
	}
	return DifferentBirth
}

// Duplicates returns those of candidates that may be the same person as r, the
// likeliest first. r itself, known by its ID, is left out.
func Duplicates(r Resident, candidates []Resident) []Match {
	var out []Match
	for _, c := range candidates {
		if c.ID != "" && c.ID == r.ID {
			continue
		}
		if m, likely := compare(r, c, Likely); likely {
			out = append(out, m)
		}
	}
	slices.SortStableFunc(out, func(a, b Match) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), strings.Compare(a.Resident.ID, b.Resident.ID))
	})
	return out
}
