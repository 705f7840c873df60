package kit_test

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"sala/app/ui/internal/studiotest"
	"sala/app/ui/kit"
	"sala/forms/calendar"
)

// What an input holds is put back by the next one, in whichever language, and its
// owner is told; a password holds nothing and tells nobody.
func TestInputsTakeBackWhatTheyHeld(t *testing.T) {
	studiotest.Open(t, 800, 600)
	thai := studiotest.Kit(t)
	thai.Language = "th"
	korean := thai
	korean.Language = "ko"
	options := []kit.Option{{ID: "a", Label: "A"}, {ID: "b", Label: "B"}, {ID: "c", Label: "C"}}
	files := func(folder string, shown func(kit.Listing)) {
		shown(kit.Listing{Name: folder, Files: []kit.Listed{{Name: "scan.pdf", Path: "/x/scan.pdf"}}})
	}
	told := 0
	for name, x := range map[string]struct {
		made  func(*kit.Kit) kit.Input
		enter func(kit.Input)
		holds string
	}{
		"words": {func(k *kit.Kit) kit.Input { return k.Entry("", func(string) { told++ }) }, func(in kit.Input) { test.Type(in.(*kit.Entry), "ก") }, "ก"},
		"one of three": {func(k *kit.Kit) kit.Input { return k.Choice(options, []string{"a"}, false, func([]string) { told++ }) },
			func(in kit.Input) { in.(*kit.Choice).TypedRune('2') }, "b"},
		"two of three": {func(k *kit.Kit) kit.Input { return k.Choice(options, []string{"a"}, true, func([]string) { told++ }) },
			func(in kit.Input) { in.(*kit.Choice).TypedRune('3') }, "a\nc"},
		"a date": {func(k *kit.Kit) kit.Input { return k.DateEntry(calendar.Date{}, func(calendar.Date, bool) { told++ }) },
			func(in kit.Input) { test.Type(in.(*kit.DateEntry).Entry, "30/11/2569") }, "2026-11-30"},
		"half a date": {func(k *kit.Kit) kit.Input { return k.DateEntry(calendar.Date{}, func(calendar.Date, bool) { told++ }) },
			func(in kit.Input) { test.Type(in.(*kit.DateEntry).Entry, "30/1") }, "?30/1"},
		"one that was found": {func(k *kit.Kit) kit.Input {
			return k.TypeAhead("", func(string) []kit.Option { return options }, func(kit.Option) { told++ })
		}, func(in kit.Input) { studiotest.Enter(in) }, "b\nB"},
		"a part of a file's name": {func(k *kit.Kit) kit.Input { return k.Picker(files, func(string) {}) },
			func(in kit.Input) { test.Type(in.(*kit.Picker).Ahead.Entry, "sc"); told++ }, "\nsc"},
	} {
		t.Run(name, func(t *testing.T) {
			first, kept := x.made(&thai), ""
			first.Keep(func(held string) { kept = held })
			x.enter(first)
			if first.Holds() != x.holds || kept != x.holds {
				t.Fatalf("it holds %q and %q is kept, want %q", first.Holds(), kept, x.holds)
			}
			again := x.made(&korean)
			again.Keep(func(string) {})
			told = 0
			again.Restore(kept)
			if again.Holds() != x.holds {
				t.Errorf("the next one holds %q, want %q", again.Holds(), x.holds)
			}
			if _, picker := again.(*kit.Picker); !picker && told == 0 {
				t.Error("the owner of the next one was not told")
			}
			told = 0
			if again.Restore(kept); told > 0 {
				t.Error("its owner is told of what stands there already")
			}
		})
	}
	secret := thai.Password(nil)
	secret.Keep(func(held string) { t.Errorf("%q is kept of a password", held) })
	test.Type(secret, "sala1234")
	if secret.Restore("other"); secret.Holds() != "" || secret.Text != "sala1234" {
		t.Errorf("a password holds %q", secret.Holds())
	}
}
