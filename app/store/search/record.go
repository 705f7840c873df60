package search

import (
	"sala/forms/petition"
	"sala/forms/register"
)

// Version changes when the same record gives another text: an index that was
// made under another version must be made anew.
const Version = 1

// Record returns the text under which a record is found, "" for none.
func Record(rec register.Record) string { return record(rec, true) }

// Spelled returns the text of a record without the sounds of its words: enough
// for every rank before Alike, in half the time.
func Spelled(rec register.Record) string { return record(rec, false) }

func record(rec register.Record, sounds bool) string {
	t := newText()
	switch rec.Register {
	case register.Residents:
		resident(t, rec.Fields)
		if sounds {
			for _, name := range []string{"last_ko", "first_ko", "first_th", "last_th", "first_en", "middle_en", "last_en"} {
				t.word(Sound(rec.Fields.Text(name)))
			}
		}
	case register.Households:
		for _, name := range []string{"code", "house", "village", "alley", "lane", "road", "subdistrict", "district", "province", "postcode"} {
			t.add(rec.Fields.Text(name))
		}
	default:
		for _, v := range rec.Fields {
			value(t, v)
		}
	}
	return t.String()
}

func resident(t *text, f register.Fields) {
	t.word(digits(f.Text("number")))
	if first, last := f.Text("first_ko"), f.Text("last_ko"); first != "" || last != "" {
		t.add(last + first)
		t.word(Initials(last + first))
	}
	if first, last := f.Text("first_th"), f.Text("last_th"); first != "" || last != "" {
		t.add(first)
		t.add(f.Text("middle_th"))
		t.add(last)
		t.add(first + last) // Thai is often typed without the space
	}
	for _, part := range []string{"first_en", "middle_en", "last_en"} {
		t.add(f.Text(part))
	}
}

// Petition returns the text under which a petition is found.
func Petition(p petition.Petition) string {
	t := newText()
	t.add(p.Number)
	for _, a := range p.Answers {
		value(t, a)
	}
	return t.String()
}

// value puts every string in v in.
func value(t *text, v any) {
	switch v := v.(type) {
	case string:
		t.add(v)
		t.word(Initials(v))
	case []any:
		for _, e := range v {
			value(t, e)
		}
	case map[string]any:
		for _, e := range v {
			value(t, e)
		}
	case register.Fields:
		for _, e := range v {
			value(t, e)
		}
	}
}
