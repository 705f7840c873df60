package desk_test

import (
	"slices"
	"testing"

	"sala/app/ui/desk"
	"sala/forms/act"
)

// Each role is shown its own places, and no key leads to another's.
func TestEachRoleSeesItsPlaces(t *testing.T) {
	all := []desk.Screen{desk.Today, desk.Serve, desk.People, desk.Petitions, desk.Approvals, desk.Certificates, desk.Cash, desk.Verify, desk.Sync, desk.Devices, desk.Reports, desk.Settings}
	without := func(screens ...desk.Screen) []desk.Screen {
		return slices.DeleteFunc(slices.Clone(all), func(s desk.Screen) bool { return slices.Contains(screens, s) })
	}
	for role, want := range map[string][]desk.Screen{
		"clerk":         without(desk.Approvals),
		"head":          all,
		"registrar":     all,
		"auditor":       without(desk.Serve, desk.Approvals),
		"administrator": without(desk.Serve, desk.People, desk.Petitions, desk.Approvals, desk.Certificates, desk.Cash, desk.Reports),
	} {
		d, o := open(t)
		o.AddOfficer(act.Officer{ID: "only", Names: map[string]string{"th": role}, Roles: []string{role}})
		signIn(d, "only")
		v := d.View()
		if v.Screen != desk.Today || !slices.Equal(v.Screens, want) {
			t.Errorf("a %s is at %s and sees %v, want %v", role, v.Screen, v.Screens, want)
		}
		o.Insert()
		for _, s := range all {
			d.Go(desk.Today)
			d.Go(s)
			if got := d.View().Screen; (got == s) != slices.Contains(want, s) {
				t.Errorf("a %s who asks for %s is at %s", role, s, got)
			}
			if got := trouble(d); got == "not_allowed" {
				t.Errorf("a %s is refused at %s, which is shown", role, s)
			}
		}
	}
}

// An administrator who takes a locked desk over leaves the clerk's work where it
// is.
func TestWhoDoesNotServeLeavesTheWorkWhereItIs(t *testing.T) {
	d, o := signedIn(t)
	toForm(t, d, o)
	d.Answer("purpose", "court")
	d.Lock()
	signIn(d, "minji")
	want(t, d, desk.Today, "")
	d.Lock()
	signIn(d, "somchai")
	want(t, d, desk.Serve, desk.AtForm)
}
