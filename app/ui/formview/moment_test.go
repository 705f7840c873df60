package formview_test

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"sala/app/ui/formview"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/theme"
	"sala/forms/answer"
	"sala/forms/definition"
)

// A day with its time, and a line on the map, are typed as people write them,
// and what is half typed is not lost.
func TestMomentsAndLinesAreTyped(t *testing.T) {
	s := studiotest.Open(t, 800, 700)
	s.Use(theme.New(theme.Desk, theme.Light, 1))
	k := studiotest.Kit(t)
	k.Language, k.Front = "th", theme.Desk
	word := func(s string) definition.Text { return definition.Text{"th": s, "en": s} }
	f := &definition.Form{ID: "x", Version: "1", Country: "TH", Sections: []definition.Section{{ID: "s", Title: word("s"), Questions: []definition.Question{
		{ID: "when", Kind: definition.DateTime, Label: word("when")}, {ID: "ditch", Kind: definition.Line, Label: word("ditch")}}}}}
	sheet, err := answer.Open(f, nil, answer.Env{})
	if err != nil {
		t.Fatal(err)
	}
	var v *formview.View
	v = formview.New(&k, formview.Of(f, sheet), "", formview.Changes{Answer: func(path string, value any) {
		if err := sheet.Set(path, value); err != nil {
			t.Error(err)
		}
		v.Update(formview.Of(f, sheet))
	}})
	s.Window.SetContent(v.Column)
	s.Settle()
	v.Focus("when")
	test.Type(s.Window.Canvas().Focused(), "22/11/2569")
	s.Window.Canvas().FocusNext()
	for range 3 { // past the calendar's button
		if sheet.Value("when") == nil {
			test.Type(s.Window.Canvas().Focused(), "09:30")
			s.Window.Canvas().FocusNext()
		}
	}
	if got := sheet.Value("when"); got != "2026-11-22T09:30" {
		t.Errorf("when is %v (%v)", got, sheet.Raw("when"))
	}
	v.Focus("ditch")
	test.Type(s.Window.Canvas().Focused(), "18.78, 98.98\n18.79, 98.99")
	if got := sheet.Value("ditch"); got != "18.78 98.98; 18.79 98.99" {
		t.Errorf("ditch is %v (%v)", got, sheet.Raw("ditch"))
	}
	page := formview.Of(f, sheet)
	if q, _ := page.Question("ditch"); formview.Answer(&k, q) != "2 จุดบนแผนที่" {
		t.Errorf("it reads %q", formview.Answer(&k, q))
	}
	if q, _ := page.Question("when"); formview.Answer(&k, q) != "22 พฤศจิกายน 2569 09:30" {
		t.Errorf("it reads %q", formview.Answer(&k, q))
	}
}
