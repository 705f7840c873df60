// Package studiotest draws screens in tests, with no display, and finds what does
// not fit. Nothing that is shipped imports it.
package studiotest

import (
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"sala/app/ui/kit"
	"sala/app/words"
	"sala/forms/calendar"
)

// Studio is a window that exists in memory.
type Studio struct {
	Window fyne.Window
	size   fyne.Size
	t      testing.TB
}

// Open returns a window of a size, without a border.
func Open(t testing.TB, width, height float32) *Studio {
	t.Helper()
	test.NewTempApp(t)
	w := test.NewWindow(nil)
	t.Cleanup(w.Close)
	w.SetPadded(false)
	s := &Studio{Window: w, size: fyne.NewSize(width, height), t: t}
	w.Resize(s.size)
	return s
}

// Use puts a theme to use.
func (s *Studio) Use(theme fyne.Theme) { fyne.CurrentApp().Settings().SetTheme(theme) }

// Kit returns the parts of a kit with the program's own words.
func Kit(t testing.TB) kit.Kit {
	t.Helper()
	c, err := words.Open()
	if err != nil {
		t.Fatal(err)
	}
	return kit.New(c, func() calendar.Date { return calendar.Date{Year: 2026, Month: 11, Day: 22} })
}

// Settle lays the window out as often as text needs that learns its width
// late. A real window does so by itself, frame by frame.
func (s *Studio) Settle() {
	for range 3 {
		refreshLayouts(s.Window.Content())
	}
}

func refreshLayouts(o fyne.CanvasObject) {
	walk(o, fyne.Position{}, 0, func(o fyne.CanvasObject, _ fyne.Position) {
		switch c := o.(type) {
		case *fyne.Container:
			if c.Layout != nil {
				c.Layout.Layout(c.Objects, c.Size())
			}
		case *container.Scroll:
			c.Refresh()
		case fyne.Widget:
			test.WidgetRenderer(c).Layout(o.Size())
		}
	})
}

// walk visits what is visible with its place in the window.
func walk(o fyne.CanvasObject, at fyne.Position, depth int, visit func(fyne.CanvasObject, fyne.Position)) {
	if o == nil || !o.Visible() || depth > 60 {
		return
	}
	at = at.Add(o.Position())
	visit(o, at)
	switch c := o.(type) {
	case *fyne.Container:
		for _, child := range c.Objects {
			walk(child, at, depth+1, visit)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(c).Objects() {
			walk(child, at, depth+1, visit)
		}
	}
}

// Save writes the window as DIR/name.png.
func (s *Studio) Save(dir, name string) {
	s.t.Helper()
	f, err := os.Create(filepath.Join(dir, name+".png"))
	if err != nil {
		s.t.Fatal(err)
	}
	if err := png.Encode(f, s.Window.Canvas().Capture()); err != nil {
		s.t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		s.t.Fatal(err)
	}
}

// Texts returns every text that is shown.
func (s *Studio) Texts() []string {
	var out []string
	walk(s.Window.Content(), fyne.Position{}, 0, func(o fyne.CanvasObject, _ fyne.Position) {
		if t, ok := o.(*canvas.Text); ok && t.Text != "" {
			out = append(out, t.Text)
		}
	})
	return out
}

// Smallest returns the size of the smallest letters that are shown, and what they say.
func (s *Studio) Smallest() (size float32, words string) {
	walk(s.Window.Content(), fyne.Position{}, 0, func(o fyne.CanvasObject, _ fyne.Position) {
		if t, ok := o.(*canvas.Text); ok && t.Text != "" && (words == "" || t.TextSize < size) {
			size, words = t.TextSize, t.Text
		}
	})
	return size, words
}

// Faults names what is wrong with what is shown: words that the catalogue does
// not have, text that is cut off, and text over text.
func (s *Studio) Faults() []string {
	var faults []string
	type place struct {
		text string
		at   fyne.Position
		size fyne.Size
	}
	var seen []place
	clip := []area{{fyne.Position{}, s.size}}
	var visit func(o fyne.CanvasObject, at fyne.Position, depth int, clip []area, width float32)
	visit = func(o fyne.CanvasObject, at fyne.Position, depth int, clip []area, width float32) {
		if o == nil || !o.Visible() || depth > 60 {
			return
		}
		at = at.Add(o.Position())
		_, icon := o.(*widget.Icon) // drawn as small as its place is
		if least, has := o.MinSize(), o.Size(); !icon && !scrolled(clip) && (has.Height+1.5 < least.Height || has.Width+1.5 < least.Width) && depth > 1 {
			faults = append(faults, fmt.Sprintf("%T at %.0f,%.0f has %.0fx%.0f and needs %.0fx%.0f: %s", o, at.X, at.Y, has.Width, has.Height, least.Width, least.Height, first(o)))
			return
		}
		switch c := o.(type) {
		case *canvas.Text:
			if c.Text == "" {
				return
			}
			if strings.Contains(c.Text, "⟦") || strings.Contains(c.Text, "{") {
				faults = append(faults, fmt.Sprintf("no words for %s", c.Text))
			}
			size := c.MinSize()
			box := area{at, fyne.NewSize(max(size.Width, 1), size.Height)}
			switch c.Alignment {
			case fyne.TextAlignCenter:
				box.at.X += (c.Size().Width - size.Width) / 2
			case fyne.TextAlignTrailing:
				box.at.X += c.Size().Width - size.Width
			}
			if over := size.Width - c.Size().Width; over > 1 {
				faults = append(faults, fmt.Sprintf("%q is %.0f wide and has %.0f", c.Text, size.Width, c.Size().Width))
			}
			if !scrolled(clip) && !inside(box, clip[0]) {
				faults = append(faults, fmt.Sprintf("%q at %.0f,%.0f is outside of the window", c.Text, box.at.X, box.at.Y))
			}
			for _, other := range seen {
				if overlap(box, area{other.at, other.size}) && !scrolled(clip) {
					faults = append(faults, fmt.Sprintf("%q lies over %q", c.Text, other.text))
				}
			}
			if !scrolled(clip) {
				seen = append(seen, place{c.Text, box.at, box.size})
			}
		case *fyne.Container:
			for _, child := range c.Objects {
				visit(child, at, depth+1, clip, width)
			}
		case *widget.Entry:
		case *kit.Entry:
		case *container.Scroll:
			for _, child := range test.WidgetRenderer(c).Objects() {
				visit(child, at, depth+1, append(clip, area{at, c.Size()}), width)
			}
		case fyne.Widget:
			for _, child := range test.WidgetRenderer(c).Objects() {
				visit(child, at, depth+1, clip, width)
			}
		}
	}
	visit(s.Window.Content(), fyne.Position{}, 0, clip, s.size.Width)
	return faults
}

// first returns the first words on a thing, to find it by.
func first(o fyne.CanvasObject) string {
	words := ""
	walk(o, fyne.Position{}, 0, func(o fyne.CanvasObject, _ fyne.Position) {
		if t, ok := o.(*canvas.Text); ok && words == "" {
			words = t.Text
		}
	})
	return words
}

type area struct {
	at   fyne.Position
	size fyne.Size
}

func scrolled(clip []area) bool { return len(clip) > 1 }

func inside(a, b area) bool {
	const slack = 1.5
	return a.at.X >= b.at.X-slack && a.at.Y >= b.at.Y-slack && a.at.X+a.size.Width <= b.at.X+b.size.Width+slack && a.at.Y+a.size.Height <= b.at.Y+b.size.Height+slack
}

func overlap(a, b area) bool {
	const slack = 2
	// Lines of one paragraph touch: Thai needs the room above and below.
	top, bottom := a.at.Y+a.size.Height*0.25, a.at.Y+a.size.Height*0.75
	top2, bottom2 := b.at.Y+b.size.Height*0.25, b.at.Y+b.size.Height*0.75
	return a.at.X+slack < b.at.X+b.size.Width && b.at.X+slack < a.at.X+a.size.Width && top < bottom2 && top2 < bottom
}

// Poll waits until what holds, and fails the test when it does not within five
// seconds.
func Poll(t testing.TB, what string, holds func() bool) {
	t.Helper()
	deadline := time.Now().Add(5 * time.Second)
	for !holds() {
		if time.Now().After(deadline) {
			t.Fatalf("waited five seconds for %s", what)
		}
		time.Sleep(2 * time.Millisecond)
	}
}

// All returns the things of a kind that are shown, in the order of the window.
func All[T fyne.CanvasObject](s *Studio) []T {
	var out []T
	walk(s.Window.Content(), fyne.Position{}, 0, func(o fyne.CanvasObject, _ fyne.Position) {
		if t, ok := o.(T); ok {
			out = append(out, t)
		}
	})
	return out
}

// Entries returns the entries that are shown, in the order of the window.
func (s *Studio) Entries() []*kit.Entry { return All[*kit.Entry](s) }

// Press presses the button of a label.
func (s *Studio) Press(label string) {
	s.t.Helper()
	var found *kit.Button
	for _, b := range All[*kit.Button](s) {
		if b.Label == label {
			found = b
		}
	}
	if found == nil {
		s.t.Fatalf("there is no button %q", label)
	}
	found.Tapped(nil)
}

// Inputs returns what can be entered into, in the order of the window: of an input
// that is made of others only itself.
func (s *Studio) Inputs() []kit.Input {
	var out []kit.Input
	inner := map[fyne.CanvasObject]bool{}
	walk(s.Window.Content(), fyne.Position{}, 0, func(o fyne.CanvasObject, _ fyne.Position) {
		in, ok := o.(kit.Input)
		if !ok || inner[o] {
			return
		}
		out = append(out, in)
		walk(o, fyne.Position{}, 0, func(part fyne.CanvasObject, _ fyne.Position) { inner[part] = true })
	})
	return out
}

// Enter enters something else than what an input holds, by its keys; it reports
// whether that can be done.
func Enter(in kit.Input) bool {
	key := func(e *kit.Entry, name fyne.KeyName) { e.TypedKey(&fyne.KeyEvent{Name: name}) }
	was := in.Holds()
	switch x := in.(type) {
	case *kit.Entry:
		test.Type(x, "7")
	case *kit.DateEntry:
		key(x.Entry, fyne.KeyPageUp)
	case *kit.TypeAhead:
		x.Entry.SetText("")
		key(x.Entry, fyne.KeyDown)
		key(x.Entry, fyne.KeyDown)
		key(x.Entry, fyne.KeyReturn)
	case *kit.Picker:
		test.Type(x.Ahead.Entry, "p")
	case *kit.Choice:
		if x.TypedRune('1'); in.Holds() == was {
			x.TypedRune('2')
		}
	}
	return in.Holds() != was
}
