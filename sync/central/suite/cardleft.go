package suite

import (
	"context"
	"testing"

	"sala/forms/act"
	"sala/sync/wire"
)

// A card that was left at a kiosk is told to the stations of its office, and to no
// other, until it was given back: also when word of that comes first, or twice.
func cardIsLeft(t *testing.T, c *court) {
	kiosk, desk, other := c.station("S1", "A"), c.station("S2", "A"), c.station("S3", "B")
	left := func(w *witness, kind, id string) {
		t.Helper()
		w.Append("clerk", kind, "card_left/"+id, 0, act.LeftCard{ID: id})
		w.last(wire.Accepted, "")
	}
	left(kiosk, act.CardLeft, "c1")
	left(kiosk, act.CardLeft, "c2")
	if got := desk.cards(); len(got) != 2 || got["c1"].Station != "S1" || got["c1"].At == 0 {
		t.Errorf("the desk hears of %+v", got)
	}
	left(desk, act.CardGivenBack, "c1")
	left(desk, act.CardGivenBack, "c1")
	left(desk, act.CardGivenBack, "c3")
	left(kiosk, act.CardLeft, "c3")
	if got := desk.cards(); len(got) != 1 || got["c2"].Station != "S1" {
		t.Errorf("the desk hears of %+v, want the second alone", got)
	}
	left(other, act.CardGivenBack, "c2")
	if len(desk.cards()) != 1 || len(other.cards()) != 0 {
		t.Error("another office has a hand in it")
	}
	kiosk.Append("clerk", act.CardLeft, "card_left/", 0, act.LeftCard{})
	kiosk.last(wire.Rejected, "bad_payload")
}

// cards are the cards that a station hears of.
func (w *witness) cards() map[string]wire.CardLeft {
	w.court.t.Helper()
	page, err := w.court.Feed(context.Background(), w.Station, 0, 1<<30)
	if err != nil {
		w.court.t.Fatal(err)
	}
	out := map[string]wire.CardLeft{}
	for _, ch := range page.Changes {
		if ch.What != wire.WhatCardLeft {
			continue
		}
		if delete(out, ch.ID); len(ch.Body) == 0 {
			continue
		}
		if out[ch.ID], err = act.Decode[wire.CardLeft](ch.Body); err != nil {
			w.court.t.Fatal(err)
		}
	}
	return out
}
