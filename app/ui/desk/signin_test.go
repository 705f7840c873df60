package desk_test

import (
	"slices"
	"testing"

	"sala/app/ui/desk"
	"sala/app/ui/internal/rehearsal"
	"sala/forms/act"
)

// The account behind glass opens with a name and a reason only, and both stand
// in the journal.
func TestBreakGlass(t *testing.T) {
	d, o := open(t)
	o.AddOfficer(act.Officer{ID: "glass", Names: map[string]string{"en": "Account behind glass"}, Roles: []string{"emergency"}})
	d.SignOut()
	d.Go(desk.SignIn)
	d.ChooseOfficer("glass")
	d.BreakGlass(rehearsal.Password, "Somchai Rakngan", " ")
	if got := trouble(d); got != "reason_needed" {
		t.Errorf("without a reason: trouble %q", got)
	}
	want(t, d, desk.SignIn, "")
	d.BreakGlass("wrong", "Somchai Rakngan", "both registrars are ill")
	if got := trouble(d); got != "wrong_password" {
		t.Errorf("with a wrong password: trouble %q", got)
	}
	d.BreakGlass(rehearsal.Password, "Somchai Rakngan", "both registrars are ill")
	want(t, d, desk.Today, "")
	if !slices.Contains(o.Store.Kinds(), act.GlassBroken) {
		t.Error("the broken glass does not stand in the journal")
	}
	if !slices.Contains(d.View().Screens, desk.Approvals) {
		t.Error("behind the glass nobody can approve")
	}
}

// Whoever takes the desk over finds the visit as it stands, and nothing else
// that the officer before had open.
func TestTheNextOfficerFindsTheVisitAndNothingElse(t *testing.T) {
	d, o := signedIn(t)
	d.Go(desk.People)
	d.FindPeople("สม")
	d.Go(desk.Cash)
	d.Go(desk.Today)
	toForm(t, d, o)
	d.Lock()
	d.SignInWith(rehearsal.Password)
	if d.View().People.Query == "" {
		t.Error("the officer who comes back has lost her search")
	}
	d.Lock()
	signIn(d, "wilai")
	want(t, d, desk.Serve, desk.AtForm)
	if v := d.View(); v.People.Query != "" || len(v.Cash.Receipts)+len(v.Cash.Takings) > 0 {
		t.Errorf("the next officer finds %+v and %+v", v.People, v.Cash)
	}
}
