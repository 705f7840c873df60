// Package escpos drives receipt printers that speak ESC/POS over a serial line.
//
// It promises that a job is Printed only when the printer itself answered a mark
// at the job's end; that a printer in trouble is told from one that is silent;
// and that after a torn job the next one starts on a clean line.
//
// Text is either native (TIS-620, KS C 5601, where the profile says that the
// printer has the letters) or a picture that the caller has set. The commands
// and status bits come from the makers' manuals: Epson's ESC/POS reference and
// its TM-U220, TM-L90 and TM-T88III, Bixolon SRP-350 and SRP-500, Citizen CBM-1000
// and CT-S2000, Partner RP-330; and from kunif/EscPosUtils and receiptline.
package escpos

import (
	"context"
	"fmt"
	"sync"
	"time"

	"sala/devices/port"
)

// Options bounds a printer's patience.
type Options struct {
	Baud   int           // of the line, to know how long a job takes; 0 means 9600
	Answer time.Duration // for a status question
	Finish time.Duration // for the end-of-job mark after the last byte has left
}

// DefaultOptions returns the options that suit real printers.
func DefaultOptions() Options {
	return Options{Baud: 9600, Answer: 700 * time.Millisecond, Finish: 8 * time.Second}
}

// Printer is a receipt printer on a line. Its methods take turns.
type Printer struct {
	line    port.Line
	profile Profile
	opt     Options

	turn sync.Mutex // one job or question at a time
	torn int        // bytes of a command that may be half sent

	mu      sync.Mutex
	state   State
	gone    error
	alarm   func()
	resume  chan struct{} // closed when the printer says go on; nil while it takes bytes
	maker   string
	model   string
	replies chan reply
	news    chan struct{}
	done    chan struct{}
}

type reply struct {
	kind saying
	data []byte
}

// Open greets the printer on the line and asks what it is. A printer that says
// nothing gives ErrNoAnswer, unless its profile says that it never speaks. The
// printer takes over the line; Close closes it.
func Open(ctx context.Context, line port.Line, p Profile, o Options) (*Printer, error) {
	if o.Baud == 0 {
		o.Baud = 9600
	}
	pr := &Printer{line: line, profile: p, opt: o, replies: make(chan reply, 64), news: make(chan struct{}, 1), done: make(chan struct{})}
	if err := line.Flush(); err != nil {
		return nil, fmt.Errorf("escpos: open: %w", err)
	}
	if err := line.SetReadDeadline(time.Time{}); err != nil {
		return nil, fmt.Errorf("escpos: open: %w", err)
	}
	go pr.listen()
	if err := pr.greet(ctx); err != nil {
		err = fmt.Errorf("escpos: open: %w", err)
		_ = pr.Close()
		return nil, err
	}
	return pr, nil
}

func (p *Printer) greet(ctx context.Context) error {
	if p.profile.Status == NoStatus {
		return p.send(ctx, []byte{0x1B, '@'})
	}
	if err := p.ask(ctx); err != nil {
		return err
	}
	if p.State().Trouble() == nil {
		if err := p.begin(ctx); err != nil {
			return err
		}
		// A printer in trouble takes no names.
		p.maker, p.model = p.identify(ctx, 66), p.identify(ctx, 67)
	}
	return p.send(ctx, []byte{0x1D, 'a', 0xFF})
}

func (p *Printer) identify(ctx context.Context, n byte) string {
	p.forget()
	if p.send(ctx, []byte{0x1D, 'I', n}) != nil {
		return ""
	}
	r, err := p.await(ctx, p.opt.Answer, saidText)
	if err != nil {
		return ""
	}
	return string(r.data)
}

// Maker and Model return what the printer calls itself, "" when it does not say.
func (p *Printer) Maker() string { return p.maker }

// Model returns the printer's model.
func (p *Printer) Model() string { return p.model }

// Name returns the name of the printer's line.
func (p *Printer) Name() string { return p.line.Name() }

// Profile returns what the printer can do.
func (p *Printer) Profile() Profile { return p.profile }

// State returns what the printer last said of itself.
func (p *Printer) State() State {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.state
}

// News receives a value when the printer has told of a change by itself, and when
// its line has ended.
func (p *Printer) News() <-chan struct{} { return p.news }

// Close gives the line back.
func (p *Printer) Close() error {
	err := p.line.Close()
	<-p.done
	return err
}

// Check asks the printer how it is.
func (p *Printer) Check(ctx context.Context) (State, error) {
	p.turn.Lock()
	defer p.turn.Unlock()
	if p.profile.Status == NoStatus {
		return p.State(), p.lost()
	}
	if err := p.ask(ctx); err != nil {
		return p.State(), fmt.Errorf("escpos: check: %w", err)
	}
	return p.State(), nil
}

// ask puts the four real-time questions, one after the other's answer.
func (p *Printer) ask(ctx context.Context) error {
	var s State
	for n := 1; n <= 4; n++ {
		p.forget()
		if err := p.send(ctx, []byte{0x10, 0x04, byte(n)}); err != nil {
			return err
		}
		r, err := p.await(ctx, p.opt.Answer, saidStatus)
		if err != nil {
			return err
		}
		s.realTime(n, r.data[0])
	}
	p.mu.Lock()
	p.state = s
	p.mu.Unlock()
	return nil
}

func (p *Printer) send(ctx context.Context, b []byte) error {
	_, err := port.WriteAll(ctx, p.line, b, p.opt.Answer+p.lineTime(len(b)))
	if port.IsTimeout(err) {
		err = ErrNoAnswer.Because(err)
	}
	return err
}

// lineTime is how long n bytes take on the line, ten bits a byte.
func (p *Printer) lineTime(n int) time.Duration {
	return time.Duration(n) * 10 * time.Second / time.Duration(p.opt.Baud)
}
