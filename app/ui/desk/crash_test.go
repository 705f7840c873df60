package desk_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"sala/app/office"
	"sala/app/ui/desk"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/kit"
	"sala/forms/act"
	"sala/forms/register"
)

// counter is a station and everything beside its office: what is left of it after
// a crash is the store, the stick and the accounts.
type counter struct {
	*rehearsal.Office
	beyond desk.Beyond
}

func newCounter() *counter {
	l, keys := &line{}, &safe{set: map[string]string{}, plan: office.CopyPlan{Folder: "/media/stick/sala"}, shelf: newShelf()}
	o := rehearsal.New()
	o.AddOfficer(act.Officer{ID: "glass", Names: map[string]string{"en": "Account behind glass"}, Roles: []string{"emergency"}})
	return &counter{o, desk.Beyond{Outbox: l, Stick: l, Safe: keys, Accounts: keys, Shelf: keys.shelf, Verifier: rehearsal.Papers{}, Files: stick{}}}
}

// begin begins the program, without a window where changed shows none.
func (c *counter) begin(changed func()) *desk.Desk {
	with := options(c.Office)
	with.Beyond, with.Changed = c.beyond, changed
	return desk.New(with)
}

// screen is one of the desk's screens: how it is come to, and how again by whoever
// was there when the program ended. again is nil where Today offers the way.
type screen struct {
	name  string
	play  func(*desk.Desk, *rehearsal.Office)
	again func(*desk.Desk, *rehearsal.Office)
}

// leftAgain is the way that Today offers: to the form that lay open, or else the page.
func leftAgain(d *desk.Desk, _ *rehearsal.Office) {
	switch v := d.View(); {
	case len(v.Today.LeftOpen) > 0:
		d.GoOnOpen()
	case v.Left.Screen != "":
		d.GoOnLeft()
	}
}

// go to a screen that has nothing left open, by the rail.
func at(s desk.Screen) func(*desk.Desk, *rehearsal.Office) {
	return func(d *desk.Desk, _ *rehearsal.Office) { d.Go(s) }
}

// again are the ways of the scenes that are not the way that Today offers.
var again = map[string]func(*desk.Desk, *rehearsal.Office){
	// A list that was looked through is found where it was.
	"card": at(desk.Serve), "card-search": at(desk.Serve), "card-pulled": at(desk.Serve),
	"people": at(desk.People), "people-none": at(desk.People),
	// A visitor's card is put in again.
	"person": func(_ *desk.Desk, o *rehearsal.Office) { o.Insert() },
	// A record is opened with a purpose each time: the look before stands in the journal.
	"record": recordAgain, "record-joined": recordAgain, "record-left": recordAgain, "record-household": recordAgain,
	"compare": func(d *desk.Desk, o *rehearsal.Office) {
		recordAgain(d, o)
		d.CompareWith(d.View().People.Alike[0].Resident.ID)
	},
}

func recordAgain(d *desk.Desk, o *rehearsal.Office) {
	leftAgain(d, o)
	d.OpenRecord(office.Look{Purpose: register.ForCorrection})
}

// lost are the inputs that hold nothing after a crash, and why.
var lost = map[string]string{
	"sign-in":         "who signs in is chosen anew: nobody is there yet for whom it could be kept",
	"sign-in-refused": "the same",
	"settings":        "the PIN, as any password, is kept nowhere",
	"cash-closed":     "the drawer that was closed a moment ago is the next one by then",
}

// beyondScenes are the screens to which the scenes do not lead.
func beyondScenes() []screen {
	from := func(officer string, s desk.Screen, then func(*desk.Desk)) func(*desk.Desk, *rehearsal.Office) {
		return func(d *desk.Desk, _ *rehearsal.Office) {
			signIn(d, officer)
			d.Go(s)
			then(d)
		}
	}
	settings := func(part desk.SettingsPart, editing string) func(*desk.Desk) {
		return func(d *desk.Desk) { d.ShowSettings(part); d.EditOfficer(editing) }
	}
	return []screen{
		{"glass", func(d *desk.Desk, _ *rehearsal.Office) { d.ChooseOfficer("glass") }, func(d *desk.Desk, _ *rehearsal.Office) { d.ChooseOfficer("glass") }},
		{"sync-line", from("wilai", desk.Sync, func(*desk.Desk) {}), nil},
		{"sync-conflict", from("wilai", desk.Sync, func(d *desk.Desk) { d.ShowAside(41) }), nil},
		{"sync-rejected", from("wilai", desk.Sync, func(d *desk.Desk) { d.ShowAside(44) }), nil},
		{"settings", from("minji", desk.Settings, func(*desk.Desk) {}), nil},
		{"officers", from("minji", desk.Settings, settings(desk.SettingsOfficers, "")), nil},
		{"officer", from("minji", desk.Settings, settings(desk.SettingsOfficers, "wilai")), nil},
		{"copies", from("minji", desk.Settings, settings(desk.SettingsCopies, "")), nil},
		{"packs", from("minji", desk.Settings, settings(desk.SettingsPacks, "")), nil},
	}
}

// entries are what the inputs of a page hold, each with its kind. A password holds
// nothing, whatever was typed into it.
func entries(s *studiotest.Studio) (out []string) {
	for _, in := range s.Inputs() {
		out = append(out, fmt.Sprintf("%T %q", in, in.Holds()))
	}
	return out
}

// enterAll enters something into every input of the page that takes it, except
// into those that narrow the page to fewer inputs; with narrows only into those.
func enterAll(s *studiotest.Studio, narrows bool) (entered, narrowing int) {
	for n := 0; ; n++ {
		all := s.Inputs()
		if n >= len(all) {
			return entered, narrowing
		}
		was := all[n].Holds()
		if c, ok := all[n].(*kit.Choice); ok && c.ReadOnly || !studiotest.Enter(all[n]) {
			continue
		}
		if len(s.Inputs()) < len(all) {
			narrowing++
			if !narrows {
				all[n].Restore(was)
			}
		} else if narrows {
			all[n].Restore(was)
		}
		entered++
	}
}

// crashed plays a screen, enters into its inputs, ends the program where it stands
// and comes back to the screen. It reports how many inputs narrow the page.
func crashed(t *testing.T, s *studiotest.Studio, x screen, narrows bool) (narrowing int) {
	t.Helper()
	c, w := newCounter(), (*desk.Window)(nil)
	window := func(d *desk.Desk) {
		w = desk.NewWindow(d, s.Window.Canvas(), parts(t), light("th"), func(th fyne.Theme) { s.Use(th) })
	}
	begin := func() *desk.Desk {
		w = nil
		return c.begin(func() {
			if w != nil {
				w.Render()
			}
		})
	}
	d := begin()
	x.play(d, c.Office)
	window(d)
	if len(s.Inputs()) == 0 {
		d.Close()
		return 0
	}
	blank, before := entries(s), d.View().Title()
	n, narrowing := enterAll(s, narrows)
	if n == 0 && lost[x.name] == "" {
		t.Errorf("nothing can be entered into %q", blank)
	}
	entered, who := entries(s), d.View().Officer.ID
	d.Close() // the power is cut

	d = begin()
	defer d.Close()
	window(d)
	if who != "" {
		signIn(d, who)
	}
	again := x.again
	if again == nil {
		again = leftAgain
	}
	if narrows {
		again = func(d *desk.Desk, _ *rehearsal.Office) { d.Go(d.View().Screen) }
		if at := strings.Fields(before)[2]; d.View().Screen != desk.Screen(at) {
			again = func(d *desk.Desk, _ *rehearsal.Office) { d.Go(desk.Screen(at)) }
		}
	}
	again(d, c.Office)
	if got := entries(s); lost[x.name] == "" && !slices.Equal(got, entered) {
		t.Errorf("at %s it began with\n%s\nbefore the crash it held\n%s\nnow at %s it holds\n%s", before, strings.Join(blank, "\n"), strings.Join(entered, "\n"), d.View().Title(), strings.Join(got, "\n"))
	}
	return narrowing
}

// alike are the scenes of which another has the same page and the same inputs, or
// that have none: the long form looks at them too.
var alike = []string{"sign-in-refused", "card", "card-pulled", "today-empty", "looks", "form", "review", "print", "print-no-paper", "print-unsure", "done", "today", "people-none", "approvals-empty",
	"certificates-unsure", "cash-closed", "verify-final", "verify-provisional", "verify-revoked", "verify-expired", "verify-changed", "verify-unknown", "verify-foreign", "sync", "devices", "reports",
	"approvals-marked", "approvals-delegated", "newer", "record-left", "review-attached", "event"}

// Whatever is entered on any screen, by typing, choosing or picking a date, is
// there again after a crash.
func TestNothingThatIsEnteredIsLostInACrash(t *testing.T) {
	var all []screen
	for n, scene := range scenes {
		all = append(all, screen{scene.name, func(d *desk.Desk, o *rehearsal.Office) {
			for _, before := range scenes[:n+1] {
				before.play(d, o)
			}
		}, again[scene.name]})
	}
	s := studiotest.Open(t, 1366, 768)
	for _, x := range append(all, beyondScenes()...) {
		if os.Getenv("SALA_LONG") == "" && slices.Contains(alike, x.name) {
			continue
		}
		t.Run(x.name, func(t *testing.T) {
			if crashed(t, s, x, false) > 0 {
				crashed(t, s, x, true)
			}
		})
	}
}

// parts are made once: nothing of them remembers anything.
var parts = func() func(testing.TB) kit.Kit {
	var made *kit.Kit
	return func(t testing.TB) kit.Kit {
		if made == nil {
			k := studiotest.Kit(t)
			made = &k
		}
		return *made
	}
}()
