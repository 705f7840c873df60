package kiosk_test

import (
	"context"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"

	"sala/app/office"
	"sala/app/ui/internal/rehearsal"
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
			goneFor(k, c, 150*time.Second)
			at(t, k, kiosk.Welcome)
			if got := told(o); len(got) > 0 {
				t.Errorf("told of without their petition: %+v", got)
			}
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

// secrets keeps in memory what the next process of a kiosk finds.
type secrets map[string][]byte

func (s secrets) Load(name string) ([]byte, error) {
	if b, ok := s[name]; ok {
		return b, nil
	}
	return nil, fs.ErrNotExist
}

func (s secrets) Save(name string, value []byte) error { s[name] = value; return nil }

// A card that somebody left who asked for nothing is told to the office once, by
// whichever process finds it; what belongs to a petition stands there alone.
func TestACardWithoutAPetitionIsTold(t *testing.T) {
	tests := []struct {
		name string
		do   func(k *kiosk.Kiosk, o *rehearsal.Office)
		want int
	}{
		{"she goes when asked whether it is she", func(k *kiosk.Kiosk, o *rehearsal.Office) { toConfirm(k, o.Insert) }, 1},
		{"the card could not be read", func(k *kiosk.Kiosk, o *rehearsal.Office) {
			toConfirm(k, func() { o.Insert(); o.Reader.Break("reader.no_answer"); k.ReadCard() })
		}, 1},
		{"she begins again, and goes", func(k *kiosk.Kiosk, o *rehearsal.Office) { toConfirm(k, o.Insert); k.Wipe() }, 1},
		{"it was put in at the first page", func(_ *kiosk.Kiosk, o *rehearsal.Office) { o.Insert() }, 1},
		{"she looks at the services without it", func(k *kiosk.Kiosk, _ *rehearsal.Office) { k.Speak("en") }, 0},
		{"she takes it", func(k *kiosk.Kiosk, o *rehearsal.Office) { toConfirm(k, o.Insert); o.Remove() }, 0},
		{"it belongs to a draft", func(k *kiosk.Kiosk, o *rehearsal.Office) { toConfirm(k, o.Insert); k.Me() }, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			k, o, _, c := open(t)
			o.Secrets = secrets{}
			tt.do(k, o)
			goneFor(k, c, 150*time.Second)
			at(t, k, kiosk.Welcome)
			again := kiosk.New(options(o, c))
			defer again.Close()
			if k.View().CardIn {
				o.Insert() // the reader says at every start what is in it
			}
			goneFor(again, c, 150*time.Second)
			if got := told(o); len(got) != tt.want {
				t.Errorf("told are %+v, want %d", got, tt.want)
			}
		})
	}
}

// The next card that is left is told of too, also where the first was taken while no
// kiosk ran.
func TestTheNextCardIsTold(t *testing.T) {
	for _, name := range []string{"it was taken", "it was taken while no kiosk ran"} {
		t.Run(name, func(t *testing.T) {
			k, o, _, c := open(t)
			o.Secrets = secrets{}
			o.Insert()
			goneFor(k, c, 150*time.Second)
			if name == "it was taken" {
				o.Remove()
			} else {
				k.Close()
				k = kiosk.New(options(o, c))
				defer k.Close()
				goneFor(k, c, 40*time.Second)
			}
			o.Insert()
			goneFor(k, c, 150*time.Second)
			if got := told(o); len(got) != 2 {
				t.Errorf("told are %+v, want both", got)
			}
		})
	}
}

// A card that was in the reader before the kiosk began is nobody's who stands here now:
// it is not read, however the kiosk comes to know of it, until one is put in.
func TestACardFromBeforeIsNotRead(t *testing.T) {
	tests := []struct {
		name string
		seen func(*rehearsal.Office)
	}{
		{"it is told of", func(o *rehearsal.Office) { o.Publish(office.Event{Kind: office.CardInserted, There: true}) }},
		{"only the lamp shows it", func(o *rehearsal.Office) {
			o.SetLamps(func(l *office.Lamps) { l.Reader = office.Lamp{Light: office.LightGood, Code: office.ReaderCard} })
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			k, o, _, _ := open(t)
			o.Reader.Insert(rehearsal.Card())
			tt.seen(o)
			k.Speak("th")
			k.Choose("house-register-copy")
			k.ReadCard()
			if v := k.View(); v.Page != kiosk.Insert || !v.Stale || v.Visitor != nil {
				t.Fatalf("it leads to %s, stale %t, and shows %+v", v.Page, v.Stale, v.Visitor)
			}
			o.Remove()
			o.Insert()
			at(t, k, kiosk.Confirm)
		})
	}
}

// toConfirm brings a citizen to where she shows her card, by card.
func toConfirm(k *kiosk.Kiosk, card func()) {
	k.Speak("th")
	k.Choose("house-register-copy")
	card()
}

// goneFor lets time pass with nobody there.
func goneFor(k *kiosk.Kiosk, c *clock, d time.Duration) {
	for range int(d.Seconds()) {
		c.at = c.at.Add(time.Second)
		k.Tick()
	}
}

// told are the cards without a petition that the office was told of.
func told(o *rehearsal.Office) []office.CardLeft {
	day, err := o.SignedIn("somchai").Day(context.Background())
	if err != nil {
		panic(err)
	}
	return day.Cards
}
