package pack_test

import (
	"strings"
	"testing"

	"sala/assets/packs"
	"sala/forms/answer"
	"sala/forms/definition"
)

// Every check of an inspection that is not passed wants to be graded and said in
// words, one that is passed wants neither, and the worst of the grades is worked
// out; a code on paper can be scanned into each inspection.
func TestFindingsAreGraded(t *testing.T) {
	inspections := 0
	for _, country := range packs.Countries() {
		p := load(t, country)
		for _, form := range p.Forms() {
			var checks []string
			scanned := false
			for _, q := range form.Questions() {
				if q.Kind == definition.OneOf && q.List == "yes_partly_no" {
					checks = append(checks, q.ID)
				}
				scanned = scanned || q.Kind == definition.Barcode
			}
			if len(checks) == 0 {
				continue
			}
			inspections++
			if !scanned || !form.Field {
				t.Errorf("%s: no code can be scanned, or it is not filled on visits", form.ID)
			}
			sheet, err := answer.Open(form, nil, answer.Env{})
			if err != nil {
				t.Fatal(err)
			}
			give := func(question, value string) {
				t.Helper()
				if err := sheet.Set(question, value); err != nil {
					t.Fatal(err)
				}
			}
			for _, id := range checks {
				for found, wanted := range map[string]bool{"good": false, "none": false, "fix": true, "bad": true} {
					give(id, found)
					for _, beside := range []string{id + "_severity", id + "_found"} {
						if sheet.Relevant(beside) != wanted || sheet.Required(beside) != wanted {
							t.Errorf("%s: %s asked when %s is %q: %v", form.ID, beside, id, found, !wanted)
						}
					}
				}
				give(id, "good")
			}
			grades := []string{"minor", "serious", "danger"}
			for n, grade := range grades {
				give(checks[n], "fix")
				give(checks[n]+"_severity", grade)
				if got := sheet.Value("worst"); got != grade {
					t.Errorf("%s: after %s the worst is %v, want %s", form.ID, strings.Join(grades[:n+1], ", "), got, grade)
				}
			}
		}
	}
	if inspections < 4 {
		t.Errorf("%d inspections have graded findings, want those of both packs", inspections)
	}
}
