package studiotest

import (
	"fmt"
	"math"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"sala/app/ui/kit"
)

// rows is the list below the headings of a table.
type rows interface {
	fyne.Widget
	ScrollToTop()
	Select(id int)
}

// Crooked names the values of tables that begin elsewhere than their columns'
// headings, and returns how many values it looked at.
func (s *Studio) Crooked() (faults []string, looked int) {
	walk(s.Window.Content(), fyne.Position{}, 0, func(o fyne.CanvasObject, at fyne.Position) {
		c, ok := o.(*fyne.Container)
		if !ok {
			return
		}
		list := slices.IndexFunc(c.Objects, func(o fyne.CanvasObject) bool { _, ok := o.(rows); return ok && o.Visible() })
		if list < 0 {
			return
		}
		var heads []begin
		for i, o := range c.Objects {
			if i != list {
				heads = append(heads, begins(o, at)...)
			}
		}
		for _, v := range begins(c.Objects[list], at) {
			looked++
			if !slices.ContainsFunc(heads, func(h begin) bool { return math.Abs(float64(h.x-v.x)) < 0.5 }) {
				faults = append(faults, fmt.Sprintf("%q begins at %.0f, below none of %v", v.text, v.x, heads))
			}
		}
	})
	return faults, looked
}

// begin is where a text begins.
type begin struct {
	text string
	x    float32
}

// begins are the texts of a thing, but for what stands in entries.
func begins(o fyne.CanvasObject, at fyne.Position) (out []begin) {
	if o == nil || !o.Visible() {
		return nil
	}
	at = at.Add(o.Position())
	var parts []fyne.CanvasObject
	switch c := o.(type) {
	case *kit.Entry:
	case *canvas.Text:
		if c.Text != "" {
			out = append(out, begin{c.Text, at.X})
		}
	case *fyne.Container:
		parts = c.Objects
	case fyne.Widget:
		parts = test.WidgetRenderer(c).Objects()
	}
	for _, part := range parts {
		out = append(out, begins(part, at)...)
	}
	return out
}
