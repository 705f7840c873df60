package kiosk_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/kiosk"
)

var update = flag.Bool("update", false, "write the golden files anew")

// What is read aloud of each page, in each language, is what the golden file
// says, and every page that a citizen can stand before says something.
func TestSpoken(t *testing.T) {
	for _, language := range []string{"th", "ko", "en"} {
		t.Run(language, func(t *testing.T) {
			o, c := rehearsal.New(), &clock{time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
			k := kiosk.New(options(o, c))
			defer k.Close()
			parts := studiotest.Kit(t)
			parts.Language = language
			var b strings.Builder
			o.Money.During = func() {
				o.Money.During = nil
				b.WriteString("paying: " + kiosk.Spoken(&parts, k.View()) + "\n")
			}
			o.Bank.During = func() {
				o.Bank.During = nil
				b.WriteString("paying-card: " + kiosk.Spoken(&parts, k.View()) + "\n")
			}
			for _, scene := range scenes {
				scene.play(k, o, c, language)
				words := kiosk.Spoken(&parts, k.View())
				if strings.TrimSpace(words) == "" {
					t.Errorf("nothing is read of %s", scene.name)
				}
				b.WriteString(scene.name + ": " + words + "\n")
			}
			asRead(t, "spoken-"+language, b.String())
		})
	}
}

// asRead compares what is read with its golden file.
func asRead(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("what is read differs from %s; listen to it, then run with -update:\n%s", file, got)
	}
}

// After a citizen nothing of her is in what the kiosk keeps, or on the screen.
func TestNothingIsLeftOnTheScreen(t *testing.T) {
	var last []string
	play(t, "th", kiosk.Look{Scheme: "light", Scale: 1}, 1280, 1024, func(scene string, s *studiotest.Studio) {
		if scene == "confirm" && !strings.Contains(strings.Join(s.Texts(), " "), "สมหญิง") {
			t.Error("the test does not see the citizen's name where it is shown")
		}
		if scene == "confirm" && strings.Contains(strings.Join(s.Texts(), ""), rehearsal.Card().NationalNumber) {
			t.Error("the whole number is shown to those who look on")
		}
		if scene == "goodbye" {
			last = s.Texts()
		}
	})
	for _, words := range last {
		for _, hers := range []string{"สมหญิง", "ใจดี", "Somying", "5099"} {
			if strings.Contains(words, hers) {
				t.Errorf("the last page shows %q", words)
			}
		}
	}
}
