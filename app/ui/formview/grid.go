package formview

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/ui/kit"
	"sala/forms/definition"
)

// gridMost is how many columns stand beside one another; with more, each row is
// a sheet of its own.
const gridMost = 5

// asGrid reports whether a table's rows stand under one heading.
func asGrid(q Question) bool {
	if q.Kind != definition.Table || len(q.Columns) > gridMost {
		return false
	}
	for _, c := range q.Columns {
		switch c.Kind {
		case definition.Address, definition.LongText, definition.Table, definition.Group, definition.Note, definition.Photo, definition.File, definition.Signature, definition.ManyOf, definition.Location, definition.DateTime, definition.Line, definition.Outline:
			return false
		case definition.OneOf:
			if len(c.Options) > 0 && len(c.Options) <= few {
				return false // a list that is as high as it is long
			}
		}
	}
	return true
}

// large reports whether the letters are so large that a row's questions stand
// below one another: beside one another they would be wider than a screen.
func large(w fyne.Widget) bool { return fynetheme.SizeForWidget(fynetheme.SizeNameText, w) >= 24 }

// grid is a table: one heading, and under it a line for each row with a button
// that takes it away.
func (v *View) grid(q Question, in *input) fyne.CanvasObject {
	column := kit.Column(1)
	add := v.kit.Button(v.kit.Say("kit.row.add"), func() { v.grow(q.Path) })
	add.Icon = fynetheme.ContentAddIcon()
	in.first = add
	shares := make([]float32, len(q.Columns)+1)
	heads := make([]fyne.CanvasObject, len(q.Columns)+1)
	for i, c := range q.Columns {
		shares[i], heads[i] = width(c.Kind), v.kit.Small(c.Label.In(v.kit.Language)).Bold()
	}
	shares[len(q.Columns)], heads[len(q.Columns)] = 0.5, kit.Space()
	large := large(add)
	shown := "?"
	in.put = func(q Question) {
		var order []string
		var rows []fyne.CanvasObject
		if len(q.Rows) > 0 && !large {
			rows = append(rows, kit.Shares(1, shares, heads...))
		}
		for n, r := range q.Rows {
			cells := make([]fyne.CanvasObject, len(shares))
			for i, c := range q.Columns {
				cells[i] = kit.Space() // a question that is not asked in this row
				for _, inner := range r.Questions {
					if inner.Path == r.Path+"."+c.ID {
						made := v.question(inner, &order)
						if made.field != nil && !large {
							made.field.Bare()
						}
						cells[i] = made.object
					}
				}
			}
			remove := v.kit.Button("", func() { v.shrink(q.Path, n, r.Path) }).As(kit.Quiet)
			remove.Icon, remove.Says = fynetheme.DeleteIcon(), v.kit.Say("kit.row.remove")+" "+strconv.Itoa(n+1)
			cells[len(q.Columns)] = kit.Column(0, remove, kit.Space())
			if large {
				rows = append(rows, kit.Column(0.5, append(cells[:len(q.Columns)], kit.Row(0, kit.Space(), remove), kit.Rule())...))
				continue
			}
			rows = append(rows, kit.Shares(1, shares, cells...))
		}
		if key := strings.Join(order, " ") + strconv.Itoa(len(q.Rows)); key != shown {
			shown = key
			column.Objects = append(rows, kit.Row(0, add, kit.Space()))
			column.Refresh()
		}
		able(add, q.Max == 0 || len(q.Rows) < q.Max)
	}
	return column
}

// width is a column's share of the line.
func width(kind definition.Kind) float32 {
	switch kind {
	case definition.Integer, definition.Decimal, definition.Time:
		return 1
	case definition.Date, definition.Money, definition.YesNo:
		return 1.4
	}
	return 2
}

func able(b *kit.Button, yes bool) {
	if yes {
		b.Enable()
	} else {
		b.Disable()
	}
}
