package kiosk_test

import (
	"maps"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"sala/app/office"
	"sala/app/ui/kiosk"
	"sala/forms/petition"
)

// offered are the services that the page shows, by their forms.
func offered(v kiosk.View) []string {
	var out []string
	for _, s := range v.Offered() {
		out = append(out, s.Form.ID)
	}
	return out
}

// Every service of the kiosk is found under exactly one letter, in each language.
func TestServicesByTheirFirstLetters(t *testing.T) {
	for language, want := range map[string]struct {
		letter string
		forms  []string
	}{
		"th": {"จ", []string{"move-in", "birth", "death", "move-out"}}, // แจ้ง…: the vowel before it does not count
		"ko": {"ㅊ", []string{"birth"}},
		"en": {"N", []string{"move-in", "birth", "death", "move-out"}},
	} {
		k, _, _, _ := open(t)
		k.Speak(language)
		k.Look(kiosk.ByLetter)
		v := k.View()
		if !v.Choosing() || !slices.IsSorted(v.Letters()) {
			t.Errorf("%s: the letters are %q", language, v.Letters())
		}
		var found []string
		for _, l := range v.Letters() {
			k.Narrow(l)
			found = append(found, offered(k.View())...)
			if l == want.letter && !slices.Equal(offered(k.View()), want.forms) {
				t.Errorf("%s: under %s are %v, want %v", language, l, offered(k.View()), want.forms)
			}
			k.Back()
		}
		for _, s := range v.Services {
			if n := len(slices.DeleteFunc(slices.Clone(found), func(id string) bool { return id != s.Form.ID })); n != 1 {
				t.Errorf("%s: %s is found %d times", language, s.Form.ID, n)
			}
		}
		k.Narrow("?")
		if v := k.View(); !v.Choosing() {
			t.Errorf("%s: a letter that there is not leads to %v", language, offered(v))
		}
	}
}

// What has happened leads to the services that it calls for; what only the
// counter does is said, and cannot be chosen.
func TestServicesByLifeEvent(t *testing.T) {
	k, o, _, _ := open(t)
	k.Speak("th")
	k.Look(kiosk.ByEvent)
	k.Narrow("event-moving")
	v := k.View()
	if got, want := offered(v), []string{"elderly", "shop"}; !slices.Equal(got, want) {
		t.Fatalf("moving house leads to %v, want %v", got, want)
	}
	if v.Offered()[0].Why != "" || v.Offered()[1].Why != office.WhyCounter {
		t.Errorf("the allowance is %q, the licence %q", v.Offered()[0].Why, v.Offered()[1].Why)
	}
	k.Choose("shop")
	at(t, k, kiosk.Services)
	k.Choose("elderly")
	at(t, k, kiosk.Insert)
	k.Back()
	if v := k.View(); v.Page != kiosk.Services || v.Narrowed != "event-moving" {
		t.Errorf("Back leads to %s of %q", v.Page, v.Narrowed)
	}
	k.Back()
	if v := k.View(); v.Way != kiosk.ByEvent || !v.Choosing() {
		t.Errorf("Back of it leads to %q of %q", v.Narrowed, v.Way)
	}
	k.Back()
	if v := k.View(); v.Page != kiosk.Services || v.Way != kiosk.AllServices {
		t.Errorf("Back of that leads to %s by %q", v.Page, v.Way)
	}
	k.Look(kiosk.ByEvent)
	k.Wipe()
	if v := k.View(); v.Way != kiosk.AllServices || len(v.Events) == 0 {
		t.Errorf("the next person begins at %q with %d events", v.Way, len(v.Events))
	}
	o.Insert()
	k.Look(kiosk.ByEvent)
	if v := k.View(); v.Page != kiosk.Welcome || v.Way != kiosk.AllServices {
		t.Errorf("before a language is chosen the kiosk goes to %s by %q", v.Page, v.Way)
	}
}

// With arrows and OK alone a service is found by its letter and by what happened.
func TestKeypadFindsAServiceBothWays(t *testing.T) {
	h := openHall(t)
	h.Speak("en")
	h.to(t, h.says("kiosk.way.letters"))
	h.to(t, "O")
	h.to(t, "Old-age allowance")
	at(t, h.Kiosk, kiosk.Insert)
	h.press(fyne.KeyEscape, fyne.KeyEscape, fyne.KeyEscape)
	h.to(t, h.says("kiosk.way.events"))
	h.to(t, "Moving house")
	h.to(t, "Old-age allowance")
	at(t, h.Kiosk, kiosk.Insert)
}

// A life event is asked for as a whole: its questions are asked once, what it calls
// for is filed, and stays when the kiosk starts again.
func TestLifeEventInOneGo(t *testing.T) {
	k, o, _, _ := open(t)
	k.Speak("en")
	k.Look(kiosk.ByEvent)
	k.Narrow("event-moving")
	k.ChooseEvent()
	at(t, k, kiosk.Insert)
	o.Insert()
	k.Me()
	at(t, k, kiosk.Question)
	k.Answer("reason", "work")
	k.Next()
	at(t, k, kiosk.Review)
	k.Submit()
	at(t, k, kiosk.Ticket)
	if v := k.View(); len(v.Filed) != 2 || v.Why != "kiosk.event" || v.Code != "" {
		t.Fatalf("%d filed, %q, trouble %q", len(v.Filed), v.Why, v.Code)
	}
	k.TicketTaken()
	k.Wipe()
	if _, err := o.Kiosk().Recover(t.Context()); err != nil {
		t.Fatal(err)
	}
	list, err := o.Kiosk().Petitions(t.Context(), office.PetitionFilter{})
	if err != nil {
		t.Fatal(err)
	}
	states := map[string]petition.State{}
	for _, p := range list {
		states[p.Form] = p.State
	}
	want := map[string]petition.State{"event-moving": petition.Submitted, "elderly": petition.Submitted, "shop": petition.Drafted}
	if !maps.Equal(states, want) {
		t.Errorf("after the next start %v, want %v", states, want)
	}
}
