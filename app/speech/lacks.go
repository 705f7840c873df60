package speech

import (
	"bytes"
	"os"
)

// Cards is where Linux lists its sound cards.
const Cards = "/proc/asound/cards"

// What keeps a machine from sounding.
const (
	NoPlayer = "sound.no_player" // nothing plays a sound
	NoCard   = "sound.no_card"   // it has no sound card
	NoVoice  = "sound.no_voice"  // it can ring, and not speak
)

// Lacks returns what keeps this machine from sounding, "" when nothing does. cards is
// the file Cards.
func Lacks(cards string) string {
	p, err := FindPlayer("")
	if err != nil {
		return NoPlayer
	}
	if list, err := os.ReadFile(cards); p.needsCard() && (err != nil || bytes.Contains(list, []byte("no soundcards"))) {
		return NoCard
	}
	if _, err := FindEspeak(); err != nil {
		return NoVoice
	}
	return ""
}
