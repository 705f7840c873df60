package store_test

import (
	"context"
	"testing"

	"sala/app/store"
	"sala/app/store/keys"
)

// TestAPasswordGrowsWithTheYears promises that a right password is kept under
// today's cost from then on, that it still opens the station, and that a wrong
// one changes nothing.
func TestAPasswordGrowsWithTheYears(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	s := create(t, dir)
	if err := s.SetPassword(ctx, "somchai", "another word"); err != nil {
		t.Fatal(err)
	}
	s.Close()
	today := testEnv()
	today.Cost = keys.Cost{Memory: 4 * cheap.Memory, Time: cheap.Time + 1, Threads: 1}
	cost := func(officer string) keys.Cost {
		f, err := keys.Load(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, slot := range f.Slots {
			if slot.Holder == officer {
				return slot.Sealed.Cost
			}
		}
		t.Fatal("no slot of " + officer)
		return keys.Cost{}
	}
	for range 2 { // the second time there is nothing to raise
		s, err := store.Open(ctx, dir, byPassword, today)
		if err != nil {
			t.Fatal(err)
		}
		if cost("malee") != today.Cost {
			t.Errorf("the password that opened the station costs %+v", cost("malee"))
		}
		if s.CheckPassword(ctx, "somchai", "a wrong one") == nil {
			t.Error("a wrong password is right")
		}
		s.Close()
	}
	if cost("somchai") != cheap {
		t.Errorf("a wrong password raised the cost to %+v", cost("somchai"))
	}
	s, err := store.Open(ctx, dir, byPassword, today)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.CheckPassword(ctx, "somchai", "another word"); err != nil {
		t.Fatal(err)
	}
	if cost("somchai") != today.Cost {
		t.Errorf("the sign-in left the password at %+v", cost("somchai"))
	}
	if err := s.CheckPassword(ctx, "somchai", "another word"); err != nil {
		t.Errorf("the hardened password: %v", err)
	}
}
