package field_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"sala/app/ui/field"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/theme"
	"sala/assets/packs"
	"sala/forms/chart"
	"sala/forms/definition"
	"sala/forms/register"
)

// mapOf returns the map of a pack's country in its own language, so high.
func mapOf(t *testing.T, pack string, height float32) (m *field.Map, c *chart.Chart, language string) {
	t.Helper()
	c, err := chart.Load(packs.Files(pack))
	if err != nil {
		t.Fatal(err)
	}
	language = map[string]string{"th": "th", "kr": "ko"}[pack]
	m = field.NewMap(c, language, func(string) {}, func(*fyne.KeyEvent) bool { return false })
	m.Resize(fyne.NewSize(1318, height))
	return m, c, language
}

// written are the words on a map.
func written(m *field.Map) []*canvas.Text {
	var out []*canvas.Text
	for _, o := range test.WidgetRenderer(m).Objects() {
		if clip, ok := o.(*container.Clip); ok {
			for _, drawn := range clip.Content.(*fyne.Container).Objects {
				if t, ok := drawn.(*canvas.Text); ok {
					out = append(out, t)
				}
			}
		}
	}
	return out
}

// TestWhereThereAreVisitsIsNamed promises that all of the map says where the
// visits are, in letters of twice the size too, and that no words lie on others.
func TestWhereThereAreVisitsIsNamed(t *testing.T) {
	for _, pack := range []string{"th", "kr"} {
		t.Run(pack, func(t *testing.T) {
			studiotest.Open(t, 1366, 768).Use(theme.New(theme.Field, theme.Light, 2))
			m, c, language := mapOf(t, pack, 360)
			var pins []field.Pin
			for i, a := range c.Areas {
				if i%2 == 0 {
					pins = append(pins, field.Pin{ID: a.Name, Label: "1", At: a.Centre})
				}
			}
			m.Put(pins, register.Point{}, 0)
			words := written(m)
			apart(t, words)
			for _, pin := range pins {
				a, _ := c.Area(pin.ID)
				if !slices.ContainsFunc(words, func(w *canvas.Text) bool { return w.Text == a.Label.In(language) }) {
					t.Errorf("%s has a visit and no name", a.Name)
				}
			}
		})
	}
}

// TestNamesOnTheMapStandClear promises that the name of an area stands in it and
// crosses no boundary, unless there are visits and no other room, that no words lie
// on others, on a pin or on a mark, and that what has no room appears when the map
// is drawn nearer.
func TestNamesOnTheMapStandClear(t *testing.T) {
	for _, pack := range []string{"th", "kr"} {
		for _, scale := range []float32{1, 2} {
			t.Run(fmt.Sprint(pack, scale), func(t *testing.T) {
				studiotest.Open(t, 1366, 768).Use(theme.New(theme.Field, theme.Light, scale))
				m, c, language := mapOf(t, pack, 454)
				centre := c.Areas[0].Centre
				pins := []field.Pin{{ID: "a", At: centre}, {ID: "b", At: register.Point{Lat: centre.Lat + 0.004, Lon: centre.Lon}}}
				m.Put(pins, centre, 10)
				seen := map[string]bool{}
				for range 4 {
					shown := standClear(t, m, c, language, pins)
					if len(seen) == 0 && len(shown)*3 < len(c.Areas)*2 && scale == 1 {
						t.Errorf("only %d of %d areas are named", len(shown), len(c.Areas))
					}
					for name := range shown {
						seen[name] = true
					}
					m.Nearer(1.6)
				}
				if len(seen) < len(c.Areas)-2 {
					t.Errorf("%d of %d areas are named however near the map is", len(seen), len(c.Areas))
				}
			})
		}
	}
}

// TestANameStandsInABentArea promises that the name of an area stands in it also
// where its middle lies beside it: there is room, and it is another's.
func TestANameStandsInABentArea(t *testing.T) {
	studiotest.Open(t, 1366, 768).Use(theme.New(theme.Field, theme.Light, 1))
	bent := chart.Area{Name: "bent", Label: definition.Text{"en": "Bent"}, Centre: register.Point{Lat: 18.5, Lon: 98.7}}
	for _, p := range [][2]float64{{0, 0}, {0, 10}, {1, 10}, {1, 4}, {9, 4}, {9, 10}, {10, 10}, {10, 0}} {
		bent.Ring = append(bent.Ring, register.Point{Lat: 18 + p[0]/10, Lon: 98 + p[1]/10})
	}
	m := field.NewMap(&chart.Chart{Areas: []chart.Area{bent}}, "en", func(string) {}, func(*fyne.KeyEvent) bool { return false })
	m.Resize(fyne.NewSize(800, 600))
	words := written(m)
	at := slices.IndexFunc(words, func(w *canvas.Text) bool { return w.Text == "Bent" })
	if at < 0 {
		t.Fatal("it is not named")
	}
	if w := words[at]; !bent.Inside(m.There(w.Position().AddXY(w.Size().Width/2, w.Size().Height/2))) {
		t.Error("its name stands beside it")
	}
}

// apart looks whether names lie on others; a pin's number is no name.
func apart(t *testing.T, words []*canvas.Text) {
	t.Helper()
	for i, a := range words {
		for _, b := range words[:i] {
			if len(a.Text) > 2 && len(b.Text) > 2 && math.Abs(float64(a.Position().X+a.Size().Width/2-b.Position().X-b.Size().Width/2)) < float64(a.Size().Width+b.Size().Width)/2-1 &&
				math.Abs(float64(a.Position().Y+a.Size().Height/2-b.Position().Y-b.Size().Height/2)) < float64(a.Size().Height+b.Size().Height)/2-1 {
				t.Errorf("%q lies on %q", a.Text, b.Text)
			}
		}
	}
}

// standClear looks at one drawing of a map, and returns the areas that are named.
func standClear(t *testing.T, m *field.Map, c *chart.Chart, language string, pins []field.Pin) map[string]bool {
	t.Helper()
	words := written(m)
	in := func(p fyne.Position, o *canvas.Text) bool {
		at, size := o.Position(), o.Size()
		return p.X > at.X && p.Y > at.Y && p.X < at.X+size.Width && p.Y < at.Y+size.Height
	}
	apart(t, words)
	for _, a := range words {
		for _, mark := range c.Marks {
			if in(m.Where(mark.At), a) {
				t.Errorf("%q lies on the mark of %q", a.Text, mark.Label.In(language))
			}
		}
	}
	named := map[string]bool{}
	for _, area := range c.Areas {
		for _, w := range words {
			if w.Text != area.Label.In(language) {
				continue
			}
			named[w.Text] = true
			if slices.ContainsFunc(pins, func(p field.Pin) bool { return area.Inside(p.At) }) {
				break
			}
			if middle := w.Position().AddXY(w.Size().Width/2, w.Size().Height/2); !area.Inside(m.There(middle)) {
				t.Errorf("%q does not stand in its area", w.Text)
			}
			for _, other := range c.Areas {
				for i, p := range other.Ring {
					from, to := m.Where(p), m.Where(other.Ring[(i+1)%len(other.Ring)])
					for n := range 400 {
						if at := fyne.NewPos(from.X+(to.X-from.X)*float32(n)/400, from.Y+(to.Y-from.Y)*float32(n)/400); in(at, w) {
							t.Errorf("the boundary of %s runs through %q", other.Name, w.Text)
							break
						}
					}
				}
			}
		}
	}
	return named
}
