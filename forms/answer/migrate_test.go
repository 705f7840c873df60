package answer_test

import (
	"strings"
	"testing"

	"sala/forms/answer"
	"sala/forms/definition"
)

func TestMigrate(t *testing.T) {
	read := func(source string) *definition.Form {
		f, err := definition.Read("f.yaml", []byte("id: x\nversion: 1.0.0\ncountry: TH\ntitle: {en: x}\nsections:\n  - id: s\n    title: {en: s}\n    questions:\n"+source), definition.Library{})
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	old := read(`      - {id: name, kind: text, label: {en: n}}
      - {id: age_given, kind: text, label: {en: a}}
      - {id: reason, kind: text, label: {en: r}}
      - {id: colour, kind: one_of, label: {en: c}, options: [{id: red, label: {en: r}}, {id: blue, label: {en: b}}]}
      - {id: hobby, kind: text, label: {en: h}}
`)
	now := read(`      - {id: name, kind: text, label: {en: n}, max: 3}
      - {id: age_given, kind: number, label: {en: a}}
      - {id: colour, kind: one_of, label: {en: c}, options: [{id: red, label: {en: r}}]}
      - {id: hobby, kind: text, label: {en: h}, relevant: age_given < 30}
      - {id: phone, kind: text, label: {en: p}, required: true}
`)
	answers := map[string]any{"name": "abcdef", "age_given": "42", "reason": "because", "colour": "blue", "hobby": "chess"}
	m, err := answer.Migrate(old, now, answers, answer.Env{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range m.Changes {
		got = append(got, c.Question+" "+c.What)
	}
	if s := strings.Join(got, ", "); s != "name unfit, age_given converted, colour unfit, hobby unasked, phone added, reason removed" {
		t.Errorf("%s", s)
	}
	all := m.Sheet.All()
	for id, v := range answers {
		if id == "age_given" {
			v = int64(42)
		}
		if all[id] != v {
			t.Errorf("lost %s: %v", id, all[id])
		}
	}
	if _, submitted := m.Sheet.Answers()["reason"]; submitted {
		t.Error("an answer that is not asked for is submitted")
	}
	same, err := answer.Migrate(old, old, answers, answer.Env{})
	if err != nil || len(same.Changes) > 0 {
		t.Errorf("to the same version: %v, %v", same.Changes, err)
	}
}
