package office_test

import (
	"context"
	"slices"
	"testing"

	"sala/app/office"
	"sala/forms/act"
)

// pinCard is a card with a PIN that counts wrong ones.
type pinCard struct {
	number, pin string
	left        int
	seen        []byte // the slice that the PIN came in
}

func (c *pinCard) VerifyPIN(_ context.Context, number string, pin []byte) error {
	c.seen = pin
	switch {
	case number != c.number:
		return &office.Error{Op: "verify", Code: "reader.card_pulled"}
	case c.left == 0:
		return &office.Error{Op: "verify", Code: "reader.pin_blocked"}
	case string(pin) == c.pin:
		c.left = 3
		return nil
	}
	c.left--
	return &office.Error{Op: "verify", Code: "reader.pin_wrong", Args: map[string]any{"left": c.left}}
}

// A service that asks for a PIN is not begun at the kiosk without it; the journal
// says what the card said, and never the PIN.
func TestServiceWithPIN(t *testing.T) {
	w := newWorld(t)
	number := w.home.Residents[0].NationalNumber
	card := &pinCard{number: number, pin: "4711", left: 3}
	w.PINs = card
	kiosk, ctx := w.Kiosk(), t.Context()
	who, err := kiosk.Identify(ctx, office.Card{NationalNumber: number, Reader: "reader"})
	if err != nil {
		t.Fatal(err)
	}
	const service = "th.land-copy"
	if _, err := kiosk.Begin(ctx, service, who); office.CodeOf(err) != "pin_wanted" {
		t.Fatalf("begun without a PIN: %v", err)
	}
	if _, err := kiosk.TypePIN(ctx, who, []byte("47")); office.CodeOf(err) != "pin_short" || card.left != 3 {
		t.Errorf("a short PIN: %v, %d tries left", err, card.left)
	}
	if now, err := kiosk.TypePIN(ctx, who, []byte("0000")); office.CodeOf(err) != "reader.pin_wrong" || now.PIN {
		t.Errorf("a wrong PIN: %+v, %v", now.PIN, err)
	}
	paper := who
	document := *who.Card
	document.Reader = office.DocumentReader
	paper.Card = &document
	if _, err := kiosk.TypePIN(ctx, paper, []byte("4711")); office.CodeOf(err) != "pin_card" {
		t.Errorf("a passport has a PIN: %v", err)
	}
	who, err = kiosk.TypePIN(ctx, who, []byte("4711"))
	if err != nil || !who.PIN {
		t.Fatalf("the right PIN: %v", err)
	}
	if slices.ContainsFunc(card.seen, func(b byte) bool { return b != 0 }) {
		t.Error("the PIN is in memory still")
	}
	if _, err := kiosk.Begin(ctx, service, who); err != nil {
		t.Errorf("with the PIN: %v", err)
	}
	if _, err := w.clerk.Begin(ctx, service, office.Visitor{Known: true, Resident: who.Resident}); err != nil {
		t.Errorf("at the desk: %v", err)
	}
	var said []string
	for e, err := range w.store.Entries(ctx, 0) {
		if err != nil {
			t.Fatal(err)
		}
		if e.Kind == act.CardRead {
			r, err := act.Decode[act.CardReading](e.Payload)
			if err != nil {
				t.Fatal(err)
			}
			said = append(said, r.PIN)
		}
	}
	if !slices.Equal(said, []string{"", "wrong", "right"}) {
		t.Errorf("the journal says %q", said)
	}
}
