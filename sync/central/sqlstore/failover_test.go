package sqlstore_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"sala/sync/central"
	"sala/sync/central/sqlstore"
	"sala/sync/central/sqlstore/pgserver"
	"sala/sync/wire"
)

// TestFailover promises that no entry that central acknowledged is lost when the
// primary database dies under load and its synchronous standby takes over.
func TestFailover(t *testing.T) {
	ctx := context.Background()
	primary, err := pgserver.Start(ctx, "wal_level=replica")
	if err != nil {
		t.Fatal(err)
	}
	defer primary.Close()
	standby, err := primary.Standby(ctx, "second")
	if err != nil {
		t.Fatal(err)
	}
	defer standby.Close()
	// from here on a commit returns only when the standby has it on disk
	primary.Stop()
	if err := primary.Run(pgserver.Replication("second")...); err != nil {
		t.Fatal(err)
	}
	authority, err := central.OpenAuthority(t.TempDir(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	over := func(s *pgserver.Server) (*central.Central, *sqlstore.Store) {
		store, err := sqlstore.OpenPostgres(ctx, s.URL("postgres"))
		if err != nil {
			t.Fatal(err)
		}
		return central.New(central.Config{Store: store, Authority: authority, Now: time.Now}), store
	}
	before, store := over(primary)
	if err := before.AddOffice(ctx, central.Office{ID: "A", Country: "TH"}); err != nil {
		t.Fatal(err)
	}
	const desks = 4
	var work sync.WaitGroup
	acked := make([]wire.Acknowledgement, desks)
	var total atomic.Int64
	all := make([][]wire.Push, desks)
	for i := range desks {
		name := fmt.Sprintf("S%d", i)
		pushes, key := petitions(name, 2000, 10)
		all[i] = pushes
		if err := store.Update(ctx, func(tx central.Tx) error {
			return tx.PutStation(central.Station{Name: name, Office: "A", State: central.StationActive, JournalKey: key})
		}); err != nil {
			t.Fatal(err)
		}
	}
	for i := range desks {
		work.Go(func() {
			for _, p := range all[i] {
				ack, err := before.Push(ctx, p.Station, p)
				if err != nil {
					return // the primary is dead
				}
				acked[i] = ack
				total.Add(1)
			}
		})
	}
	deadline := time.Now().Add(20 * time.Second)
	for total.Load() < 25 && time.Now().Before(deadline) {
		time.Sleep(5 * time.Millisecond)
	}
	primary.Kill()
	work.Wait()
	store.Close()
	if err := standby.Promote(ctx); err != nil {
		t.Fatal(err)
	}
	after, store := over(standby)
	defer store.Close()
	for i, ack := range acked {
		if ack.Through == 0 {
			t.Errorf("station %d had nothing acknowledged before the primary died", i)
			continue
		}
		err := store.View(ctx, func(tx central.Tx) error {
			hashes, err := tx.Hashes(ack.Station, ack.Through-1, ack.Through)
			if err == nil && hashes[0] != ack.Head {
				err = fmt.Errorf("entry %d is another", ack.Through)
			}
			return err
		})
		if err != nil {
			t.Errorf("%s was told that %d entries are safe: %v", ack.Station, ack.Through, err)
		}
		// and the station goes on where it was
		for _, p := range all[i] {
			if p.After >= ack.Through {
				if _, err := after.Push(ctx, p.Station, p); err != nil {
					t.Fatalf("%s after the failover: %v", p.Station, err)
				}
				break
			}
		}
	}
	findings, err := after.Examine(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings {
		if !f.Good {
			t.Errorf("after the failover: %+v", f)
		}
	}
}
