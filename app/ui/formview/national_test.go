package formview_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// TestAWrongNumberIsToldOnce promises that while a national number is typed its
// digits are counted and nothing is said to be wrong, and that what is wrong with
// it afterwards stands there once.
func TestAWrongNumberIsToldOnce(t *testing.T) {
	v := filled(t, "house-register-copy", "en")
	said := func(words string) int {
		v.Settle()
		return len(slices.DeleteFunc(v.Texts(), func(t string) bool { return !strings.Contains(t, words) }))
	}
	for _, step := range []struct {
		name, types  string
		leave, check bool
		problem      string
		count        string // what stands there once
	}{
		{name: "being typed", types: "110170023070", count: "1 more digit"},
		{name: "left too soon", leave: true, problem: "This needs 13 digits; there are 12", count: "This needs 13 digits"},
		{name: "wrong", types: "9", problem: "The number is not right: check it against the card", count: "The number is not right"},
		{name: "checked", check: true, problem: "The number is not right: check it against the card", count: "The number is not right"},
	} {
		v.Focus("cid")
		if step.types != "" {
			test.Type(v.Window.Canvas().Focused(), step.types)
		}
		if step.leave {
			v.Window.Canvas().Unfocus()
		}
		if step.check {
			v.Check()
		}
		if got := v.Problem("cid"); got != step.problem {
			t.Errorf("%s: the form says %q, want %q", step.name, got, step.problem)
		}
		if got := said(step.count); got != 1 {
			t.Errorf("%s: %q stands there %d times: %q", step.name, step.count, got, v.Texts())
		}
		if more := said("more digit"); step.problem != "" && more > 0 {
			t.Errorf("%s: the digits are counted beside the problem", step.name)
		}
	}
	v.Focus("cid")
	v.Window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	test.Type(v.Window.Canvas().Focused(), "8")
	if q, _ := v.page().Question("cid"); v.Problem("cid") != "" || said("The number is valid") != 1 {
		t.Errorf("put right as %v, the form says %q and %q", q.Value, v.Problem("cid"), v.Texts())
	}
}
