package answer_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"sala/forms/answer"
	"sala/forms/calendar"
	"sala/forms/definition"
)

// Whatever is answered in whatever order, working out only what changed gives
// the same as working out everything.
func TestKeystrokesGiveTheSameAsOpening(t *testing.T) {
	paths := []string{"who", "purpose", "purpose_other", "birth", "copies", "members[0].member_name", "members[0].income", "members[1].income", "members[2].member_name", "rich"}
	values := []any{nil, "", "court", "other", "welfare", "1990-01-01", "2020-01-01", "1101700230708", 2, 1, "x", "600000", true}
	form := open(t, nil, answer.Env{}).Form()
	rapid.Check(t, func(t *rapid.T) {
		begin := func(answers map[string]any) *answer.Sheet {
			s, err := answer.Open(form, answers, answer.Env{Today: calendar.Date{Year: 2026, Month: 11, Day: 22}})
			if err != nil {
				t.Fatal(err)
			}
			return s
		}
		s := begin(nil)
		for range rapid.IntRange(1, 30).Draw(t, "keystrokes") {
			switch rapid.IntRange(0, 9).Draw(t, "what") {
			case 0:
				_, _ = s.AddRow("members")
			case 1:
				_ = s.RemoveRow(fmt.Sprintf("members[%d]", rapid.IntRange(0, 2).Draw(t, "row")))
			default:
				_ = s.Set(rapid.SampledFrom(paths).Draw(t, "path"), rapid.SampledFrom(values).Draw(t, "value"))
			}
		}
		fresh := begin(s.All())
		if diff := cmp.Diff(fresh.Answers(), s.Answers()); diff != "" {
			t.Fatalf("answers differ:\n%s", diff)
		}
		if diff := cmp.Diff(fresh.Problems(), s.Problems()); diff != "" {
			t.Fatalf("problems differ:\n%s", diff)
		}
		a, _ := fresh.Fee()
		b, _ := s.Fee()
		if a != b {
			t.Fatalf("fee %v and %v", a, b)
		}
		if diff := cmp.Diff(fresh.All(), s.All()); diff != "" {
			t.Fatalf("drafts differ:\n%s", diff)
		}
	})
}

// large makes a form of 500 questions and 200 rules, chained as forms chain.
func large(t testing.TB) *definition.Form {
	f := &definition.Form{ID: "large", Version: "1.0.0", Country: "TH", Title: definition.Text{"en": "Large"}}
	section := definition.Section{ID: "s", Title: definition.Text{"en": "s"}}
	for i := range 500 {
		q := definition.Question{ID: fmt.Sprintf("q%d", i), Kind: definition.Integer, Label: definition.Text{"en": "q"}}
		if i > 0 && i%5 == 0 {
			q.Relevant = fmt.Sprintf("q%d > 0 and q%d != 7", i-5, i-1)
		}
		if i%5 == 1 {
			q.Constraint, q.Message = fmt.Sprintf("answer <= 1000 + q%d", i-1), definition.Text{"en": "m"}
		}
		section.Questions = append(section.Questions, q)
	}
	f.Sections = append(f.Sections, section)
	b, err := definition.Write(f)
	if err != nil {
		t.Fatal(err)
	}
	if f, err = definition.Read("large.yaml", b, definition.Library{}); err != nil {
		t.Fatal(err)
	}
	return f
}

// BenchmarkFigureKeystrokeIn500Questions changes the first answer of a chain of
// 500 questions and 200 rules, the worst that one key can do, and asks for all
// problems, as a screen does.
func BenchmarkFigureKeystrokeIn500Questions(b *testing.B) {
	answers := map[string]any{}
	for i := range 500 {
		answers[fmt.Sprintf("q%d", i)] = 1
	}
	s, err := answer.Open(large(b), answers, answer.Env{})
	if err != nil {
		b.Fatal(err)
	}
	var times []time.Duration
	b.ResetTimer()
	for n := range b.N {
		start := time.Now()
		_ = s.Set("q0", n%2) // the first of the chain: everything after it comes and goes
		_ = s.Problems()
		times = append(times, time.Since(start))
	}
	slices.Sort(times)
	b.ReportMetric(float64(times[len(times)*95/100].Microseconds())/16000, "p95/frame(16ms)")
}

// BenchmarkFigureValidateForm validates a form of 500 questions, all answered, as
// central does with each that arrives; beside it stands reading the same answers
// from JSON.
func BenchmarkFigureValidateForm(b *testing.B) {
	form, answers := large(b), map[string]any{}
	for i := range 500 {
		answers[fmt.Sprintf("q%d", i)] = 1
	}
	text, err := json.Marshal(answers)
	if err != nil {
		b.Fatal(err)
	}
	var ours, theirs time.Duration
	for b.Loop() {
		began := time.Now()
		s, err := answer.Open(form, answers, answer.Env{})
		if err != nil {
			b.Fatal(err)
		}
		_ = s.Problems()
		ours += time.Since(began)
		began = time.Now()
		var read map[string]any
		if err := json.Unmarshal(text, &read); err != nil {
			b.Fatal(err)
		}
		theirs += time.Since(began)
	}
	b.ReportMetric(ours.Seconds()*1000/float64(b.N), "ms/form")
	b.ReportMetric(ours.Seconds()/theirs.Seconds(), "x-json-read")
}
