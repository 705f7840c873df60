package zvt

import (
	"context"
	"errors"
	"fmt"
	"time"

	"sala/devices/port"
)

// Times of the transport protocol.
const (
	ackTime   = time.Second     // to the other side's ACK of a frame
	replyTime = 5 * time.Second // to the answer to a command
	sends     = 3
)

// link carries messages over a line, one under way at a time.
type link struct {
	line  port.Line
	plain bool // TCP: no frames
	got   []byte
	ahead []Message // that came while an ACK was waited for
}

// send sends a message, and on a serial line waits until it came whole.
func (l *link) send(ctx context.Context, m Message) error {
	if l.plain {
		_, err := port.WriteAll(ctx, l.line, m.Bytes(), ackTime)
		return err
	}
	var err error
	for range sends {
		if _, err = port.WriteAll(ctx, l.line, Frame(m), ackTime); err != nil {
			return err
		}
		if err = l.acknowledged(ctx); err == nil || ctx.Err() != nil || errors.Is(err, port.ErrGone) {
			return err
		}
	}
	return err
}

// acknowledged waits for an ACK. A frame that comes in its place is taken, and
// kept for the next receive.
func (l *link) acknowledged(ctx context.Context) error {
	deadline := time.Now().Add(ackTime)
	for {
		for len(l.got) > 0 && l.got[0] != dle {
			b := l.got[0]
			l.got = l.got[1:]
			switch b {
			case Ack:
				return nil
			case Nak:
				return fmt.Errorf("zvt: a frame was refused: %w", ErrGarbled)
			}
		}
		if m, ok, err := l.framed(ctx); err != nil {
			return err
		} else if ok {
			l.ahead = append(l.ahead, m)
			continue
		}
		if err := l.more(ctx, deadline); err != nil {
			return err
		}
	}
}

// framed takes a frame out of what has come, and acknowledges it.
func (l *link) framed(ctx context.Context) (Message, bool, error) {
	for {
		m, n, err := Unframe(l.got)
		if errors.Is(err, ErrShort) {
			return m, false, nil
		}
		l.got = l.got[n:]
		word := byte(Ack)
		if err != nil {
			word, l.got = Nak, nil
		}
		if _, gone := port.WriteAll(context.WithoutCancel(ctx), l.line, []byte{word}, ackTime); gone != nil {
			return m, false, gone
		}
		if err == nil {
			return m, true, nil
		}
	}
}

// more reads what comes next.
func (l *link) more(ctx context.Context, deadline time.Time) error {
	p := make([]byte, 1024)
	n, err := port.ReadSome(ctx, l.line, p, time.Until(deadline))
	l.got = append(l.got, p[:n]...)
	if port.IsTimeout(err) {
		return ErrSilent.Because(err)
	}
	return err
}

// receive waits for a message. What has come of one stays when the context ends.
func (l *link) receive(ctx context.Context, limit time.Duration) (Message, error) {
	deadline := time.Now().Add(limit)
	for {
		if len(l.ahead) > 0 {
			m := l.ahead[0]
			l.ahead = l.ahead[1:]
			return m, nil
		}
		if l.plain {
			if m, n, err := Parse(l.got); err == nil {
				l.got = l.got[n:]
				return m, nil
			}
		} else if m, ok, err := l.framed(ctx); err != nil || ok {
			return m, err
		}
		if err := l.more(ctx, deadline); err != nil {
			return Message{}, err
		}
	}
}

// clear drops what is left over of a conversation that broke off.
func (l *link) clear() error {
	l.got, l.ahead = nil, nil
	return l.line.Flush()
}
