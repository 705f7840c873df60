package ccid

import (
	"context"
	"errors"
	"fmt"
	"strings"
	gosync "sync"
	"time"

	"sala/devices/port"
)

// Options bounds a reader's patience; DefaultOptions suits real readers.
type Options struct {
	// Answer is how long the reader may be silent, counted anew with every
	// byte and every request for time.
	Answer time.Duration
	// Total is how long one command may take with all requests for time.
	Total time.Duration
	// Poll is how often an idle reader is asked whether a card came.
	Poll time.Duration
	// Retries is how often a command is sent again after a refusal or a
	// damaged answer.
	Retries int
}

// DefaultOptions returns the options that suit real readers.
func DefaultOptions() Options {
	return Options{Answer: 2500 * time.Millisecond, Total: 30 * time.Second, Poll: 400 * time.Millisecond, Retries: 3}
}

// Commands of a host and answers of a reader.
const (
	cmdPowerOn    = 0x62
	cmdPowerOff   = 0x63
	cmdStatus     = 0x65
	cmdTransfer   = 0x6F
	cmdParameters = 0x61
	cmdEscape     = 0x6B

	ansData       = 0x80
	ansStatus     = 0x81
	ansParameters = 0x82
	ansEscape     = 0x83
)

// Reader is a card reader with one slot. Its methods may be called from several
// goroutines; they take turns.
type Reader struct {
	line     port.Line
	opt      Options
	firmware string

	mu       gosync.Mutex
	seq      byte
	powered  bool
	inserted int // how often a card was seen to come in
	card     card
}

// Open greets the reader on the line and asks for its name. A line on which no
// such reader is gives ErrNoAnswer or ErrGarbled. The reader takes over the line;
// Close closes it.
func Open(ctx context.Context, line port.Line, o Options) (*Reader, error) {
	r := &Reader{line: line, opt: o}
	// RTS low keeps a Twin from sending its plug-and-play text; lines without
	// modem signals have nothing to drop.
	if m, ok := line.(interface{ SetRTS(bool) error }); ok {
		if err := m.SetRTS(false); err != nil && !errors.Is(err, errors.ErrUnsupported) {
			return nil, fmt.Errorf("ccid: open: %w", err)
		}
	}
	if err := line.Flush(); err != nil {
		return nil, fmt.Errorf("ccid: open: %w", err)
	}
	m, err := r.command(ctx, message{kind: cmdEscape, data: []byte{0x02}}, true)
	if err != nil {
		return nil, fmt.Errorf("ccid: open: %w", err)
	}
	r.firmware = strings.TrimRight(string(m.data), "\x00 \r\n")
	// Ask for card movements between command and answer, as the public driver does.
	if _, err := r.command(ctx, message{kind: cmdEscape, data: []byte{0x01, 0x01, 0x01}}, true); err != nil {
		return nil, fmt.Errorf("ccid: open: %w", err)
	}
	return r, nil
}

// Firmware returns the reader's own name and version.
func (r *Reader) Firmware() string { return r.firmware }

// Name returns the name of the reader's line.
func (r *Reader) Name() string { return r.line.Name() }

// Close powers nothing down; it gives the line back.
func (r *Reader) Close() error { return r.line.Close() }

// CardPresent asks whether a card is in the slot.
func (r *Reader) CardPresent(ctx context.Context) (bool, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.present(ctx)
}

func (r *Reader) present(ctx context.Context) (bool, error) {
	was, seen := r.powered, r.inserted
	m, err := r.command(ctx, message{kind: cmdStatus}, true)
	if err != nil {
		return false, fmt.Errorf("ccid: slot status: %w", err)
	}
	state := m.b[0] & iccMask
	if m.b[0]&cmdFailed != 0 && slotError(m.b[1]) != slotMute {
		return false, fmt.Errorf("ccid: slot status: %w", ErrHardware.Because(slotError(m.b[1])))
	}
	if state != iccActive {
		// Taken out, or taken out and put back: the power is gone either way.
		r.powered = false
	}
	if was && state == iccInactive && r.inserted == seen {
		r.inserted++ // by a reader that does not tell of movements
	}
	return state != iccAbsent, nil
}

// Insertions returns how often a card was seen to come in since the reader was
// opened: a card that was changed for another between two looks shows in it.
func (r *Reader) Insertions() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.inserted
}

// WaitCard returns as soon as a card is in the slot.
func (r *Reader) WaitCard(ctx context.Context) error { return r.wait(ctx, true) }

// WaitRemoved returns as soon as no card is in the slot.
func (r *Reader) WaitRemoved(ctx context.Context) error { return r.wait(ctx, false) }

func (r *Reader) wait(ctx context.Context, want bool) error {
	for {
		present, err := r.CardPresent(ctx)
		if err != nil {
			return err
		}
		if present == want {
			return nil
		}
		if err := r.rest(ctx); err != nil {
			return err
		}
	}
}

// rest listens for a card movement until it is time to ask again.
func (r *Reader) rest(ctx context.Context) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	e, _, err := readEvent(ctx, r.line, timing{first: r.opt.Poll, gap: r.opt.Answer})
	switch {
	case port.IsTimeout(err), errors.Is(err, ErrGarbled):
		return nil
	case err != nil:
		return fmt.Errorf("ccid: wait: %w", err)
	case e == gotCardIn || e == gotCardOut:
		r.moved(e)
	}
	return nil
}

// moved notes a card movement.
func (r *Reader) moved(e event) {
	r.powered = false
	if e == gotCardIn {
		r.inserted++
	}
}

// PowerOff takes the power from the card.
func (r *Reader) PowerOff(ctx context.Context) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.powered = false
	if _, err := r.command(ctx, message{kind: cmdPowerOff}, true); err != nil {
		return fmt.Errorf("ccid: power off: %w", err)
	}
	return nil
}

// command sends a message and returns the answer to it. again says that the
// command may be repeated when its answer was damaged on the way; a command that
// the reader refused as damaged is always repeated.
func (r *Reader) command(ctx context.Context, m message, again bool) (message, error) {
	var last error
	for range r.opt.Retries + 1 {
		m.seq = r.seq
		r.seq++
		answer, err := r.attempt(ctx, m)
		switch {
		case err == nil:
			return answer, nil
		case errors.Is(err, errRefused):
		case errors.Is(err, ErrGarbled):
			if e := r.quiet(ctx); e != nil {
				return message{}, e
			}
			if !again {
				return message{}, err
			}
		default:
			return message{}, err
		}
		last = err
	}
	if errors.Is(last, errRefused) {
		last = ErrGarbled.Because(last)
	}
	return message{}, last
}

// errRefused means that the reader found the command damaged.
var errRefused = errors.New("the reader refused the frame")

func (r *Reader) attempt(ctx context.Context, m message) (message, error) {
	if _, err := port.WriteAll(ctx, r.line, m.frame(), r.opt.Answer); err != nil {
		if port.IsTimeout(err) {
			err = ErrNoAnswer.Because(err)
		}
		return message{}, err
	}
	end := time.Now().Add(r.opt.Total)
	for {
		e, answer, err := readEvent(ctx, r.line, timing{first: r.opt.Answer, gap: r.opt.Answer})
		switch {
		case port.IsTimeout(err):
			return message{}, ErrNoAnswer.Because(err)
		case err != nil:
			return message{}, err
		case e == gotNAK:
			return message{}, errRefused
		case e == gotCardIn, e == gotCardOut:
			r.moved(e)
		case e == gotTimeRequest:
		case answer.kind < ansData:
			// The Twin sends every command back before it answers.
		case answer.seq != m.seq:
			// An answer to a command that was given up.
		case answer.b[0]&cmdMoreTime != 0:
		default:
			return answer, nil
		}
		if time.Now().After(end) {
			return message{}, ErrNoAnswer
		}
	}
}

// quiet waits until a damaged frame has passed by.
func (r *Reader) quiet(ctx context.Context) error {
	p := make([]byte, maxData)
	for total := 0; total < 64*maxData; {
		n, err := port.ReadSome(ctx, r.line, p, 60*time.Millisecond)
		switch {
		case port.IsTimeout(err):
			return nil
		case err != nil:
			return err
		}
		total += n
	}
	return fmt.Errorf("ccid: the line does not fall silent: %w", ErrGarbled)
}

// cardTrouble says what a failed exchange with the card means: whether it has
// been pulled only the slot can tell.
func (r *Reader) cardTrouble(ctx context.Context, cause error) error {
	present, err := r.present(ctx)
	switch {
	case err != nil:
		return err
	case !present || !r.powered:
		return ErrCardPulled.Because(cause)
	}
	var slot slotError
	if errors.As(cause, &slot) {
		switch slot {
		case slotParity, slotOverrun:
			return ErrGarbled.Because(cause)
		case slotHardware, slotShort:
			return ErrHardware.Because(cause)
		}
	}
	return ErrMute.Because(cause)
}
