package formview_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"sala/app/ui/formview"
	"sala/app/ui/internal/studiotest"
	"sala/assets/packs"
	"sala/forms/answer"
	"sala/forms/definition"
	"sala/forms/pack"
)

// Whatever a form of the packs was handed in with is seen by who decides: no
// answer is hidden, for age and day are not known to the page, and none is added.
func TestEveryAnswerThatWasHandedInIsSeen(t *testing.T) {
	for _, country := range packs.Countries() {
		p, err := pack.Load(packs.Files(country))
		if err != nil {
			t.Fatal(err)
		}
		for _, form := range p.Forms() {
			example, err := pack.ReadExample(packs.Files(country), form.ID)
			if err != nil {
				t.Fatal(err)
			}
			sheet, err := answer.Open(form, example.Pass, example.Env())
			if err != nil {
				t.Fatal(err)
			}
			want := map[string]bool{}
			given(sheet.Answers(), "", want)
			page, err := formview.Recorded(form, sheet.Answers())
			if err != nil {
				t.Errorf("%s: %v", form.ID, err)
				continue
			}
			for _, q := range page.All() {
				if len(q.Rows) == 0 && !want[q.Path] {
					t.Errorf("%s: %s is shown, but was not handed in", form.ID, q.Path)
				}
				delete(want, q.Path)
			}
			for _, path := range slices.Sorted(maps.Keys(want)) {
				t.Errorf("%s: %s was handed in, and is not shown", form.ID, path)
			}
		}
	}
}

// given notes the paths of all answers.
func given(answers map[string]any, prefix string, paths map[string]bool) {
	for id, value := range answers {
		rows, ok := value.([]any)
		if ok && len(rows) > 0 {
			if _, ok = rows[0].(map[string]any); ok {
				for n, row := range rows {
					given(row.(map[string]any), fmt.Sprintf("%s%s[%d].", prefix, id, n), paths)
				}
			}
		}
		if value != nil && value != "" && (!ok || len(rows) > 0) {
			paths[prefix+id] = true
		}
	}
}

// What was chosen is said in its words, though nobody would be asked it or offered
// it now.
func TestAChoiceThatWasHandedInIsSaidInWords(t *testing.T) {
	word := func(s string) definition.Text { return definition.Text{"th": s, "en": s} }
	old := []definition.Option{{ID: "old", Label: word("Over sixty"), Relevant: "false"}}
	form := &definition.Form{ID: "x", Version: "1", Country: "TH", Lists: map[string][]definition.Option{"whys": old}, Sections: []definition.Section{{
		ID: "s", Title: word("s"), Relevant: "false", Questions: []definition.Question{
			{ID: "why", Kind: definition.OneOf, Label: word("why"), Options: old}, {ID: "listed", Kind: definition.OneOf, Label: word("listed"), List: "whys"},
		}}}}
	page, err := formview.Recorded(form, map[string]any{"why": "old", "listed": "old"})
	if err != nil {
		t.Fatal(err)
	}
	k := studiotest.Kit(t)
	k.Language = "en"
	for _, id := range []string{"why", "listed"} {
		if q, _ := page.Question(id); formview.Answer(&k, q) != "Over sixty" {
			t.Errorf("%s reads %q", id, formview.Answer(&k, q))
		}
	}
}
