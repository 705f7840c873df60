package register_test

import (
	"slices"
	"testing"

	"sala/forms/calendar"
	"sala/forms/register"
)

func home(house, village, road, subdistrict string) register.Address {
	return register.Address{House: house, Village: village, Road: road, Subdistrict: subdistrict, District: "สันทราย", Province: "เชียงใหม่"}
}

// An address is the same however it is typed; nearly the same where one part
// differs; and says nothing where the house is another.
func TestAddressesAreCompared(t *testing.T) {
	known := home("99/1", "5", "เชียงใหม่-พร้าว", "หนองจ๊อม")
	for _, c := range []struct {
		name  string
		typed register.Address
		want  string
	}{
		{"as it is", known, register.SameAddress},
		{"in Thai digits, with the words for the parts", home("เลขที่ ๙๙/๑", "หมู่ที่ ๕", "ถนนเชียงใหม่ - พร้าว", "ต.หนองจ๊อม"), register.SameAddress},
		{"without the village and the road", home("99/1", "", "", "ตำบลหนองจ๊อม"), register.SameAddress},
		{"by the road alone", register.Address{House: "99/1", Road: "เชียงใหม่-พร้าว"}, register.SameAddress},
		{"another village", home("99/1", "6", "", "หนองจ๊อม"), register.AddressNearly},
		{"another village and road", home("99/1", "6", "สันทราย", "หนองจ๊อม"), ""},
		{"the next house", home("99/2", "5", "เชียงใหม่-พร้าว", "หนองจ๊อม"), ""},
		{"no house", home("", "5", "เชียงใหม่-พร้าว", "หนองจ๊อม"), ""},
		{"nothing but a house", register.Address{House: "99/1"}, ""},
	} {
		a, b := register.Resident{Homes: []register.Address{c.typed}}, register.Resident{Homes: []register.Address{known}}
		for _, m := range []register.Match{register.Compare(a, b), register.Compare(b, a)} {
			got := ""
			if len(m.Reasons) > 0 {
				got = m.Reasons[0]
			}
			if got != c.want {
				t.Errorf("%s: %q, want %q", c.name, got, c.want)
			}
		}
		shared := slices.ContainsFunc(register.Keys(a), func(k string) bool { return slices.Contains(register.HomeKeys(register.Household{Address: known}), k) })
		if c.want != "" && !shared {
			t.Errorf("%s: no key is shared with the household", c.name)
		}
	}
}

// A person whose name and birth are both slightly wrong is found by where she
// lives; a neighbour of the same house is not taken for her.
func TestAddressTellsPeopleApart(t *testing.T) {
	lives := []register.Address{home("99/1", "5", "", "หนองจ๊อม")}
	known := somchai()
	known.Homes = lives
	typed := register.Resident{Names: map[string]register.Name{"th": {First: "สมชัย", Last: "ศรีเจริญ"}}, Birth: calendar.Date{Year: 1990, Month: 5, Day: 21}}
	if m := register.Compare(typed, known); m.Score >= register.Likely {
		t.Errorf("without the address: %.2f %v", m.Score, m.Reasons)
	}
	typed.Homes = lives
	if m := register.Compare(typed, known); m.Score < register.Likely || m.Score >= register.Certain || !slices.Contains(m.Reasons, register.SameAddress) {
		t.Errorf("with it: %.2f %v", m.Score, m.Reasons)
	}
	typed.Names["th"] = register.Name{First: "วิชัย", Last: "ใจดี"}
	if m := register.Compare(typed, known); m.Score >= register.Likely {
		t.Errorf("somebody else of the house: %.2f %v", m.Score, m.Reasons)
	}
}
