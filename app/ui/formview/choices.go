package formview

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/ui/kit"
	"sala/forms/definition"
)

func (v *View) options(q Question) []kit.Option {
	if q.Kind == definition.YesNo {
		return []kit.Option{{ID: "true", Label: v.kit.Say("kit.yes")}, {ID: "false", Label: v.kit.Say("kit.no")}}
	}
	out := make([]kit.Option, 0, len(q.Options))
	for _, o := range q.Options {
		out = append(out, kit.Option{ID: o.ID, Label: o.Label.In(v.kit.Language)})
	}
	return out
}

func chosen(q Question) []string {
	switch v := q.Value.(type) {
	case string:
		return []string{v}
	case bool:
		return []string{strconv.FormatBool(v)}
	case []any:
		var out []string
		for _, e := range v {
			out = append(out, fmt.Sprint(e))
		}
		return out
	}
	return nil
}

func (v *View) choice(q Question, in *input) fyne.CanvasObject {
	c := v.kit.Choice(v.options(q), chosen(q), q.Kind == definition.ManyOf, func(ids []string) { v.answer(q.Path, picked(q.Kind, ids)) })
	in.first, in.put = c, func(q Question) {
		if options := v.options(q); !slices.Equal(options, c.Options()) {
			c.SetOptions(options)
		}
		c.Put(chosen(q))
	}
	return c
}

func picked(kind definition.Kind, ids []string) any {
	switch {
	case kind == definition.ManyOf:
		out := make([]any, len(ids))
		for i, id := range ids {
			out[i] = id
		}
		return out
	case len(ids) == 0:
		return nil
	case kind == definition.YesNo:
		return ids[0] == "true"
	}
	return ids[0]
}

// find is a choice among many: typing narrows it.
func (v *View) find(q Question, in *input) fyne.CanvasObject {
	current := q
	label := func() string {
		if s, ok := current.Value.(string); ok {
			return optionLabel(v.kit, current, s)
		}
		return ""
	}
	t := v.kit.TypeAhead(label(), func(query string) []kit.Option {
		var out []kit.Option
		for _, o := range v.options(current) {
			if strings.Contains(strings.ToLower(o.Label), strings.ToLower(strings.TrimSpace(query))) && len(out) < 8 {
				out = append(out, o)
			}
		}
		return out
	}, func(o kit.Option) { v.answer(q.Path, o.ID) })
	in.first, in.put = t.Entry, func(q Question) {
		current = q
		unlessTyping(t.Entry, func() { t.Put(label()) })
	}
	return t
}

// group is a repeating group: each row a sheet of its own, with a button to take
// it away, and one below to add another.
func (v *View) group(q Question, in *input) fyne.CanvasObject {
	column := kit.Column(1.5)
	add := v.kit.Button(v.kit.Say("kit.row.add"), func() { v.grow(q.Path) })
	add.Icon = fynetheme.ContentAddIcon()
	in.first = add
	shown := ""
	in.put = func(q Question) {
		var order []string
		cells := make([][]fyne.CanvasObject, len(q.Rows))
		for n, r := range q.Rows {
			for _, inner := range r.Questions {
				cells[n] = append(cells[n], v.question(inner, &order).object)
			}
		}
		if key := strings.Join(order, " ") + strconv.Itoa(len(q.Rows)); key != shown {
			shown, column.Objects = key, nil
			for n, r := range q.Rows {
				column.Add(v.row(q.Path, n, r, cells[n]))
			}
			column.Add(kit.Row(0, add, kit.Space()))
			column.Refresh()
		}
		able(add, q.Max == 0 || len(q.Rows) < q.Max)
	}
	return column
}

// row is the sheet of one row of a group.
func (v *View) row(group string, n int, r Row, cells []fyne.CanvasObject) fyne.CanvasObject {
	remove := v.kit.Button(v.kit.Say("kit.row.remove"), func() { v.shrink(group, n, r.Path) }).As(kit.Quiet)
	head := kit.Row(1, kit.Stretch(kit.Column(0, kit.Space(), v.kit.Text(v.kit.Say("kit.row.title", "number", n+1)).Bold(), kit.Space())), remove)
	body := kit.Column(1.5, cells...)
	if len(cells) > 1 && len(cells) <= 4 && !wide(r.Questions) && !large(remove) {
		body = kit.Tiles(2, len(cells), cells...)
	}
	return kit.Panel(kit.Column(1, head, body))
}

// wide reports whether one of the questions needs a whole line.
func wide(list []Question) bool {
	for _, q := range list {
		switch q.Kind {
		case definition.Address, definition.LongText, definition.Table, definition.Group, definition.Note:
			return true
		}
	}
	return false
}
