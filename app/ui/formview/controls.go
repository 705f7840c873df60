package formview

import (
	"fmt"
	"strconv"

	"fyne.io/fyne/v2"

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
	case definition.Location:
		return v.position(q, in)
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
		in.address = a
		in.first, in.put = a.First(), func(q Question) {
			if at := canvasOf(a); at == nil || !within(a, kit.TypedInto(at)) {
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

// within reports whether what is typed into is a part of a.
func within(a *kit.AddressEntry, typed fyne.Focusable) bool {
	o, ok := typed.(fyne.CanvasObject)
	if !ok {
		return false
	}
	at, size := fyne.CurrentApp().Driver().AbsolutePositionForObject(a), a.Size()
	p := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	return p.X >= at.X && p.Y >= at.Y && p.X < at.X+size.Width && p.Y < at.Y+size.Height
}

// unlessTyping runs put unless a person is typing in e right now.
func unlessTyping(e *kit.Entry, put func()) {
	if c := canvasOf(e); c != nil && kit.TypedInto(c) == fyne.Focusable(e) {
		return
	}
	put()
}

// text returns the answer as it is typed.
func text(q Question) string {
	if q.Kind == definition.Location {
		return coordinates(q.Value)
	}
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
	case definition.Barcode:
		e.PlaceHolder = v.kit.Say("kit.barcode")
		in.write = e.Put
	case definition.ShortText:
		v.kit.MayCompose(e)
	}
	in.first, in.put = e, func(q Question) { unlessTyping(e, func() { e.Put(text(q)) }) }
	return e
}

// read turns what was typed into the kind's value where that is plain; the
// sheet understands the rest, and says so when it does not.
func (v *View) read(q Question, typed string) any {
	if q.Kind == definition.Money {
		if minor, ok := kit.ReadMoney(typed, q.Currency); ok {
			return minor
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
