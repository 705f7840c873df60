package kit_test

import (
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
