package kiosk_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/office"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/kiosk"
	"sala/app/ui/theme"
	"sala/app/ui/work"
)

// scenes bring the kiosk from one page to the next.
var scenes = []struct {
	name string
	play func(*kiosk.Kiosk, *rehearsal.Office, *clock, string)
}{
	{"welcome", func(*kiosk.Kiosk, *rehearsal.Office, *clock, string) {}},
	{"services", func(k *kiosk.Kiosk, _ *rehearsal.Office, _ *clock, l string) { k.Speak(l) }},
	{"help", func(k *kiosk.Kiosk, _ *rehearsal.Office, _ *clock, _ string) { k.Help() }},
	{"letters", func(k *kiosk.Kiosk, _ *rehearsal.Office, _ *clock, _ string) { k.Help(); k.Look(kiosk.ByLetter) }},
	{"letter", func(k *kiosk.Kiosk, _ *rehearsal.Office, _ *clock, _ string) { k.Narrow(k.View().Letters()[0]) }},
	{"events", func(k *kiosk.Kiosk, _ *rehearsal.Office, _ *clock, _ string) { k.Look(kiosk.ByEvent) }},
	{"event", func(k *kiosk.Kiosk, _ *rehearsal.Office, _ *clock, _ string) { k.Narrow(k.View().Events[0].Form.ID) }},
	{"insert", func(k *kiosk.Kiosk, _ *rehearsal.Office, _ *clock, _ string) { k.Choose("house-register-copy") }},
	{"card-pulled", func(k *kiosk.Kiosk, o *rehearsal.Office, _ *clock, _ string) {
		o.Reader.Break("card_pulled")
		k.ReadCard()
	}},
	{"welcome-card", func(k *kiosk.Kiosk, o *rehearsal.Office, _ *clock, l string) {
		k.Wipe()
		o.Publish(office.Event{Kind: office.CardInserted, There: true})
	}},
	{"insert-there", func(k *kiosk.Kiosk, o *rehearsal.Office, _ *clock, l string) {
		k.Speak(l)
		k.Choose("house-register-copy")
	}},
	{"insert-any", func(k *kiosk.Kiosk, o *rehearsal.Office, _ *clock, l string) {
		o.Remove()
		o.Documents, o.Scanner = true, true
		k.Wipe()
		k.Speak(l)
		k.Choose("house-register-copy")
		o.Documents, o.Scanner = false, false
	}},
	{"insert-again", func(_ *kiosk.Kiosk, o *rehearsal.Office, _ *clock, _ string) { o.Remove() }},
	{"confirm", func(_ *kiosk.Kiosk, o *rehearsal.Office, _ *clock, _ string) { o.Insert() }},
	{"pin", func(k *kiosk.Kiosk, o *rehearsal.Office, _ *clock, l string) {
		k.Wipe()
		o.Remove()
		k.Speak(l)
		k.Choose("elderly")
		o.Insert()
		k.Me()
	}},
	{"pin-wrong", func(k *kiosk.Kiosk, _ *rehearsal.Office, _ *clock, _ string) { k.TypePIN("0000") }},
	{"question-text", func(k *kiosk.Kiosk, o *rehearsal.Office, _ *clock, l string) {
		k.Wipe()
		o.Remove()
		k.Speak(l)
		k.Choose("house-register-copy")
		o.Insert()
		k.Me()
	}},
	{"question-choice", func(k *kiosk.Kiosk, _ *rehearsal.Office, _ *clock, _ string) { k.Next() }},
	{"question-wrong", func(k *kiosk.Kiosk, _ *rehearsal.Office, _ *clock, _ string) { k.Next() }},
	{"question-letters", func(k *kiosk.Kiosk, _ *rehearsal.Office, _ *clock, _ string) { k.Answer("purpose", "other"); k.Next() }},
	{"question-number", func(k *kiosk.Kiosk, _ *rehearsal.Office, _ *clock, _ string) {
		k.Back()
		k.Answer("purpose", "bank")
		k.Next()
	}},
	{"question-date", func(k *kiosk.Kiosk, _ *rehearsal.Office, _ *clock, _ string) { k.Next() }},
	{"review", func(k *kiosk.Kiosk, _ *rehearsal.Office, _ *clock, _ string) { k.Next() }},
	{"idle", func(k *kiosk.Kiosk, _ *rehearsal.Office, c *clock, _ string) {
		c.at = c.at.Add(65 * time.Second)
		k.Tick()
	}},
	{"payment", func(k *kiosk.Kiosk, _ *rehearsal.Office, _ *clock, _ string) { k.Touch(); k.Submit() }},
	{"payment-returned", func(k *kiosk.Kiosk, o *rehearsal.Office, _ *clock, _ string) { o.Money.Put(nil, 1000); k.Pay() }},
	{"officer", func(k *kiosk.Kiosk, _ *rehearsal.Office, _ *clock, _ string) { k.CallOfficer() }},
	{"printing", func(k *kiosk.Kiosk, o *rehearsal.Office, _ *clock, _ string) {
		o.Printer.Fail(office.Failed, "printer_paper_out")
		k.Back()
		o.Money.Put(nil, 5000)
		k.Pay()
	}},
	{"take", func(k *kiosk.Kiosk, o *rehearsal.Office, _ *clock, _ string) {
		o.Printer.Fail(office.Printed, "")
		k.Print()
	}},
	{"goodbye", func(k *kiosk.Kiosk, o *rehearsal.Office, _ *clock, _ string) { o.Remove(); k.Leave() }},
	{"paper-left", func(k *kiosk.Kiosk, o *rehearsal.Office, c *clock, l string) {
		k.Wipe()
		o.Insert()
		through(k, l, k.ReadCard)
		k.Pay()
		c.at = c.at.Add(35 * time.Second)
		k.Tick()
	}},
	{"card-left", func(k *kiosk.Kiosk, _ *rehearsal.Office, c *clock, _ string) {
		k.Leave()
		c.at = c.at.Add(6 * time.Second)
		k.Tick()
	}},
	{"owed", func(k *kiosk.Kiosk, o *rehearsal.Office, _ *clock, l string) {
		o.Remove()
		k.Wipe()
		o.Money.Empty(true)
		o.Money.Put(nil, 10000)
		o.Insert()
		through(k, l, k.ReadCard)
		k.Pay()
	}},
	{"card-declined", func(k *kiosk.Kiosk, o *rehearsal.Office, _ *clock, l string) {
		o.Money.Empty(false)
		k.Wipe()
		o.Remove()
		o.Insert()
		through(k, l, k.ReadCard)
		o.Bank.Fail(rehearsal.Coded("terminal.declined"), false, 0)
		k.PayByCard()
	}},
	{"card-unknown", func(k *kiosk.Kiosk, o *rehearsal.Office, _ *clock, _ string) {
		o.Bank.Fail(rehearsal.Coded("terminal.unknown"), false, 1)
		k.PayByCard()
	}},
	{"services-outage", func(k *kiosk.Kiosk, o *rehearsal.Office, c *clock, l string) {
		o.SetLamps(func(x *office.Lamps) { x.Pages = office.Lamp{Light: office.LightBad, Code: "spooler.paper_out"} })
		o.Store.Acknowledge() // so that the register has an age to tell
		k.Wipe()
		k.Speak(l)
	}},
	{"staff", func(k *kiosk.Kiosk, o *rehearsal.Office, _ *clock, l string) {
		o.SetLamps(func(x *office.Lamps) { x.Pages = office.Lamp{Light: office.LightGood, Code: "ready"} })
		k.Staff()
		k.Speak(l)
	}},
	{"staff-open", func(k *kiosk.Kiosk, _ *rehearsal.Office, _ *clock, _ string) { k.Unlock("minji", rehearsal.Password) }},
	{"closed", func(k *kiosk.Kiosk, o *rehearsal.Office, _ *clock, _ string) {
		o.KioskRules.Hours = map[string]string{"": "Mo-Fr 08:30-16:30"} // the day is a Sunday
		k.Wipe()
	}},
	{"ticket", func(k *kiosk.Kiosk, o *rehearsal.Office, _ *clock, l string) {
		o.KioskRules.Hours = nil
		o.Remove()
		o.Insert()
		k.Wipe()
		through(k, l, k.ReadCard)
		k.AtCounter()
	}},
	{"event-filed", func(k *kiosk.Kiosk, o *rehearsal.Office, _ *clock, l string) {
		o.Remove()
		k.Wipe()
		k.Speak(l)
		k.Look(kiosk.ByEvent)
		k.Narrow(k.View().Events[0].Form.ID)
		k.ChooseEvent()
		o.Insert()
		k.Me()
		k.Answer("reason", "work")
		k.Next()
		k.Submit()
	}},
	{"welcome-help", func(k *kiosk.Kiosk, o *rehearsal.Office, _ *clock, _ string) {
		o.Remove()
		k.Wipe()
		k.Help()
	}},
	{"welcome-ticket", func(k *kiosk.Kiosk, _ *rehearsal.Office, _ *clock, _ string) {
		k.Wipe()
		k.Ticketed("SALA1:TICKET:TH-5001-D01-00009999")
	}},
	{"welcome-korea", func(k *kiosk.Kiosk, o *rehearsal.Office, _ *clock, _ string) {
		o.Profile.Country = "KR"
		k.Wipe()
	}},
}

func play(t *testing.T, language string, look kiosk.Look, width, height float32, shown func(name string, s *studiotest.Studio)) {
	t.Helper()
	s := studiotest.Open(t, width, height)
	o, c := rehearsal.New(), &clock{time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
	var w *kiosk.Window
	k := kiosk.New(kiosk.Options{Office: o.Office, Runner: work.Inline{}, Do: func(f func()) { f() }, Now: c.now, Changed: func() {
		if w != nil {
			w.Render()
		}
	}})
	defer k.Close()
	w = kiosk.NewWindow(k, s.Window.Canvas(), studiotest.Kit(t), look, func(th fyne.Theme) { s.Use(th) })
	w.Speaks(&ear{})
	paying := false
	o.Money.During = func() {
		if !paying {
			paying = true
			s.Settle()
			shown("paying", s)
		}
	}
	byCard := false
	o.Bank.During = func() {
		if !byCard {
			byCard = true
			s.Settle()
			shown("paying-card", s)
		}
	}
	for _, scene := range scenes {
		scene.play(k, o, c, language)
		if look != (kiosk.Look{Scheme: theme.Light, Scale: 1}) {
			w.SetLook(look) // the kiosk goes back to its usual look after each citizen
			if scene.name == "idle" {
				scene.play(k, o, c, language) // changing the look was a touch
			}
		}
		s.Settle()
		shown(scene.name, s)
	}
}

// footing returns what holds Back, Start again and Help to one place on every page
// but the last: whoever has found them once need not look again.
func footing(t *testing.T, language string) func(scene string, s *studiotest.Studio) {
	k := studiotest.Kit(t)
	k.Language = language
	stood := map[string]fyne.Position{}
	return func(scene string, s *studiotest.Studio) {
		if strings.HasPrefix(scene, "welcome") && (language != "th" || scene == "welcome-korea") {
			return // it speaks the office's own language
		}
		if slices.Contains([]string{"goodbye", "card-left", "idle", "closed"}, scene) {
			return
		}
		for _, key := range []string{"kiosk.back", "kiosk.start_again", "kiosk.help"} {
			at := s.Places(k.Say(key))
			if _, known := stood[key]; !known && len(at) == 1 {
				stood[key] = at[0]
			}
			if !slices.Contains(at, stood[key]) {
				t.Errorf("%s in %s: %q stands at %v, elsewhere at %v", scene, language, k.Say(key), at, stood[key])
			}
		}
	}
}

// An office speaks its own country's language before a citizen has chosen one.
func TestAKoreanKioskBeginsInKorean(t *testing.T) {
	play(t, "en", kiosk.Look{Scheme: theme.Light, Scale: 1}, 1280, 1024, func(scene string, s *studiotest.Studio) {
		if help := len(s.Places("도움말")) > 0; strings.HasPrefix(scene, "welcome") && help != (scene == "welcome-korea") {
			t.Errorf("%s: Help in Korean: %t", scene, help)
		}
	})
}

// Every page says everything in every language, at usual size and doubled, and
// nothing is cut off or scrolls.
func TestScreensFit(t *testing.T) {
	network := map[string]string{"th": "เครือข่าย", "ko": "통신망", "en": "network"}
	looks := map[string]kiosk.Look{"light": {Scheme: theme.Light, Scale: 1}, "double": {Scheme: theme.Contrast, Scale: 2}, "low": {Scheme: theme.Light, Scale: 1, Low: true}, "aloud": {Scheme: theme.Light, Scale: 2, Aloud: true}}
	for name, look := range looks {
		for _, language := range []string{"th", "ko", "en"} {
			foot := footing(t, language)
			play(t, language, look, 1280, 1024, func(scene string, s *studiotest.Studio) {
				foot(scene, s)
				reader := language
				if strings.HasPrefix(scene, "welcome") || scene == "closed" {
					reader = "" // they say it in all languages at once
				}
				if slices.Contains([]string{"welcome", "welcome-korea", "services", "services-outage"}, scene) && !strings.Contains(strings.Join(s.Texts(), " "), network[language]) {
					t.Errorf("%s in %s, %s: does not say that there is no network", scene, language, name)
				}
				for _, fault := range s.FaultsIn(reader) {
					t.Errorf("%s in %s, %s: %s", scene, language, name, fault)
				}
				for _, l := range []string{"th", "ko", "en"} {
					k := studiotest.Kit(t)
					k.Language = l
					for _, at := range s.Places(k.Say("kiosk.low")) {
						if look.Low != (at.Y > 512) {
							t.Errorf("%s in %s, %s: what lowers the page stands at %v", scene, language, name, at)
						}
					}
				}
				least := theme.New(theme.Kiosk, look.Scheme, 1).Size(fynetheme.SizeNameCaptionText) * look.Scale
				if size, words := s.Smallest(); size < least {
					t.Errorf("%s in %s, %s: %q is shown in letters of %v, want %v", scene, language, name, words, size, least)
				}
				if out := os.Getenv("SALA_LOOK"); out != "" && strings.Contains(os.Getenv("SALA_LOOK_LANGUAGES")+"th", language) {
					s.Save(out, "kiosk-"+scene+"-"+language+"-"+name)
				}
			})
		}
	}
}
