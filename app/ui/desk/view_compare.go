package desk

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"sala/app/office"
	"sala/app/ui/kit"
	"sala/forms/register"
)

// compare lays two residents' records side by side. A registrar chooses which
// stays and whose word is right where they differ, and joins them.
func (w *Window) compare(v View) page {
	k, p := w.now, v.People
	c := p.Compared
	reason := w.keptWords(p.compared()+"reason", nil)
	rows, chosen := w.sidesOf(p)
	things := []fyne.CanvasObject{k.Notice(kit.ToneInfo, headline(w.reasons(c.Match)), w.say("desk.compare.hint")), kit.Panel(kit.Column(1, rows...))}
	l := layout{title: w.say("desk.compare.title"), back: k.Button(w.say("kit.back"), w.desk.BackInPeople).With("Esc")}
	out := page{back: w.desk.BackInPeople}
	if p.MayUnite {
		join := func() {
			if strings.TrimSpace(reason.Text) == "" { // it is asked for last
				w.canvas.Focus(reason)
				return
			}
			w.desk.JoinCompared(reason.Text)
		}
		reason.OnEnter = join
		things = append(things, kit.Panel(k.Labelled(w.say("desk.compare.reason"), w.say("desk.compare.reason_hint"), reason)))
		l.main, out.main, out.focus = k.MainButton(w.say("desk.compare.join"), "F9", join), join, w.firstChoice
	} else {
		things = append(things, k.Notice(kit.ToneInfo, w.say("desk.compare.registrar"), w.say("desk.compare.registrar_hint")))
	}
	l.body = kit.Measure(1080, kit.Column(1.5, things...))
	out.object, out.scroll = w.frame(l)
	out.update = func(v View) { chosen(v.People) }
	return out
}

// headline begins words that stand alone as a sentence does, where the language
// has large letters.
func headline(words string) string {
	if words == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(words)
	return string(unicode.ToUpper(first)) + words[size:]
}

// firstChoice gives the keyboard to the page's first choice.
func (w *Window) firstChoice() {
	for _, f := range w.made {
		if c, ok := f.(*kit.Choice); ok {
			w.canvas.Focus(c)
			return
		}
	}
}

// sidesOf are the two records aspect by aspect. What differs is a choice, which
// chosen brings up to date.
func (w *Window) sidesOf(p PeopleView) (rows []fyne.CanvasObject, chosen func(PeopleView)) {
	k, c := w.now, p.Compared
	shares := []float32{1, 1.7, 1.7}
	var marks []func(PeopleView)
	one := func(says, id string, picked func(PeopleView) string, pick func()) fyne.CanvasObject {
		choice := k.Choice([]kit.Option{{ID: id, Label: says}}, nil, false, func([]string) { pick() })
		marks = append(marks, func(p PeopleView) {
			if picked(p) == id {
				choice.Put([]string{id})
			} else {
				choice.Put(nil)
			}
		})
		return choice
	}
	head := func(s office.Side) fyne.CanvasObject {
		things := []fyne.CanvasObject{k.Sub(s.Resident.Name(k.Language)), k.Small(w.say("desk.compare.about", "members", s.Members, "petitions", s.Petitions))}
		if p.MayUnite {
			id := s.Record.ID
			things = append(things, one(w.say("desk.compare.stays"), id, func(p PeopleView) string { return p.Stays }, func() { w.desk.PickStays(id) }))
		}
		return kit.Column(0.5, things...)
	}
	rows = []fyne.CanvasObject{kit.Shares(2, shares, kit.Space(), head(c.A), head(c.B)), kit.Rule()}
	for _, a := range c.Aspects {
		label := k.Text(w.aspectLabel(a))
		left, right := w.aspectWords(c.A, a), w.aspectWords(c.B, a)
		if a.Same(c.A.Record.Fields, c.B.Record.Fields) {
			rows = append(rows, kit.Shares(2, shares, label, k.Hint(left), k.Hint(right)))
			continue
		}
		if !p.MayUnite {
			rows = append(rows, kit.Shares(2, shares, label.Bold(), k.Text(left).Bold(), k.Text(right).Bold()))
			continue
		}
		pick := func(says, id string) fyne.CanvasObject {
			return one(says, id, func(p PeopleView) string { return p.Picks[a.Name] }, func() { w.desk.PickAspect(a.Name, id) })
		}
		rows = append(rows, kit.Shares(2, shares, kit.Middling(label.Bold()), pick(left, c.A.Record.ID), pick(right, c.B.Record.ID)))
	}
	return rows, func(p PeopleView) {
		for _, mark := range marks {
			mark(p)
		}
	}
}

func (w *Window) aspectLabel(a register.Aspect) string {
	if key := "desk.aspect." + a.Name; w.now.Words.Has(key) {
		return w.say(key)
	}
	return w.fieldLabel(register.Residents, a.Name)
}

// aspectWords is what a record says of an aspect.
func (w *Window) aspectWords(s office.Side, a register.Aspect) string {
	k, r := w.now, s.Resident
	if !says(s, a) {
		return valueWords(nil)
	}
	field := func(name string) string { return w.fieldWords(register.Residents, name, s.Record.Fields[name]) }
	switch a.Name {
	case "name_th", "name_ko", "name_en":
		language := a.Name[len("name_"):]
		return r.Names[language].Full(language)
	case "home":
		at := s.Household.Address.Line()
		if at == "" {
			at = r.Household
		}
		return k.Join(at, w.relation(r), w.short(r.MovedIn))
	case "father":
		return k.Join(r.Father.Name, identityOf(field("father_number"), r.Father.NationalNumber))
	case "mother":
		return k.Join(r.Mother.Name, identityOf(field("mother_number"), r.Mother.NationalNumber))
	}
	return field(a.Name)
}

// identityOf leaves out the words for a number that there is not.
func identityOf(words, number string) string {
	if number == "" {
		return ""
	}
	return words
}
