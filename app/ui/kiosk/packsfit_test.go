package kiosk_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"sala/app/office"
	"sala/app/ui/formview"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/kiosk"
	"sala/app/ui/theme"
	"sala/assets/packs"
	"sala/forms/definition"
)

// TestWhatThePacksExplainFits promises that each question about which the delivered
// packs say more at a kiosk is shown whole in every language, with what is said, where
// there is the least room: doubled and read aloud. SALA_LONG=1 sees the usual size and
// the languages that take less room, too.
func TestWhatThePacksExplainFits(t *testing.T) {
	looks := map[string]kiosk.Look{"aloud": {Scheme: theme.Light, Scale: 2, Aloud: true}}
	languages := []string{"en"}
	if os.Getenv("SALA_LONG") != "" {
		languages = []string{"th", "ko", "en"}
		looks["light"] = kiosk.Look{Scheme: theme.Light, Scale: 1}
	}
	for name, look := range looks {
		for _, country := range packs.Countries() {
			for _, language := range languages {
				seen := 0
				explained(t, country, language, look, func(form string, q formview.Question, s *studiotest.Studio) {
					seen++
					where := form + "-" + q.Path + "-" + language + "-" + name
					for _, fault := range s.FaultsIn(language) {
						t.Errorf("%s: %s", where, fault)
					}
					says := q.Hint.In(language)
					if !strings.Contains(together(s.Texts()...), together(says)) {
						t.Errorf("%s does not say %q", where, says)
					}
					if out := os.Getenv("SALA_LOOK"); out != "" {
						s.Save(out, where)
					}
				})
				if seen < 12 {
					t.Errorf("%s in %s, %s: only %d questions are explained", country, language, name, seen)
				}
			}
		}
	}
}

// explained walks through the kiosk's forms of a country and shows the questions about
// which a form says more.
func explained(t *testing.T, country, language string, look kiosk.Look, shown func(form string, q formview.Question, s *studiotest.Studio)) {
	t.Helper()
	s := studiotest.Open(t, 1280, 1024)
	o, c := rehearsal.New(), &clock{time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
	usePack(t, o, country)
	k := kiosk.New(options(o, c)) // its window is drawn only where it is looked at
	defer k.Close()
	w := kiosk.NewWindow(k, s.Window.Canvas(), studiotest.Kit(t), look, func(th fyne.Theme) { s.Use(th) })
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
		if !slices.ContainsFunc(f.Questions(), func(q *definition.Question) bool { return q.Hint != nil }) {
			continue
		}
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
			if q.Hint != nil {
				w.SetLook(look)
				s.Settle()
				shown(f.ID, q, s)
			}
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
