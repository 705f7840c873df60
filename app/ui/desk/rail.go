package desk

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/office"
)

// place is one of the desk's places: everything that the frame knows of it. A
// new screen is a Screen, its words (desk.screen.NAME), a member of View, and
// one row of places.
type place struct {
	screen Screen
	icon   func() fyne.Resource
	opens  []office.Action          // any of which opens it; nil opens it to all
	load   func(*Desk)              // brings up to date what it shows; nil: there is nothing to load
	make   func(*Window, View) page // its page
	part   func(View) string        // which of its pages is shown, where it has several; nil: it has one
	of     func(*Desk) string       // names the page that is shown, so that goOn finds it again; "" the first, nil: there is no other
	goOn   func(*Desk, string)
}

// places are all places, in the order of the rail.
func places() []place {
	return []place{
		{screen: Today, icon: fynetheme.HomeIcon, load: (*Desk).loadToday, make: (*Window).today},
		{screen: Serve, icon: fynetheme.AccountIcon, opens: []office.Action{office.Serve}, make: (*Window).serve, part: func(v View) string { return string(v.Serve.Stage) }, of: func(d *Desk) string { return d.view.Serve.servedAt() }, goOn: (*Desk).goOnServing, load: (*Desk).searchAgain},
		{screen: People, icon: fynetheme.SearchIcon, opens: []office.Action{office.LookUp}, make: (*Window).people, part: func(v View) string { return v.People.part() }, of: func(d *Desk) string { return d.view.People.at() }, goOn: func(d *Desk, of string) { d.AskRecord(hitOf(of)) }, load: (*Desk).searchAgain},
		{screen: Petitions, icon: fynetheme.ListIcon, opens: []office.Action{office.LookUp}, load: (*Desk).loadPetitions, make: (*Window).petitions, of: (*Desk).petitionAt, goOn: (*Desk).ShowPetition},
		{screen: Approvals, icon: fynetheme.ConfirmIcon, opens: []office.Action{office.Decide}, load: (*Desk).loadApprovals, make: (*Window).approvals, part: func(v View) string { return v.Approvals.part() }, of: (*Desk).approvalAt, goOn: (*Desk).goOnApproving},
		{screen: Certificates, icon: fynetheme.DocumentIcon, opens: []office.Action{office.LookUp}, load: (*Desk).loadCertificates, make: (*Window).certificates, part: func(v View) string { return v.Certificates.part() }, of: func(d *Desk) string { return d.view.Certificates.part() }, goOn: (*Desk).goOnCertificates},
		{screen: Cash, icon: fynetheme.StorageIcon, opens: []office.Action{office.Account}, load: (*Desk).loadCash, make: (*Window).cash, part: func(v View) string { return v.Cash.Shown }, of: func(d *Desk) string { return d.view.Cash.Shown }, goOn: (*Desk).ShowReceipt},
		{screen: Verify, icon: fynetheme.VisibilityIcon, load: (*Desk).loadVerify, make: (*Window).verify},
		{screen: Sync, icon: fynetheme.UploadIcon, load: (*Desk).loadSync, make: (*Window).sync, part: func(v View) string { return v.Sync.part() }, of: func(d *Desk) string { return d.view.Sync.part() }, goOn: (*Desk).goOnAside},
		{screen: Devices, icon: fynetheme.ComputerIcon, load: (*Desk).loadDevices, make: (*Window).devices},
		{screen: Reports, icon: fynetheme.GridIcon, opens: []office.Action{office.Account}, load: (*Desk).loadReports, make: (*Window).reports},
		{screen: Settings, icon: fynetheme.SettingsIcon, load: (*Desk).loadSettings, make: (*Window).settings, part: func(v View) string { return v.Settings.part() }, of: func(d *Desk) string { return d.view.Settings.at() }, goOn: (*Desk).goOnSettings},
	}
}

// placeOf returns the row of a screen; sign-in is no place.
func placeOf(s Screen) (place, bool) {
	all := places()
	at := slices.IndexFunc(all, func(p place) bool { return p.screen == s })
	if at < 0 {
		return place{}, false
	}
	return all[at], true
}

// open returns the places that an officer's roles open. A screen that is shown is
// no permission: the use cases refuse by themselves.
func open(may func(office.Action) bool) []Screen {
	var out []Screen
	for _, p := range places() {
		if p.opens == nil || slices.ContainsFunc(p.opens, may) {
			out = append(out, p.screen)
		}
	}
	return out
}

// railKeys are the keys of the rail, with Alt, and how they are written.
var railKeys = []struct {
	name  fyne.KeyName
	label string
}{
	{fyne.Key1, "1"}, {fyne.Key2, "2"}, {fyne.Key3, "3"}, {fyne.Key4, "4"}, {fyne.Key5, "5"}, {fyne.Key6, "6"}, {fyne.Key7, "7"},
	{fyne.Key8, "8"}, {fyne.Key9, "9"}, {fyne.Key0, "0"}, {fyne.KeyMinus, "-"}, {fyne.KeyEqual, "="}, {fyne.KeyQ, "Q"}, {fyne.KeyW, "W"},
}

func railShortcut(key fyne.KeyName) *desktop.CustomShortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierAlt}
}

// May is what the officer's roles allow, for what a screen offers. The use cases
// refuse by themselves.
type May struct{ Serve, Decide, Collect, Correct, LookUp bool }

func may(s *office.Session) May {
	return May{Serve: s.May(office.Serve), Decide: s.May(office.Decide), Collect: s.May(office.Collect), Correct: s.May(office.Correct), LookUp: s.May(office.LookUp)}
}
