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
	word := func(s string) definition.Text { return definition.Text{"th": s, "en": s} }
	f := &definition.Form{ID: "x", Version: "1", Country: "TH", Sections: []definition.Section{{ID: "s", Title: word("s"), Questions: []definition.Question{
		{ID: "when", Kind: definition.DateTime, Label: word("when")}, {ID: "ditch", Kind: definition.Line, Label: word("ditch")}}}}}
	v := lay(t, studiotest.Open(t, 800, 700), theme.Desk, "th", f, nil)
	sheet, canvas := v.sheet, v.Window.Canvas()
	v.Focus("when")
	test.Type(canvas.Focused(), "22/11/2569")
	canvas.FocusNext()
	for range 3 { // past the calendar's button
		if sheet.Value("when") == nil {
			test.Type(canvas.Focused(), "09:30")
			canvas.FocusNext()
		}
	}
	if got := sheet.Value("when"); got != "2026-11-22T09:30" {
		t.Errorf("when is %v (%v)", got, sheet.Raw("when"))
	}
	v.Focus("ditch")
	test.Type(canvas.Focused(), "18.78, 98.98\n18.79, 98.99")
	if got := sheet.Value("ditch"); got != "18.78 98.98; 18.79 98.99" {
		t.Errorf("ditch is %v (%v)", got, sheet.Raw("ditch"))
	}
	page := v.page()
	if q, _ := page.Question("ditch"); formview.Answer(&v.kit, q) != "2 จุดบนแผนที่" {
		t.Errorf("it reads %q", formview.Answer(&v.kit, q))
	}
	if q, _ := page.Question("when"); formview.Answer(&v.kit, q) != "22 พฤศจิกายน 2569 09:30" {
		t.Errorf("it reads %q", formview.Answer(&v.kit, q))
	}
}

// An outline that is walked goes on from where it was, and is closed each time
// it is read.
func TestAnOutlineIsWalked(t *testing.T) {
	f := &definition.Form{ID: "x", Country: "TH", Sections: []definition.Section{{ID: "s", Questions: []definition.Question{{ID: "plot", Kind: definition.Outline, Label: definition.Text{"en": "plot"}}}}}}
	sheet, err := answer.Open(f, nil, answer.Env{})
	if err != nil {
		t.Fatal(err)
	}
	for i, lat := range []float64{18, 18.1, 18.2, 18.3} {
		q, _ := formview.Of(f, sheet).Question("plot")
		if err := sheet.Set("plot", formview.Further(q, lat, 98+float64(i)/10, 4)); err != nil {
			t.Fatal(err)
		}
	}
	const want = "18.000000 98.000000 0 4.0; 18.100000 98.100000 0 4.0; 18.200000 98.200000 0 4.0; 18.300000 98.300000 0 4.0; 18.000000 98.000000 0 4.0"
	if got := sheet.Value("plot"); got != want {
		t.Errorf("%v", got)
	}
}
