package client_test

import (
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"testing"
	"testing/synctest"
	"time"

	"sala/forms/act"
	"sala/sync/client"
	"sala/sync/wire"
)

// TestRunElsewhere promises that a client whose runs another process does says of
// them what that one would say, and hands on what the run before learned.
func TestRunElsewhere(t *testing.T) {
	w := newWorld(t, "TH-5001")
	own, store := w.station("TH-5001-K01", "TH-5001")
	own.Status = func() wire.Status { return wire.Status{Software: "1"} }
	own.Attachments = album(3)
	config := own.Config
	var before client.Memory
	config.Elsewhere = func(ctx context.Context, m client.Memory) (client.Ran, error) {
		if !reflect.DeepEqual(m, before) {
			t.Errorf("the run is told %+v, the one before knew %+v", m, before)
		}
		b, err := json.Marshal(client.New(own.Config).RunFor(ctx, m)) // as between two processes
		if err != nil {
			t.Fatal(err)
		}
		var ran client.Ran
		if err := json.Unmarshal(b, &ran); err != nil {
			t.Fatal(err)
		}
		before = ran.Memory
		return ran, nil
	}
	c := client.New(config)
	for _, step := range []struct {
		name   string
		line   func()
		online bool
		reason string
	}{
		{"the line is up", func() {}, true, ""},
		{"nobody listens", w.line.Refuse, false, client.ReasonRefused},
		{"up again", func() {
			if err := w.line.Restore(); err != nil {
				t.Fatal(err)
			}
		}, true, ""},
	} {
		step.line()
		store.Append("clerk", act.CardRead, "", 0, act.CardReading{Reader: "r"})
		r, err := c.SyncOnce(t.Context())
		s := c.State()
		if client.ReasonOf(err) != step.reason || s.Reason != step.reason || s.Online != step.online || s.Running {
			t.Errorf("%s: %v, %+v", step.name, err, s)
		}
		if step.reason == "" && r.Pushed == 0 {
			t.Errorf("%s: nothing was sent: %+v", step.name, r)
		}
		if step.reason == "" && s.LastSync.IsZero() {
			t.Errorf("%s: %+v", step.name, s)
		}
	}
	if before.Entries == 0 || before.Chunks < 2 || len(before.Said) == 0 {
		t.Errorf("the last run learned nothing: %+v", before)
	}
}

// heard counts the pages of the feed that a store is given.
type heard struct {
	client.Store
	pages int
}

func (h *heard) ApplyPage(ctx context.Context, page wire.Page) error {
	h.pages++
	return h.Store.ApplyPage(ctx, page)
}

// TestNothingNewIsTold promises that a station hears that it has all, also where
// nothing is new: its register is as of then.
func TestNothingNewIsTold(t *testing.T) {
	w := newWorld(t, "TH-5001")
	own, _ := w.station("TH-5001-K01", "TH-5001")
	config := own.Config
	h := &heard{Store: config.Store}
	config.Store = h
	c := client.New(config)
	for range 3 {
		if _, err := c.SyncOnce(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if h.pages < 3 {
		t.Errorf("of three runs the station heard %d times", h.pages)
	}
}

// TestAStoppedRunLeavesTheLineAsItWas promises that a run that is stopped, as when a
// kiosk's window ends, does not tell the next one that the line is down.
func TestAStoppedRunLeavesTheLineAsItWas(t *testing.T) {
	w := newWorld(t, "TH-5001")
	own, store := w.station("TH-5001-K01", "TH-5001")
	ctx, stop := context.WithCancel(t.Context())
	config := own.Config
	run := func(context.Context, client.Memory) (client.Ran, error) { return client.Ran{Online: true}, nil }
	config.Elsewhere = func(ctx context.Context, m client.Memory) (client.Ran, error) { return run(ctx, m) }
	var said []client.State
	config.OnState = func(s client.State) { said = append(said, s) }
	c := client.New(config)
	if _, err := c.SyncOnce(ctx); err != nil {
		t.Fatal(err)
	}
	before := c.State()
	run = func(ctx context.Context, _ client.Memory) (client.Ran, error) {
		stop()
		return client.Ran{}, ctx.Err()
	}
	store.Append("clerk", act.CardRead, "", 0, act.CardReading{Reader: "r"})
	if _, err := c.SyncOnce(ctx); client.ReasonOf(err) != client.ReasonStopped {
		t.Errorf("the run ends with %v", err)
	}
	s := c.State()
	if s.Online != before.Online || s.Reason != "" || s.LastSync != before.LastSync || s.Running {
		t.Errorf("after it the line is %+v, before it was %+v", s, before)
	}
	if last := said[len(said)-1]; last != s {
		t.Errorf("told last is %+v, want %+v", last, s)
	}
}

// TestWaitsAfterRunsElsewhere promises that the loop waits after a run of another
// process as after one of its own: it leaves a busy central alone for as long as
// that asked, says of a run that did not end that nobody answered, and makes the
// pieces of the next small.
func TestWaitsAfterRunsElsewhere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		runs := []func() (client.Ran, error){
			func() (client.Ran, error) {
				return client.Ran{Reason: wire.RefusedBusy, Online: true, Retry: 40, Memory: client.Memory{Entries: 1000, Bytes: 1 << 20}}, nil
			},
			func() (client.Ran, error) { return client.Ran{}, context.DeadlineExceeded },
			func() (client.Ran, error) { return client.Ran{Report: client.Report{More: true}}, nil },
			func() (client.Ran, error) { return client.Ran{}, nil },
		}
		var told []client.Memory
		var waits []time.Duration
		var reasons []string
		ctx, cancel := context.WithCancel(t.Context())
		c := client.New(client.Config{Secrets: nothing{}, Interval: 10 * time.Second, Elsewhere: func(_ context.Context, m client.Memory) (client.Ran, error) {
			if len(told) == len(runs) {
				cancel()
				return client.Ran{}, ctx.Err()
			}
			told = append(told, m)
			return runs[len(told)-1]()
		}, OnState: func(s client.State) {
			if !s.NextTry.IsZero() {
				waits, reasons = append(waits, time.Until(s.NextTry)), append(reasons, s.Reason)
			}
		}})
		if err := c.Run(ctx); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		if want := []string{wire.RefusedBusy, client.ReasonTimeout, ""}; !reflect.DeepEqual(reasons, want) {
			t.Fatalf("it waits for %q, want %q", reasons, want)
		}
		if waits[0] < 40*time.Second || waits[1] > 5*time.Second || waits[2] < 9*time.Second || waits[2] > 11*time.Second {
			t.Errorf("it waits %v", waits)
		}
		if told[1].Entries != 1000 || told[2].Entries == 0 || told[2].Entries >= 1000 {
			t.Errorf("the pieces are %+v", told)
		}
	})
}
