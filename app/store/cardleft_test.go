package store_test

import (
	"context"
	"crypto/ed25519"
	"slices"
	"testing"
	"time"

	"sala/app/office"
	"sala/app/store"
	"sala/forms/act"
	"sala/sync/client/memory"
	"sala/sync/wire"
)

// Which cards were left follows from what central said, from the station's own acts
// and from what neighbours were heard to do, in any order; a rebuild changes nothing.
func TestCardsLeft(t *testing.T) {
	s := create(t, t.TempDir())
	ctx := context.Background()
	does := func(kind, id string) {
		t.Helper()
		must(t, s.Write(ctx, "malee", func(w office.Writer) error { return w.Append(kind, "card_left/"+id, 0, act.LeftCard{ID: id}) }))
	}
	_, key, err := ed25519.GenerateKey(nil)
	must(t, err)
	neighbour := memory.New("TH-5001-K02", testOffice, key, func() time.Time { return noon() })
	hears := func(kind, id string) {
		t.Helper()
		n := len(neighbour.Entries)
		neighbour.Append("", kind, "card_left/"+id, 0, act.LeftCard{ID: id})
		must(t, s.HearNeighbours(ctx, wire.OfficeWork{Pushes: []wire.Push{wire.Pack(neighbour.Entries[n:])}, Cursor: uint64(n + 1)}))
	}
	position := uint64(0)
	told := func(id string, version uint64, c *wire.CardLeft) {
		t.Helper()
		var body []byte
		if c != nil {
			body, err = act.Encode(*c)
			must(t, err)
		}
		position++
		must(t, s.ApplyPage(ctx, wire.Page{Cursor: position, Changes: []wire.Change{{Position: position, Office: testOffice, What: wire.WhatCardLeft, ID: id, Version: version, Body: body}}}))
	}
	lie := &wire.CardLeft{Station: "TH-5001-K01", At: noon().UnixMilli()}
	for _, step := range []struct {
		name string
		do   func()
		want []string
	}{
		{"one is left here", func() { does(act.CardLeft, "a") }, []string{"a"}},
		{"a neighbour has one", func() { hears(act.CardLeft, "b") }, []string{"a", "b"}},
		{"central tells of a third", func() { told("c", 1, lie) }, []string{"a", "b", "c"}},
		{"and of those that were known", func() { told("a", 1, lie); told("b", 1, lie) }, []string{"a", "b", "c"}},
		{"one goes back here", func() { does(act.CardGivenBack, "c") }, []string{"a", "b"}},
		{"one at the neighbour's", func() { hears(act.CardGivenBack, "b") }, []string{"a"}},
		{"one elsewhere", func() { told("a", 2, nil) }, nil},
		{"one that is heard of later", func() { does(act.CardGivenBack, "d"); hears(act.CardLeft, "d") }, nil},
		{"central has no more to say", func() { told("c", 2, nil); told("b", 2, nil); told("e", 1, lie) }, []string{"e"}},
	} {
		step.do()
		if got := cardsLeft(t, s); !slices.Equal(got, step.want) {
			t.Errorf("when %s there are %v, want %v", step.name, got, step.want)
		}
	}
	acknowledge(t, s, nil)
	must(t, s.Rebuild(ctx, nil))
	if got := cardsLeft(t, s); !slices.Equal(got, []string{"e"}) {
		t.Errorf("after a rebuild there are %v", got)
	}
}

// cardsLeft are the IDs of the cards, sorted; each says where and when it was left.
func cardsLeft(t *testing.T, s *store.Store) (ids []string) {
	t.Helper()
	read(t, s, func(r office.Reader) error {
		cards, err := r.CardsLeft()
		for _, c := range cards {
			if ids = append(ids, c.ID); c.Station == "" || c.At < noon().UnixMilli() {
				t.Errorf("%+v does not say where and when", c)
			}
		}
		return err
	})
	slices.Sort(ids)
	return ids
}
