package formview

import (
	"fmt"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/ui/kit"
	"sala/forms/calendar"
	"sala/forms/definition"
	"sala/forms/register"
)

// few is how many options are shown as a list; more are found by typing.
const few = 7

func tooMany(q Question) bool { return len(q.Options) > few }

// control makes the control of a question.
func (v *View) control(q Question) *input {
	if q.Kind == definition.Note {
		return &input{object: v.kit.Hint(q.Label.In(v.kit.Language))}
	}
	in := &input{}
	var object fyne.CanvasObject
	if q.ReadOnly {
		text := v.kit.Text(Answer(v.kit, q))
		object = text
		in.put = func(q Question) { text.SetWords(orDash(Answer(v.kit, q))) }
	} else {
		object = v.editable(q, in)
	}
	in.field = v.kit.Field(q.Label.In(v.kit.Language), q.Hint.In(v.kit.Language), q.Required, object)
	in.object = in.field.Container
	return in
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

func (v *View) editable(q Question, in *input) fyne.CanvasObject {
	switch q.Kind {
	case definition.LongText:
		return v.area(q, in)
	case definition.Line, definition.Outline:
		return v.line(q, in)
	case definition.DateTime:
		return v.dateTime(q, in)
	case definition.Date:
		return v.date(q, in)
	case definition.NationalNumber:
		return v.national(q, in)
	case definition.OneOf, definition.ManyOf, definition.YesNo:
		if tooMany(q) && q.Kind == definition.OneOf {
			return v.find(q, in)
		}
		return v.choice(q, in)
	case definition.Address:
		a := v.kit.AddressEntry(addressOf(q), func(a register.Address) { v.answer(q.Path, answerOf(a)) })
		in.first, in.put = a.First(), func(q Question) {
			if at := canvasOf(a); at == nil || !within(a, at.Focused()) {
				a.Put(addressOf(q))
			}
		}
		return a
	case definition.Table, definition.Group:
		if asGrid(q) {
			return v.grid(q, in)
		}
		return v.group(q, in)
	case definition.Photo, definition.File, definition.Signature:
		return v.attachment(q, in)
	}
	return v.entry(q, in)
}

// within reports whether the control that has the keyboard is a part of a.
func within(a *kit.AddressEntry, focused fyne.Focusable) bool {
	o, ok := focused.(fyne.CanvasObject)
	if !ok {
		return false
	}
	at, size := fyne.CurrentApp().Driver().AbsolutePositionForObject(a), a.Size()
	p := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	return p.X >= at.X && p.Y >= at.Y && p.X < at.X+size.Width && p.Y < at.Y+size.Height
}

// unlessTyping runs put unless a person is typing in e right now.
func unlessTyping(e *kit.Entry, put func()) {
	if c := canvasOf(e); c != nil && c.Focused() == fyne.Focusable(e) {
		return
	}
	put()
}

// text returns the answer as it is typed.
func text(q Question) string {
	switch v := q.Value.(type) {
	case nil:
		return ""
	case string:
		return v
	case int64:
		if q.Kind == definition.Money {
			return plainMoney(v, q.Currency)
		}
		return strconv.FormatInt(v, 10)
	case map[string]any:
		if q.Kind == definition.Location {
			return fmt.Sprintf("%v, %v", v["lat"], v["lon"])
		}
	}
	return fmt.Sprint(q.Value)
}

func plainMoney(minor int64, currency string) string {
	if currency == "KRW" {
		return strconv.FormatInt(minor, 10)
	}
	return fmt.Sprintf("%d.%02d", minor/100, minor%100)
}

func (v *View) entry(q Question, in *input) fyne.CanvasObject {
	e := v.kit.Entry(text(q), func(typed string) { v.answer(q.Path, v.read(q, typed)) })
	switch q.Kind {
	case definition.Time:
		e.PlaceHolder = "09:30"
	case definition.Location:
		e.PlaceHolder = "18.7883, 98.9853"
	case definition.Barcode:
		e.PlaceHolder = v.kit.Say("kit.barcode")
		in.write = e.Put
	case definition.ShortText:
		v.kit.MayCompose(e)
	}
	in.first, in.put = e, func(q Question) { unlessTyping(e, func() { e.Put(text(q)) }) }
	if q.Kind == definition.Location {
		return v.located(e, in)
	}
	return e
}

// located says below a position how sure the receiver was of it.
func (v *View) located(e fyne.CanvasObject, in *input) fyne.CanvasObject {
	sure, write := v.kit.Small(""), in.put
	in.put = func(q Question) {
		write(q)
		words := accuracy(v.kit, q.Value)
		sure.SetWords(words)
		sure.Hidden = words == ""
	}
	return kit.Column(0.5, e, sure)
}

// read turns what was typed into the kind's value where that is plain; the
// sheet understands the rest, and says so when it does not.
func (v *View) read(q Question, typed string) any {
	switch q.Kind {
	case definition.Money:
		if minor, ok := kit.ReadMoney(typed, q.Currency); ok {
			return minor
		}
	case definition.Location:
		lat, lon, found := strings.Cut(typed, ",")
		x, err := strconv.ParseFloat(strings.TrimSpace(lat), 64)
		y, err2 := strconv.ParseFloat(strings.TrimSpace(lon), 64)
		if found && err == nil && err2 == nil {
			return map[string]any{"lat": x, "lon": y}
		}
	}
	if typed == "" {
		return nil
	}
	return typed
}

func (v *View) area(q Question, in *input) fyne.CanvasObject {
	e := v.kit.Area(text(q), func(typed string) { v.answer(q.Path, v.read(q, typed)) })
	v.kit.MayCompose(e)
	in.first, in.put = e, func(q Question) { unlessTyping(e, func() { e.Put(text(q)) }) }
	return e
}

func (v *View) date(q Question, in *input) fyne.CanvasObject {
	var d *kit.DateEntry
	d = v.kit.DateEntry(dateOf(q), func(date calendar.Date, right bool) {
		if !right {
			v.answer(q.Path, d.Entry.Text) // kept as typed; the sheet says what is wrong
			return
		}
		v.answer(q.Path, noneIfEmpty(date.String()))
	})
	in.first, in.put = d.Entry, func(q Question) {
		unlessTyping(d.Entry, func() {
			date := dateOf(q)
			d.Put(date)
			if raw, _ := q.Value.(string); date.IsZero() && raw != "" {
				d.Entry.Put(raw) // half a date: what was typed stays
			}
		})
	}
	return kit.Least(220, 0, d)
}

func noneIfEmpty(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func dateOf(q Question) calendar.Date {
	s, _ := q.Value.(string)
	d, _ := calendar.Parse(s)
	return d
}

func addressOf(q Question) register.Address {
	m, _ := q.Value.(map[string]any)
	return address(q.Country, m)
}

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
		if options := v.options(q); !same(options, c.Options()) {
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

func same(a, b []kit.Option) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
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
