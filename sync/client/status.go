package client

import (
	"bytes"
	"context"
	"time"

	"sala/sync/wire"
)

// statusEvery is after what time a station says again how it is when nothing
// has changed.
const statusEvery = 15 * time.Minute

// told is what central last heard of the station.
type told struct {
	said []byte
	at   time.Time
}

// tell says how the station is, when that is news. What central makes of it is
// no trouble of the station's work.
func (c *Client) tell(ctx context.Context, l *link) error {
	if c.Status == nil {
		return nil
	}
	status, now := c.Status(), c.Clock()
	status.Clock, status.Free = 0, status.Free>>26<<26 // a few megabytes more or less are no news
	said, err := c.codec.Encode(status)
	if err != nil {
		return local(err)
	}
	if bytes.Equal(said, c.told.said) && now.Sub(c.told.at) < statusEvery {
		return nil
	}
	status.Clock = now.UnixMilli()
	var taken wire.StatusTaken
	if err := l.post(ctx, wire.PathStatus, status, &taken); err != nil {
		if reached(err) {
			return nil
		}
		return err
	}
	c.told = told{said, now}
	return nil
}
