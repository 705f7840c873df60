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
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"sala/devices/outcome"
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

// begin makes sure that the printer is not in the middle of a command, which
// another program, or this one before the cable was pulled, has half sent.
func (p *Printer) begin(ctx context.Context) error {
	if p.clear(ctx) {
		return p.send(ctx, []byte{0x1B, '@'})
	}
	p.forget()
	if err := p.send(ctx, []byte{0x1B, '@', 0x1D, 'r', 1}); err != nil {
		return err
	}
	if _, err := p.await(ctx, p.opt.Answer, saidByte); err == nil || p.lost() != nil {
		return p.lost()
	}
	return p.overrun(ctx, p.profile.slice()+16)
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

// Print prints a job and says what became of it. The error is nil when it is
// Printed; otherwise it says why not, or why it is not known.
func (p *Printer) Print(ctx context.Context, j *Job) (outcome.Outcome, error) {
	b, err := j.Bytes()
	if err != nil {
		return outcome.Failed, fmt.Errorf("escpos: print: %w", err)
	}
	p.turn.Lock()
	defer p.turn.Unlock()
	if err := p.ready(ctx); err != nil {
		return outcome.Failed, fmt.Errorf("escpos: print: %w", err)
	}
	if p.profile.Status == NoStatus {
		return p.printBlind(ctx, b)
	}
	o, err := p.run(ctx, j, b)
	if err != nil {
		return o, fmt.Errorf("escpos: print: %w", err)
	}
	return o, nil
}

func (p *Printer) printBlind(ctx context.Context, b []byte) (outcome.Outcome, error) {
	err := p.send(ctx, b)
	if err == nil {
		err = ErrUnconfirmed
	}
	return outcome.Unknown, fmt.Errorf("escpos: print: %w", err)
}

// ready mends what an earlier job has torn and asks whether the printer can
// print; until then nothing of the job has been sent.
func (p *Printer) ready(ctx context.Context) error {
	if err := p.lost(); err != nil {
		return err
	}
	if p.torn > 0 {
		if err := p.mend(ctx); err != nil {
			return err
		}
	}
	if p.profile.Status == NoStatus {
		return nil
	}
	if err := p.ask(ctx); err != nil {
		return err
	}
	return p.State().Trouble()
}

// mend brings a printer back that may be in the middle of a command.
func (p *Printer) mend(ctx context.Context) error {
	if p.clear(ctx) {
		p.torn = 0
		return p.send(ctx, []byte{0x1B, '@', 0x1D, 'a', 0xFF})
	}
	if err := p.lost(); err != nil {
		return err
	}
	err := p.overrun(ctx, p.torn)
	if err == nil {
		p.torn = 0
	}
	return err
}

// overrun ends a command of a printer that does not know how to clear its
// buffers: it takes the zeros for the rest of the command's data, or for text
// that shows nothing.
func (p *Printer) overrun(ctx context.Context, n int) error {
	return p.send(ctx, append(make([]byte, n), 0x10, 0x05, 0x02, 0x1B, '@', 0x1D, 'a', 0xFF))
}

// clear makes the printer forget all that it has not printed, a half sent
// command included, and reports whether it said that it has (DLE DC4, function
// 8: Epson's reference names some forty models; Citizen has it too).
func (p *Printer) clear(ctx context.Context) bool {
	p.forget()
	if p.send(ctx, []byte{0x10, 0x14, 8, 1, 3, 20, 1, 6, 2, 8}) != nil {
		return false
	}
	r, err := p.await(ctx, p.opt.Answer, saidBlock)
	return err == nil && bytes.Equal(r.data, []byte{0x37, 0x25})
}

// run sends the job and its end mark and waits for the answer.
func (p *Printer) run(ctx context.Context, j *Job, b []byte) (outcome.Outcome, error) {
	p.forget()
	ctx, cancel := context.WithTimeout(ctx, 4*p.lineTime(len(b))+p.opt.Finish)
	defer cancel()
	p.onTrouble(cancel)
	defer p.onTrouble(nil)
	for _, part := range j.parts {
		if err := p.sendPart(ctx, part); err != nil {
			return p.broken(err, len(part))
		}
		if err := p.State().Trouble(); err != nil {
			p.drop(len(part))
			return outcome.Failed, err
		}
	}
	if err := p.sendPart(ctx, []byte{0x1D, 'r', 1}); err != nil {
		return p.broken(err, 3)
	}
	// What has left the program may still be on the line.
	end := time.Now().Add(p.lineTime(len(b)) + p.opt.Finish)
	for {
		r, err := p.await(ctx, time.Until(end), saidByte, saidAuto)
		switch {
		case err != nil:
			return p.noMark(err)
		case r.kind == saidByte:
			return outcome.Printed, nil
		}
		if err := p.State().Trouble(); err != nil {
			p.drop(0)
			return outcome.Failed, err
		}
	}
}

// onTrouble sets what is called as soon as the printer tells of trouble: a line
// that the printer holds must not be waited for.
func (p *Printer) onTrouble(do func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.alarm = do
}

// sendPart sends one command; the line's own flow control may hold it.
func (p *Printer) sendPart(ctx context.Context, b []byte) error {
	_, err := port.WriteAll(ctx, p.line, b, p.opt.Finish+p.lineTime(len(b)))
	return err
}

// broken says what a job is when sending it failed: the printer's own last word
// decides, and without one nobody knows how much is on paper.
func (p *Printer) broken(err error, part int) (outcome.Outcome, error) {
	p.torn = max(p.torn, part)
	if trouble := p.State().Trouble(); trouble != nil && !errors.Is(err, port.ErrGone) {
		p.drop(part)
		return outcome.Failed, trouble
	}
	if port.IsTimeout(err) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		err = ErrUnconfirmed.Because(err)
	}
	return outcome.Unknown, err
}

// noMark says what a job is whose end mark did not come.
func (p *Printer) noMark(err error) (outcome.Outcome, error) {
	if errors.Is(err, port.ErrGone) {
		return outcome.Unknown, err
	}
	if trouble := p.State().Trouble(); trouble != nil {
		p.drop(0)
		return outcome.Failed, trouble
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*p.opt.Answer)
	defer cancel()
	if e := p.ask(ctx); e == nil {
		if trouble := p.State().Trouble(); trouble != nil {
			p.drop(0)
			return outcome.Failed, trouble
		}
	}
	p.torn = max(p.torn, 1)
	return outcome.Unknown, ErrUnconfirmed.Because(err)
}

// drop makes the printer forget what it has not printed, so that half a receipt
// does not come out when the paper is changed. A printer that cannot is mended
// before the next job; DLE ENQ 2 makes some of them forget.
func (p *Printer) drop(part int) {
	ctx, cancel := context.WithTimeout(context.Background(), 4*p.opt.Answer)
	defer cancel()
	if d, ok := p.line.(interface{ Discard() error }); ok {
		_ = d.Discard()
	}
	if p.clear(ctx) {
		return
	}
	p.torn = max(p.torn, part, 1)
	if p.send(ctx, []byte{0x10, 0x05, 0x02}) == nil {
		_ = p.ask(ctx) // the answer shows that it has taken the command
	}
}
