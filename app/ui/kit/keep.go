package kit

import (
	"slices"
	"strings"

	"sala/forms/calendar"
)

// Input is a control into which a person enters something. What it holds is a
// text that means the same in every language and to the next program: it can be
// kept, and put back after a crash. A password holds nothing, whatever stands in it.
type Input interface {
	// Holds returns what was entered.
	Holds() string
	// Restore puts back what Holds returned, and tells the owner. What stands there
	// already, or can no longer be chosen, changes nothing.
	Restore(held string)
	// Keep has told called with what is held at every change by hand, before the
	// owner is. From then on the page carries nothing over to it by itself.
	Keep(told func(held string))
}

// Holds implements Input.
func (e *Entry) Holds() string {
	if e.Password {
		return ""
	}
	return e.Text
}

// Restore implements Input.
func (e *Entry) Restore(held string) {
	if e.Password || held == e.Text {
		return
	}
	e.Put(held)
	owner := e.OnChanged
	if e.Kept {
		owner = e.owner
	}
	if owner != nil {
		owner(held)
	}
}

// Keep implements Input.
func (e *Entry) Keep(told func(held string)) {
	if e.Password {
		return
	}
	e.Kept, e.owner = true, e.OnChanged
	e.OnChanged = func(text string) {
		told(text)
		if e.owner != nil {
			e.owner(text)
		}
	}
}

// Holds implements Input: the IDs that are chosen, a line each.
func (c *Choice) Holds() string { return strings.Join(c.Chosen(), "\n") }

// Restore implements Input.
func (c *Choice) Restore(held string) {
	ids := lines(held)
	if slices.Equal(ids, c.Chosen()) || !c.offers(ids) || len(ids) > 1 && !c.Many {
		return
	}
	c.Put(ids)
	if c.changed != nil && (c.Many || len(ids) > 0) {
		c.changed(ids)
	}
}

// Keep implements Input.
func (c *Choice) Keep(told func(held string)) { c.told = told }

// Holds implements Input: a date as 2026-11-30, anything else as it was typed
// after a question mark.
func (d *DateEntry) Holds() string {
	if _, right := d.read(d.Entry.Text); !right {
		return "?" + d.Entry.Text
	}
	return d.value.String()
}

// Restore implements Input.
func (d *DateEntry) Restore(held string) {
	if held == d.Holds() {
		return
	}
	if typed, wrong := strings.CutPrefix(held, "?"); wrong {
		d.Entry.Put(typed)
		d.typed(typed)
		return
	}
	date, err := calendar.Date{}, error(nil)
	if held != "" {
		date, err = calendar.Parse(held)
	}
	if err == nil {
		d.pick(date)
	}
}

// Keep implements Input.
func (d *DateEntry) Keep(told func(held string)) { d.Entry.Kept, d.told = true, told }

// Holds implements Input: the ID and the words of what was taken, or what was
// typed to find it after an empty line.
func (t *TypeAhead) Holds() string {
	switch {
	case t.Entry.Text == "":
		return ""
	case t.taken.ID != "" && t.taken.Label == t.Entry.Text:
		return t.taken.ID + "\n" + t.taken.Label
	}
	return "\n" + t.Entry.Text
}

// Restore implements Input.
func (t *TypeAhead) Restore(held string) {
	if held == t.Holds() {
		return
	}
	id, words, _ := strings.Cut(held, "\n")
	t.Put(words)
	if t.taken = (Option{ID: id, Label: words}); id != "" {
		t.chosen(t.taken)
	}
}

// Keep implements Input.
func (t *TypeAhead) Keep(told func(held string)) { t.Entry.Kept, t.told = true, told }

// Holds implements Input: the folder, and what was typed to find a file in it.
func (p *Picker) Holds() string {
	if p.folder == "" && p.Ahead.Entry.Text == "" {
		return ""
	}
	return p.folder + "\n" + p.Ahead.Entry.Text
}

// Restore implements Input. A folder that is gone says so.
func (p *Picker) Restore(held string) {
	if held == p.Holds() {
		return
	}
	folder, typed, _ := strings.Cut(held, "\n")
	p.goInto(folder, typed)
}

// Keep implements Input.
func (p *Picker) Keep(told func(held string)) {
	p.told = told
	p.Ahead.Keep(func(string) { told(p.Holds()) })
}

// lines are the lines of a text, none of an empty one.
func lines(text string) []string {
	if text == "" {
		return []string{}
	}
	return strings.Split(text, "\n")
}
