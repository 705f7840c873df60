package invented_test

import (
	"iter"
	"reflect"
	"testing"
	"time"

	"sala/app/invented"
	"sala/assets/divisions"
	"sala/forms/calendar"
	"sala/forms/identity"
	"sala/forms/register"
)

func gather(seq iter.Seq[invented.Home]) []invented.Home {
	var out []invented.Home
	for h := range seq {
		out = append(out, h)
	}
	return out
}

func TestSameSeedSamePeople(t *testing.T) {
	if !reflect.DeepEqual(gather(invented.People(7, 500)), gather(invented.People(7, 500))) {
		t.Error("two runs differ")
	}
	if reflect.DeepEqual(gather(invented.People(7, 50)), gather(invented.People(8, 50))) {
		t.Error("two seeds give the same people")
	}
}

func TestPeopleAreSane(t *testing.T) {
	for _, c := range []struct {
		name, country, language string
		people                  iter.Seq[invented.Home]
	}{
		{"Thai", "TH", "th", invented.People(1, 20000)},
		{"Korean", "KR", "ko", invented.KoreanPeople(1, 20000)},
	} {
		t.Run(c.name, func(t *testing.T) {
			today := calendar.Date{Year: 2026, Month: 11, Day: 22}
			ids, numbers, codes := map[string]bool{}, map[string]bool{}, map[string]bool{}
			byNumber := map[string]register.Resident{}
			count, linked, surnames := 0, 0, map[string]bool{}
			for home := range c.people {
				h := home.Household
				if ids[h.ID] || codes[h.HouseCode] || len(h.HouseCode) != 11 {
					t.Fatalf("household %+v", h)
				}
				ids[h.ID], codes[h.HouseCode] = true, true
				if home.Residents[0].Position != register.Head {
					t.Fatalf("%s has no head first", h.ID)
				}
				for i, r := range home.Residents {
					count++
					f := identity.Check(c.country, r.NationalNumber)
					if f.Refused() || numbers[r.NationalNumber] || ids[r.ID] {
						t.Fatalf("number %s: %+v, seen %v", r.NationalNumber, f, numbers[r.NationalNumber])
					}
					numbers[r.NationalNumber], ids[r.ID] = true, true
					byNumber[r.NationalNumber] = r
					age := r.Birth.Age(today)
					if !r.Birth.Valid() || age < 0 || age > 125 || i == 0 && age < 18 || r.MovedIn.Compare(today) > 0 || r.Household != h.ID {
						t.Fatalf("resident %+v aged %d", r, age)
					}
					if r.Names[c.language].First == "" || r.Names["en"].Last == "" || r.Father.Name == "" || r.Mother.Name == "" {
						t.Fatalf("names of %+v", r)
					}
					surnames[r.Names[c.language].Last] = true
					if m, ok := byNumber[r.Mother.NationalNumber]; ok {
						linked++
						if years := r.Birth.Year - m.Birth.Year; years < 15 || years > 55 || m.Sex != register.Female {
							t.Fatalf("mother %+v of %+v", m, r)
						}
					}
					if back := register.AsResident(r.Record()); !reflect.DeepEqual(back, r) {
						t.Fatalf("as a record:\n%+v\n%+v", r, back)
					}
				}
				if back := register.AsHousehold(h.Record()); back != h {
					t.Fatalf("as a record:\n%+v\n%+v", h, back)
				}
			}
			if count != 20000 || linked < 2000 || len(surnames) < 20 {
				t.Errorf("%d people, %d with their mother, %d surnames", count, linked, len(surnames))
			}
		})
	}
}

func TestThaiAddressesAreReal(t *testing.T) {
	for home := range invented.People(3, 2000) {
		a := home.Household.Address
		p, ok := divisions.Thailand().ByCode(a.Division)
		if !ok || p.Subdistrict != a.Subdistrict || p.Postcode != a.Postcode || p.Province != a.Province {
			t.Fatalf("%+v", a)
		}
		if !identity.CheckHouse(home.Household.HouseCode).OK() {
			t.Fatalf("house code %s", home.Household.HouseCode)
		}
	}
}

func TestStopsWhenAsked(t *testing.T) {
	n := 0
	for range invented.People(1, 1_000_000) {
		if n++; n == 3 {
			break
		}
	}
	if n != 3 {
		t.Error(n)
	}
}

// BenchmarkFigureInventedPeople says how many residents a second are made up.
func BenchmarkFigureInventedPeople(b *testing.B) {
	start, made := time.Now(), 0
	for range b.N {
		for home := range invented.People(1, 10000) {
			made += len(home.Residents)
		}
	}
	b.ReportMetric(float64(made)/time.Since(start).Seconds(), "residents/s")
}
