package suite

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"sala/forms/act"
	"sala/forms/fee"
	"sala/forms/petition"
	"sala/forms/register"
	"sala/sync/central"
	"sala/sync/client/memory"
	"sala/sync/wire"
)

// Grouping promises that what stations did gives the same state at central in
// whatever order their journals arrive, however they are cut into pushes, and
// however often each is sent.
func Grouping(t *testing.T, open Open) {
	for seed := range uint64(3) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			rnd := rand.New(rand.NewPCG(seed, 11))
			stations := journals(t, rnd)
			authority, err := central.OpenAuthority(t.TempDir(), time.Now)
			if err != nil {
				t.Fatal(err)
			}
			var want map[central.Key]central.Item
			for way := range 3 {
				s, _ := open(t)
				c := &court{t: t, store: s, Central: central.New(central.Config{Store: s, Authority: authority, Now: time.Now})}
				got := c.deliver(stations, rnd, way)
				if want == nil {
					want = got
					continue
				}
				if !slices.Equal(keysOf(got), keysOf(want)) {
					t.Fatalf("way %d: %d things, %d before", way, len(got), len(want))
				}
				for k, i := range want {
					if !bytes.Equal(got[k].Body, i.Body) || got[k].Version != i.Version {
						t.Errorf("way %d: %s %s is another", way, k.What, k.ID)
					}
				}
			}
		})
	}
}

func keysOf(m map[central.Key]central.Item) []string {
	var out []string
	for k := range maps.Keys(m) {
		out = append(out, k.What+" "+k.ID)
	}
	slices.Sort(out)
	return out
}

// journals lets three stations of an office work for a while, on petitions of
// their own and of one another, and on fields of their own.
func journals(t *testing.T, rnd *rand.Rand) []*memory.Store {
	var all []*memory.Store
	for i := range 3 {
		_, key, err := ed25519.GenerateKey(nil)
		if err != nil {
			t.Fatal(err)
		}
		s := memory.New(fmt.Sprintf("S%d", i), "A", key, time.Now)
		s.Append("", act.OfficerSet, fmt.Sprintf("officer/head%d", i), 0, act.Officer{ID: fmt.Sprintf("head%d", i), Roles: []string{"head"}})
		all = append(all, s)
	}
	set := map[string]string{}
	for n := range 25 {
		i := rnd.IntN(len(all))
		s := all[i]
		if rnd.IntN(2) == 0 {
			id, field, value := fmt.Sprintf("r%d", rnd.IntN(3)), fmt.Sprintf("field_%d", i), fmt.Sprint(n)
			s.Append("clerk", act.RecordSet, "resident/"+id, 1, act.Change{Register: register.Residents, ID: id, Office: "A", Set: register.Fields{field: value}, Old: register.Fields{field: set[id+field]}})
			set[id+field] = value
			continue
		}
		id, answers := fmt.Sprintf("p%d", n), map[string]any{"n": int64(n)}
		content, err := petition.Content("f", "1", "r", answers, fee.Money{})
		if err != nil {
			t.Fatal(err)
		}
		s.Append("clerk", act.PetitionDrafted, "petition/"+id, 0, act.Draft{Petition: id, Form: "f", FormVersion: "1", Resident: "r", Answers: answers})
		s.Append("clerk", act.PetitionSubmitted, "petition/"+id, 1, act.Submission{Petition: id, Answers: answers, Content: content})
		// the head may sit at another machine, and have seen it over the LAN
		other := all[rnd.IntN(len(all))]
		other.Append("head"+other.Station[1:], act.PetitionApproved, "petition/"+id, 2, act.Decision{Petition: id, Content: content})
	}
	return all
}

// deliver brings the journals to a new central: whole and in turn, or in random
// pieces in random order, some of them again; and returns what it makes of them.
func (c *court) deliver(stations []*memory.Store, rnd *rand.Rand, way int) map[central.Key]central.Item {
	c.t.Helper()
	ctx := context.Background()
	if err := c.AddOffice(ctx, central.Office{ID: "A", Country: "TH"}); err != nil {
		c.t.Fatal(err)
	}
	for i := range 3 {
		c.seed("A", fmt.Sprintf("r%d", i), register.Fields{"name": "x"})
	}
	at := make([]int, len(stations))
	for _, s := range stations {
		update(c.t, c.store, func(tx central.Tx) error {
			return tx.PutStation(central.Station{Name: s.Station, Office: "A", State: central.StationActive, JournalKey: s.Key.Public().(ed25519.PublicKey)})
		})
	}
	send := func(i, from, to int) {
		if _, err := c.Push(ctx, stations[i].Station, wire.Pack(stations[i].Entries[from:to])); err != nil {
			c.t.Fatal(err)
		}
	}
	for left := len(stations); left > 0; {
		i := rnd.IntN(len(stations))
		n := len(stations[i].Entries)
		if at[i] == n {
			continue
		}
		to := n
		if way > 0 {
			to = min(n, at[i]+1+rnd.IntN(5))
		}
		send(i, at[i], to)
		if way == 2 && rnd.IntN(3) == 0 {
			send(i, rnd.IntN(to), to)
		}
		if at[i] = to; to == n {
			left--
		}
	}
	out := map[central.Key]central.Item{}
	view(c.t, c.store, func(tx central.Tx) error {
		items, err := tx.Feed("A", 0, 10000)
		for _, i := range items {
			if i.What != wire.WhatVerdict { // who waited for whom depends on the order
				out[i.Key] = i
			}
		}
		return err
	})
	return out
}
