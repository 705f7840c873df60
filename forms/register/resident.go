package register

import (
	"strings"

	"sala/forms/calendar"
)

// Name is a person's name in one script. Korean names have First and Last only.
type Name struct {
	Prefix string `json:"prefix,omitempty"`
	First  string `json:"first,omitempty"`
	Middle string `json:"middle,omitempty"`
	Last   string `json:"last,omitempty"`
}

// IsZero reports whether there is no name.
func (n Name) IsZero() bool { return n == Name{} }

// Full returns the name as it is written in its own script: Thai joins the
// prefix to the first name ("นางสมหญิง ใจดี"), Korean writes the family name
// first and no spaces, Latin puts spaces between all parts.
func (n Name) Full(language string) string {
	switch language {
	case "th":
		return join(" ", n.Prefix+n.First, n.Middle, n.Last)
	case "ko":
		return n.Last + n.First
	}
	return join(" ", n.Prefix, n.First, n.Middle, n.Last)
}

func join(sep string, parts ...string) string {
	var kept []string
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, sep)
}

// Sex as the identity cards of both countries code it.
type Sex string

// The values of Sex.
const (
	Male       Sex = "male"
	Female     Sex = "female"
	UnknownSex Sex = ""
)

// Parent is what the house register says of a father or mother.
type Parent struct {
	Name           string `json:"name,omitempty"`
	NationalNumber string `json:"number,omitempty"`
	Nationality    string `json:"nationality,omitempty"` // ISO 3166-1 alpha-2
}

// Position is a member's place in a household.
type Position string

// The values of Position; Relation says more where a form wants more.
const (
	Head     Position = "head"     // เจ้าบ้าน, 세대주
	Occupant Position = "occupant" // ผู้อาศัย, 세대원
)

// Resident is the typed view of a record of the resident register.
type Resident struct {
	ID      string `json:"id"`
	Version uint64 `json:"version"`
	Office  string `json:"office"`

	NationalNumber string          `json:"number"` // digits only: 13 in Thailand and Korea
	Names          map[string]Name `json:"names"`  // by language: th, ko, en
	Sex            Sex             `json:"sex"`
	Birth          calendar.Date   `json:"birth"`
	Death          calendar.Date   `json:"death,omitzero"`
	Nationality    string          `json:"nationality"` // ISO 3166-1 alpha-2
	Household      string          `json:"household"`   // a household record's ID
	Position       Position        `json:"position"`
	Relation       string          `json:"relation,omitempty"` // to the head: spouse, child, parent ...
	MovedIn        calendar.Date   `json:"moved_in,omitzero"`
	MovedFrom      string          `json:"moved_from,omitempty"`
	Father         Parent          `json:"father,omitzero"`
	Mother         Parent          `json:"mother,omitzero"`
	SameAs         string          `json:"same_as,omitempty"` // the record of the same person that stays, "" when this one does

	// Homes are where she is said to live, or has lived, for Compare and Keys:
	// of her household's record, or as typed on a form. No part of the record.
	Homes []Address `json:"-"`
}

// Name returns the resident's name in language, or in any language that there
// is, in the order th, ko, en.
func (r Resident) Name(language string) string {
	for _, l := range []string{language, "th", "ko", "en"} {
		if n := r.Names[l]; !n.IsZero() {
			return n.Full(l)
		}
	}
	return ""
}

// Record returns r as a record.
func (r Resident) Record() Record {
	f := Fields{}
	f.set("number", r.NationalNumber)
	f.set("sex", string(r.Sex))
	f.set("birth", r.Birth.String())
	f.set("death", r.Death.String())
	f.set("nationality", r.Nationality)
	f.set("household", r.Household)
	f.set("position", string(r.Position))
	f.set("relation", r.Relation)
	f.set("moved_in", r.MovedIn.String())
	f.set("moved_from", r.MovedFrom)
	f.set(SameAs, r.SameAs)
	for lang, n := range r.Names {
		f.set("prefix_"+lang, n.Prefix)
		f.set("first_"+lang, n.First)
		f.set("middle_"+lang, n.Middle)
		f.set("last_"+lang, n.Last)
	}
	for who, p := range map[string]Parent{"father": r.Father, "mother": r.Mother} {
		f.set(who+"_name", p.Name)
		f.set(who+"_number", p.NationalNumber)
		f.set(who+"_nationality", p.Nationality)
	}
	return Record{Register: Residents, ID: r.ID, Version: r.Version, Office: r.Office, Fields: f}
}

// AsResident returns the typed view of a resident's record. A date that does
// not parse is left out.
func AsResident(rec Record) Resident {
	f := rec.Fields
	date := func(name string) calendar.Date { d, _ := calendar.Parse(f.Text(name)); return d }
	parent := func(who string) Parent {
		return Parent{Name: f.Text(who + "_name"), NationalNumber: f.Text(who + "_number"), Nationality: f.Text(who + "_nationality")}
	}
	r := Resident{
		ID: rec.ID, Version: rec.Version, Office: rec.Office,
		NationalNumber: f.Text("number"), Sex: Sex(f.Text("sex")), Birth: date("birth"), Death: date("death"),
		Nationality: f.Text("nationality"), Household: f.Text("household"), Position: Position(f.Text("position")),
		Relation: f.Text("relation"), MovedIn: date("moved_in"), MovedFrom: f.Text("moved_from"),
		Father: parent("father"), Mother: parent("mother"), Names: map[string]Name{}, SameAs: f.Text(SameAs),
	}
	for _, lang := range []string{"th", "ko", "en"} {
		n := Name{Prefix: f.Text("prefix_" + lang), First: f.Text("first_" + lang), Middle: f.Text("middle_" + lang), Last: f.Text("last_" + lang)}
		if !n.IsZero() {
			r.Names[lang] = n
		}
	}
	return r
}
