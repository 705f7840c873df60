package answer_test

import (
	"testing"

	"sala/forms/answer"
	"sala/forms/definition"
)

// What was understood of a line, an outline or a moment is understood in the same
// way again, whatever was typed: a draft that is opened again is the same.
func FuzzPlacesAndMoments(f *testing.F) {
	for _, s := range []string{"18.78 98.98; 18.79 98.99", "18 98\n18 99,\n19 99 310 4.5", "22/11/2569 09:30", "2026-11-22T09:30:15.5+07:00", "1e1 0x2;;NaN 1", "๑๘ ๙๘;๑๙ ๙๙;18 99"} {
		f.Add(s)
	}
	var questions []definition.Question
	for _, k := range []definition.Kind{definition.Line, definition.Outline, definition.DateTime} {
		questions = append(questions, definition.Question{ID: string(k), Kind: k, Label: definition.Text{"en": "x"}})
	}
	form := &definition.Form{ID: "x", Country: "TH", Sections: []definition.Section{{ID: "s", Questions: questions}}}
	f.Fuzz(func(t *testing.T, typed string) {
		s, err := answer.Open(form, nil, answer.Env{})
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range questions {
			if s.Set(q.ID, typed) != nil {
				continue
			}
			once := s.Value(q.ID)
			if once == nil {
				continue
			}
			if err := s.Set(q.ID, once); err != nil || s.Value(q.ID) != once {
				t.Errorf("%s: %q is %q, and that %q (%v)", q.ID, typed, once, s.Value(q.ID), err)
			}
		}
	})
}
