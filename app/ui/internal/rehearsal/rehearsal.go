// Package rehearsal is an office in memory, with invented people, on which the
// screens are tested and drawn. Nothing that is shipped imports it.
package rehearsal

import (
	"context"
	"fmt"
	"sync"
	"time"

	"sala/app/office"
	phrases "sala/app/words"
	"sala/assets/packs"
	"sala/forms/act"
	"sala/forms/calendar"
	"sala/forms/certificate"
	"sala/forms/identity"
	"sala/forms/register"
)

// Password is every officer's.
const Password = "sala1234"

// Office is an office and what is plugged into it.
type Office struct {
	*office.Office
	Store   *Store
	Reader  *Reader
	Printer *Printer
	Money   *Till
	Bank    *Terminal
	Clock   *Clock
}

// Clock is a wall clock that moves by hand.
type Clock struct{ At time.Time }

// Now returns the time, and moves it by a second so that no two acts fall
// together.
func (c *Clock) Now() time.Time { c.At = c.At.Add(time.Second); return c.At }

// New returns an office in Chiang Mai on 22 November 2026, nine in the morning.
func New() *Office {
	clock := &Clock{At: time.Date(2026, 11, 22, 9, 0, 0, 0, time.FixedZone("ICT", 7*3600))}
	store := NewStore("5001", clock.Now)
	people(store)
	o := &Office{Store: store, Reader: &Reader{}, Printer: &Printer{}, Money: &Till{}, Bank: &Terminal{}, Clock: clock}
	templates, err := certificate.LoadTemplates(packs.Files("th"))
	if err != nil {
		panic(err) // they are embedded
	}
	catalogue, err := phrases.Open()
	if err != nil {
		panic(err) // it is embedded
	}
	ids := 0
	o.Office = office.New(office.Config{
		Profile: office.Profile{Office: "5001", Station: "TH-5001-D01", Country: "TH", Names: map[string]string{
			"th": "เทศบาลตำบลแม่ปิง", "ko": "매핑면 사무소", "en": "Mae Ping Subdistrict Municipality"}},
		Store: store, Forms: delivered{append(Forms{HouseCopy(), MoveIn(), Inspection(), Moving()}, others()...), sync.OnceValue(readRegisters)}, Templates: templates, Paper: Paper{}, Working: Paper{}, Cards: o.Reader, PINs: o.Reader, Pages: o.Printer, Receipts: o.Printer, Till: o.Money, Terminal: o.Bank, Tickets: Tickets{}, Queue: &Queue{}, Words: catalogue,
		Offers: offers, Now: clock.Now, NewID: func() string { ids++; return fmt.Sprintf("01JD%08d", ids) },
	})
	o.SetLamps(func(l *office.Lamps) {
		l.Network = office.Lamp{Light: office.LightWarn, Code: "network_down", Next: time.Date(2026, 11, 22, 14, 5, 0, 0, time.FixedZone("ICT", 7*3600))}
		l.Reader = office.Lamp{Light: office.LightGood, Code: "ready"}
		l.Pages = office.Lamp{Light: office.LightGood, Code: "ready"}
		l.Receipt = office.Lamp{Light: office.LightGood, Code: "ready"}
	})
	return o
}

// Card is the card of the person who comes to the office.
func Card() office.Card {
	return office.Card{
		Reader: "GemPC Twin", NationalNumber: thai("150990001234"),
		Names: map[string]register.Name{"th": {Prefix: "นาง", First: "สมหญิง", Last: "ใจดี"}, "en": {Prefix: "Mrs.", First: "Somying", Last: "Jaidee"}},
		Sex:   register.Female, Birth: calendar.Date{Year: 1984, Month: 4, Day: 13}, Address: home(), Issuer: "ท้องถิ่นเทศบาลนครเชียงใหม่",
		Issued: calendar.Date{Year: 2022, Month: 6, Day: 1}, Expires: calendar.Date{Year: 2031, Month: 4, Day: 12}, Photo: portrait(),
	}
}

// Insert puts the card into the reader and tells the screens.
func (o *Office) Insert() {
	o.Reader.Insert(Card())
	o.Publish(office.Event{Kind: office.CardInserted})
}

// Remove takes the card out and tells the screens.
func (o *Office) Remove() {
	o.Reader.Remove()
	o.Publish(office.Event{Kind: office.CardRemoved})
}

// thai returns the national number that begins with twelve digits.
func thai(first string) string { return first + string(identity.ThaiCheckDigit(first)) }

func home() register.Address {
	return register.Address{Country: "TH", House: "99/1", Village: "5", Road: "เชียงใหม่-ลำพูน", Subdistrict: "วัดเกต", District: "เมืองเชียงใหม่", Province: "เชียงใหม่", Postcode: "50000"}
}

func people(s *Store) {
	s.households["H1"] = register.Household{ID: "H1", Version: 1, Office: "5001", HouseCode: "50010123456", Kind: "บ้าน", Address: home(), Registered: calendar.Date{Year: 1998, Month: 2, Day: 3}}
	list := []struct {
		id, number, prefix, first, last, latin string
		birth                                  calendar.Date
		sex                                    register.Sex
		relation                               string
		position                               register.Position
	}{
		{"R1", thai("150990001234"), "นาง", "สมหญิง", "ใจดี", "Somying", calendar.Date{Year: 1984, Month: 4, Day: 13}, register.Female, "", register.Head},
		{"R2", thai("350010023456"), "นาย", "ประเสริฐ", "ใจดี", "Prasert", calendar.Date{Year: 1981, Month: 9, Day: 2}, register.Male, "spouse", register.Occupant},
		{"R3", thai("150991234567"), "เด็กหญิง", "กัญญารัตน์", "ใจดี", "Kanyarat", calendar.Date{Year: 2014, Month: 1, Day: 30}, register.Female, "child", register.Occupant},
		{"R4", thai("350010023457"), "นาง", "บุญมี", "ใจดี", "Bunmi", calendar.Date{Year: 1950}, register.Female, "parent", register.Occupant},
	}
	for _, p := range list {
		s.residents[p.id] = register.Resident{ID: p.id, Version: 1, Office: "5001", NationalNumber: p.number, Sex: p.sex, Birth: p.birth, Nationality: "TH",
			Household: "H1", Position: p.position, Relation: p.relation,
			Names: map[string]register.Name{"th": {Prefix: p.prefix, First: p.first, Last: p.last}, "en": {First: p.latin, Last: "Jaidee"}}}
	}
	s.residents["R5"] = register.Resident{ID: "R5", Version: 1, Office: "5001", NationalNumber: "9010121234567", Sex: register.Male, Birth: calendar.Date{Year: 1990, Month: 10, Day: 12},
		Nationality: "KR", Household: "H1", Position: register.Occupant, Relation: "lodger", Names: map[string]register.Name{"ko": {First: "민수", Last: "김"}, "en": {First: "Minsu", Last: "Kim"}}}
	for _, o := range []act.Officer{
		{ID: "somchai", Names: words("สมชาย รักงาน", "솜차이", "Somchai Rakngan"), Title: words("เจ้าหน้าที่ทะเบียน", "담당자", "Registration clerk"), Roles: []string{"clerk"}},
		{ID: "wilai", Names: words("วิไล สุขสม", "윌라이", "Wilai Suksom"), Title: words("นายทะเบียนท้องถิ่น", "등록관", "Local registrar"), Roles: []string{"registrar", "head"}},
		{ID: "minji", Names: words("มินจี ปาร์ค", "박민지", "Park Minji"), Title: words("ผู้ดูแลระบบ", "관리자", "Administrator"), Roles: []string{"administrator"}},
	} {
		s.officers = append(s.officers, o)
		s.Passwords[o.ID] = Password

	}
}

// SignedIn opens a session of an officer, or panics: the rehearsal's own are known.
func (o *Office) SignedIn(officer string) *office.Session {
	s, err := o.SignIn(context.Background(), officer, Password)
	if err != nil {
		panic(err)
	}
	return s
}
