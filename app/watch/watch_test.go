package watch_test

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"sala/app/watch"
)

// TestMain is, in a child, the program that is watched: it does what each line of
// its script says at each of its starts.
func TestMain(m *testing.M) {
	script := os.Getenv("WATCH_SCRIPT")
	if script == "" {
		os.Exit(m.Run())
	}
	count := os.Getenv("WATCH_COUNT")
	b, _ := os.ReadFile(count)
	n, _ := strconv.Atoi(string(b))
	_ = os.WriteFile(count, []byte(strconv.Itoa(n+1)), 0o644)
	if f, err := os.OpenFile(count+"-handed", os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644); err == nil {
		fmt.Fprintf(f, "%s/", watch.Handed(os.Stdin))
		_ = f.Close()
	}
	lives := strings.Fields(script)
	beat := watch.Beats(os.Stdout)
	switch lives[min(n, len(lives)-1)] {
	case "die":
		beat()
		os.Exit(3)
	case "hand":
		beat()
		watch.Hand(os.Stdout, "large and aloud")
		os.Exit(watch.Fresh)
	case "fresh":
		beat()
		os.Exit(watch.Fresh)
	case "freeze":
		beat()
		hang()
	case "mute":
		hang()
	case "live":
		for range 1000 {
			beat()
			time.Sleep(20 * time.Millisecond)
		}
	}
	beat()
	os.Exit(0)
}

// hang waits for a signal: without cgo, where nothing else waits on the system,
// the runtime takes an empty select for a deadlock and ends the program.
func hang() {
	interrupted := make(chan os.Signal, 1)
	signal.Notify(interrupted, os.Interrupt)
	<-interrupted
}

// lives runs a program with a script and returns what was told, without beats.
func lives(t *testing.T, script string) []watch.What {
	t.Helper()
	t.Setenv("WATCH_SCRIPT", script)
	t.Setenv("WATCH_COUNT", filepath.Join(t.TempDir(), "count"))
	var mu sync.Mutex
	var told []watch.What
	err := watch.Run(t.Context(), watch.Options{Command: []string{os.Args[0]}, Start: 2 * time.Second, Patience: 300 * time.Millisecond, Rest: 200 * time.Millisecond, Errors: os.Stderr,
		Tell: func(w watch.What) {
			mu.Lock()
			defer mu.Unlock()
			if w != watch.Beat && w != watch.Waits {
				told = append(told, w)
			}
		}})
	if err != nil {
		t.Error(err)
	}
	return told
}

func TestAProgramIsBroughtBack(t *testing.T) {
	tests := []struct {
		script string
		want   []watch.What
	}{
		{"leave", nil},
		{"die die leave", []watch.What{watch.Died, watch.Died}},
		{"freeze leave", []watch.What{watch.Frozen}},
		{"mute leave", []watch.What{watch.Frozen}},
		{"fresh fresh fresh leave", []watch.What{watch.Anew, watch.Anew, watch.Anew}},
	}
	for _, tt := range tests {
		t.Run(tt.script, func(t *testing.T) {
			if got := lives(t, tt.script); !slices.Equal(got, tt.want) {
				t.Errorf("told of %v, want %v", got, tt.want)
			}
		})
	}
}

// What a program hands on comes to its next start, when it asked for that, and to none
// after.
func TestANoteIsHandedOnOnce(t *testing.T) {
	lives(t, "hand fresh hand die leave")
	b, err := os.ReadFile(os.Getenv("WATCH_COUNT") + "-handed")
	if got, want := string(b), "/large and aloud//large and aloud//"; err != nil || got != want {
		t.Errorf("the starts were handed %q, want %q (%v)", got, want, err)
	}
}

// TestAWatcherTellsThatItWaits: whoever watches over the watcher must be able to ask
// for more than a program needs to come back, but not wait for ever for one that does not.
func TestAWatcherTellsThatItWaits(t *testing.T) {
	t.Setenv("WATCH_SCRIPT", "freeze mute leave")
	t.Setenv("WATCH_COUNT", filepath.Join(t.TempDir(), "count"))
	const patience, trust = 200 * time.Millisecond, 600 * time.Millisecond
	after := map[watch.What]int{} // how often it told so after the last of these
	last := watch.What("")
	err := watch.Run(t.Context(), watch.Options{Command: []string{os.Args[0]}, Start: 2 * time.Second, Patience: patience, Trust: trust, Errors: os.Stderr,
		Tell: func(w watch.What) {
			if w == watch.Waits {
				after[last]++
			} else {
				last = w
			}
		}})
	if err != nil {
		t.Fatal(err)
	}
	if after[watch.Beat] == 0 || after[watch.Frozen] == 0 {
		t.Errorf("it told that it waits so often after %v, want some after a beat and some after a killed program", after)
	}
	if most := int(trust/(patience/4)) + 2; after[watch.Beat]+after[watch.Frozen] > most {
		t.Errorf("it told that it waits so often after %v, want %d at most while no beat comes", after, most)
	}
}

func TestTheContextEndsIt(t *testing.T) {
	t.Setenv("WATCH_SCRIPT", "live")
	t.Setenv("WATCH_COUNT", filepath.Join(t.TempDir(), "count"))
	ctx, cancel := context.WithCancel(t.Context())
	err := watch.Run(ctx, watch.Options{Command: []string{os.Args[0]}, Tell: func(w watch.What) {
		if w == watch.Beat {
			cancel()
		}
	}})
	if err != context.Canceled {
		t.Error(err)
	}
}

func TestSystemdIsTold(t *testing.T) {
	name := filepath.Join(t.TempDir(), "notify")
	c, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: name, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	tell := watch.Systemd(name)
	tell(watch.Waits) // the window is not there yet
	tell(watch.Beat)
	tell(watch.Frozen) // no sign of life
	tell(watch.Beat)
	tell(watch.Waits)
	for _, want := range []string{"WATCHDOG=1", "READY=1\nWATCHDOG=1", "WATCHDOG=1", "WATCHDOG=1"} {
		b := make([]byte, 100)
		_ = c.SetReadDeadline(time.Now().Add(5 * time.Second))
		n, err := c.Read(b)
		if err != nil || string(b[:n]) != want {
			t.Errorf("systemd was told %q, %v, want %q", b[:n], err, want)
		}
	}
	watch.Systemd("")(watch.Beat)
}
