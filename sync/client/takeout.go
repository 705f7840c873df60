package client

import (
	"context"
	"fmt"

	"sala/sync/wire"
)

// PlanTakeOut asks central how much a take-out would be. Nothing is fetched.
func (c *Client) PlanTakeOut(ctx context.Context, r wire.TakeOutRequest) (wire.TakeOut, error) {
	r.Plan = true
	var out wire.TakeOut
	err := c.turn(func(l *link) error { return l.post(ctx, wire.PathTakeOut, r, &out) })
	if err != nil {
		return out, fmt.Errorf("plan a take-out: %w", err)
	}
	return out, nil
}

// TakeOut fetches the part of the office's records that a request names, after
// the items that came already. Keep is given one page after the other, and how
// many items there are; what it has kept need not come again, whatever breaks
// afterwards. It returns what was taken and the photographs that go with it.
func (c *Client) TakeOut(ctx context.Context, r wire.TakeOutRequest, after uint64, keep func(p wire.Page, total int) error) (wire.TakeOut, []string, error) {
	r.Plan = false
	var out wire.TakeOut
	var photos wire.Photos
	err := c.turn(func(l *link) error {
		if err := l.post(ctx, wire.PathTakeOut, r, &out); err != nil {
			return err
		}
		for more := uint64(out.Items) > after; more; {
			var page wire.Page
			if _, err := l.get(ctx, fmt.Sprintf("%s/%s?after=%d&n=%d", wire.PathTakeOut, r.ID, after, takeOutItems), &page); err != nil {
				return err
			}
			if err := page.Verify(l.centralKey); err != nil {
				return err
			}
			if page.TakeOut != r.ID || page.Office != c.Identity.Office || page.After != after || page.Cursor <= after {
				return fmt.Errorf("items %d of %q of %s in place of %d of %q: %w", page.After, page.TakeOut, page.Office, after, r.ID, ErrForeign)
			}
			if err := keep(page, out.Items); err != nil {
				return local(err)
			}
			after, more = page.Cursor, page.More
		}
		if !r.Photos {
			return nil
		}
		_, err := l.get(ctx, wire.PathTakeOut+"/"+r.ID+"/photos", &photos)
		return err
	})
	if err != nil {
		return out, nil, fmt.Errorf("take out: %w", err)
	}
	return out, photos.Hashes, nil
}

// takeOutItems is how many items a page brings: small enough that a line which
// breaks every few seconds still gets on.
const takeOutItems = 500

// EndTakeOut tells central that the station removes what it carried.
func (c *Client) EndTakeOut(ctx context.Context, id string) error {
	var out wire.TakeOut
	err := c.turn(func(l *link) error {
		return l.post(ctx, wire.PathTakeOut+"/"+id+"/return", wire.TakeOutRequest{ID: id}, &out)
	})
	if err != nil {
		return fmt.Errorf("end a take-out: %w", err)
	}
	return nil
}

// turn does something over the link when no run is under way. A line that broke
// is made anew the next time.
func (c *Client) turn(do func(*link) error) error {
	c.run.Lock()
	defer c.run.Unlock()
	l, err := c.connect()
	if err == nil {
		err = do(l)
	}
	if err != nil && !reached(err) {
		c.drop()
	}
	return err
}

// part says in a request for the feed that the station carries only a part.
func (c *Client) part() string {
	if c.Part {
		return "&part=1"
	}
	return ""
}
