package kiosk_test

import (
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"sala/app/office"
	"sala/app/ui/formview"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/kiosk"
	"sala/app/ui/kit"
	"sala/app/ui/theme"
	"sala/assets/packs"
	"sala/forms/definition"
)

// TestWhatThePacksAskFits promises that each question which the delivered packs ask at a
// kiosk is shown whole with its keys and with what is said of it, where there is the
// least room: doubled, in the country's language, and read aloud. An address has room
// while its division is looked for and while something is wrong, too. On a screen
// of 1024x768 that holds for letters of the usual size. SALA_LONG=1 sees the other sizes
// and languages.
func TestWhatThePacksAskFits(t *testing.T) {
	large := kiosk.Look{Scheme: theme.Light, Scale: 2}
	aloud := kiosk.Look{Scheme: theme.Light, Scale: 2, Aloud: true}
	usual := kiosk.Look{Scheme: theme.Light, Scale: 1}
	type sight struct {
		name, country, language string
		look                    kiosk.Look
		width, height           float32
	}
	sights := []sight{{"large", "th", "th", large, 1280, 1024}, {"aloud", "kr", "ko", aloud, 1280, 1024}, {"usual", "th", "en", usual, 1280, 1024}, {"low", "th", "th", usual, 1024, 768}}
	if os.Getenv("SALA_LONG") != "" {
		sights = nil
		for _, country := range packs.Countries() {
			for _, language := range []string{"th", "ko", "en"} {
				sights = append(sights, sight{"large", country, language, large, 1280, 1024}, sight{"aloud", country, language, aloud, 1280, 1024},
					sight{"usual", country, language, usual, 1280, 1024}, sight{"low", country, language, usual, 1024, 768})
			}
		}
	}
	for _, x := range sights {
		explained, addresses := 0, 0
		s := studiotest.Open(t, x.width, x.height)
		asked(t, s, x.country, x.language, x.look, func(form string, q formview.Question) {
			where := form + "-" + q.Path + "-" + x.language + "-" + x.name
			fits := func(when string) {
				s.Settle()
				for _, fault := range s.FaultsIn(x.language) {
					t.Errorf("%s%s: %s", where, when, fault)
				}
				if out := os.Getenv("SALA_LOOK"); out != "" {
					s.Save(out, where+when)
				}
			}
			fits("")
			if q.Hint != nil {
				explained++
				if says := q.Hint.In(x.language); !strings.Contains(together(s.Texts()...), together(says)) {
					t.Errorf("%s does not say %q", where, says)
				}
			}
			if q.Kind == definition.Address {
				if addresses++; addresses == 1 || os.Getenv("SALA_LONG") != "" { // the others have the same entry
					walkAddress(t, x.country, s, fits)
				}
			}
		})
		if explained < 12 || addresses < 3 {
			t.Errorf("%+v: only %d questions are explained, and %d addresses asked", x, explained, addresses)
		}
	}
}

// walkAddress looks for a division, goes to the last screen and on without an answer,
// and looks for one again.
func walkAddress(t *testing.T, country string, s *studiotest.Studio, fits func(when string)) {
	t.Helper()
	find := func(when string) {
		e, ok := s.Window.Canvas().Focused().(*kit.Entry)
		if !ok {
			t.Fatalf("%s the keyboard types into %T", when, s.Window.Canvas().Focused())
		}
		for _, r := range map[string]string{"th": "เมือง", "kr": "중구"}[country] {
			e.TypedRune(r)
		}
		fits(when)
	}
	at := func() (at, of int) {
		for _, text := range s.Texts() {
			if m := screenOf.FindStringSubmatch(text); m != nil {
				at, _ = strconv.Atoi(m[1])
				of, _ = strconv.Atoi(m[2])
			}
		}
		return at, of
	}
	press := func(key fyne.KeyName, want int) {
		s.Window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: key})
		fits("-" + strconv.Itoa(want))
		if now, of := at(); now != want || of < 2 {
			t.Fatalf("%s leads to %d of %d, not to %d", key, now, of, want)
		}
	}
	find("-found")
	_, of := at()
	for i := 2; i <= of; i++ {
		press(fyne.KeyF9, i)
	}
	press(fyne.KeyEscape, of-1)
	press(fyne.KeyF9, of)
	press(fyne.KeyF9, 1) // there is no answer yet
	find("-wrong")
}

// screenOf is the end of a title that says which screen of a question is shown.
var screenOf = regexp.MustCompile(`\(([0-9])/([0-9])\)$`)

// asked walks through the kiosk's forms of a country and shows the questions.
func asked(t *testing.T, s *studiotest.Studio, country, language string, look kiosk.Look, shown func(form string, q formview.Question)) {
	t.Helper()
	o, c := rehearsal.New(), &clock{time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
	usePack(t, o, country)
	var w *kiosk.Window
	how, looked := options(o, c), false // the window is drawn only where it is looked at
	how.Changed = func() {
		if looked {
			w.Render()
		}
	}
	k := kiosk.New(how)
	defer k.Close()
	w = kiosk.NewWindow(k, s.Window.Canvas(), studiotest.Kit(t), look, func(th fyne.Theme) { s.Use(th) })
	w.Speaks(&ear{})
	services := o.Kiosk().Services()
	var forms []*definition.Form
	for _, x := range services {
		forms = append(forms, x.Form)
	}
	for _, e := range o.Kiosk().LifeEvents(services) {
		if e.Intake {
			forms = append(forms, e.Form)
		}
	}
	for _, f := range forms {
		pass := examples(t, country, f.ID)
		o.Remove()
		k.Wipe()
		k.Speak(language)
		if f.LifeEvent {
			k.Look(kiosk.ByEvent)
			k.Narrow(f.ID)
			k.ChooseEvent()
		} else {
			k.Choose(f.ID)
		}
		o.Reader.Insert(holderOf(o.Profile.Country))
		o.Publish(office.Event{Kind: office.CardInserted})
		k.Me()
		if k.View().Page == kiosk.PIN {
			k.TypePIN(rehearsal.PIN)
		}
		for n := 0; k.View().Page == kiosk.Question && n < 60; n++ {
			q, _ := k.View().Form.Question(k.View().Path)
			w.SetLook(look)
			looked = true
			shown(f.ID, q)
			looked = false
			if x, there := pass[q.Path]; there {
				k.Answer(q.Path, x)
			}
			k.Next()
		}
	}
}

// together are words without what stands between them, however they are broken into
// lines.
func together(words ...string) string {
	return strings.Join(strings.Fields(strings.Join(words, " ")), "")
}
