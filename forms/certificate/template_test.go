package certificate_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"

	"sala/assets/packs"
	"sala/forms/calendar"
	"sala/forms/certificate"
	"sala/forms/definition"
	"sala/forms/script"
)

func shipped(t testing.TB) *certificate.Templates {
	t.Helper()
	var all []fs.FS
	for _, c := range packs.Countries() {
		all = append(all, packs.Files(c))
	}
	ts, err := certificate.LoadTemplates(all...)
	if err != nil {
		t.Fatal(err)
	}
	return ts
}

func TestShippedTemplates(t *testing.T) {
	ts := shipped(t)
	var ids []string
	for _, tpl := range ts.All() {
		ids = append(ids, tpl.ID)
		if !tpl.Confirmed && !strings.Contains(tpl.Comment, "Not confirmed") {
			t.Errorf("%s does not say what is not confirmed", tpl.ID)
		}
	}
	want := "kr.family-relations kr.land-register kr.local-tax-paid kr.resident-abstract kr.resident-register kr.seal-impression kr.vehicle-register " +
		"th.address-move th.birth th.building-permit th.business-registration th.death th.house-register-copy th.inspection-notice th.local-tax-paid th.marriage th.name-change"
	if got := strings.Join(ids, " "); got != want {
		t.Errorf("templates:\n got %s\nwant %s", got, want)
	}
	samples, err := ts.Samples()
	if err != nil || len(samples) != 17 {
		t.Fatalf("%d samples, %v", len(samples), err)
	}
	for _, s := range samples {
		if s.Document.Subject.Name == "" || s.Document.Certifies == "" || s.Document.Mode != "specimen" || len(s.Document.Blocks) == 0 {
			t.Errorf("%s: %+v", s.Template, s.Document)
		}
	}
}

const small = `id: th.small
version: 1.0.0
country: TH
language: th
title: หนังสือรับรอง
confirmed: true
comment: for the test
fields:
  who.name: {kind: text}
  who.number: {kind: national_number}
  who.birth: {kind: date, optional: true}
  n: {kind: count}
  m: {kind: money}
  c: {kind: choice, words: {a: เอ}}
  l: {kind: list, fields: {x: {kind: text, optional: true}}}
subject: {name: "{who.name}"}
blocks:
  - rows:
      - {label: ก, value: "{who.number} {{x}} {n} {m} {c} {n|thai} {who.number|plain}"}
      - {label: ข, value: "{who.birth|formal}"}
      - {label: ค, value: "{who.birth|short}", keep: true}
  - table: {of: l, end: จบ, columns: [{title: t, share: 1, value: "{order}. {x}"}]}
certifies: "ณ {issued|formal}"
sample: {who: {name: นายก้อง, number: "1101700230708"}, n: 12345, m: 123456, c: a, l: [{x: y}]}
`

var day = calendar.Date{Year: 2026, Month: 11, Day: 22}

func read(t *testing.T, source string) *certificate.Template {
	t.Helper()
	tpl, err := certificate.ReadTemplate("small.yaml", []byte(source))
	if err != nil {
		t.Fatal(err)
	}
	return tpl
}

func TestFill(t *testing.T) {
	tpl := read(t, small)
	doc, err := tpl.Fill(tpl.Sample, certificate.Issue{Number: "1", On: day})
	if err != nil {
		t.Fatal(err)
	}
	rows := doc.Blocks[0].Rows
	if len(rows) != 2 || rows[0].Value != "1-1017-00230-70-8 {x} 12,345 1,234.56 เอ ๑๒,๓๔๕ 1-1017-00230-70-8" || rows[1] != (certificate.Row{Label: "ค", Value: "-"}) {
		t.Errorf("rows %+v", rows)
	}
	if got := doc.Blocks[1].Table; got.Rows[0][0] != "1. y" || got.End != "จบ" {
		t.Errorf("table %+v", got)
	}
	if doc.Certifies != "ณ วันที่ ๒๒ เดือน พฤศจิกายน พ.ศ. ๒๕๖๙" {
		t.Errorf("certifies %q", doc.Certifies)
	}
	masked, err := tpl.Fill(tpl.Sample, certificate.Issue{On: day, Mask: true})
	if err != nil || !strings.HasPrefix(masked.Blocks[0].Rows[0].Value, "1-1017-xxxxx-70-8 ") || !strings.HasSuffix(masked.Blocks[0].Rows[0].Value, "1-1017-00230-70-8") {
		t.Errorf("masked: %+v %v", masked.Blocks, err)
	}
}

func TestFillRefuses(t *testing.T) {
	tpl := read(t, small)
	with := func(change func(v map[string]any)) map[string]any {
		v := map[string]any{"who": map[string]any{"name": "นายก้อง", "number": "1101700230708"}, "n": 1, "m": 2, "c": "a", "l": []any{}}
		change(v)
		return v
	}
	for name, c := range map[string]struct {
		values map[string]any
		field  string
	}{
		"nothing":          {nil, "who.name"},
		"no name":          {with(func(v map[string]any) { v["who"] = map[string]any{"number": "1"} }), "who.name"},
		"no number":        {with(func(v map[string]any) { delete(v, "n") }), "n"},
		"a word for count": {with(func(v map[string]any) { v["n"] = "many" }), "n"},
		"half a satang":    {with(func(v map[string]any) { v["m"] = 0.5 }), "m"},
		"no such choice":   {with(func(v map[string]any) { v["c"] = "z" }), "c"},
		"no date":          {with(func(v map[string]any) { v["who.birth"] = "yesterday" }), "who.birth"},
		"no list":          {with(func(v map[string]any) { v["l"] = "x" }), "l"},
		"a number as name": {with(func(v map[string]any) { v["who.name"] = 5 }), "who.name"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := tpl.Fill(c.values, certificate.Issue{On: day})
			var f *certificate.FieldError
			if !errors.As(err, &f) || f.Field != c.field {
				t.Errorf("%v, want field %s", err, c.field)
			}
		})
	}
	_, err := tpl.Fill(with(func(v map[string]any) { v["who.name"] = "ก\x07" }), certificate.Issue{On: day})
	var bad *script.CharacterError
	if !errors.As(err, &bad) || bad.Rune != 7 {
		t.Errorf("a control character: %v", err)
	}
}

// A faulty template is refused when the pack is checked, not when a citizen
// waits for the paper.
func TestCheckNamesFaults(t *testing.T) {
	for name, c := range map[string]struct{ old, with, path, what string }{
		"missing field":        {"{who.name}\"}", "{who.nmae}\"}", "subject.name", `template_no_field name="who.nmae"`},
		"missing column field": {"{order}. {x}", "{y}", "blocks[1].table.columns[0].value", `template_no_field name="y"`},
		"no such filter":       {"{n|thai}", "{n|roman}", "blocks[0].rows[0].value", `template_no_filter filter="roman"`},
		"wrong filter":         {"{n|thai}", "{n|formal}", "blocks[0].rows[0].value", `template_filter filter="formal" kind="count"`},
		"list in a text":       {"{n|thai}", "{l}", "blocks[0].rows[0].value", `template_is_list`},
		"unknown list":         {"of: l", "of: k", "blocks[1].table.of", `template_no_list list="k"`},
		"unused field":         {"fields:\n", "fields:\n  idle: {kind: text}\n", "fields.idle", "template_unused"},
		"no kind":              {"n: {kind: count}", "n: {kind: counter}", "fields.n", "template_kind"},
		"choice without words": {"words: {a: เอ}", "words: {}", "fields.c", "template_choice"},
		"brace":                {"{{x}}", "x}", "blocks[0].rows[0].value", "template_brace"},
		"two in one block":     {"  - table:", "  - head: h\n    table:", "blocks[1]", "template_block"},
		"no sample":            {"sample: {", "#", "sample", "sample_missing"},
		"bad sample":           {"n: 12345,", "", "sample", "field n is wanted"},
		"unknown key":          {"confirmed: true", "confirmt: true", "", "confirmt"},
		"no language":          {"language: th", "language: tlh", "language", "template_language"},
	} {
		t.Run(name, func(t *testing.T) {
			source := strings.Replace(small, c.old, c.with, 1)
			_, err := certificate.ReadTemplate("small.yaml", []byte(source))
			var faults definition.Faults
			if !errors.As(err, &faults) {
				t.Fatalf("accepted: %v", err)
			}
			found := false
			for _, f := range faults {
				found = found || f.Path == c.path && strings.Contains(f.Error(), c.what) && f.File == "small.yaml"
			}
			if !found {
				t.Errorf("faults:\n%v\nwant %s: %s", err, c.path, c.what)
			}
		})
	}
}

func TestDocumentSurvivesItsEncoding(t *testing.T) {
	samples, err := shipped(t).Samples()
	if err != nil {
		t.Fatal(err)
	}
	ordered := samples[0]
	ordered.Document.Extra = map[string]string{"order": "th.house-register-copy@1.0.0", "of a later version": "kept"}
	for _, s := range append(samples, ordered) {
		b, err := s.Document.Encode()
		if err != nil {
			t.Fatal(err)
		}
		got, err := certificate.Decode(b)
		if err != nil {
			t.Fatal(err)
		}
		one, _ := s.Document.ContentHash()
		two, _ := got.ContentHash()
		if one != two {
			t.Errorf("%s changes when it is read back", s.Template)
		}
	}
}

func FuzzReadTemplate(f *testing.F) {
	f.Add([]byte(small))
	f.Fuzz(func(t *testing.T, b []byte) {
		tpl, err := certificate.ReadTemplate("f.yaml", b)
		if err != nil {
			return
		}
		if _, err := tpl.Fill(tpl.Sample, certificate.Specimen(tpl)); err != nil {
			t.Errorf("checked and yet: %v", err)
		}
	})
}

// What each certificate is called is known in every language of the house.
func TestShippedTemplatesAreCalledInEveryLanguage(t *testing.T) {
	for _, tpl := range shipped(t).All() {
		for _, language := range []string{"th", "ko", "en"} {
			if named := tpl.Called[language] != ""; named == (language == tpl.Language) {
				t.Errorf("%s is called %q in %s, its paper %q in %s", tpl.ID, tpl.Called[language], language, tpl.Title, tpl.Language)
			}
		}
	}
}
