package definition_test

import (
	"errors"
	"strings"
	"testing"

	"sala/forms/definition"
)

const good = `id: th.example
version: 1.0.0
country: TH
area: residents
title: {th: ตัวอย่าง, ko: 예시, en: Example}
legal_basis: {en: none}
fee: {minor: 2000, currency: THB, rule: copies * 2000}
sections:
  - id: first
    title: {th: หนึ่ง, ko: 하나, en: One}
    questions:
      - {id: purpose, kind: one_of, label: {th: ก, ko: 가, en: Purpose}, required: true, options: [{id: court, label: {en: Court}}, {id: other, label: {en: Other}}]}
      - {id: purpose_other, kind: text, label: {en: Which}, relevant: purpose == "other"}
      - {id: copies, kind: number, label: {en: Copies}, default: "1", constraint: answer >= 1 and answer <= 20, message: {en: 1 to 20}}
      - id: members
        kind: group
        label: {en: Members}
        columns:
          - {id: member_name, kind: text, label: {en: Name}}
          - {id: member_age, kind: number, label: {en: Age}, relevant: copies > 1 and answered(member_name)}
`

func TestRead(t *testing.T) {
	f, err := definition.Read("good.yaml", []byte(good), definition.Library{})
	if err != nil {
		t.Fatal(err)
	}
	rules, err := f.Rules()
	if err != nil {
		t.Fatal(err)
	}
	if got := len(rules.Top.Rules); got != 4 {
		t.Errorf("%d rules", got)
	}
	if got := rules.Top.Values["copies"]; len(got) != 1 || rules.Top.Rules[got[0]].Question.ID != "members" {
		t.Errorf("what depends on copies: %v", got)
	}
	if f.Sections[0].Questions[0].Required != "true" {
		t.Errorf("required is %q", f.Sections[0].Questions[0].Required)
	}
}

// Every fault says where it is and what to do.
func TestFaults(t *testing.T) {
	for _, c := range []struct {
		name, old, new, what string
		line                 int
	}{
		{"unknown key", "area: residents", "arae: residents", `yaml_key key="arae"`, 4},
		{"unknown kind", "kind: number, label: {en: Copies}", "kind: numbr, label: {en: Copies}", `kind_unknown kind="numbr"`, 14},
		{"unknown name", `purpose == "other"`, `porpose == "other"`, `expression_name name="porpose"`, 13},
		{"not a condition", `relevant: purpose == "other"`, `relevant: copies`, "expression_type", 13},
		{"the same id twice", "id: purpose_other", "id: purpose", "id_twice", 13},
		{"a reserved id", "id: copies", "id: today", "id_reserved", 14},
		{"a bad id", "id: copies", "id: Copies", "question_id", 14},
		{"a circle", `relevant: purpose == "other"}`, `relevant: purpose == "other" and copies > 0, default: "'x'"}` + "\n      - {id: loop, kind: number, label: {en: x}, calculation: loop + 1}", "circle", 0},
		{"a constraint without words", `, message: {en: 1 to 20}`, ``, "constraint_words", 14},
		{"no options", `options: [{id: court, label: {en: Court}}, {id: other, label: {en: Other}}]`, `options: []`, "no_choices", 12},
		{"an unknown key", "title: {th", "titel: {th", `yaml_key key="titel"`, 5},
		{"no list", `options: [{id: court, label: {en: Court}}, {id: other, label: {en: Other}}]`, `list: reasons`, `no_list list="reasons"`, 12},
		{"no library section", "  - id: first", "  - use: applicant\n  - id: first", `no_section section="applicant"`, 9},
		{"a bad prefill", `, default: "1"`, `, prefill: weather.today`, "prefill_unknown", 14},
		{"broken YAML", "title: {th", "title: {{th", "", 5},
		{"an alias", "title: {th", "x: &a [1]\ny: *a\ntitle: {th", "yaml_aliases", 0},
		{"a fee rule", "rule: copies * 2000", "rule: copis * 2000", `expression_name name="copis"`, 7},
		{"columns of a text", "id: purpose_other, kind: text", "id: purpose_other, kind: text, columns: [{id: z, kind: text, label: {en: z}}]", `columns_not_here count="1"`, 13},
	} {
		t.Run(c.name, func(t *testing.T) {
			if !strings.Contains(good, c.old) {
				t.Fatalf("the test does not change anything: %q", c.old)
			}
			_, err := definition.Read("bad.yaml", []byte(strings.Replace(good, c.old, c.new, 1)), definition.Library{})
			var faults definition.Faults
			if !errors.As(err, &faults) {
				t.Fatalf("got %v, want faults", err)
			}
			found := false
			for _, f := range faults {
				found = found || strings.Contains(f.Error(), c.what) && (c.line == 0 || f.Line == c.line) && f.File == "bad.yaml" && f.Code != ""
			}
			if !found {
				t.Errorf("no fault with %q in line %d:\n%v", c.what, c.line, err)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(good))
	f.Add([]byte("a: [[[["))
	f.Add([]byte("- - - - - - - - - - - - - - - - - - - -"))
	f.Fuzz(func(t *testing.T, source []byte) {
		form, err := definition.Read("f.yaml", source, definition.Library{})
		if (form == nil) == (err == nil) {
			t.Errorf("%v, %v", form, err)
		}
	})
}
