package desk_test

import (
	"context"
	"os"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"sala/app/office"
	"sala/app/ui/desk"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/theme"
	"sala/forms/act"
)

// safe is a station's safekeeping in memory.
type safe struct {
	plan    office.CopyPlan
	copies  []office.Copy
	trouble string
	set     map[string]string // officer -> password
	shelf   *shelf
}

func (s *safe) CopyPlan() office.CopyPlan { return s.plan.Complete() }
func (s *safe) SetCopyPlan(_ context.Context, p office.CopyPlan) error {
	if p.Folder == "/away" {
		return &office.Error{Op: "plan copies", Code: "copy_folder", Args: map[string]any{"dir": p.Folder}}
	}
	s.plan = p
	return nil
}
func (s *safe) Copies(context.Context) ([]office.Copy, error) { return s.copies, nil }
func (s *safe) MakeCopy(context.Context, func(done, total int)) (office.Copy, error) {
	c := office.Copy{Dir: "/media/stick/sala/TH-5001-D01-20261122T020000Z", At: time.Date(2026, 11, 22, 2, 0, 0, 0, time.UTC), Entries: 128, Bytes: 104_500_000}
	s.copies = append([]office.Copy{c}, s.copies...)
	return c, nil
}
func (s *safe) DrillCopy(_ context.Context, _, _, password string) (uint64, error) {
	if password != rehearsal.Password {
		return 0, &office.Error{Op: "restore drill", Code: "wrong_password"}
	}
	return 128, nil
}
func (s *safe) CopyTrouble() string                             { return s.trouble }
func (s *safe) RotateKey(context.Context, func(int, int)) error { return nil }
func (s *safe) GoOn(context.Context) error                      { return nil }
func (s *safe) SetOfficer(ctx context.Context, x *office.Session, o act.Officer, password string) error {
	s.set[o.ID] = password
	return x.SetOfficer(ctx, o)
}
func (s *safe) RemoveOfficer(ctx context.Context, x *office.Session, id string) error {
	return x.RemoveOfficer(ctx, id)
}
func (s *safe) GivePassword(context.Context, *office.Session, string, string) error { return nil }

// administering is a desk at which the administrator stands before the settings.
func administering(o *rehearsal.Office, s *safe, changed func()) *desk.Desk {
	beyond := desk.Beyond{Safe: s, Accounts: s, Files: stick{[]string{"th@1.1.0.pack"}}}
	if s.shelf != nil {
		beyond.Shelf = s.shelf
	}
	with := options(o)
	with.Beyond, with.Changed = beyond, changed
	d := desk.New(with)
	signIn(d, "minji")
	d.Go(desk.Settings)
	return d
}

func code(d *desk.Desk) string {
	if t := d.View().Trouble; t != nil {
		return t.Code
	}
	return ""
}

func TestAnAdministratorSeesToOfficers(t *testing.T) {
	s := &safe{set: map[string]string{}}
	d := administering(rehearsal.New(), s, func() {})
	defer d.Close()
	d.ShowSettings(desk.SettingsOfficers)
	before := len(d.View().Settings.Officers)
	for want, o := range map[string]act.Officer{
		"officer_id":     {ID: "two words", Roles: []string{"clerk"}},
		"officer_taken":  {ID: "wilai", Roles: []string{"clerk"}},
		"role_needed":    {ID: "nicha"},
		"password_short": {ID: "nicha", Roles: []string{"clerk"}},
	} {
		d.SaveOfficer(o, "short")
		if got := code(d); got != want {
			t.Errorf("%+v: %q, want %q", o, got, want)
		}
	}
	d.SaveOfficer(act.Officer{ID: "nicha", Names: map[string]string{"th": "นิชา ใจงาม"}, Roles: []string{"clerk"}}, "long enough")
	if code(d) != "" || len(d.View().Settings.Officers) != before+1 || s.set["nicha"] != "long enough" {
		t.Fatalf("the new officer: %q, %d officers", code(d), len(d.View().Settings.Officers))
	}
	d.EditOfficer("wilai") // without a password she keeps hers
	d.SaveOfficer(act.Officer{Names: map[string]string{"th": "วิไล สุขสม"}, Roles: []string{"head"}}, "")
	if _, given := s.set["wilai"]; given || code(d) != "" {
		t.Errorf("changing roles gave a password, or failed: %q", code(d))
	}
	d.EditOfficer("minji")
	d.SaveOfficer(act.Officer{Names: map[string]string{"th": "มินจี"}, Roles: []string{"clerk"}}, "")
	if code(d) != "last_administrator" {
		t.Errorf("the last administrator gives her role away: %q", code(d))
	}
}

func TestCopiesArePlannedMadeAndDrilled(t *testing.T) {
	s := &safe{}
	d := administering(rehearsal.New(), s, func() {})
	defer d.Close()
	d.ShowSettings(desk.SettingsCopies)
	d.PlanCopies(office.CopyPlan{Folder: "/away"})
	if code(d) != "copy_folder" {
		t.Errorf("a folder that is not there: %q", code(d))
	}
	d.PlanCopies(office.CopyPlan{Folder: " /media/stick/sala ", Hours: 2})
	if p := d.View().Settings.Plan; p.Folder != "/media/stick/sala" || p.Hours != 2 || p.Keep == 0 {
		t.Errorf("the plan: %+v", p)
	}
	d.MakeCopy()
	all := d.View().Settings.Copies
	if len(all) != 1 {
		t.Fatalf("%d copies", len(all))
	}
	d.DrillCopy(all[0].Dir, "wrong")
	if code(d) != "wrong_password" || d.View().Settings.Drilled != "" {
		t.Errorf("a drill with a wrong password: %q", code(d))
	}
	d.DrillCopy(all[0].Dir, rehearsal.Password)
	if v := d.View().Settings; v.Drilled != all[0].Dir || v.Entries != 128 {
		t.Errorf("the drill: %+v", v)
	}
}

func TestOthersSeeNoAdministration(t *testing.T) {
	d, _ := signedIn(t)
	d.Go(desk.Settings)
	if d.View().Settings.May {
		t.Error("a clerk may administer")
	}
}

// Every page under the settings says everything in every language, and nothing
// is cut off.
func TestSettingsFit(t *testing.T) {
	for _, language := range []string{"th", "ko", "en"} {
		playSettings(t, desk.Look{Language: language, Scheme: theme.Light, Scale: 1}, func(name string, s *studiotest.Studio) {
			for _, fault := range s.FaultsIn(language) {
				t.Errorf("%s in %s: %s", name, language, fault)
			}
			if out := os.Getenv("SALA_LOOK"); out != "" {
				s.Save(out, "desk-"+name+"-"+language)
			}
		})
	}
}

// playSettings shows every page under the settings in a look.
func playSettings(t *testing.T, look desk.Look, shown func(name string, s *studiotest.Studio)) {
	t.Helper()
	s, o, k := studiotest.Open(t, 1366, 768), rehearsal.New(), &safe{set: map[string]string{}, plan: office.CopyPlan{Folder: "/media/stick/sala"}, shelf: newShelf()}
	var w *desk.Window
	d := administering(o, k, func() {
		if w != nil {
			w.Render()
		}
	})
	defer d.Close()
	w = desk.NewWindow(d, s.Window.Canvas(), studiotest.Kit(t), look, func(th fyne.Theme) { s.Use(th) })
	for _, scene := range []struct {
		name string
		play func()
	}{
		{"first", func() { d.ShowSettings("") }},
		{"officers", func() { d.ShowSettings(desk.SettingsOfficers) }},
		{"officer", func() { d.ShowSettings(desk.SettingsOfficers); d.EditOfficer("wilai") }},
		{"copies", func() {
			d.ShowSettings(desk.SettingsCopies)
			d.MakeCopy()
			d.DrillCopy(k.copies[0].Dir, rehearsal.Password)
		}},
		{"away", func() { k.trouble = "copy_folder"; d.ShowSettings(desk.SettingsCopies); k.trouble = "" }},
		{"packs", func() { d.ShowSettings(desk.SettingsPacks) }},
		{"packs-sure", func() { d.LookAtPack("/media/usb/th@1.1.0.pack") }},
		{"packs-next", func() { d.PutPack(); d.GoBackTo("th@0.9.0"); d.PutPack() }},
	} {
		scene.play()
		s.Settle()
		shown("settings-"+scene.name, s)
	}
}
