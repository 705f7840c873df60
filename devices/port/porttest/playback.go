package porttest

import (
	"bytes"
	"errors"
	"io"
	"sync"
	"testing"
	"time"

	"sala/devices/port"
)

// Playback returns a line whose device says what it said in the trace, each time
// after the host has sent what it sent there. A host that sends anything else
// fails the test, and so does one that ends before the trace does.
func Playback(t *testing.T, tr port.Trace) port.Line {
	t.Helper()
	host, device := Pair(1 << 16)
	var left sync.WaitGroup
	left.Add(1)
	go func() {
		defer left.Done()
		play(t, tr, device)
	}()
	t.Cleanup(func() {
		_ = host.Close()
		left.Wait()
	})
	return host
}

func play(t *testing.T, tr port.Trace, device port.Line) {
	for i, r := range tr {
		if r.From == port.Device {
			if _, err := device.Write(r.Data); err != nil {
				t.Errorf("playback: record %d of %d: the host is gone", i+1, len(tr))
				return
			}
			continue
		}
		got := make([]byte, len(r.Data))
		n, err := io.ReadFull(device, got)
		switch {
		case errors.Is(err, port.ErrGone), errors.Is(err, io.ErrUnexpectedEOF):
			t.Errorf("playback: record %d of %d: the host ended, want % X", i+1, len(tr), r.Data)
			return
		case !bytes.Equal(got[:n], r.Data):
			t.Errorf("playback: record %d of %d: the host sent\n% X, want\n% X", i+1, len(tr), got[:n], r.Data)
			_ = device.Close()
			return
		}
	}
}

// Recorder keeps what passes over a line.
type Recorder struct {
	mu    sync.Mutex
	trace port.Trace
}

// Record returns a line that is recorded, and its recorder.
func Record(l port.Line) (port.Line, *Recorder) {
	r := &Recorder{}
	return port.NewTap(l, time.Now, func(x port.Record) {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.trace = append(r.trace, x)
	}), r
}

// Trace returns what has passed so far.
func (r *Recorder) Trace() port.Trace {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append(port.Trace(nil), r.trace...)
}
