package field_test

import (
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"sala/app/ui/field"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/kit"
	"sala/app/ui/theme"
	"sala/assets/packs"
	"sala/forms/chart"
	"sala/forms/register"
)

// TestMapMovesByKeyAndFinger promises that the map shows the pins where they are,
// moves under a finger and by the arrows, and opens the pin that is tapped.
func TestMapMovesByKeyAndFinger(t *testing.T) {
	studiotest.Open(t, 800, 600).Use(theme.New(theme.Field, theme.Light, 1))
	var opened string
	c, err := chart.Load(packs.Files("th"))
	if err != nil {
		t.Fatal(err)
	}
	m := field.NewMap(c, "th", func(id string) { opened = id }, func(*fyne.KeyEvent) bool { return false })
	m.Resize(fyne.NewSize(600, 400))
	at := register.Point{Lat: 18.9, Lon: 99.02}
	m.Put([]field.Pin{{ID: "a", Label: "1", At: at}, {ID: "b", Label: "2", At: register.Point{Lat: 18.95, Lon: 98.97}}}, at, 10)
	test := func(what string, do func(), wantX, wantY func(before, after fyne.Position) bool) {
		t.Helper()
		before := m.Where(at)
		do()
		if after := m.Where(at); !wantX(before, after) || !wantY(before, after) {
			t.Errorf("%s moves a point from %v to %v", what, before, after)
		}
	}
	same := func(f func(fyne.Position) float32, by float32) func(a, b fyne.Position) bool {
		return func(a, b fyne.Position) bool { return math.Abs(float64(f(b)-f(a)-by)) < 0.5 }
	}
	x, y := func(p fyne.Position) float32 { return p.X }, func(p fyne.Position) float32 { return p.Y }
	test("a finger", func() { m.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(30, -20)}) }, same(x, 30), same(y, -20))
	test("the arrow", func() { m.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft}) }, same(x, 60), same(y, 0))
	before := m.Where(register.Point{Lat: 18.95, Lon: 98.97}).X - m.Where(at).X
	m.TypedRune('+')
	if after := m.Where(register.Point{Lat: 18.95, Lon: 98.97}).X - m.Where(at).X; math.Abs(float64(after/before-1.5)) > 0.01 {
		t.Errorf("+ draws the map %.2f times nearer, want 1.5", after/before)
	}
	m.Tapped(&fyne.PointEvent{Position: m.Where(at).AddXY(15, 10)})
	if opened != "a" {
		t.Errorf("a tap beside the pin opens %q", opened)
	}
	opened = ""
	m.Tapped(&fyne.PointEvent{Position: m.Where(at).AddXY(60, 60)})
	if opened != "" {
		t.Errorf("a tap far away opens %q", opened)
	}
	m.TypedRune('0')
	for _, p := range []register.Point{at, {Lat: 18.95, Lon: 98.97}} {
		if q := m.Where(p); q.X < 0 || q.Y < 0 || q.X > 600 || q.Y > 400 {
			t.Errorf("0 does not show all: %v is at %v", p, q)
		}
	}
}

// TestAFingerMovesTheList promises that a list which a finger has moved stays
// where it is, whatever happens meanwhile, until another page is shown.
func TestAFingerMovesTheList(t *testing.T) {
	s, f, _ := openInWindow(t, 1366, 400, field.Look{Language: "th", Scheme: theme.Light, Scale: 1.3})
	f.SignInWith(rehearsal.Password)
	s.Settle()
	list := scrolled(s.Window.Content())
	if list == nil || s.Window.Canvas().Focused() == nil {
		t.Fatal("the list is not shown, or has no keyboard")
	}
	s.Window.Canvas().Unfocus() // as a finger does that touches the list
	list.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(0, -60)})
	list.DragEnd()
	at := list.Scroll.Offset.Y
	f.Tick()
	if got := list.Scroll.Offset.Y; got != at || at < 20 {
		t.Errorf("the list was moved to %v, and is at %v after a while", at, got)
	}
	f.NewVisit()
	if s.Window.Canvas().Focused() == nil {
		t.Error("the next page has no keyboard")
	}
}

// TestAFingerOnAnEntryMovesThePage promises that a form can be moved by a finger
// that begins on what is typed in, and that sideways it chooses letters there.
func TestAFingerOnAnEntryMovesThePage(t *testing.T) {
	s, f, _ := openInWindow(t, 1366, 400, field.Look{Language: "th", Scheme: theme.Light, Scale: 1.3})
	f.SignInWith(rehearsal.Password)
	f.NewVisit()
	f.Find("ใจดี")
	s.Settle()
	page := scrolled(s.Window.Content())
	entry, ok := s.Window.Canvas().Focused().(*kit.Entry)
	if !ok {
		t.Fatal("no entry has the keyboard")
	}
	slide := func(by fyne.Delta) float32 {
		before := page.Scroll.Offset.Y
		finger := fyne.Draggable(entry) // what the driver finds under it: the last that is drawn
		for _, o := range test.WidgetRenderer(entry).Objects() {
			if d, ok := o.(fyne.Draggable); ok {
				finger = d
			}
		}
		for range 4 {
			finger.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(20, 10)}, Dragged: by})
		}
		finger.DragEnd()
		return page.Scroll.Offset.Y - before
	}
	if got := slide(fyne.NewDelta(1, -20)); got < 50 {
		t.Errorf("a finger that goes up 80 moves the page by %v", got)
	}
	if got := slide(fyne.NewDelta(20, -15)); got != 0 {
		t.Errorf("a finger that goes sideways moves the page by %v", got)
	}
}

// TestAVisitBeginsAtItsTop promises that in large letters it is seen at whose door
// the officer stands, and why a visit ends, before the first key shows where the
// keyboard is.
func TestAVisitBeginsAtItsTop(t *testing.T) {
	s, f, _ := openInWindow(t, 1366, 768, field.Look{Language: "th", Scheme: theme.Light, Scale: 2})
	f.SignInWith(rehearsal.Password)
	for name, open := range map[string]func(){"visit": func() { f.Open("s3") }, "ending": func() { f.Open("s1"); f.ToEnding(register.VisitNotMet) }} {
		f.ToList()
		open()
		s.Settle()
		page := scrolled(s.Window.Content())
		if got := page.Scroll.Offset.Y; got != 0 {
			t.Errorf("the %s begins at %v", name, got)
		}
		at, ok := s.Window.Canvas().Focused().(fyne.CanvasObject)
		if !ok {
			t.Fatalf("nothing of the %s has the keyboard", name)
		}
		test.Type(s.Window.Canvas().Focused(), "x")
		end := fyne.CurrentApp().Driver().AbsolutePositionForObject(at).Y + at.Size().Height
		if top := fyne.CurrentApp().Driver().AbsolutePositionForObject(page).Y; end > top+page.Size().Height {
			t.Errorf("after a key what has the keyboard in the %s ends at %v, below the page's end at %v", name, end, top+page.Size().Height)
		}
	}
}

// TestTheWheelMovesTheList promises the same of the wheel.
func TestTheWheelMovesTheList(t *testing.T) {
	s, f, _ := openInWindow(t, 1366, 400, field.Look{Language: "th", Scheme: theme.Light, Scale: 1.3})
	f.SignInWith(rehearsal.Password)
	s.Settle()
	list := scrolled(s.Window.Content())
	s.Window.Canvas().Unfocus()
	list.Scroll.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -60)})
	at := list.Scroll.Offset.Y
	f.Tick()
	if got := list.Scroll.Offset.Y; got != at || at < 20 {
		t.Errorf("the list was moved to %v, and is at %v after a while", at, got)
	}
}

// TestATapBesideAQuestionLeavesThePage promises that a tap on nothing brings the
// keyboard back to where it was, not to the page's first question.
func TestATapBesideAQuestionLeavesThePage(t *testing.T) {
	s, f, _ := openInWindow(t, 1366, 768, light("th"))
	f.SignInWith(rehearsal.Password)
	f.Open("s3")
	s.Settle()
	first := s.Window.Canvas().Focused()
	s.Window.Canvas().FocusNext()
	s.Window.Canvas().FocusNext()
	at := s.Window.Canvas().Focused()
	if at == nil || at == first {
		t.Fatalf("the keyboard is at %T", at)
	}
	s.Window.Canvas().Unfocus()
	f.Tick()
	if got := s.Window.Canvas().Focused(); got != at {
		t.Errorf("after a tap on nothing the keyboard is at %T, want where it was, %T", got, at)
	}
}

// scrolled returns the page's scroll.
func scrolled(o fyne.CanvasObject) *kit.DragScroll {
	switch x := o.(type) {
	case *kit.DragScroll:
		return x
	case *fyne.Container:
		for _, child := range x.Objects {
			if found := scrolled(child); found != nil {
				return found
			}
		}
	}
	return nil
}
