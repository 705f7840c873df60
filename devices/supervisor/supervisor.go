package supervisor

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"sala/devices/fault"
	"sala/devices/port"
)

// Options of a Supervisor; the zero value suits a station.
type Options struct {
	// Now tells the time; nil means the system's clock.
	Now func() time.Time
	// Open opens a device's line; nil opens the serial line or connection of
	// its configuration.
	Open func(ctx context.Context, d Device) (port.Line, error)
	// Trace, when set, is told everything that passes over every line.
	Trace func(device string, r port.Record)
	// First and Most bound the wait before a lost device is looked for again:
	// it doubles from the first (250 ms when 0) to the most (3 s when 0).
	First, Most time.Duration
}

// Supervisor keeps a set of devices.
type Supervisor struct {
	opt   Options
	slots []*slot
	stop  context.CancelFunc
	done  sync.WaitGroup

	mu       sync.Mutex
	watchers map[chan Event]struct{}
}

// ErrNoDevice means that no device of this name and kind is configured.
var ErrNoDevice = errors.New("supervisor: no such device")

// New makes a supervisor of these devices; Start sets it to work.
func New(devices []Device, o Options) (*Supervisor, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Open == nil {
		o.Open = openLine
	}
	if o.First == 0 {
		o.First = 250 * time.Millisecond
	}
	if o.Most == 0 {
		o.Most = 3 * time.Second
	}
	s := &Supervisor{opt: o, watchers: map[chan Event]struct{}{}}
	names := map[string]bool{}
	for _, d := range devices {
		if err := d.check(); err != nil {
			return nil, err
		}
		if names[d.Name] {
			return nil, fmt.Errorf("supervisor: two devices are called %q", d.Name)
		}
		names[d.Name] = true
		s.slots = append(s.slots, newSlot(s, d))
	}
	return s, nil
}

func openLine(ctx context.Context, d Device) (port.Line, error) {
	if d.TCP == "" {
		return port.Open(d.Port)
	}
	c, err := (&net.Dialer{Timeout: 3 * time.Second}).DialContext(ctx, "tcp", d.TCP)
	if err != nil {
		return nil, fmt.Errorf("supervisor: dial: %w", port.ErrNotFound.Because(err))
	}
	return port.Over(d.TCP, c), nil
}

// Start begins to look for the devices. Stop ends it.
func (s *Supervisor) Start(ctx context.Context) {
	ctx, s.stop = context.WithCancel(ctx)
	for _, sl := range s.slots {
		s.done.Add(1)
		go func() {
			defer s.done.Done()
			sl.run(ctx)
		}()
	}
}

// Stop closes every device and returns when all are closed.
func (s *Supervisor) Stop() {
	if s.stop != nil {
		s.stop()
	}
	s.done.Wait()
}

// Reports returns the state of every device, in the order of configuration.
func (s *Supervisor) Reports() []Report {
	out := make([]Report, len(s.slots))
	for i, sl := range s.slots {
		out[i] = sl.snapshot()
	}
	return out
}

// Report returns the state of one device.
func (s *Supervisor) Report(name string) (Report, error) {
	for _, sl := range s.slots {
		if sl.device.Name == name {
			return sl.snapshot(), nil
		}
	}
	return Report{}, fmt.Errorf("%w: %q", ErrNoDevice, name)
}

// First returns the name of the first device of a kind, "" when there is none.
func (s *Supervisor) First(k Kind) string {
	for _, sl := range s.slots {
		if sl.device.Kind == k {
			return sl.device.Name
		}
	}
	return ""
}

// Watch returns the events from now on until the context ends; the channel is
// then closed. A watcher that does not keep up loses the oldest events, never
// the newest.
func (s *Supervisor) Watch(ctx context.Context) <-chan Event {
	ch := make(chan Event, 64)
	s.mu.Lock()
	s.watchers[ch] = struct{}{}
	s.mu.Unlock()
	context.AfterFunc(ctx, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.watchers, ch)
		close(ch)
	})
	return ch
}

func (s *Supervisor) tell(e Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for ch := range s.watchers {
		for sent := false; !sent; {
			select {
			case ch <- e:
				sent = true
			default:
				select {
				case <-ch:
				default:
				}
			}
		}
	}
}

// Await waits until a device's report satisfies want.
func (s *Supervisor) Await(ctx context.Context, name string, want func(Report) bool) (Report, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	events := s.Watch(ctx)
	for {
		r, err := s.Report(name)
		if err != nil || want(r) {
			return r, err
		}
		if _, ok := <-events; !ok {
			return r, fmt.Errorf("supervisor: %s is %s: %w", name, r.State, context.Cause(ctx))
		}
	}
}

// slotOf returns the device of this name, or the first of the kind when the name
// is empty.
func (s *Supervisor) slotOf(name string, k Kind) (*slot, error) {
	for _, sl := range s.slots {
		if sl.device.Kind == k && (name == "" || sl.device.Name == name) {
			return sl, nil
		}
	}
	return nil, fmt.Errorf("%w: %s %q", ErrNoDevice, k, name)
}

// isLost reports whether err is a trouble after which a device is opened anew.
func isLost(err error) bool {
	switch fault.CodeOf(err) {
	case fault.LineGone, fault.LineStuck, fault.LineNotFound, fault.LineDenied, fault.LineBusy, fault.LineSettings,
		fault.ReaderSilent, fault.PrinterSilent, fault.TillSilent, fault.TerminalSilent, fault.Internal:
		return true
	}
	return false
}
