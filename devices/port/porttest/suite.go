package porttest

import (
	"bytes"
	"errors"
	"io"
	"os"
	"testing"
	"time"

	"sala/devices/port"
)

// Bench is a line under test: the host's end, the device's, and what pulls the
// cable.
type Bench struct {
	Host   port.Line
	Device io.ReadWriter
	Unplug func()
}

// patience is how long a test waits for what should come at once.
const patience = 5 * time.Second

// Suite checks what the documentation of port.Line promises. make returns a fresh
// line.
func Suite(t *testing.T, make func(t *testing.T) Bench) {
	for _, tt := range []struct {
		name string
		run  func(*testing.T, Bench)
	}{
		{"carries every byte both ways", carries},
		{"read ends at its deadline and the line lives", readDeadline},
		{"a deadline set while reading takes effect", lateDeadline},
		{"write to a deaf device ends at its deadline", writeDeadline},
		{"close wakes a reader", closeWakes},
		{"close returns while a write is stuck", closeStuck},
		{"unplugging ends a read", unplugRead},
		{"unplugging ends a write", unplugWrite},
		{"flush forgets what came before", flush},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := make(t)
			t.Cleanup(func() { _ = b.Host.Close() })
			tt.run(t, b)
		})
	}
}

// within fails the test when do does not return in time.
func within(t *testing.T, what string, do func()) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		do()
	}()
	select {
	case <-done:
	case <-time.After(patience):
		t.Fatalf("%s did not return", what)
	}
}

func carries(t *testing.T, b Bench) {
	all := make([]byte, 40_000)
	for i := range all {
		all[i] = byte(i * 7) // every value, control characters too
	}
	echoed := make(chan error, 1)
	go func() {
		_, err := io.CopyN(b.Device, b.Device, int64(len(all)))
		echoed <- err
	}()
	go func() {
		if _, err := b.Host.Write(all); err != nil {
			t.Errorf("write: %v", err)
		}
	}()
	got := make([]byte, len(all))
	within(t, "reading", func() {
		if _, err := io.ReadFull(b.Host, got); err != nil {
			t.Errorf("read: %v", err)
		}
	})
	if !bytes.Equal(got, all) {
		t.Error("bytes were changed on the way")
	}
	if err := <-echoed; err != nil {
		t.Errorf("device: %v", err)
	}
}

func readDeadline(t *testing.T, b Bench) {
	began := time.Now()
	if err := b.Host.SetReadDeadline(began.Add(30 * time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	p := make([]byte, 4)
	within(t, "read", func() {
		if n, err := b.Host.Read(p); n != 0 || !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("read %d, %v", n, err)
		}
	})
	if d := time.Since(began); d < 30*time.Millisecond {
		t.Errorf("the read ended after %v, before its deadline", d)
	}
	if _, err := b.Device.Write([]byte("x")); err != nil {
		t.Fatal(err)
	}
	if err := b.Host.SetReadDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	if n, err := b.Host.Read(p); n != 1 || err != nil || p[0] != 'x' {
		t.Errorf("afterwards: read %d %q, %v", n, p[:n], err)
	}
}

func lateDeadline(t *testing.T, b Bench) {
	done := make(chan error, 1)
	go func() {
		_, err := b.Host.Read(make([]byte, 1))
		done <- err
	}()
	if err := b.Host.SetReadDeadline(time.Unix(1, 0)); err != nil {
		t.Fatal(err)
	}
	within(t, "read", func() {
		if err := <-done; !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("read: %v", err)
		}
	})
}

// stuff writes until the line takes no more.
func stuff(b Bench, limit time.Duration) (int, error) {
	p := make([]byte, 1<<16)
	for n := 0; ; {
		if err := b.Host.SetWriteDeadline(time.Now().Add(limit)); err != nil {
			return n, err
		}
		k, err := b.Host.Write(p)
		n += k
		if err != nil || n > 1<<28 {
			return n, err
		}
	}
}

func writeDeadline(t *testing.T, b Bench) {
	within(t, "write", func() {
		if _, err := stuff(b, 200*time.Millisecond); !errors.Is(err, os.ErrDeadlineExceeded) && !errors.Is(err, port.ErrStuck) {
			t.Errorf("write: %v", err)
		}
	})
	within(t, "close", func() { _ = b.Host.Close() })
}

func closeWakes(t *testing.T, b Bench) {
	done := make(chan error, 1)
	go func() {
		_, err := b.Host.Read(make([]byte, 1))
		done <- err
	}()
	within(t, "close", func() {
		if err := b.Host.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	within(t, "read", func() {
		if err := <-done; !errors.Is(err, os.ErrClosed) {
			t.Errorf("read: %v", err)
		}
	})
	if _, err := b.Host.Read(make([]byte, 1)); !errors.Is(err, os.ErrClosed) {
		t.Errorf("read after close: %v", err)
	}
	if _, err := b.Host.Write([]byte("x")); !errors.Is(err, os.ErrClosed) {
		t.Errorf("write after close: %v", err)
	}
	if err := b.Host.Close(); err != nil {
		t.Errorf("second close: %v", err)
	}
}

func closeStuck(t *testing.T, b Bench) {
	done := make(chan error, 1)
	go func() {
		for {
			if _, err := b.Host.Write(make([]byte, 1<<16)); err != nil {
				done <- err
				return
			}
		}
	}()
	time.Sleep(50 * time.Millisecond) // let it fill the line; it may also be early, and the test still holds
	within(t, "close", func() { _ = b.Host.Close() })
	within(t, "write", func() {
		if err := <-done; !errors.Is(err, os.ErrClosed) {
			t.Errorf("write: %v", err)
		}
	})
}

func unplugRead(t *testing.T, b Bench) {
	done := make(chan error, 1)
	go func() {
		_, err := b.Host.Read(make([]byte, 1))
		done <- err
	}()
	b.Unplug()
	select {
	case err := <-done:
		if !errors.Is(err, port.ErrGone) {
			t.Errorf("read: %v", err)
		}
	case <-time.After(time.Second):
		t.Error("unplugging was not noticed within a second")
	}
	for range 3 {
		if _, err := b.Host.Read(make([]byte, 1)); !errors.Is(err, port.ErrGone) {
			t.Errorf("read again: %v", err)
		}
	}
	within(t, "close", func() { _ = b.Host.Close() })
}

func unplugWrite(t *testing.T, b Bench) {
	done := make(chan error, 1)
	go func() {
		for {
			if _, err := b.Host.Write(make([]byte, 1<<12)); err != nil {
				done <- err
				return
			}
		}
	}()
	b.Unplug()
	within(t, "write", func() {
		if err := <-done; !errors.Is(err, port.ErrGone) {
			t.Errorf("write: %v", err)
		}
	})
}

func flush(t *testing.T, b Bench) {
	if _, err := b.Device.Write([]byte("stale")); err != nil {
		t.Fatal(err)
	}
	p := make([]byte, 16)
	if err := b.Host.SetReadDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Host.Read(p[:1]); err != nil { // all of it has arrived
		t.Fatal(err)
	}
	if err := b.Host.Flush(); err != nil {
		t.Fatalf("flush: %v", err)
	}
	if _, err := b.Device.Write([]byte("fresh")); err != nil {
		t.Fatal(err)
	}
	if err := b.Host.SetReadDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	n, err := io.ReadFull(b.Host, p[:5])
	if err != nil || string(p[:n]) != "fresh" {
		t.Errorf("read %q, %v", p[:n], err)
	}
}
