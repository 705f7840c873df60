package invented

import (
	"fmt"
	"iter"
	"strconv"

	"sala/forms/calendar"
	"sala/forms/identity"
	"sala/forms/register"
)

var koreanSurnames = []word{
	{"김", "Kim"}, {"이", "Lee"}, {"박", "Park"}, {"최", "Choi"}, {"정", "Jeong"}, {"강", "Kang"}, {"조", "Cho"}, {"윤", "Yoon"}, {"장", "Jang"}, {"임", "Lim"},
	{"한", "Han"}, {"오", "Oh"}, {"서", "Seo"}, {"신", "Shin"}, {"권", "Kwon"}, {"황", "Hwang"}, {"안", "Ahn"}, {"송", "Song"}, {"류", "Ryu"}, {"홍", "Hong"}, {"남궁", "Namgung"},
}

// koreanCommon is how many of koreanSurnames half of all people bear.
const koreanCommon = 4

var koreanFirst = []word{
	{"서", "Seo"}, {"민", "Min"}, {"지", "Ji"}, {"현", "Hyeon"}, {"수", "Su"}, {"은", "Eun"}, {"영", "Yeong"}, {"도", "Do"}, {"하", "Ha"}, {"예", "Ye"}, {"재", "Jae"}, {"성", "Seong"}, {"승", "Seung"}, {"유", "Yu"}, {"태", "Tae"}, {"정", "Jeong"},
}

var koreanManEnds = []word{
	{"준", "jun"}, {"호", "ho"}, {"우", "u"}, {"훈", "hun"}, {"석", "seok"}, {"진", "jin"}, {"민", "min"}, {"환", "hwan"}, {"철", "cheol"}, {"식", "sik"}, {"규", "gyu"}, {"혁", "hyeok"},
}

var koreanWomanEnds = []word{
	{"연", "yeon"}, {"희", "hui"}, {"아", "a"}, {"은", "eun"}, {"진", "jin"}, {"숙", "suk"}, {"미", "mi"}, {"경", "gyeong"}, {"선", "seon"}, {"주", "ju"}, {"란", "ran"}, {"빈", "bin"},
}

// yangpyeong are the divisions of 양평군, with a postcode of each.
var yangpyeong = []struct{ name, postcode string }{
	{"양평읍", "12555"}, {"강상면", "12573"}, {"강하면", "12579"}, {"양서면", "12585"}, {"옥천면", "12506"}, {"서종면", "12501"},
	{"단월면", "12517"}, {"청운면", "12523"}, {"양동면", "12537"}, {"지평면", "12531"}, {"용문면", "12509"}, {"개군면", "12563"},
}

var koreanRoads = []string{"중앙로", "시민로", "양근로", "경강로", "강변길", "남한강변길", "백안길", "용문로", "다문중앙길", "지평로", "새터길", "느티나무길"}

// KoreanPeople returns n invented residents of KoreanOffice with their
// households, in 양평군, 경기도.
func KoreanPeople(seed uint64, n int) iter.Seq[Home] {
	return func(yield func(Home) bool) {
		k := &korean{draw: newDraw(seed, 82)}
		homes(n, k.home)(yield)
	}
}

type korean struct {
	draw
	people int
}

func koreanName(d draw, male bool) word {
	ends := koreanWomanEnds
	if male {
		ends = koreanManEnds
	}
	return join(pick(d, koreanFirst), pick(d, ends))
}

func koreanSurname(d draw) word {
	if d.percent(50) {
		return pick(d, koreanSurnames[:koreanCommon])
	}
	return pick(d, koreanSurnames)
}

func (k *korean) home(number, room int) Home {
	place := pick(k.draw, yangpyeong)
	house := strconv.Itoa(k.in(1, 480))
	if k.percent(40) {
		house += "-" + strconv.Itoa(k.in(1, 40))
	}
	h := register.Household{
		ID: householdID(KoreanOffice, number), Version: 1, Office: KoreanOffice, HouseCode: fmt.Sprintf("4183%07d", number), Kind: "세대",
		Address: register.Address{Country: "KR", House: house, Road: pick(k.draw, koreanRoads), Subdistrict: place.name,
			District: "양평군", Province: "경기도", Postcode: place.postcode},
		Registered: calendar.Date{Year: k.in(1975, 2025), Month: k.in(1, 12), Day: k.in(1, 28)},
	}
	family := k.family(koreanName, koreanSurname, true)
	if len(family) > room {
		family = family[:room]
	}
	home := Home{Household: h}
	for i := range family {
		home.Residents = append(home.Residents, k.resident(h, family, i, home.Residents))
	}
	return home
}

func (k *korean) resident(h register.Household, family []member, i int, before []register.Resident) register.Resident {
	m := family[i]
	k.people++
	birth := asOf.AddMonths(-12 * m.age).AddDays(-k.IntN(365)) // registration numbers name the whole day
	r := register.Resident{
		ID: residentID(KoreanOffice, k.people), Version: 1, Office: KoreanOffice, NationalNumber: k.number(birth, m.male),
		Sex: register.Female, Birth: birth, Nationality: "KR", Household: h.ID, Position: register.Occupant, Relation: m.relation,
		Names: map[string]register.Name{"ko": {First: m.first.thai, Last: m.last.thai}, "en": {First: m.first.latin, Last: m.last.latin}},
	}
	if m.male {
		r.Sex = register.Male
	}
	if i == 0 {
		r.Position = register.Head
	}
	parent := func(index int, father bool) register.Parent {
		if index >= 0 && index < len(before) {
			p := before[index]
			return register.Parent{Name: p.Name("ko"), NationalNumber: p.NationalNumber, Nationality: "KR"}
		}
		last := m.last.thai
		if !father {
			last = koreanSurname(k.draw).thai
		}
		return register.Parent{Name: last + koreanName(k.draw, father).thai, Nationality: "KR"}
	}
	r.Father, r.Mother = parent(m.father, true), parent(m.mother, false)
	r.MovedIn = k.since(birth)
	return r
}

// number gives a resident registration number. Two people of one birthday and
// sex get different ones: the running number stands in the last digits.
func (k *korean) number(birth calendar.Date, male bool) string {
	century := 1
	if birth.Year >= 2000 {
		century = 3
	}
	if !male {
		century++
	}
	date := fmt.Sprintf("%02d%02d%02d%d", birth.Year%100, birth.Month, birth.Day, century)
	if birth.Compare(calendar.Date{Year: 2020, Month: 10, Day: 5}) >= 0 {
		return date + fmt.Sprintf("%06d", k.people*7919%1_000_000)
	}
	first := date + fmt.Sprintf("%02d%03d", 20+k.people/1000%20, k.people%1000)
	return first + string(identity.KoreanCheckDigit(first))
}
