package store

import (
	"context"
	"errors"
	"fmt"

	"sala/sync/journal"
)

// settingStopped holds the number of an entry that central keeps otherwise.
const settingStopped = "stopped"

// differs is the proof that central keeps another journal of this station: an
// entry signed with the station's own key, or an acknowledgement signed by
// central, of which this machine has another one under the same number.
type differs struct{ seq uint64 }

func (d *differs) Error() string { return fmt.Sprintf("central keeps another entry %d", d.seq) }
func (d *differs) Unwrap() error { return ErrFork }

// StoppedAt returns the number of an entry that central keeps otherwise than
// this machine, 0 when none is known. From the moment that it was seen nothing
// is written, by no program and after no restart: it could never be accepted.
// Everything can still be read and carried away. Central's signature under an
// entry from there on, as this machine has it, lifts it (Acknowledge).
func (s *Store) StoppedAt(ctx context.Context) (seq uint64, err error) {
	return s.setting64(ctx, settingStopped)
}

// stopped is the refusal of whoever wants to write on a stopped machine.
func stopped(c *conn) error {
	at, err := number64(c, settingStopped)
	if err == nil && at > 0 {
		err = &differs{at}
	}
	return err
}

// proved stops the machine when err is the proof that it must be, and returns
// err.
func (s *Store) proved(ctx context.Context, err error) error {
	var d *differs
	if !errors.As(err, &d) {
		return err
	}
	kept := s.write(ctx, "stop", func(c *conn) error {
		if at, err := number64(c, settingStopped); err != nil || at > 0 {
			return err
		}
		return setNumber64(c, settingStopped, d.seq)
	})
	if kept == nil {
		kept = s.compare(ctx)
	}
	return errors.Join(err, kept)
}

// agreed lifts the stop: central has signed for the journal through an entry as
// this machine has it.
func agreed(c *conn, through uint64) error {
	at, err := number64(c, settingStopped)
	if err == nil && at > 0 && through >= at {
		_, err = c.exec("DELETE FROM setting WHERE name = ?", settingStopped)
	}
	return err
}

// follows returns the head after an entry of central's, or why it is not this
// journal's next.
func follows(h journal.Head, e *journal.Entry) (journal.Head, error) {
	next, err := h.Follow(e)
	switch {
	case err != nil && e.Seq == h.Seq+1:
		return h, errors.Join(err, &differs{h.Seq})
	case err != nil:
		return h, errors.Join(err, ErrFork)
	}
	return next, nil
}
