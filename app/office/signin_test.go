package office_test

import (
	"testing"
	"time"

	"sala/app/office"
	"sala/forms/act"
)

func TestPINHoldsForTheDay(t *testing.T) {
	w := newWorld(t)
	_, err := w.SignInByPIN(t.Context(), "clerk", "2580")
	wantCode(t, err, "password_wanted")
	for _, weak := range []string{"123", "1111", "12a4", ""} {
		wantCode(t, w.clerk.SetPIN(weak), "pin_weak")
	}
	if err := w.clerk.SetPIN("2580"); err != nil {
		t.Fatal(err)
	}
	s, err := w.SignInByPIN(t.Context(), "clerk", "2580")
	if err != nil || s.Officer.ID != "clerk" {
		t.Fatalf("officer %v, error %v", s, err)
	}
	for range 3 {
		_, err := w.SignInByPIN(t.Context(), "clerk", "0000")
		wantCode(t, err, "wrong_pin")
	}
	_, err = w.SignInByPIN(t.Context(), "clerk", "2580")
	wantCode(t, err, "password_wanted")

	if err := w.clerk.SetPIN("2580"); err != nil {
		t.Fatal(err)
	}
	w.now = w.now.Add(24 * time.Hour)
	_, err = w.SignInByPIN(t.Context(), "clerk", "2580")
	wantCode(t, err, "password_wanted")
}

func TestBreakingTheGlassIsWrittenDownFirst(t *testing.T) {
	w := newWorld(t)
	glass := act.Officer{ID: "glass", Roles: []string{"emergency"}}
	err := w.store.Write(t.Context(), "clerk", func(x office.Writer) error { return x.Append(act.OfficerSet, "officer/glass", 0, glass) })
	if err == nil {
		err = w.store.SetPassword(t.Context(), "glass", password)
	}
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.BreakGlass(t.Context(), "glass", password, "", "flood")
	wantCode(t, err, "reason_needed")
	_, err = w.BreakGlass(t.Context(), "clerk", password, "Somjai", "flood")
	wantCode(t, err, "not_allowed")
	before := w.entries(t)
	s, err := w.BreakGlass(t.Context(), "glass", password, "Somjai", "the flood; nobody else can come")
	if err != nil {
		t.Fatal(err)
	}
	if got := w.entries(t) - before; got != 2 {
		t.Errorf("%d entries, want the sign-in and the broken glass", got)
	}
	if !s.May(office.Serve) || !s.May(office.Decide) || s.May(office.Administer) {
		t.Error("the account behind glass serves and decides, and administers nothing")
	}
	p := w.submitted(t)
	p.Line = nil // a head of section may decide on it
	sealed, err := w.SignIn(t.Context(), "glass", password)
	if err != nil {
		t.Fatal(err)
	}
	_, err = sealed.Approve(t.Context(), p, "")
	wantCode(t, err, "not_allowed")
	if _, err := s.Approve(t.Context(), p, ""); err != nil {
		t.Errorf("behind the glass, with a name and a reason: %v", err)
	}
}
