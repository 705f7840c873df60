package web

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"sala/forms/calendar"
	"sala/sync/central"
	"sala/sync/wire"
)

// page is what every page is given.
type page struct {
	Lang      string
	Languages []language
	Name      string // of the page
	Session   central.Session
	Offices   []central.Office
	Office    string // that was chosen
	Notice    string // key of a word
	Bad       bool   // the notice is of trouble
	Data      any
	words     words
	central   *central.Central
	query     url.Values
}

// tabs are the console's pages.
var tabs = []string{"stations", "petitions", "aside", "numbers", "packs", "access", "statistics", "audit", tabOfficials}

// tabOfficials is for administrators only.
const tabOfficials = "officials"

// Tabs are the console's pages that the official may see.
func (p page) Tabs() []string {
	if p.Session.May(central.RoleAdmin) {
		return tabs
	}
	return slices.DeleteFunc(slices.Clone(tabs), func(t string) bool { return t == tabOfficials })
}

// T returns the words of a key.
func (p page) T(key string) string { return p.words.in(p.Lang, key) }

// Speak is the address of this page in another language.
func (p page) Speak(lang string) string {
	q := url.Values{}
	for name, v := range p.query {
		if name != "notice" {
			q[name] = v
		}
	}
	q.Set("lang", lang)
	return "?" + q.Encode()
}

// Act is what a kind of act is called.
func (p page) Act(kind string) string { return p.words.or(p.Lang, "desk.act."+kind, kind) }

// Kinds are the kinds of acts that can be searched for.
func (p page) Kinds() []string {
	var out []string
	for key := range p.words {
		if kind, ok := strings.CutPrefix(key, "desk.act."); ok {
			out = append(out, kind)
		}
	}
	return sorted(out)
}

// Outcomes are what central may make of an entry.
func (p page) Outcomes() []string { return []string{wire.Accepted, wire.Conflict, wire.Rejected} }

// Form is a form's title.
func (p page) Form(id string) string { return p.central.FormTitle(id, p.Lang) }

// Field is what a field of a register is called in an office.
func (p page) Field(office, register, name string) string {
	return p.central.FieldLabel(p.country(office), register, name, p.Lang)
}

// Wrong says what is wrong with an answer: "question:code" as central's verdict
// has it.
func (p page) Wrong(form, trouble string) string {
	question, code, _ := strings.Cut(trouble, ":")
	switch question {
	case "fee", "approvals":
		return p.T("wrong." + question)
	case "?":
		return p.T("wrong.other")
	}
	return p.central.QuestionLabel(form, question, p.Lang) + ": " + p.words.or(p.Lang, "problem."+code, code)
}

// Device says what is wrong with a device.
func (p page) Device(code string) string { return p.words.or(p.Lang, "device.error."+code, code) }

// Pack says why a station did not take a pack.
func (p page) Pack(code string) string { return p.words.or(p.Lang, "office.error."+code, code) }

func (p page) country(office string) string {
	for _, o := range p.Offices {
		if o.ID == office {
			return o.Country
		}
	}
	if len(p.Offices) > 0 {
		return p.Offices[0].Country
	}
	return ""
}

// When writes a time of Unix milliseconds by the office's clock, as the reader's
// language writes it.
func (p page) When(ms int64, office string) string {
	if ms == 0 {
		return "–"
	}
	at := time.UnixMilli(ms).In(central.ZoneOf(p.country(office)))
	return calendar.Of(at).Short(p.Lang) + " " + at.Format("15:04")
}

// Day writes the day of a time.
func (p page) Day(ms int64, office string) string {
	if ms == 0 {
		return "–"
	}
	return calendar.Of(time.UnixMilli(ms).In(central.ZoneOf(p.country(office)))).Short(p.Lang)
}

// Ago says how long ago something was, or the time where that says more.
func (p page) Ago(ms int64, office string) string {
	d := p.central.Now().Sub(time.UnixMilli(ms))
	switch {
	case ms == 0:
		return p.T("never")
	case d < 2*time.Minute:
		return p.T("just_now")
	case d < time.Hour:
		return fmt.Sprintf(p.T("minutes_ago"), int(d.Minutes()))
	case d < 24*time.Hour:
		return fmt.Sprintf(p.T("hours_ago"), int(d.Hours()))
	}
	return p.When(ms, office)
}

// Bytes writes a size.
func (p page) Bytes(n int64) string {
	switch {
	case n <= 0:
		return "–"
	case n < 10<<20:
		return fmt.Sprintf("%d KB", n>>10)
	case n < 10<<30:
		return fmt.Sprintf("%d MB", n>>20)
	}
	return fmt.Sprintf("%d GB", n>>30)
}
