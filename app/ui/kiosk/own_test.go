package kiosk_test

import (
	"strings"
	"testing"

	"sala/app/office"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/kiosk"
)

// Whoever has her paper, or a ticket, is told to take what was hers before: the card
// as long as it is in, or the passport, of which no reader tells when it is taken.
func TestWhatIsHersIsToBeTaken(t *testing.T) {
	parts := studiotest.Kit(t)
	parts.Language = "en"
	passport := func(_ *kiosk.Kiosk, o *rehearsal.Office) {
		card := rehearsal.Card()
		card.Reader = office.DocumentReader
		o.Publish(office.Event{Kind: office.DocumentRead, Card: &card})
	}
	chip := func(_ *kiosk.Kiosk, o *rehearsal.Office) { o.Insert() }
	paper, ticket := (*kiosk.Kiosk).Pay, (*kiosk.Kiosk).AtCounter
	for _, tt := range []struct {
		name       string
		identifies func(*kiosk.Kiosk, *rehearsal.Office)
		ends       func(*kiosk.Kiosk)
		page       kiosk.Page
		removed    bool
		want       string // "" nothing
	}{
		{"a card and a paper", chip, paper, kiosk.Take, false, "kiosk.take_card"},
		{"a card that was taken", chip, paper, kiosk.Take, true, ""},
		{"a passport and a paper", passport, paper, kiosk.Take, false, "kiosk.take_passport"},
		{"a card and a ticket", chip, ticket, kiosk.Ticket, false, "kiosk.take_card"},
		{"a card that was taken, and a ticket", chip, ticket, kiosk.Ticket, true, ""},
		{"a passport and a ticket", passport, ticket, kiosk.Ticket, false, "kiosk.take_passport"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			k, o, _, _ := open(t)
			through(k, "en", func() { tt.identifies(k, o) })
			at(t, k, kiosk.Payment)
			tt.ends(k)
			at(t, k, tt.page)
			if tt.removed {
				o.Remove()
			}
			says := kiosk.Spoken(&parts, k.View())
			for _, key := range []string{"kiosk.take_card", "kiosk.take_passport"} {
				if said := strings.Contains(says, parts.Say(key)); said != (key == tt.want) {
					t.Errorf("%q is said: %v, want %v; all that is said: %s", parts.Say(key), said, key == tt.want, says)
				}
			}
		})
	}
}
