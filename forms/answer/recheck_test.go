package answer_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"sala/assets/packs"
	"sala/forms/act"
	"sala/forms/answer"
	"sala/forms/definition"
	"sala/forms/pack"
)

// filled is one of the packs' forms with its example.
type filled struct {
	form    *definition.Form
	example pack.Example
}

// submitted is what a station hands in with the example's answers, as it comes
// off the wire.
func (f filled) submitted(t *testing.T) (map[string]any, *answer.Sheet) {
	s, err := answer.Open(f.form, f.example.Pass, f.example.Env())
	if err != nil {
		t.Fatal(err)
	}
	return sent(t, s.Answers()), s
}

func sent(t *testing.T, answers map[string]any) map[string]any {
	b, err := act.Encode(act.Submission{Answers: answers})
	if err != nil {
		t.Fatal(err)
	}
	v, err := act.Decode[act.Submission](b)
	if err != nil {
		t.Fatal(err)
	}
	return v.Answers
}

func examples(t *testing.T) []filled {
	var out []filled
	for _, country := range packs.Countries() {
		files := packs.Files(country)
		p, err := pack.Load(files)
		if err != nil {
			t.Fatal(err)
		}
		for _, form := range p.Forms() {
			e, err := pack.ReadExample(files, form.ID)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, filled{form, e})
		}
	}
	return out
}

// TestRecheckTakesWhatAStationHandsIn promises that what a desk took with the
// card and the register before it is taken again without them.
func TestRecheckTakesWhatAStationHandsIn(t *testing.T) {
	sure := 0
	all := examples(t)
	for _, f := range all {
		answers, sheet := f.submitted(t)
		got, err := answer.Recheck(f.form, answers, answer.Env{Today: f.example.Env().Today})
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Problems) > 0 {
			t.Errorf("%s: %+v", f.form.ID, got.Problems)
		}
		due, err := sheet.Fee()
		if err != nil {
			t.Fatal(err)
		}
		if got.FeeSure {
			if sure++; got.Fee != due {
				t.Errorf("%s costs %v here, %v at the desk", f.form.ID, got.Fee, due)
			}
		}
	}
	if sure*10 < len(all)*8 {
		t.Errorf("the fee of only %d of %d forms is told from the answers", sure, len(all))
	}
}

// TestRecheckRefuses promises that answers which no desk would have taken are
// found, whatever the station says of them.
func TestRecheckRefuses(t *testing.T) {
	all := examples(t)
	var missed []string
	for _, f := range all {
		answers, _ := f.submitted(t)
		forged := maps.Clone(answers)
		for id, v := range f.example.Fail {
			if forged[id] = v; v == nil {
				delete(forged, id)
			}
		}
		got, err := answer.Recheck(f.form, sent(t, forged), answer.Env{Today: f.example.Env().Today})
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Problems) == 0 {
			missed = append(missed, f.form.ID+" "+strings.Join(f.example.Problems, " "))
		}
		forged = maps.Clone(answers)
		forged["smuggled"] = "in"
		got, err = answer.Recheck(f.form, forged, answer.Env{Today: f.example.Env().Today})
		if err != nil || !slices.ContainsFunc(got.Problems, func(p answer.Problem) bool { return p.Question == "smuggled" && p.Code == answer.NotAsked }) {
			t.Errorf("%s: an answer to no question: %+v, %v", f.form.ID, got.Problems, err)
		}
	}
	if len(missed)*10 > len(all) {
		t.Errorf("the wrong answers of %d of %d forms were taken: %q", len(missed), len(all), missed)
	}
	t.Logf("excused, for they hang on what only the desk knows: %q", missed)
}
