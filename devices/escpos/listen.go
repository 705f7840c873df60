package escpos

import (
	"context"
	"slices"
	"time"
)

// listen takes apart what the printer says until the line ends.
func (p *Printer) listen() {
	defer close(p.done)
	var d demux
	buf := make([]byte, 256)
	for {
		n, err := p.line.Read(buf)
		for _, b := range buf[:n] {
			kind, data := d.take(b)
			p.heard(kind, data)
		}
		if err != nil {
			p.mu.Lock()
			p.gone = err
			p.mu.Unlock()
			close(p.replies)
			p.hold(false)
			p.announce()
			return
		}
	}
}

func (p *Printer) heard(kind saying, data []byte) {
	switch kind {
	case nothing:
		return
	case saidGo, saidStop:
		p.hold(kind == saidStop)
		return
	case saidAuto:
		p.mu.Lock()
		p.state = automatic([4]byte(data))
		alarm := p.alarm
		if p.state.Trouble() == nil {
			alarm = nil
		}
		p.mu.Unlock()
		p.announce()
		if alarm != nil {
			alarm()
		}
	}
	r := reply{kind, append([]byte(nil), data...)}
	for {
		select {
		case p.replies <- r:
			return
		default:
		}
		// Nobody listens: the oldest is worth the least.
		select {
		case <-p.replies:
		default:
		}
	}
}

// announce says that there is news.
func (p *Printer) announce() {
	select {
	case p.news <- struct{}{}:
	default: // there is some already
	}
}

// forget drops what was said before the present question.
func (p *Printer) forget() {
	for {
		select {
		case _, ok := <-p.replies:
			if !ok {
				return
			}
		default:
			return
		}
	}
}

// await returns the next saying of one of these kinds.
func (p *Printer) await(ctx context.Context, limit time.Duration, kinds ...saying) (reply, error) {
	late := time.NewTimer(limit)
	defer late.Stop()
	for {
		// What has been said counts before what has ended.
		select {
		case r, ok := <-p.replies:
			if !ok {
				return reply{}, p.lost()
			}
			if slices.Contains(kinds, r.kind) {
				return r, nil
			}
			continue
		default:
		}
		select {
		case r, ok := <-p.replies:
			if !ok {
				return reply{}, p.lost()
			}
			if slices.Contains(kinds, r.kind) {
				return r, nil
			}
		case <-late.C:
			return reply{}, ErrNoAnswer
		case <-ctx.Done():
			return reply{}, ErrNoAnswer.Because(ctx.Err())
		}
	}
}

// lost returns why the line ended, nil while it stands.
func (p *Printer) lost() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.gone
}
