package speech_test

import (
	"os"
	"path/filepath"
	"testing"

	"sala/app/speech"
)

// What a machine lacks to sound is found by the programs and the cards that it has.
func TestLacks(t *testing.T) {
	const one, none = " 0 [PCH            ]: HDA-Intel - HDA Intel PCH\n", "--- no soundcards ---\n"
	for _, tt := range []struct {
		name, cards string
		programs    []string
		want        string
	}{
		{"nothing is installed", one, nil, speech.NoPlayer},
		{"only the voice is", one, []string{"espeak-ng"}, speech.NoPlayer},
		{"there is no card", none, []string{"aplay", "espeak-ng"}, speech.NoCard},
		{"the system knows no cards", "", []string{"aplay", "espeak-ng"}, speech.NoCard},
		{"a server plays", none, []string{"paplay", "espeak-ng"}, ""},
		{"it cannot speak", one, []string{"aplay"}, speech.NoVoice},
		{"it has all", one, []string{"aplay", "espeak-ng"}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			for _, p := range tt.programs {
				if err := os.WriteFile(filepath.Join(dir, p), []byte("#!/bin/sh\n"), 0o755); err != nil {
					t.Fatal(err)
				}
			}
			t.Setenv("PATH", dir)
			cards := filepath.Join(dir, "cards")
			if tt.cards != "" {
				if err := os.WriteFile(cards, []byte(tt.cards), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if got := speech.Lacks(cards); got != tt.want {
				t.Errorf("it lacks %q, want %q", got, tt.want)
			}
		})
	}
}
