package cctalk

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"sala/devices/fault"
	"sala/devices/port"
)

// Times on the line.
const (
	answerTime = 250 * time.Millisecond // to the first byte of an answer
	byteTime   = 60 * time.Millisecond  // between two bytes (7.3: 50 ms)
	tries      = 3
)

// ErrSilent means that a device on the line does not answer.
var ErrSilent = fault.New(fault.TillSilent)

// errRefused is a device's NAK.
var errRefused = errors.New("cctalk: the device refused the command")

// bus is the line, on which one command is under way at a time. The line is a
// single wire: what is sent is also heard.
type bus struct {
	line port.Line
	mu   sync.Mutex
}

// ask sends a command that may be repeated, and returns the answer's data.
func (b *bus) ask(ctx context.Context, to, header byte, data ...byte) ([]byte, error) {
	var err error
	for range tries {
		var got []byte
		if got, err = b.once(ctx, to, header, data...); err == nil || ctx.Err() != nil || errors.Is(err, errRefused) || errors.Is(err, port.ErrGone) {
			return got, err
		}
	}
	return nil, err
}

// once sends a command and waits for its answer. Without an answer it is not
// known whether the command was carried out.
func (b *bus) once(ctx context.Context, to, header byte, data ...byte) ([]byte, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.line.Flush(); err != nil {
		return nil, port.ErrGone.Because(err)
	}
	m := Message{To: to, From: host, Header: header, Data: data}
	if _, err := port.WriteAll(ctx, b.line, m.Bytes(), time.Second); err != nil {
		return nil, err
	}
	answer, err := b.hear(ctx, to)
	switch {
	case err != nil:
		return nil, fmt.Errorf("cctalk: command %d to %d: %w", header, to, err)
	case answer.Header == Refusal || answer.Header == Busy:
		return nil, fmt.Errorf("cctalk: command %d to %d: %w", header, to, errRefused)
	case answer.Header != Answer:
		return nil, fmt.Errorf("cctalk: command %d to %d: answer with header %d: %w", header, to, answer.Header, ErrSum)
	}
	return answer.Data, nil
}

// hear reads messages until one is for the host: the echo of the command is not.
func (b *bus) hear(ctx context.Context, from byte) (Message, error) {
	var got []byte
	p := make([]byte, 300)
	wait := answerTime
	for {
		n, err := port.ReadSome(ctx, b.line, p, wait)
		if port.IsTimeout(err) {
			return Message{}, ErrSilent.Because(err)
		}
		if err != nil {
			return Message{}, err
		}
		got = append(got, p[:n]...)
		for {
			m, used, err := Parse(got)
			if errors.Is(err, ErrShort) {
				wait = byteTime
				if len(got) == 0 {
					wait = answerTime
				}
				break
			}
			if err != nil {
				return m, err
			}
			got = got[used:]
			if m.To == host && m.From == from {
				return m, nil
			}
		}
	}
}
