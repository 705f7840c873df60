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
			heads[i] = overhang(k.heading(c))
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

// heading is the button that sorts by a column.
func (k *Kit) heading(c Col) *Button {
	b := k.Button(c.Title, c.Sort).As(Quiet)
	b.Clips, b.heads = true, true
	return b
}

// overhang lets a heading begin in the gap before its column, so that its label
// begins where the column's values do.
func overhang(head fyne.CanvasObject) *fyne.Container { return container.New(overGap{}, head) }

type overGap struct{}

func (overGap) MinSize(heads []fyne.CanvasObject) fyne.Size {
	return heads[0].MinSize().SubtractWidthHeight(Grid, 0)
}

func (overGap) Layout(heads []fyne.CanvasObject, size fyne.Size) {
	heads[0].Move(fyne.NewPos(-Grid, 0))
	heads[0].Resize(size.AddWidthHeight(Grid, 0))
}
