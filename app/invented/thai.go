package invented

import (
	"fmt"
	"iter"
	"strconv"

	"sala/assets/divisions"
	"sala/forms/calendar"
	"sala/forms/identity"
	"sala/forms/register"
)

// People returns n invented residents of ThaiOffice with their households, in
// the twelve sub-districts of San Sai, Chiang Mai.
func People(seed uint64, n int) iter.Seq[Home] {
	places := divisions.Thailand().Subdistricts("สันทราย", "เชียงใหม่")
	var elsewhere []divisions.Place
	for i, p := range divisions.Thailand().Places() {
		if i%37 == 0 {
			elsewhere = append(elsewhere, p)
		}
	}
	return func(yield func(Home) bool) {
		t := &thai{draw: newDraw(seed, 66), places: places, elsewhere: elsewhere}
		homes(n, t.home)(yield)
	}
}

type thai struct {
	draw
	places    []divisions.Place
	elsewhere []divisions.Place
	people    int
}

func thaiName(d draw, male bool) word {
	whole, ends := thaiWomen, thaiWomanParts
	if male {
		whole, ends = thaiMen, thaiManParts
	}
	if d.percent(40) {
		return pick(d, whole)
	}
	return join(pick(d, thaiFirstParts), pick(d, ends))
}

func thaiSurname(d draw) word {
	if d.percent(50) {
		return join(pick(d, thaiLastParts), pick(d, thaiLastEnds))
	}
	middle := pick(d, thaiLastEnds)
	return join(join(pick(d, thaiLastParts), middle), pick(d, thaiLastEnds))
}

func join(a, b word) word { return word{a.thai + b.thai, a.latin + b.latin} }

func (t *thai) home(number, room int) Home {
	place := pick(t.draw, t.places)
	first := fmt.Sprintf("5014%06d", number%1_000_000)
	if number >= 1_000_000 {
		first = fmt.Sprintf("5098%06d", number%1_000_000) // a second block of codes
	}
	h := register.Household{
		ID: householdID(ThaiOffice, number), Version: 1, Office: ThaiOffice,
		HouseCode: first + string(identity.HouseCheckDigit(first)), Kind: "บ้าน",
		Address:    t.address(place),
		Registered: calendar.Date{Year: t.in(1956, 2024), Month: t.in(1, 12), Day: t.in(1, 28)},
	}
	family := t.family(thaiName, thaiSurname, false)
	if len(family) > room {
		family = family[:room]
	}
	home := Home{Household: h}
	for i := range family {
		home.Residents = append(home.Residents, t.resident(h, family, i, home.Residents))
	}
	return home
}

func (t *thai) address(p divisions.Place) register.Address {
	house := strconv.Itoa(t.in(1, 399))
	if t.percent(45) {
		house += "/" + strconv.Itoa(t.in(1, 120))
	}
	a := register.Address{Country: "TH", House: house, Village: strconv.Itoa(t.in(1, 14)), Subdistrict: p.Subdistrict, District: p.District,
		Province: p.Province, Postcode: p.Postcode, Division: p.Code}
	if t.percent(15) {
		a.Road = pick(t.draw, thaiRoads)
	} else if t.percent(15) {
		a.Lane = pick(t.draw, thaiLanes) + " " + strconv.Itoa(t.in(1, 19))
	}
	return a
}

func (t *thai) resident(h register.Household, family []member, i int, before []register.Resident) register.Resident {
	m := family[i]
	t.people++
	birth := t.birth(m.age)
	r := register.Resident{
		ID: residentID(ThaiOffice, t.people), Version: 1, Office: ThaiOffice,
		Sex: register.Female, Birth: birth, Nationality: "TH", Household: h.ID, Position: register.Occupant, Relation: m.relation,
	}
	if m.male {
		r.Sex = register.Male
	}
	if i == 0 {
		r.Position = register.Head
	}
	foreign := m.relation == "lodger" && t.percent(30)
	if foreign {
		r.Nationality = pick(t.draw, thaiNeighbours).code
	}
	r.NationalNumber = t.number(birth, foreign)
	prefix := thaiPrefix(m)
	r.Names = map[string]register.Name{
		"th": {Prefix: prefix.thai, First: m.first.thai, Last: m.last.thai},
		"en": {Prefix: prefix.latin, First: m.first.latin, Last: m.last.latin},
	}
	r.Father, r.Mother = t.parent(m.father, true, m, before, r.Nationality), t.parent(m.mother, false, m, before, r.Nationality)
	r.MovedIn = birth
	if i == 0 || m.relation == "spouse" || m.relation == "lodger" {
		r.MovedIn = t.since(birth)
		from := pick(t.draw, t.elsewhere)
		r.MovedFrom = register.Address{Country: "TH", House: strconv.Itoa(t.in(1, 299)), Village: strconv.Itoa(t.in(1, 12)),
			Subdistrict: from.Subdistrict, District: from.District, Province: from.Province}.Line()
	}
	return r
}

// parent links to a member of the household that is already made, or invents a
// name.
func (t *thai) parent(index int, father bool, m member, before []register.Resident, nationality string) register.Parent {
	if index >= 0 && index < len(before) {
		p := before[index]
		return register.Parent{Name: p.Names["th"].First, NationalNumber: p.NationalNumber, Nationality: p.Nationality}
	}
	return register.Parent{Name: thaiName(t.draw, father).thai, Nationality: nationality}
}

// number gives a 13-digit number: its first digit by how its holder came into
// the register, the next four the office that gave it, the rest the running
// number, spread so that neighbours differ.
func (t *thai) number(birth calendar.Date, foreign bool) string {
	kind := 1
	switch {
	case foreign && t.percent(50):
		kind = 0
	case foreign:
		kind = 6
	case birth.Compare(calendar.Date{Year: 1984, Month: 6, Day: 1}) < 0:
		kind = 3
	case t.percent(3):
		kind = 5
	}
	office := "5014"
	if t.percent(20) {
		office = pick(t.draw, t.elsewhere).Code[:4]
	}
	first := fmt.Sprintf("%d%s%07d", kind, office, t.people*7919%10_000_000)
	return first + string(identity.ThaiCheckDigit(first))
}

func thaiPrefix(m member) word {
	switch {
	case m.male && m.age < 15:
		return word{"ด.ช.", "Master"}
	case m.male:
		return word{"นาย", "Mr."}
	case m.age < 15:
		return word{"ด.ญ.", "Miss"}
	case m.relation == "spouse" || m.age > 60:
		return word{"นาง", "Mrs."}
	}
	return word{"นางสาว", "Miss"}
}
