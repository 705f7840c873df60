// Package suite holds what every store of central must do, and what central
// must do on every store. The stores' tests run it.
package suite

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"sala/forms/number"
	"sala/sync/central"
	"sala/sync/journal"
	"sala/sync/wire"
)

// Open returns a new, empty store for a test. Calling the second value opens
// the same one once more, as another process would.
type Open func(t *testing.T) (central.Store, func() central.Store)

// Store runs the conformance tests.
func Store(t *testing.T, open Open) {
	for name, test := range map[string]func(*testing.T, central.Store){
		"NothingThere": nothingThere, "RollsBack": rollsBack, "KeepsEntries": keepsEntries, "KeepsRulings": keepsRulings,
		"FeedsInOrder": feedsInOrder, "NumbersOnce": numbersOnce, "KeepsAttachments": keepsAttachments, "KeepsSettings": keepsSettings, "HostileText": hostileText,
	} {
		t.Run(name, func(t *testing.T) {
			s, _ := open(t)
			test(t, s)
		})
	}
	t.Run("FeedLosesNothing", func(t *testing.T) {
		one, again := open(t)
		feedLosesNothing(t, one, again())
	})
}

// update runs do and fails the test on an error.
func update(t *testing.T, s central.Store, do func(central.Tx) error) {
	t.Helper()
	if err := s.Update(context.Background(), do); err != nil {
		t.Fatal(err)
	}
}

func view(t *testing.T, s central.Store, do func(central.Tx) error) {
	t.Helper()
	if err := s.View(context.Background(), do); err != nil {
		t.Fatal(err)
	}
}

func nothingThere(t *testing.T, s central.Store) {
	view(t, s, func(tx central.Tx) error {
		_, office := tx.Office("none")
		_, station := tx.Station("none")
		_, code := tx.Code([]byte("none"))
		_, attachment := tx.Attachment("none")
		_, chunk := tx.Chunk("none", 0)
		_, setting := tx.Setting("none", "none")
		for what, err := range map[string]error{"office": office, "station": station, "code": code, "attachment": attachment, "chunk": chunk, "setting": setting} {
			if !errors.Is(err, central.ErrNotFound) {
				t.Errorf("%s: %v, want ErrNotFound", what, err)
			}
		}
		items, err := tx.Items("none", []central.Key{{What: "record", ID: "x"}})
		if err != nil || len(items) != 0 {
			t.Errorf("items: %v, %v", items, err)
		}
		return nil
	})
}

var errStop = errors.New("stop")

func rollsBack(t *testing.T, s central.Store) {
	err := s.Update(context.Background(), func(tx central.Tx) error {
		if err := tx.PutOffice(central.Office{ID: "A"}); err != nil {
			return err
		}
		return errStop
	})
	if !errors.Is(err, errStop) {
		t.Fatal(err)
	}
	view(t, s, func(tx central.Tx) error {
		if _, err := tx.Office("A"); !errors.Is(err, central.ErrNotFound) {
			t.Errorf("what a failed update wrote is there: %v", err)
		}
		return nil
	})
}

func entry(station string, seq uint64, outcome string) central.Entry {
	e := central.Entry{Office: "A", Received: int64(1000 + seq), Verdict: wire.Verdict{Seq: seq, Outcome: outcome, Position: seq}}
	e.Entry = journal.Entry{Station: station, Seq: seq, Time: journal.Time(seq << 16), Officer: "clerk", Kind: "petition.drafted", Subject: "petition/" + station, Payload: []byte{1, 2, byte(seq)}}
	e.Hash = e.Entry.Hash()
	return e
}

func keepsEntries(t *testing.T, s central.Store) {
	var all []central.Entry
	for seq := uint64(1); seq <= 700; seq++ { // more than one statement's worth
		e := entry("S1", seq, wire.Accepted)
		if seq%100 == 0 {
			e.Signature, e.Payload = []byte("signed"), nil
			e.Verdict.Outcome, e.Verdict.Reason, e.Verdict.Fields = wire.Conflict, "overlap", []string{"phone", "job"}
		}
		all = append(all, e)
	}
	update(t, s, func(tx central.Tx) error { return tx.AddEntries(all) })
	if err := s.Update(context.Background(), func(tx central.Tx) error { return tx.AddEntries(all[:1]) }); err == nil {
		t.Error("an entry was taken twice")
	}
	view(t, s, func(tx central.Tx) error {
		hashes, err := tx.Hashes("S1", 10, 12)
		if err != nil || len(hashes) != 2 || hashes[0] != all[10].Hash || hashes[1] != all[11].Hash {
			t.Errorf("hashes: %v, %v", hashes, err)
		}
		if _, err := tx.Hashes("S1", 699, 701); err == nil {
			t.Error("hashes of entries that are not there were given")
		}
		got, err := tx.Entries(central.EntryFilter{Station: "S1", After: 99, Through: 101})
		if err != nil || len(got) != 2 {
			t.Fatalf("entries: %d, %v", len(got), err)
		}
		if e := got[0]; e.Seq != 100 || e.Payload != nil || string(e.Signature) != "signed" || e.Verdict.Reason != "overlap" || len(e.Verdict.Fields) != 2 || e.Hash != all[99].Hash {
			t.Errorf("entry 100 came back as %+v", e)
		}
		if e := got[1]; string(e.Payload) != string(all[100].Payload) || e.Signature != nil || e.Time != all[100].Time {
			t.Errorf("entry 101 came back as %+v", e)
		}
		aside, err := tx.Entries(central.EntryFilter{Office: "A", Outcomes: []string{wire.Conflict}, Newest: true, Limit: 3})
		if err != nil || len(aside) != 3 || aside[0].Seq != 700 {
			t.Errorf("set aside: %v, %v", aside, err)
		}
		c, err := tx.Counts()
		if err != nil || c.Entries != 700 || c.Outcomes[wire.Conflict] != 7 {
			t.Errorf("counts: %+v, %v", c, err)
		}
		return nil
	})
}

func keepsRulings(t *testing.T, s central.Store) {
	update(t, s, func(tx central.Tx) error {
		return tx.AddEntries([]central.Entry{entry("S1", 1, wire.Conflict), entry("S1", 2, wire.Conflict)})
	})
	for _, how := range []string{"theirs", "mine"} { // the second replaces the first
		update(t, s, func(tx central.Tx) error {
			return tx.AddRuling(central.Ruling{Station: "S1", Verdict: wire.Verdict{Seq: 1, Outcome: wire.Accepted, Resolved: how, Officer: "o", At: 5, Version: 9}})
		})
	}
	view(t, s, func(tx central.Tx) error {
		got, err := tx.Entries(central.EntryFilter{Office: "A", Outcomes: []string{wire.Accepted}})
		if err != nil || len(got) != 1 || got[0].Verdict.Resolved != "mine" || got[0].Verdict.Version != 9 || got[0].Verdict.Officer != "o" {
			t.Errorf("settled: %+v, %v", got, err)
		}
		got, err = tx.Entries(central.EntryFilter{Office: "A", Outcomes: []string{wire.Conflict}})
		if err != nil || len(got) != 1 || got[0].Seq != 2 {
			t.Errorf("still set aside: %+v, %v", got, err)
		}
		return nil
	})
}

func feedsInOrder(t *testing.T, s central.Store) {
	put := func(items ...central.Item) {
		update(t, s, func(tx central.Tx) error { return tx.PutItems(items) })
	}
	item := func(office, id string, position uint64, body string) central.Item {
		return central.Item{Key: central.Key{What: "record", ID: id}, Office: office, Version: position, Position: position, Body: []byte(body)}
	}
	var many []central.Item
	for i := range 600 {
		many = append(many, item("A", fmt.Sprint(i), uint64(i+1), "one"))
	}
	put(many...)
	put(item("A", "5", 601, "two"), item("A", "6", 602, ""), item("B", "6", 1, "moved"))
	view(t, s, func(tx central.Tx) error {
		feed, err := tx.Feed("A", 598, 10)
		if err != nil || len(feed) != 4 || string(feed[2].Body) != "two" || len(feed[3].Body) != 0 {
			t.Errorf("feed: %+v, %v", feed, err)
		}
		all, err := tx.Feed("A", 0, 10000)
		if err != nil || len(all) != 600 {
			t.Errorf("the feed has %d things of 600: %v", len(all), err)
		}
		var keys []central.Key
		for i := range 600 {
			keys = append(keys, central.Key{What: "record", ID: fmt.Sprint(i)})
		}
		items, err := tx.Items("A", keys)
		if err != nil || len(items) != 600 {
			t.Errorf("items: %d, %v", len(items), err)
		}
		newest, err := tx.Newest("A", "record", 2)
		if err != nil || len(newest) != 2 || newest[0].ID != "5" || newest[1].ID != "599" {
			t.Errorf("newest: %+v, %v", newest, err)
		}
		owners, err := tx.Owners(keys[5:8])
		if err != nil || owners[keys[5]] != "A" || owners[keys[6]] != "B" {
			t.Errorf("owners: %v, %v", owners, err)
		}
		return nil
	})
}

func numbersOnce(t *testing.T, s central.Store) {
	l := central.Lease{Lease: number.Lease{ID: "L", Kind: "receipt", Office: "A", Station: "S1", Year: 2569, From: 1, To: 100, Format: "%d", KeyID: []byte{1}, Signature: []byte{2}}, Given: 7}
	update(t, s, func(tx central.Tx) error { return tx.PutLease(l) })
	use := central.Use{Lease: "L", Number: 3, Text: "3", State: "used", Station: "S1", Seq: 9}
	update(t, s, func(tx central.Tx) error { return tx.AddUses([]central.Use{use}) })
	if err := s.Update(context.Background(), func(tx central.Tx) error { return tx.AddUses([]central.Use{use}) }); err == nil {
		t.Error("a number was used twice")
	}
	view(t, s, func(tx central.Tx) error {
		leases, err := tx.Leases("S1")
		if err != nil || len(leases) != 1 || leases[0].To != 100 || leases[0].Given != 7 {
			t.Errorf("leases: %+v, %v", leases, err)
		}
		used, err := tx.Used("L", []uint64{2, 3, 4})
		if err != nil || len(used) != 1 || !used[3] {
			t.Errorf("used: %v, %v", used, err)
		}
		uses, err := tx.Uses("L")
		if err != nil || len(uses) != 1 || uses[0] != use {
			t.Errorf("uses: %+v, %v", uses, err)
		}
		return nil
	})
}

func keepsAttachments(t *testing.T, s central.Store) {
	a := central.Attachment{Hash: "ab", Office: "A", Station: "S1", Size: 5}
	update(t, s, func(tx central.Tx) error {
		if err := tx.PutAttachment(a); err != nil {
			return err
		}
		if err := tx.AddChunk("ab", 0, []byte("hello")); err != nil {
			return err
		}
		a.Received = 5
		return tx.PutAttachment(a)
	})
	view(t, s, func(tx central.Tx) error {
		got, err := tx.Attachment("ab")
		if err != nil || got != a {
			t.Errorf("attachment: %+v, %v", got, err)
		}
		b, err := tx.Chunk("ab", 0)
		if err != nil || string(b) != "hello" {
			t.Errorf("chunk: %q, %v", b, err)
		}
		return nil
	})
}

func keepsSettings(t *testing.T, s central.Store) {
	for _, v := range []string{"one", "two"} {
		update(t, s, func(tx central.Tx) error { return tx.PutSetting("hook", "a", []byte(v)) })
	}
	update(t, s, func(tx central.Tx) error { return tx.PutSetting("hook", "b", []byte("x")) })
	update(t, s, func(tx central.Tx) error { return tx.PutSetting("hook", "b", nil) })
	view(t, s, func(tx central.Tx) error {
		all, err := tx.Settings("hook")
		if err != nil || len(all) != 1 || string(all["a"]) != "two" {
			t.Errorf("settings: %q, %v", all, err)
		}
		return nil
	})
}

// hostileText promises that no text is taken for a part of a statement.
func hostileText(t *testing.T, s central.Store) {
	for i, text := range []string{"'; drop table entry; --", `" or 1=1`, "a?b$1", "%s%n", "<script>alert(1)</script>", "น้ำ ใจ 김민수"} {
		e := entry(text, 1, wire.Accepted)
		e.Officer, e.Kind, e.Subject, e.Office = text, text, text, text
		update(t, s, func(tx central.Tx) error {
			if err := tx.PutOffice(central.Office{ID: text, Name: text}); err != nil {
				return err
			}
			if err := tx.AddEntries([]central.Entry{e}); err != nil {
				return err
			}
			return tx.PutItems([]central.Item{{Key: central.Key{What: text, ID: text}, Office: text, Position: uint64(i + 1), Body: []byte{1}}})
		})
		view(t, s, func(tx central.Tx) error {
			got, err := tx.Entries(central.EntryFilter{Office: text, Station: text, Subject: text, Officer: text, Kind: text})
			if err != nil || len(got) != 1 || got[0].Subject != text {
				t.Errorf("%q: %d entries, %v", text, len(got), err)
			}
			if items, err := tx.Items(text, []central.Key{{What: text, ID: text}}); err != nil || len(items) != 1 {
				t.Errorf("%q: %d items, %v", text, len(items), err)
			}
			return nil
		})
	}
}

// feedLosesNothing promises that whoever follows an office's feed while several
// writers of two processes commit sees every item.
func feedLosesNothing(t *testing.T, one, two central.Store) {
	update(t, one, func(tx central.Tx) error { return tx.PutOffice(central.Office{ID: "A"}) })
	const writers, writes = 6, 40
	var work sync.WaitGroup
	done := make(chan struct{})
	for w := range writers {
		s := one
		if w%2 == 1 {
			s = two
		}
		work.Go(func() {
			for i := range writes {
				err := s.Update(context.Background(), func(tx central.Tx) error {
					o, err := tx.Office("A")
					if err != nil {
						return err
					}
					var items []central.Item
					for n := range 3 {
						o.Position++
						items = append(items, central.Item{Key: central.Key{What: "record", ID: fmt.Sprintf("%d/%d/%d", w, i, n)}, Office: "A", Position: o.Position, Body: []byte{1}})
					}
					if err := tx.PutItems(items); err != nil {
						return err
					}
					return tx.PutOffice(o)
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	go func() { work.Wait(); close(done) }()
	seen := map[string]bool{}
	cursor, finished := uint64(0), false
	for {
		var feed []central.Item
		view(t, two, func(tx central.Tx) (err error) {
			feed, err = tx.Feed("A", cursor, 50)
			return err
		})
		for _, i := range feed {
			if seen[i.ID] || i.Position != cursor+1 {
				t.Fatalf("item %s at %d after %d, seen %v", i.ID, i.Position, cursor, seen[i.ID])
			}
			seen[i.ID], cursor = true, i.Position
		}
		if len(feed) == 0 && finished {
			break
		}
		select {
		case <-done:
			finished = true
		default:
		}
	}
	if len(seen) != writers*writes*3 {
		t.Errorf("the follower saw %d items of %d", len(seen), writers*writes*3)
	}
}
