package escpos

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"sala/devices/outcome"
	"sala/devices/port"
)

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
	ctx, cancel := context.WithTimeout(ctx, 4*p.lineTime(len(b))+p.opt.Finish)
	defer cancel()
	err := p.sendPart(ctx, b)
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

// flowChunk is how much is sent between two looks at whether the printer wants
// more; a printer says stop while it has room for twice as much.
const flowChunk = 128

// sendPart sends one command, no faster than the printer wants it.
func (p *Printer) sendPart(ctx context.Context, b []byte) error {
	for len(b) > 0 {
		if err := p.awaitGo(ctx); err != nil {
			return err
		}
		n := min(len(b), flowChunk)
		if _, err := port.WriteAll(ctx, p.line, b[:n], p.opt.Finish+p.lineTime(n)); err != nil {
			return err
		}
		b = b[n:]
	}
	return nil
}

// awaitGo waits while the printer has said stop and not yet go on. On a line with
// flow control of its own these never come this far.
func (p *Printer) awaitGo(ctx context.Context) error {
	p.mu.Lock()
	resume := p.resume
	p.mu.Unlock()
	if resume == nil {
		return nil
	}
	late := time.NewTimer(p.opt.Finish)
	defer late.Stop()
	select {
	case <-resume:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-late.C:
		return fmt.Errorf("escpos: the printer wants no more: %w", os.ErrDeadlineExceeded)
	}
}

// hold notes that the printer has said stop, or go on.
func (p *Printer) hold(on bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case on && p.resume == nil:
		p.resume = make(chan struct{})
	case !on && p.resume != nil:
		close(p.resume)
		p.resume = nil
	}
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
