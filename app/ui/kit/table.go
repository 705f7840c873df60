package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"sala/app/ui/theme"
)

// Col is a column of a table.
type Col struct {
	Title  string
	Share  float32
	Sort   func() // the heading was tapped; nil for none
	Sorted bool   // the rows are in this column's order
}

// Table shows many rows of one height, of which only those on the screen exist.
// row must answer from memory: a page of rows that somebody loaded, never a
// query.
func (k *Kit) Table(cols []Col, count int, row func(int) []string, open func(int)) fyne.CanvasObject {
	shares := make([]float32, len(cols))
	heads := make([]fyne.CanvasObject, len(cols))
	for i, c := range cols {
		shares[i] = c.Share
		heads[i] = k.Text(c.Title).Bold().Clipped(1)
		if c.Sort != nil {
			heads[i] = k.Button(c.Title, c.Sort).As(Quiet)
		}
	}
	list := widget.NewList(func() int { return count },
		func() fyne.CanvasObject {
			cells := make([]fyne.CanvasObject, len(cols))
			for i := range cells {
				cells[i] = k.Text(" ").Clipped(1)
			}
			return Inset(0.5, 1, Shares(1, shares, cells...))
		},
		func(n int, o fyne.CanvasObject) {
			cells := o.(*fyne.Container).Objects[0].(*fyne.Container).Objects
			for i, words := range row(n) {
				if i < len(cells) {
					cells[i].(*Text).SetWords(words)
				}
			}
		})
	if open != nil {
		list.OnSelected = func(n int) { k.touched(); open(n) }
	}
	return container.NewBorder(On(theme.Tint, Inset(0.5, 1, Shares(1, shares, heads...))), nil, nil, nil, list)
}
