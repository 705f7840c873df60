package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"sala/app/office"
	"sala/forms/act"
)

// Accounts are the ways in of a station's officers.
type Accounts interface {
	SetOfficer(ctx context.Context, s *office.Session, o act.Officer, password string) error
	RemoveOfficer(ctx context.Context, s *office.Session, id string) error
	GivePassword(ctx context.Context, s *office.Session, id, password string) error
}

// SettingsPart is a page under the settings.
type SettingsPart string

// The pages under the settings; "" is the first one.
const (
	SettingsOfficers SettingsPart = "officers"
	SettingsCopies   SettingsPart = "copies"
	SettingsPacks    SettingsPart = "packs"
)

// SettingsView is what the settings show.
type SettingsView struct {
	Part     SettingsPart
	May      bool // the officer is an administrator
	Officers []act.Officer
	Editing  string // the officer whose data are in the form, "" a new one

	Plan    office.CopyPlan
	Copies  []office.Copy
	Trouble string // the code of why the last copy was not made
	Drilled string // the copy that a drill has found whole
	Entries uint64 // that it holds

	Packs  office.Packs
	Found  *office.PackOnShelf // a file that was looked at, to be put to use
	GoBack string              // the pack that is to be gone back to, once that is confirmed
	found  []byte
}

// part is another one whenever the entries are to show something else than what
// was typed into them.
func (v SettingsView) part() string {
	return fmt.Sprint(v.Part, v.May, v.Editing, len(v.Officers), v.Plan, v.Found != nil, v.GoBack)
}

// at names the page and what is in its form.
func (v SettingsView) at() string {
	if v.Part == "" {
		return ""
	}
	return string(v.Part) + "\n" + v.Editing
}

// goOnSettings opens a page under the settings with what was in its form.
func (d *Desk) goOnSettings(of string) {
	part, editing, _ := strings.Cut(of, "\n")
	d.ShowSettings(SettingsPart(part))
	d.then(func() { d.EditOfficer(editing) })
}

// shortest is how many characters a new password has at least.
const shortest = 8

// ShowSettings opens a page under the settings, "" the first one.
func (d *Desk) ShowSettings(part SettingsPart) {
	if part == "" {
		d.done(typedAt(Settings, string(d.view.Settings.Part)))
	}
	d.view.Settings.Part, d.view.Settings.Editing, d.view.Settings.Drilled = part, "", ""
	d.view.Settings.Found, d.view.Settings.found, d.view.Settings.GoBack = nil, nil, ""
	d.view.Trouble, d.view.Toast = nil, nil
	d.changed()
	d.loadSettings()
}

func (d *Desk) loadSettings() {
	s := d.session
	if may := s.May(office.Administer); may != d.view.Settings.May {
		d.view.Settings.May = may
		d.changed()
	}
	switch d.view.Settings.Part {
	case SettingsOfficers:
		d.run.Run("desk.wait.officers", func(ctx context.Context) func() {
			all, err := d.office.Officers(ctx)
			return func() {
				if d.session == s && !d.failed(err) {
					d.view.Settings.Officers = all
					d.changed()
				}
			}
		})
	case SettingsCopies:
		d.loadCopies()
	case SettingsPacks:
		d.loadPacks()
	}
}

func (d *Desk) loadCopies() {
	safe, s := d.beyond.Safe, d.session
	if safe == nil {
		return
	}
	d.aside.Run("desk.wait.copies", func(ctx context.Context) func() {
		all, err := safe.Copies(ctx)
		plan, trouble := safe.CopyPlan(), safe.CopyTrouble()
		return func() {
			if d.session != s {
				return
			}
			v := &d.view.Settings
			v.Plan, v.Copies, v.Trouble = plan, all, trouble
			if err != nil {
				v.Trouble = office.CodeOf(err)
			}
			d.changed()
		}
	})
}

// EditOfficer puts an officer's data into the form, "" an empty one.
func (d *Desk) EditOfficer(id string) {
	d.view.Settings.Editing = id
	d.changed()
}

// Editing is the officer in the form, the zero Officer for a new one.
func (v SettingsView) editing() act.Officer {
	at := slices.IndexFunc(v.Officers, func(o act.Officer) bool { return o.ID == v.Editing })
	if at < 0 {
		return act.Officer{}
	}
	return v.Officers[at]
}

// SaveOfficer makes an officer, or changes one; a new one needs a password.
func (d *Desk) SaveOfficer(o act.Officer, password string) {
	before := d.view.Settings.editing()
	o.ID = strings.TrimSpace(o.ID)
	if before.ID != "" {
		o.ID, o.Until, o.Deputy, o.DeputyUntil = before.ID, before.Until, before.Deputy, before.DeputyUntil
	}
	taken := before.ID == "" && slices.ContainsFunc(d.view.Settings.Officers, func(x act.Officer) bool { return x.ID == o.ID })
	switch {
	case o.ID == "" || strings.ContainsAny(o.ID, " \t/"):
		d.failed(&office.Error{Op: "save an officer", Code: "officer_id"})
		return
	case taken:
		d.failed(&office.Error{Op: "save an officer", Code: "officer_taken", Args: map[string]any{"officer": o.ID}})
		return
	case len(o.Roles) == 0:
		d.failed(&office.Error{Op: "save an officer", Code: "role_needed"})
		return
	case (before.ID == "" || password != "") && len([]rune(password)) < shortest:
		d.failed(&office.Error{Op: "set a password", Code: "password_short", Args: map[string]any{"least": shortest}})
		return
	}
	accounts, s := d.beyond.Accounts, d.session
	d.settle("desk.said.officer_saved", map[string]any{"officer": o.ID}, typedAt(Settings, string(SettingsOfficers), before.ID), func(ctx context.Context) error {
		if password == "" {
			return s.SetOfficer(ctx, o)
		}
		return accounts.SetOfficer(ctx, s, o, password)
	})
}

// RemoveOfficer ends the time of the officer in the form.
func (d *Desk) RemoveOfficer() {
	id, accounts, s := d.view.Settings.Editing, d.beyond.Accounts, d.session
	d.settle("desk.said.officer_removed", map[string]any{"officer": id}, typedAt(Settings, string(SettingsOfficers), id), func(ctx context.Context) error { return accounts.RemoveOfficer(ctx, s, id) })
}

// PlanCopies sets where copies go, how often, and how many stay.
func (d *Desk) PlanCopies(p office.CopyPlan) {
	safe, s := d.beyond.Safe, d.session
	p.Folder = strings.TrimSpace(p.Folder)
	d.settle("desk.said.copies_planned", nil, typedAt(Settings, string(SettingsCopies)), func(ctx context.Context) error { return s.PlanCopies(ctx, safe, p) })
}

// MakeCopy makes a copy now.
func (d *Desk) MakeCopy() {
	safe, s := d.beyond.Safe, d.session
	d.settle("desk.said.copy_made", nil, "", func(ctx context.Context) error {
		_, err := s.MakeCopy(ctx, safe, nil)
		return err
	})
}

// DrillCopy puts a copy back for a trial, with the officer's password.
func (d *Desk) DrillCopy(dir, password string) {
	safe, s := d.beyond.Safe, d.session
	d.aside.Run("desk.wait.copy", func(ctx context.Context) func() {
		n, err := s.DrillCopy(ctx, safe, dir, password)
		return func() {
			if d.session != s || d.failed(err) {
				return
			}
			d.view.Settings.Drilled, d.view.Settings.Entries = dir, n
			d.say("desk.said.copy_drilled", map[string]any{"entries": n})
		}
	})
}

// settle does one thing of the settings, says that it is done and shows how it is
// now.
func (d *Desk) settle(said string, args map[string]any, typed string, do func(context.Context) error) {
	s := d.session
	d.aside.Run("desk.wait.copy", func(ctx context.Context) func() {
		err := do(ctx)
		return func() {
			if d.session != s || d.failed(err) {
				return
			}
			if typed != "" {
				d.done(typed)
			}
			d.view.Settings.Editing, d.view.Settings.GoBack = "", ""
			d.view.Settings.Found, d.view.Settings.found = nil, nil
			d.say(said, args)
			d.loadSettings()
			d.listOfficers()
		}
	})
}
