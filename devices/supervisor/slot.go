package supervisor

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"sala/devices/fault"
	"sala/devices/port"
)

// driver is what the supervisor needs of a device of any kind.
type driver interface {
	names() (maker, model string)
	// check asks the device how it is; a returned error is its trouble.
	check(ctx context.Context) (health, error)
	// test tries the device out; loud allows what costs paper.
	test(ctx context.Context, loud bool) []Step
	close() error
}

// health is what a check finds beside trouble.
type health struct {
	warning fault.Code
	card    bool
	changed bool // the card is another one than before
}

// newsteller is a driver whose device tells of changes, so that it need not be
// asked often.
type newsteller interface{ news() <-chan struct{} }

// listener is a driver of a device that speaks of its own accord. Its check is
// not called; listen returns when the line ends.
type listener interface {
	listen(ctx context.Context, heard func(Reading)) error
}

// slot is the place of one device.
type slot struct {
	sup    *Supervisor
	device Device
	turn   chan struct{} // holds one token: the right to use the driver
	kick   chan struct{} // look at once

	mu     sync.Mutex
	driver driver
	report Report
}

func newSlot(s *Supervisor, d Device) *slot {
	sl := &slot{sup: s, device: d, turn: make(chan struct{}, 1), kick: make(chan struct{}, 1)}
	sl.turn <- struct{}{}
	sl.report = Report{Name: d.Name, Kind: d.Kind, Line: d.line(), State: Starting, Since: s.opt.Now()}
	return sl
}

func (s *slot) snapshot() Report {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.report
}

// run keeps the device until the context ends.
func (s *slot) run(ctx context.Context) {
	wait := s.sup.opt.First
	for ctx.Err() == nil {
		d, err := s.open(ctx)
		if err != nil {
			s.trouble(err)
			s.rest(ctx, wait, nil)
			wait = min(2*wait, s.sup.opt.Most)
			continue
		}
		wait = s.sup.opt.First
		s.connected(d)
		err = s.serve(ctx, d)
		s.disconnect(d)
		if ctx.Err() == nil {
			s.trouble(err)
		}
	}
	s.change(func(r *Report) { r.State, r.Code, r.Error, r.Card = Stopped, "", "", false })
}

// rest waits, or until there is news of the device.
func (s *slot) rest(ctx context.Context, d time.Duration, news <-chan struct{}) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-news:
	case <-s.kick:
	case <-ctx.Done():
	}
}

func (s *slot) open(ctx context.Context) (driver, error) {
	if s.device.Kind == PagePrinter {
		return openPage(s.device, s.sup.opt.Now), nil
	}
	line, err := s.sup.opt.Open(ctx, s.device)
	if err != nil {
		return nil, err
	}
	if tell := s.sup.opt.Trace; tell != nil {
		name := s.device.Name
		line = port.NewTap(line, s.sup.opt.Now, func(r port.Record) { tell(name, r) })
	}
	d, err := s.drive(ctx, line)
	if err != nil {
		_ = line.Close()
		return nil, err
	}
	return d, nil
}

func (s *slot) drive(ctx context.Context, line port.Line) (driver, error) {
	switch s.device.Kind {
	case CardReader:
		return openReader(ctx, line)
	case ReceiptPrinter:
		return openReceipt(ctx, line, s.device)
	case Till:
		return openTill(ctx, line, s.device)
	case CardTerminal:
		return openTerminal(ctx, line, s.device)
	}
	return openListener(line, s.device)
}

// serve looks after a connected device until it is lost, which it returns.
func (s *slot) serve(ctx context.Context, d driver) error {
	if l, ok := d.(listener); ok {
		return l.listen(ctx, s.heard)
	}
	var news <-chan struct{}
	if n, ok := d.(newsteller); ok {
		news = n.news()
	}
	for {
		if err := s.look(ctx, d); err != nil {
			return err
		}
		s.rest(ctx, interval(s.device.Kind), news)
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
}

// interval is how often an idle device is asked how it is. A reader is asked as
// often as a person expects a card to be noticed; a printer tells of itself, so
// the question only proves that it is still there.
func interval(k Kind) time.Duration {
	switch k {
	case CardReader:
		return 150 * time.Millisecond
	case ReceiptPrinter, Till:
		return 3 * time.Second
	}
	return 20 * time.Second
}

// look asks the device once; the error is that it is lost.
func (s *slot) look(ctx context.Context, d driver) error {
	select {
	case <-s.turn:
	case <-ctx.Done():
		return ctx.Err()
	}
	h, err := d.check(ctx)
	s.turn <- struct{}{}
	if err == nil {
		s.good(h)
		return nil
	}
	if ctx.Err() != nil || isLost(err) {
		return err
	}
	s.trouble(err)
	return nil
}

// use lends the driver to one caller at a time.
func (s *slot) use(ctx context.Context, do func(driver) error) error {
	select {
	case <-s.turn:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { s.turn <- struct{}{} }()
	s.mu.Lock()
	d, code := s.driver, s.report.Code
	s.mu.Unlock()
	if d == nil {
		s.wake()
		if code == "" {
			code = fault.LineNotFound
		}
		return fmt.Errorf("supervisor: %s: %w", s.device.Name, fault.New(code))
	}
	err := do(d)
	if err != nil {
		s.wake()
		return err
	}
	r := s.snapshot()
	s.good(health{card: r.Card, warning: r.Warning})
	return nil
}

// wake makes the device be looked at at once.
func (s *slot) wake() {
	select {
	case s.kick <- struct{}{}:
	default:
	}
}

func (s *slot) connected(d driver) {
	s.mu.Lock()
	s.driver = d
	s.mu.Unlock()
	maker, model := d.names()
	s.change(func(r *Report) {
		if r.State != Starting {
			r.Returns++
		}
		r.Maker, r.Model, r.State, r.Code, r.Error = maker, model, Ready, "", ""
		r.LastGood = s.sup.opt.Now()
	})
}

// disconnect takes the driver back from whoever has it and closes it. Closing
// comes first: it ends the wait of a user who is in the middle of a call.
func (s *slot) disconnect(d driver) {
	s.mu.Lock()
	s.driver = nil
	s.mu.Unlock()
	_ = d.close()
	<-s.turn
	s.turn <- struct{}{}
}

func (s *slot) good(h health) {
	s.change(func(r *Report) {
		r.State, r.Code, r.Error, r.looked = Ready, "", "", true
		r.Warning, r.Card, r.LastGood = h.warning, h.card, s.sup.opt.Now()
		if h.changed {
			r.cards++
		}
	})
}

func (s *slot) trouble(err error) {
	if errors.Is(err, context.Canceled) {
		return
	}
	s.change(func(r *Report) {
		r.State = Trouble
		if isLost(err) {
			r.State, r.Card = Lost, false
		}
		r.Code, r.Error = fault.CodeOf(err), err.Error()
		r.LastCode, r.LastAt = r.Code, s.sup.opt.Now()
	})
}

func (s *slot) heard(x Reading) {
	s.change(func(r *Report) {
		r.LastGood = s.sup.opt.Now()
		r.Warning = fault.CodeOf(x.Err)
	})
	s.sup.tell(Event{At: s.sup.opt.Now(), What: Read, Report: s.snapshot(), Reading: x.What, Code: fault.CodeOf(x.Err)})
}

// change alters the report and tells of what is new in it.
func (s *slot) change(do func(*Report)) {
	s.mu.Lock()
	was := s.report
	do(&s.report)
	if s.report.State != was.State {
		s.report.Since = s.sup.opt.Now()
	}
	now := s.report
	s.mu.Unlock()
	at := s.sup.opt.Now()
	if now.State != was.State || now.Code != was.Code || now.Warning != was.Warning {
		s.sup.tell(Event{At: at, What: Changed, Report: now})
	}
	switch {
	case now.Card && was.Card && now.cards != was.cards:
		s.sup.tell(Event{At: at, What: CardOut, Report: now})
		s.sup.tell(Event{At: at, What: CardIn, Report: now})
	case now.Card && !was.Card:
		s.sup.tell(Event{At: at, What: CardIn, Report: now, There: !was.looked})
	case was.Card && !now.Card:
		s.sup.tell(Event{At: at, What: CardOut, Report: now})
	}
}
