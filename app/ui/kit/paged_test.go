package kit_test

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"sala/app/ui/kit"
)

// A million rows are gone through with a few pages in memory; a row that is on
// its way holds nothing up, and an answer to an older question is dropped.
func TestPagedOverAMillionRows(t *testing.T) {
	k, s := in(t, "en")
	const million = 1_000_000
	asked, wait := 0, false
	var late []func()
	rows := func(from, n int) (out [][]string) {
		for i := from; i < min(from+n, million); i++ {
			out = append(out, []string{strconv.Itoa(i), "name " + strconv.Itoa(i)})
		}
		return out
	}
	picked := -1
	p := k.Paged([]kit.Col{{Title: "Number", Share: 1}, {Title: "Name", Share: 2}}, million, func(from, n int, shown func([][]string)) {
		asked++
		if wait {
			late = append(late, func() { shown(rows(from, n)) })
			return
		}
		shown(rows(from, n))
	}, func(n int) { picked = n })
	entered := -1
	p.OnEnter = func(n int) { entered = n }
	s.Window.SetContent(p)
	s.Settle()
	s.Window.Canvas().Focus(p.Keyboard())
	begin := time.Now()
	key := func(name fyne.KeyName) { p.Keyboard().TypedKey(&fyne.KeyEvent{Name: name}) }
	for range 200 {
		key(fyne.KeyPageDown)
	}
	key(fyne.KeyEnd)
	if picked != million-1 {
		t.Errorf("End goes to row %d", picked)
	}
	if kept := p.Kept(); kept > 8*50 || asked > 100 {
		t.Errorf("%d rows are in memory after %d questions", kept, asked)
	}
	if took := time.Since(begin); took > 20*time.Second {
		t.Errorf("201 keys took %v", took)
	}
	key(fyne.KeyReturn)
	if entered != million-1 {
		t.Errorf("Enter opens row %d", entered)
	}

	wait = true
	p.Again(million)
	key(fyne.KeyHome)
	if len(late) == 0 || p.Kept() != 0 {
		t.Fatal("the rows were not asked for again")
	}
	old := late
	p.Again(10)
	for _, answer := range old {
		answer()
	}
	if p.Kept() != 0 {
		t.Error("rows of the older question are shown")
	}
}

// What is typed at the rows narrows them, the arrows go to the next heading that
// sorts, and Space turns the order round; nothing but the keyboard is needed.
func TestPagedIsNarrowedAndSorted(t *testing.T) {
	k, s := in(t, "ko")
	var asked []string
	p := k.Paged([]kit.Col{{Title: "Number", Share: 1, Sort: func() { asked = append(asked, "number") }, Sorted: true}, {Title: "Name", Share: 2}, {Title: "State", Share: 1, Sort: func() { asked = append(asked, "state") }}},
		3, func(from, n int, shown func([][]string)) { shown([][]string{{"1"}, {"2"}, {"3"}}) }, nil)
	p.Narrow("", "", func(words string) { asked = append(asked, words); p.Again(1) })
	s.Window.SetContent(p)
	s.Settle()
	canvas := s.Window.Canvas()
	canvas.Focus(p.Keyboard())
	key := func(name fyne.KeyName) { canvas.Focused().TypedKey(&fyne.KeyEvent{Name: name}) }
	key(fyne.KeyRight)
	p.SortedBy(2, false)
	key(fyne.KeySpace)
	canvas.Focused().TypedRune(' ')
	p.SortedBy(2, true)
	key(fyne.KeyRight) // round to the first
	canvas.Focused().TypedRune('r')
	canvas.Focused().TypedRune('k')
	if canvas.Focused() != fyne.Focusable(p.Filter) || p.Filter.Text != "가" {
		t.Errorf("the filter has %q", p.Filter.Text)
	}
	key(fyne.KeyDown)
	if canvas.Focused() != p.Keyboard() {
		t.Error("Down does not lead back to the rows")
	}
	key(fyne.KeyUp)
	if canvas.Focused() != fyne.Focusable(p.Filter) {
		t.Error("Up at the first row does not lead to the filter")
	}
	if want := []string{"state", "state", "number", "ㄱ", "", "가"}; !slices.Equal(asked, want) {
		t.Errorf("asked for %q, want %q", asked, want)
	}
}
