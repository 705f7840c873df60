package office_test

import (
	"testing"
	"time"

	"sala/app/office"
	"sala/forms/act"
)

// A kiosk begins anew after every citizen: an administrator's PIN outlives that, opens
// it for her alone, and is not to be guessed.
func TestAdministratorsPIN(t *testing.T) {
	w := newWorld(t)
	w.Secrets = w.store.Secrets()
	ctx := t.Context()
	if _, err := w.registrar.NewKioskPIN(ctx); office.CodeOf(err) != "not_allowed" {
		t.Errorf("who is no administrator gets a PIN: %v", err)
	}
	before, err := w.clerk.NewKioskPIN(ctx)
	if err != nil {
		t.Fatal(err)
	}
	pin := before
	for pin == before { // of a million
		if pin, err = w.clerk.NewKioskPIN(ctx); err != nil {
			t.Fatal(err)
		}
	}
	anew := func() *office.Office { // another process at the same kiosk
		c := w.Office.Config
		return office.New(c)
	}
	unlocks := func(o *office.Office, officer, secret, want string) {
		t.Helper()
		s, err := o.SignInAdministrator(ctx, officer, secret)
		if office.CodeOf(err) != want || err == nil && !s.May(office.Administer) {
			t.Errorf("%s with %q: %v, want %q", officer, secret, err, want)
		}
	}
	unlocks(anew(), "clerk", pin, "")
	unlocks(anew(), "clerk", password, "")
	unlocks(anew(), "clerk", before, "kiosk_pin_wrong")
	unlocks(anew(), "registrar", pin, "wrong_password")
	o := anew()
	for range 5 {
		unlocks(o, "clerk", before, "kiosk_pin_wrong")
	}
	unlocks(o, "clerk", pin, "once_wait")
	w.now = w.now.Add(6 * time.Minute)
	unlocks(o, "clerk", pin, "")
	err = w.store.Write(ctx, "clerk", func(x office.Writer) error {
		return x.Append(act.OfficerSet, "officer/clerk", 0, act.Officer{ID: "clerk", Roles: []string{"clerk"}})
	})
	if err != nil {
		t.Fatal(err)
	}
	unlocks(o, "clerk", pin, "not_allowed")
}
