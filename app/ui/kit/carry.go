package kit

import (
	"slices"

	"fyne.io/fyne/v2"
)

// Carry brings what was typed and chosen on a page over to the same page as it
// was made anew, and gives the keyboard back to where it was. was and now are
// what Made was told of, in the order in which it was made. Where the pages are
// not alike nothing is carried over.
func Carry(was, now []fyne.Focusable, focused fyne.Focusable, c fyne.Canvas) {
	old, made := only[*Entry](was), only[*Entry](now)
	if len(old) == len(made) {
		for i, e := range made {
			if e.Kept || e.Text == old[i].Text || e.Password != old[i].Password {
				continue
			}
			e.Put(old[i].Text)
			if e.OnChanged != nil {
				e.OnChanged(e.Text)
			}
		}
	}
	picked, choices := only[*Choice](was), only[*Choice](now)
	if len(picked) == len(choices) {
		for i, x := range choices {
			if ids := picked[i].Chosen(); picked[i].Many == x.Many && !slices.Equal(ids, x.Chosen()) && x.offers(ids) {
				x.Put(ids)
				if x.changed != nil && len(ids) > 0 {
					x.changed(ids)
				}
			}
		}
	}
	if again := counterpart(was, now, focused); again != nil && c != nil {
		c.Focus(again)
	}
}

func only[T fyne.Focusable](list []fyne.Focusable) []T {
	var out []T
	for _, f := range list {
		if x, ok := f.(T); ok {
			out = append(out, x)
		}
	}
	return out
}

// offers reports whether all of the IDs can be chosen.
func (c *Choice) offers(ids []string) bool {
	for _, id := range ids {
		if !slices.ContainsFunc(c.options, func(o Option) bool { return o.ID == id }) {
			return false
		}
	}
	return true
}

// counterpart returns what stands now where f stood: a button of the same words,
// otherwise the control of the same kind and place.
func counterpart(was, now []fyne.Focusable, f fyne.Focusable) fyne.Focusable {
	switch x := f.(type) {
	case *Entry:
		return nth(only[*Entry](was), only[*Entry](now), x)
	case *Choice:
		return nth(only[*Choice](was), only[*Choice](now), x)
	case *Button:
		if !slices.Contains(only[*Button](was), x) {
			return nil
		}
		for _, b := range only[*Button](now) {
			if b.Label == x.Label && b.Detail == x.Detail && b.Keys == x.Keys {
				return b
			}
		}
		return nth(only[*Button](was), only[*Button](now), x)
	}
	return nil
}

func nth[T interface {
	comparable
	fyne.Focusable
}](was, now []T, x T) fyne.Focusable {
	if i := slices.Index(was, x); i >= 0 && i < len(now) && len(was) == len(now) {
		return now[i]
	}
	return nil
}
