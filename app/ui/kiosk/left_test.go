package kiosk_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"sala/app/office"
	"sala/app/ui/kiosk"
)

// A card or paper that nobody took, for all the reminders, stands on the page of the
// petition that it belongs to; what was taken does not.
func TestWhatWasLeftIsNoted(t *testing.T) {
	tests := []struct {
		name        string
		card, paper bool // is taken
		want        []string
	}{{"all is taken", true, true, nil}, {"the card is left", false, true, []string{"card"}}, {"all is left", false, false, []string{"card", "paper"}}, {"the paper is left", true, false, []string{"paper"}}}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			k, o, _, c := open(t)
			toReview(t, k, o)
			k.Submit()
			k.Pay()
			at(t, k, kiosk.Take)
			if tt.card {
				o.Remove()
			}
			if tt.paper {
				k.Leave()
				at(t, k, kiosk.Goodbye)
			}
			for range 90 {
				c.at = c.at.Add(time.Second)
				k.Tick()
			}
			at(t, k, kiosk.Welcome)
			list, err := o.SignedIn("wilai").Petitions(context.Background(), office.PetitionFilter{})
			if err != nil || len(list) != 1 {
				t.Fatalf("%d petitions, %v", len(list), err)
			}
			var left []string
			for _, d := range list[0].Decisions {
				if strings.Contains(d.Note, "TH-5001-D01") {
					left = append(left, map[bool]string{true: "card", false: "paper"}[strings.Contains(d.Note, "บัตร")])
				}
			}
			if slices.Sort(left); !slices.Equal(left, tt.want) {
				t.Errorf("noted are %v, want %v", left, tt.want)
			}
		})
	}
}
