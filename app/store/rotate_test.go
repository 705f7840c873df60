package store_test

import (
	"context"
	"errors"
	"maps"
	"testing"

	"filippo.io/age"

	"sala/app/store"
	"sala/app/store/keys"
	"sala/forms/act"
)

func TestRotateTheKey(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	s := create(t, dir)
	populate(t, s, 600)
	submit(t, s, "p1", "r0000001")
	if err := s.SetPassword(ctx, "somchai", "another one"); err != nil {
		t.Fatal(err)
	}
	beside := open(t, dir) // the command line, while the window rotates
	want := mustDigest(t, s)

	// The rotation is cut off, and the station closed.
	cut, cancel := context.WithCancel(ctx)
	steps := 0
	err := s.Rotate(cut, func(done, total int) {
		if steps++; steps == 1 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) || !s.Rotating() {
		t.Fatalf("cut off: %v, rotating %v", err, s.Rotating())
	}
	submit(t, beside, "p2", "r0000002") // reads pages under both keys
	s.Close()
	s, err = store.Open(ctx, dir, store.Unlock{Officer: "somchai", Password: "another one"}, testEnv())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if !s.Rotating() {
		t.Fatal("the rotation is forgotten")
	}
	if err := s.Rotate(ctx, nil); err != nil {
		t.Fatal(err)
	}
	if s.Rotating() {
		t.Error("the rotation does not end")
	}
	file, err := keys.Load(dir)
	if err != nil || file.Epoch != 2 || len(file.Former) != 0 {
		t.Errorf("key file: epoch %d, %d former keys, %v", file.Epoch, len(file.Former), err)
	}
	if err := beside.CheckIntegrity(ctx, false); err != nil {
		t.Error("the other process:", err)
	}
	submit(t, beside, "p3", "")
	if err := beside.SetPassword(ctx, "new", "after the rotation"); err != nil {
		t.Fatal(err)
	}
	beside.Close()
	if err := s.CheckIntegrity(ctx, false); err != nil {
		t.Error(err)
	}
	if got := mustDigest(t, s); got["record"] != want["record"] || maps.Equal(got, want) {
		t.Error("the tables are not what they should be")
	}
	s.Close()
	newcomer, err := store.Open(ctx, dir, store.Unlock{Officer: "new", Password: "after the rotation"}, testEnv())
	if err != nil {
		t.Fatal("a password that was set beside the rotation:", err)
	}
	newcomer.Close()
	again := open(t, dir)
	if err := again.CheckIntegrity(ctx, false); err != nil {
		t.Error(err)
	}
}

func TestWaysIn(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	agency, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	stranger, _ := age.GenerateX25519Identity()
	s, err := store.Create(ctx, dir, store.Options{Station: testStation, Office: testOffice, Officer: act.Officer{ID: "malee"}, Password: testPassword,
		Recovery: agency.Recipient().String(), Environment: testEnv()})
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{s.SetPassword(ctx, "somchai", "one"), s.SetPassword(ctx, "somchai", "two"), s.SetPassword(ctx, "gone", "x"),
		s.RemovePassword(ctx, "gone"), s.SetMachine(ctx, keys.FileSecret{}), s.CheckPassword(ctx, "somchai", "two")} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Rotate(ctx, nil); err != nil {
		t.Fatal(err)
	}
	s.Close()
	for _, test := range []struct {
		name string
		u    store.Unlock
		code string // "" = opens
	}{
		{"the first officer", byPassword, ""},
		{"a changed password", store.Unlock{Officer: "somchai", Password: "two"}, ""},
		{"the password before the change", store.Unlock{Officer: "somchai", Password: "one"}, "wrong_password"},
		{"an officer removed", store.Unlock{Officer: "gone", Password: "x"}, "wrong_password"},
		{"nobody", store.Unlock{}, "wrong_password"},
		{"the agency", store.Unlock{Recovery: agency.String()}, ""},
		{"another agency", store.Unlock{Recovery: stranger.String()}, "wrong_recovery_key"},
		{"the machine", store.Unlock{Machine: keys.FileSecret{}}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, err := store.Open(ctx, dir, test.u, testEnv())
			if test.code == "" {
				if err != nil {
					t.Fatal(err)
				}
				if err := s.CheckIntegrity(ctx, true); err != nil {
					t.Error(err)
				}
				s.Close()
				return
			}
			refusedAs(t, err, test.code)
		})
	}
}
