package field_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"sala/app/office"
	"sala/app/ui/field"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/kit"
	"sala/app/ui/theme"
	"sala/forms/register"
)

// TestDistancesFollowTheOfficer promises that the list says how far each visit is
// from where the officer stands now, that a fix which only trembles changes
// nothing, and that the keyboard stays on the row where it was.
func TestDistancesFollowTheOfficer(t *testing.T) {
	s, f, o := openInWindow(t, 1366, 768, light("en"))
	stand := func(lat, lon float64) {
		o.Receiver = rehearsal.Stands{Fix: office.Fix{Point: register.Point{Lat: lat, Lon: lon}, Accuracy: 6}}
		f.Tick()
		s.Settle()
	}
	f.SignInWith(rehearsal.Password)
	s.Settle()
	rows := buttons(s.Window.Content(), " away")
	if len(rows) != 3 {
		t.Fatalf("%d rows say how far they are: %q", len(rows), s.Texts())
	}
	row := rows[1]
	s.Window.Canvas().Focus(row)
	before := row.Detail
	stand(18.9003, 99.02)
	if row.Detail != before {
		t.Errorf("after 33 m the row says %q, before it said %q", row.Detail, before)
	}
	stand(18.912, 99.031)
	if !strings.Contains(row.Detail, " 0 m away") {
		t.Errorf("at its door the row says %q, before it said %q", row.Detail, before)
	}
	if s.Window.Canvas().Focused() != fyne.Focusable(row) {
		t.Errorf("the keyboard went from the row to %v", s.Window.Canvas().Focused())
	}
}

// buttons returns the buttons whose second line has some words.
func buttons(o fyne.CanvasObject, words string) (out []*kit.Button) {
	switch x := o.(type) {
	case *kit.Button:
		if strings.Contains(x.Detail, words) {
			out = append(out, x)
		}
	case *kit.DragScroll:
		out = buttons(x.Scroll.Content, words)
	case *fyne.Container:
		for _, child := range x.Objects {
			out = append(out, buttons(child, words)...)
		}
	}
	return out
}

// By when and how far is told at double size too: a row that has not the room for
// everything leaves out what its form shows.
func TestDeadlineAndDistanceAreNotCutOff(t *testing.T) {
	for language, want := range map[string][]string{"th": {"ครบกำหนด", "ห่าง"}, "ko": {"까지", "거리"}, "en": {"Due", "away"}} {
		s, f, _ := openInWindow(t, 1366, 768, field.Look{Language: language, Scheme: theme.Light, Scale: 2})
		f.SignInWith(rehearsal.Password)
		s.Settle()
		if !slices.ContainsFunc(s.Texts(), func(words string) bool {
			return strings.Contains(words, "ขอให้มา") && strings.Contains(words, want[0]) && strings.Contains(words, want[1])
		}) {
			t.Errorf("%s: no row has all of %q and what was said last time: %q", language, want, s.Texts())
		}
	}
}
