package register_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"sala/forms/calendar"
	"sala/forms/register"
)

func TestSoundsAlike(t *testing.T) {
	for _, c := range [][2]string{
		{"ศิริพร", "สิริพร"}, {"ณัฐวุฒิ", "นัทวุทิ"}, {"วรรณา", "วันนา"}, {"สมศักดิ์", "สมศัก"}, {"ธนกร", "ทนกร"}, {"อรุณี", "อรุนี"}, {"จันทร์", "จัน"}, {"น้ำฝน", "นำฝน"}, {"รัตนา", "ลัตนา"},
		{"류현진", "유현진"}, {"김재현", "김제현"}, {"이", "리"}, {"김 서연", "김서연"},
		{"Somchai", "Somchay"}, {"Phonthip", "Pontip"}, {"Siriporn", "Siripon"}, {"Wichai", "Vichai"}, {"Núñez", "nunes"}, {"Prasert", "Prasert"},
	} {
		if a, b := register.Sound(c[0]), register.Sound(c[1]); a != b {
			t.Errorf("%s sounds %q, %s sounds %q", c[0], a, c[1], b)
		}
	}
	for _, c := range [][2]string{{"สมชาย", "สมหญิง"}, {"มาลี", "มานี"}, {"김서연", "김서준"}, {"Somchai", "Somsak"}, {"", "a"}} {
		if a := register.Sound(c[0]); a == register.Sound(c[1]) {
			t.Errorf("%s and %s both sound %q", c[0], c[1], a)
		}
	}
}

func somchai() register.Resident {
	return register.Resident{ID: "R1", NationalNumber: "1101700230708", Sex: register.Male, Birth: calendar.Date{Year: 1990, Month: 5, Day: 12},
		Names: map[string]register.Name{"th": {Prefix: "นาย", First: "สมชาย", Last: "ศรีเจริญ"}, "en": {First: "Somchai", Last: "Sicharoen"}}, Household: "H1"}
}

func TestCompare(t *testing.T) {
	for _, c := range []struct {
		name    string
		change  func(*register.Resident)
		least   float64
		most    float64
		reasons []string
	}{
		{"the same number", func(r *register.Resident) { r.Names = nil; r.Birth = calendar.Date{} }, register.Certain, 1, []string{register.SameNumber}},
		{"no number, same name and birth", func(r *register.Resident) { r.NationalNumber = "" }, register.Likely, register.Certain, []string{register.SameName, register.SameBirth}},
		{"misspelt, same birth", func(r *register.Resident) {
			r.NationalNumber, r.Names = "", map[string]register.Name{"th": {First: "สมชาย", Last: "สีเจริญ"}}
		}, register.Likely, register.Certain, []string{register.NameSounds, register.SameBirth}},
		{"a year of the other era", func(r *register.Resident) { r.NationalNumber = ""; r.Birth.Year = 2533 }, register.Likely, register.Certain, []string{register.BirthNearly}},
		{"two digits swapped, same name", func(r *register.Resident) { r.NationalNumber, r.Birth = "1101700237008", calendar.Date{} }, register.Likely, 1, []string{register.NumberNearly}},
		{"only the birth", func(r *register.Resident) {
			r.NationalNumber, r.Household = "3100600445635", ""
			r.Names = map[string]register.Name{"th": {First: "วิชัย", Last: "ใจดี"}}
		}, 0, 0.5, []string{register.SameBirth}},
		{"a namesake", func(r *register.Resident) {
			r.NationalNumber, r.Household, r.Birth = "3100600445635", "", calendar.Date{Year: 1950, Month: 1, Day: 2}
		}, 0, 0.5, []string{register.SameName, register.DifferentBirth}},
		{"a brother", func(r *register.Resident) {
			r.NationalNumber, r.Birth = "3100600445635", calendar.Date{Year: 1995, Month: 8, Day: 9}
			r.Names = map[string]register.Name{"th": {First: "สมศักดิ์", Last: "ศรีเจริญ"}}
		}, 0, 0.5, []string{register.SameHousehold}},
	} {
		other := somchai()
		other.ID = "R2"
		c.change(&other)
		m := register.Compare(somchai(), other)
		if m.Score < c.least || m.Score > c.most {
			t.Errorf("%s: %.2f, want %.2f to %.2f (%v)", c.name, m.Score, c.least, c.most, m.Reasons)
		}
		for _, reason := range c.reasons {
			if !slices.Contains(m.Reasons, reason) {
				t.Errorf("%s: no reason %s in %v", c.name, reason, m.Reasons)
			}
		}
	}
}

// One slip of the keyboard does not hide a person from the index.
func TestIndexFindsTypingErrors(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := register.NewIndex()
		x.Add(somchai())
		typed := somchai()
		typed.ID = ""
		switch rapid.IntRange(0, 4).Draw(t, "slip") {
		case 0: // a wrong digit
			i := rapid.IntRange(0, 12).Draw(t, "digit")
			b := []byte(typed.NationalNumber)
			b[i] = '0' + (b[i]-'0'+byte(rapid.IntRange(1, 9).Draw(t, "by")))%10
			typed.NationalNumber = string(b)
		case 1: // a letter left out of the family name, and no number
			typed.NationalNumber = ""
			n := typed.Names["th"]
			last := []rune(n.Last)
			i := rapid.IntRange(2, len(last)-1).Draw(t, "letter")
			n.Last = string(append(last[:i:i], last[i+1:]...))
			typed.Names = map[string]register.Name{"th": n}
		case 2:
			typed.Birth.Month, typed.Birth.Day = typed.Birth.Day, typed.Birth.Month
		case 3:
			typed.NationalNumber, typed.Names = "", map[string]register.Name{"en": {First: "SOMCHAY", Last: "Sicharoen"}}
		case 4:
			typed.NationalNumber, typed.Birth = "", calendar.Date{Year: 1990}
		}
		if got := x.Duplicates(typed); len(got) != 1 || got[0].Resident.ID != "R1" {
			t.Fatalf("%+v: %v", typed, got)
		}
	})
}

func TestCompareIsSymmetric(t *testing.T) {
	name := rapid.SampledFrom([]string{"สมชาย", "สมหญิง", "ศิริพร", "สิริพร", "มาลี"})
	person := rapid.Custom(func(t *rapid.T) register.Resident {
		return register.Resident{NationalNumber: rapid.SampledFrom([]string{"", "1101700230708", "1101700230780", "3100600445635"}).Draw(t, "number"),
			Sex:   rapid.SampledFrom([]register.Sex{register.Male, register.Female, ""}).Draw(t, "sex"),
			Birth: calendar.Date{Year: rapid.IntRange(1990, 1992).Draw(t, "y"), Month: rapid.IntRange(1, 3).Draw(t, "m"), Day: rapid.IntRange(1, 3).Draw(t, "d")},
			Names: map[string]register.Name{"th": {First: name.Draw(t, "first"), Last: name.Draw(t, "last")}}}
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := person.Draw(t, "a"), person.Draw(t, "b")
		x, y := register.Compare(a, b), register.Compare(b, a)
		if x.Score != y.Score || !slices.Equal(x.Reasons, y.Reasons) {
			t.Fatalf("%v and %v", x, y)
		}
		if s := register.Compare(a, a).Score; s < register.Likely {
			t.Fatalf("somebody is not alike to themselves: %v", s)
		}
	})
}

func FuzzSound(f *testing.F) {
	f.Add("สมศักดิ์")
	f.Add("류현진")
	f.Add("Phonthip")
	f.Fuzz(func(t *testing.T, name string) { _ = register.Sound(name) })
}
