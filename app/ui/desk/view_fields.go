package desk

import (
	"cmp"
	"slices"

	"sala/forms/calendar"
	"sala/forms/definition"
	"sala/forms/identity"
	"sala/forms/register"
)

// fieldOf is what the pack says of a field of a register, and its place there.
func (w *Window) fieldOf(reg, name string) (field register.Field, at int, ok bool) {
	forms, ok := w.desk.office.Forms.(interface {
		Register(name string) (register.Definition, bool)
	})
	if !ok {
		return field, 0, false
	}
	d, ok := forms.Register(reg)
	if !ok {
		return field, 0, false
	}
	at = slices.IndexFunc(d.Fields, func(f register.Field) bool { return f.Name == name })
	if at < 0 {
		return field, 0, false
	}
	return d.Fields[at], at, true
}

// fieldLabel is what the pack calls a field of a register.
func (w *Window) fieldLabel(reg, name string) string {
	if f, _, ok := w.fieldOf(reg, name); ok {
		return definition.Text(f.Label).In(w.now.Language)
	}
	return name
}

// fieldWords is a field's value as a person reads it.
func (w *Window) fieldWords(reg, name string, value any) string {
	text, isText := value.(string)
	f, _, ok := w.fieldOf(reg, name)
	if !ok || !isText || text == "" {
		return valueWords(value)
	}
	if words := definition.Text(f.Words[text]).In(w.now.Language); words != "" {
		return words
	}
	switch f.Kind {
	case "date":
		if d, err := calendar.Parse(text); err == nil {
			return d.Long(w.now.Language)
		}
	case "national_number":
		return identity.Format(w.desk.office.Profile.Country, text)
	}
	switch name {
	case "code":
		if reg == register.Households {
			return identity.FormatHouse(text)
		}
	case "country":
		if key := "desk.country." + text; w.now.Words.Has(key) {
			return w.say(key)
		}
	}
	return text
}

// fieldsOf puts the names of fields in the order of their register, without what
// is nobody's to read.
func (w *Window) fieldsOf(reg string, names []string) []string {
	names = slices.DeleteFunc(names, register.Bookkeeping)
	place := map[string]int{}
	for _, name := range names {
		if _, at, ok := w.fieldOf(reg, name); ok {
			place[name] = at
		} else {
			place[name] = len(names) + 1000
		}
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(place[a], place[b]), cmp.Compare(a, b)) })
	return names
}
