package kiosk

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/office"
	"sala/app/ui/kit"
	"sala/forms/script"
)

// Way is how a citizen looks for a service.
type Way string

// The ways. With each but the first something is chosen before a service is: a
// letter, or what has happened.
const (
	AllServices Way = ""
	ByLetter    Way = "letters"
	ByEvent     Way = "events"
)

// Look looks for the service in another way.
func (k *Kiosk) Look(way Way) {
	if k.view.Page != Services {
		return
	}
	k.view.Way, k.view.Narrowed = way, ""
	k.show(Services)
}

// Narrow chooses a letter, or a life event by its form.
func (k *Kiosk) Narrow(to string) {
	if k.view.Page != Services || k.view.Way == AllServices || len(k.view.under(to)) == 0 {
		return
	}
	k.view.Narrowed = to
	k.show(Services)
}

// event is the life event that was chosen and that the kiosk takes in as a whole;
// nil when there is none.
func (v View) event() *office.LifeEvent {
	if v.Page != Services || v.Way != ByEvent {
		return nil
	}
	for i := range v.Events {
		if e := &v.Events[i]; e.Form.ID == v.Narrowed && e.Intake {
			return e
		}
	}
	return nil
}

// wholeEvent is why a life event's petition goes to the desk.
const wholeEvent = "kiosk.event"

// ChooseEvent asks for all that a life event calls for, in one go.
func (k *Kiosk) ChooseEvent() {
	if e := k.view.event(); e != nil {
		k.want(e.Form, wholeEvent)
	}
}

// widen goes a step back in the search; false says that there is none.
func (k *Kiosk) widen() bool {
	switch {
	case k.view.Narrowed != "":
		k.view.Narrowed = ""
	case k.view.Way != AllServices:
		k.view.Way = AllServices
	default:
		return false
	}
	k.show(Services)
	return true
}

// Choosing reports whether the page of services offers letters or life events,
// and no services yet.
func (v View) Choosing() bool { return v.Way != AllServices && v.Narrowed == "" }

// Offered are the services that the page of services shows.
func (v View) Offered() []office.Service {
	if v.Way == AllServices {
		return v.Services
	}
	return v.under(v.Narrowed)
}

// under are the services of a letter or a life event.
func (v View) under(of string) []office.Service {
	if v.Way == ByEvent {
		if i := slices.IndexFunc(v.Events, func(e office.LifeEvent) bool { return e.Form.ID == of }); i >= 0 {
			return v.Events[i].Services
		}
		return nil
	}
	var out []office.Service
	for _, s := range v.Services {
		if of != "" && script.Initial(s.Form.Title.In(v.Language)) == of {
			out = append(out, s)
		}
	}
	return out
}

// Letters are the letters that services begin with, in their order.
func (v View) Letters() []string {
	var out []string
	for _, s := range v.Services {
		if l := script.Initial(s.Form.Title.In(v.Language)); l != "" && !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	slices.Sort(out)
	return out
}

// choices are the letters or life events as they are read.
func (v View) choices(language string) []string {
	if v.Way == ByLetter {
		return v.Letters()
	}
	var out []string
	for _, e := range v.Events {
		out = append(out, e.Form.Title.In(language))
	}
	return out
}

// wayTitle is the title of the page of services.
func wayTitle(k *kit.Kit, v View) string {
	switch {
	case v.Way == ByEvent && v.Narrowed != "":
		for _, e := range v.Events {
			if e.Form.ID == v.Narrowed {
				return e.Form.Title.In(k.Language)
			}
		}
	case v.Way == ByEvent:
		return k.Say("kiosk.events")
	case v.Way == ByLetter && v.Narrowed == "":
		return k.Say("kiosk.letters")
	}
	return k.Say("kiosk.services")
}

// narrowing offers the letters, or what may have happened.
func (w *Window) narrowing(v View) fyne.CanvasObject {
	k := w.now
	tile := func(to, label, detail string, icon fyne.Resource) fyne.CanvasObject {
		b := k.Tile(label, detail, icon, func() { w.kiosk.Narrow(to) })
		b.Letter = v.Way == ByLetter
		return kit.Least(0, w.tileHeight(132), b)
	}
	if v.Way == ByEvent {
		return w.grid(len(v.Events), func(i int) fyne.CanvasObject {
			f := v.Events[i].Form
			detail := f.Summary.In(k.Language)
			if w.double() {
				detail = ""
			}
			return tile(f.ID, f.Title.In(k.Language), detail, fynetheme.QuestionIcon())
		})
	}
	letters := v.Letters()
	return w.grid(len(letters), func(i int) fyne.CanvasObject {
		var titles []string
		for _, s := range v.under(letters[i]) {
			titles = append(titles, s.Form.Title.In(k.Language))
		}
		if w.double() {
			titles = nil
		}
		return tile(letters[i], letters[i], strings.Join(titles, " · "), nil)
	})
}

// ways are the other ways to a service that the page of services offers.
func (v View) ways() []Way {
	var out []Way
	if v.Page != Services || v.Way != AllServices {
		return nil
	}
	if len(v.Letters()) > 1 {
		out = append(out, ByLetter)
	}
	if len(v.Events) > 0 {
		out = append(out, ByEvent)
	}
	return out
}

// ways lead to the other ways in which a service is looked for.
func (w *Window) ways(v View) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, way := range v.ways() {
		out = append(out, w.now.Button(w.say("kiosk.way."+string(way)), func() { w.kiosk.Look(way) }))
	}
	return out
}
