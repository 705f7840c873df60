package search

import (
	"iter"
	"maps"
	"slices"
	"strings"

	"sala/forms/petition"
	"sala/forms/register"
)

// Version changes when the same record gives another text: an index that was
// made under another version must be made anew.
const Version = 5

// Record returns the text under which a record is found, words between spaces;
// "" for none.
func Record(rec register.Record) string {
	t := newText()
	switch rec.Register {
	case register.Residents:
		resident(t, rec.Fields)
	case register.Households:
		for _, name := range []string{"code", "house", "village", "alley", "lane", "road", "subdistrict", "district", "province", "postcode"} {
			t.add(rec.Fields.Text(name))
		}
	default:
		value(t, rec.Fields)
	}
	return t.String()
}

func resident(t *text, f register.Fields) {
	t.word(digits(f.Text("number")))
	if first, last := f.Text("first_ko"), f.Text("last_ko"); first != "" || last != "" {
		t.add(last + first)
		t.word(Initials(last + first))
		t.add(last)
		t.add(first)
	}
	for _, part := range []string{"first_th", "middle_th", "last_th", "first_en", "middle_en", "last_en"} {
		t.add(f.Text(part))
	}
}

// Petition returns the text under which a petition is found.
func Petition(p petition.Petition) string {
	t := newText()
	t.add(p.Number)
	value(t, p.Answers)
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
		for _, name := range slices.Sorted(maps.Keys(v)) {
			value(t, v[name])
		}
	case register.Fields:
		value(t, map[string]any(v))
	}
}

// Marks begin the terms of a text's index that are no words; they are of
// Unicode's private area, and so in no word.
const (
	partMark  = "\ue100" // some letters or digits of a word
	startMark = "\ue101" // the first letters of one
)

// long is from how many digits on a number is found by its parts and not as a
// word: such numbers are all different, and would swell the vocabulary.
const long = 8

func isLong(word string) bool { return len(word) >= long && digits(word) == word }

// Terms returns what the index holds of a text: its words, their first three
// letters and every three letters of them, and of its long numbers every four
// digits and the last three.
func Terms(text string) string {
	var b strings.Builder
	term := func(mark string, letters ...rune) {
		b.WriteString(mark)
		for _, r := range letters {
			b.WriteRune(r)
		}
		b.WriteByte(' ')
	}
	for w := range strings.FieldsSeq(text) {
		letters := []rune(w)
		number := isLong(w)
		if !number {
			term("", letters...)
			if len(letters) >= 3 {
				term(startMark, letters[:3]...)
			}
		}
		n := 3
		if number {
			n = 4
		}
		for i := 0; i+n <= len(letters) && (number || len(letters) <= longest); i++ {
			term(partMark, letters[i:i+n]...)
		}
		if number {
			term(partMark, letters[len(letters)-3:]...)
		}
	}
	return b.String()
}

// Words returns the words of a text that the vocabulary holds: all but its long
// numbers.
func Words(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for w := range strings.FieldsSeq(text) {
			if !isLong(w) && !yield(w) {
				return
			}
		}
	}
}

// Holds reports whether every one of the words is, at that rank or a better one,
// in the text.
func Holds(text string, rank Rank, words []string) bool {
	for _, w := range words {
		switch rank {
		case Whole:
			w = " " + w + " "
		case Start:
			w = " " + w
		}
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}
