package ccid

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"sala/devices/apdu"
)

// card is what the reader knows of the card that it has powered.
type card struct {
	atr      ATR
	protocol Protocol
	t1       t1State
}

// Voltages in the order in which they are tried: 5 V, 1.8 V, 3 V.
var voltages = [...]byte{1, 3, 2}

// PowerOn resets the card, reads its answer to reset, and agrees on protocol and
// speed. It returns ErrNoCard without a card, ErrMute when the card says nothing
// at any voltage.
func (r *Reader) PowerOn(ctx context.Context) (ATR, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.powered { // else the answer to the power says whether a card is there
		present, err := r.present(ctx)
		if err != nil {
			return ATR{}, err
		}
		if !present {
			return ATR{}, fmt.Errorf("ccid: power on: %w", ErrNoCard)
		}
	}
	atr, err := r.reset(ctx)
	if err == nil && !r.powered { // with the answer came that another card is in
		atr, err = r.reset(ctx)
	}
	if errors.Is(err, ErrMute) {
		// The contacts of a card that is just coming in may still be bouncing.
		if err = settle(ctx); err == nil {
			atr, err = r.reset(ctx)
		}
	}
	if err != nil {
		return ATR{}, fmt.Errorf("ccid: power on: %w", err)
	}
	if err := r.negotiate(ctx, atr); err != nil {
		return ATR{}, fmt.Errorf("ccid: power on: %w", err)
	}
	return r.card.atr, nil
}

// settle waits a moment.
func settle(ctx context.Context) error {
	t := time.NewTimer(200 * time.Millisecond)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// reset powers the card up, one voltage after the other.
func (r *Reader) reset(ctx context.Context) (ATR, error) {
	var last error
	for _, volts := range voltages {
		r.powered = true // a movement from here on clears it
		m, err := r.command(ctx, message{kind: cmdPowerOn, b: [3]byte{volts}}, true)
		if err != nil {
			r.powered = false
			return ATR{}, err
		}
		if m.b[0]&cmdFailed == 0 && m.kind == ansData {
			atr, err := ParseATR(m.data)
			if err == nil {
				return atr, nil
			}
			last = ErrMute.Because(err)
			continue
		}
		if m.b[0]&iccMask == iccAbsent {
			r.powered = false
			return ATR{}, ErrNoCard.Because(slotError(m.b[1]))
		}
		last = ErrMute.Because(slotError(m.b[1]))
	}
	r.powered = false
	return ATR{}, last
}

// negotiate agrees with the card on a speed (PPS) where it offers a better one,
// tells the reader, and opens T=1.
func (r *Reader) negotiate(ctx context.Context, a ATR) error {
	r.card = card{atr: a, protocol: a.Default()}
	fidi := a.FiDi
	if !a.Specific && fidi != 0x11 {
		ok, err := r.pps(ctx, r.card.protocol, fidi)
		if err != nil {
			return err
		}
		if !ok {
			// A card that does not agree must be reset and run at its first speed.
			if a, err = r.reset(ctx); err != nil {
				return err
			}
			r.card.atr, fidi = a, 0x11
		}
	}
	if err := r.setParameters(ctx, fidi); err != nil {
		return err
	}
	if r.card.protocol == T1 {
		return r.openT1(ctx)
	}
	return nil
}

// pps asks the card for a speed; false when it declines.
func (r *Reader) pps(ctx context.Context, p Protocol, fidi byte) (bool, error) {
	ask := []byte{0xFF, 0x10 | byte(p), fidi, 0}
	ask[3] = lrc(ask[:3])
	answer, err := r.transfer(ctx, ask, 0)
	switch {
	case errors.Is(err, ErrMute):
		return false, nil
	case err != nil:
		return false, err
	}
	return bytes.Equal(answer, ask), nil
}

func (r *Reader) setParameters(ctx context.Context, fidi byte) error {
	a := r.card.atr
	var inverse byte
	if a.Inverse {
		inverse = 0x02
	}
	data := []byte{fidi, inverse, a.Guard, a.WI, 0}
	if r.card.protocol == T1 {
		var crc byte
		if a.CRC {
			crc = 1
		}
		data = []byte{fidi, 0x10 | inverse | crc, a.Guard, a.BWI, 0, ifsd, 0}
	}
	m, err := r.command(ctx, message{kind: cmdParameters, b: [3]byte{byte(r.card.protocol)}, data: data}, true)
	if err != nil {
		return err
	}
	if m.b[0]&cmdFailed != 0 {
		return r.cardTrouble(ctx, slotError(m.b[1]))
	}
	return nil
}

// transfer sends bytes to the card and returns the bytes that it answers.
// multiplier lengthens the reader's patience with a T=1 card.
func (r *Reader) transfer(ctx context.Context, p []byte, multiplier byte) ([]byte, error) {
	if !r.powered {
		return nil, r.unpowered(ctx)
	}
	m, err := r.command(ctx, message{kind: cmdTransfer, b: [3]byte{multiplier}, data: p}, false)
	switch {
	case errors.Is(err, ErrNoAnswer):
		// A mute card makes some readers mute as well: ask for the slot.
		return nil, r.cardTrouble(ctx, err)
	case err != nil:
		return nil, err
	case m.b[0]&cmdFailed != 0:
		return nil, r.cardTrouble(ctx, slotError(m.b[1]))
	case m.kind != ansData:
		return nil, fmt.Errorf("ccid: answer of kind %02X: %w", m.kind, ErrGarbled)
	}
	return m.data, nil
}

func (r *Reader) unpowered(ctx context.Context) error {
	present, err := r.present(ctx)
	switch {
	case err != nil:
		return err
	case present:
		return ErrCardPulled.Because(errors.New("it was put back and must be powered again"))
	}
	return ErrCardPulled
}

// Exchange sends one command to the card and returns its answer with the status
// word, as the card gave it: with T=0, 61xx and 6Cxx are the caller's business
// (apdu.Transmit does it).
func (r *Reader) Exchange(ctx context.Context, cmd []byte) ([]byte, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	c, err := apdu.CaseOf(cmd)
	if err != nil {
		return nil, fmt.Errorf("ccid: exchange: %w", err)
	}
	if r.card.protocol == T1 && r.powered {
		answer, err := r.exchangeT1(ctx, cmd)
		if err != nil {
			return nil, fmt.Errorf("ccid: exchange: %w", err)
		}
		return answer, nil
	}
	if c == apdu.Both {
		cmd = cmd[:len(cmd)-1] // T=0 has no room for Le beside data
	}
	answer, err := r.transfer(ctx, cmd, 0)
	if err != nil {
		return nil, fmt.Errorf("ccid: exchange: %w", err)
	}
	return answer, nil
}

// Transmit sends one command and returns the whole answer, its status word last.
func (r *Reader) Transmit(ctx context.Context, cmd []byte) ([]byte, error) {
	data, sw, err := apdu.Transmit(ctx, r, cmd, 0)
	if err != nil {
		return nil, err
	}
	return append(data, byte(sw>>8), byte(sw)), nil
}

// ATR returns the answer to reset of the powered card.
func (r *Reader) ATR() ATR {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.card.atr
}
