// Package central is the reference central system: the authority that takes the
// journals of stations, puts what it accepts into its offices' orders, and
// answers with signed acknowledgements.
//
// It promises that nothing that it acknowledged is lost, that each entry has
// its effect exactly once however often it is sent, that nothing is dropped
// because a rule refused it (it is set aside, with its reason), and that a
// station whose journal disagrees with what central keeps is never told that
// its data is safe.
package central

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"sala/sync/wire"
)

// Config is what a Central needs.
type Config struct {
	Store     Store
	Authority *Authority
	Papers    *Papers // nil: stations make out no certificates
	Now       func() time.Time
	Log       *slog.Logger // never a citizen's data: codes, counts and names of stations
	Admin     string       // the token of the administration's interface; "" turns it off
}

// Central answers stations, officials and the public. It keeps nothing in
// memory that another process over the same store would miss.
type Central struct {
	Config
	codec *wire.Codec
}

// New returns a Central.
func New(c Config) *Central {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return &Central{Config: c, codec: wire.NewCodec()}
}

func (c *Central) millis() int64 { return c.Now().UnixMilli() }

// AddOffice makes an office, or changes its name and country.
func (c *Central) AddOffice(ctx context.Context, o Office) error {
	err := c.Store.Update(ctx, func(tx Tx) error {
		old, err := tx.Office(o.ID)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
		o.Position = old.Position
		return tx.PutOffice(o)
	})
	if err != nil {
		return fmt.Errorf("add office %s: %w", o.ID, err)
	}
	return nil
}
