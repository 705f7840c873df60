package central

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"sala/sync/wire"
)

// spaceTakeOut holds what each station carries out of its office's network. A
// station that has ever carried a part is never sent the whole again.
const spaceTakeOut = "takeout"

// carried is what a station has with it.
type carried struct {
	ID      string   `cbor:"1,keyasint"`
	Items   []string `cbor:"2,keyasint"` // "WHAT ID", in the order of its pages
	Photos  []string `cbor:"3,keyasint"` // hashes
	Officer string   `cbor:"4,keyasint"`
	Ended   bool     `cbor:"5,keyasint"`
	Answer  []byte   `cbor:"6,keyasint"` // wire.TakeOut
}

// scanned is how many items one transaction looks at: a station that asks waits
// for no more than these.
const scanned = 50_000

// TakeOut counts the part of its office's records that a station asks for and,
// unless that is only a plan, lets the station have it. Asking again under the
// same ID gives the same part: pages that came already need not come again.
func (c *Central) TakeOut(ctx context.Context, station string, r wire.TakeOutRequest) (wire.TakeOut, error) {
	var out wire.TakeOut
	g := &gathering{request: r}
	had := false
	err := c.Store.View(ctx, func(tx Tx) (err error) {
		if !r.Plan {
			if had, err = c.hadTakeOut(tx, station, r.ID, &out); had || err != nil {
				return err
			}
		}
		s, err := tx.Station(station)
		if err != nil {
			return err
		}
		g.tx, g.office = tx, s.Office
		return g.run()
	})
	if err == nil && !had {
		out = g.answer()
		if !r.Plan {
			out.Areas = nil
			err = c.keepCarried(ctx, station, g.part, out)
		}
	}
	if err != nil {
		return wire.TakeOut{}, fmt.Errorf("take-out of %s: %w", station, err)
	}
	return out, nil
}

// hadTakeOut gives the answer that the station had under this ID before, and
// refuses one that still carries something else.
func (c *Central) hadTakeOut(tx Tx, station, id string, out *wire.TakeOut) (bool, error) {
	was, err := c.carries(tx, station)
	switch {
	case err != nil || was == nil:
		return false, err
	case was.ID == id:
		return true, c.codec.Unplain(was.Answer, out)
	case !was.Ended:
		return false, &wire.Refusal{Code: wire.RefusedStillOut, Detail: was.ID}
	}
	return false, nil
}

func (c *Central) keepCarried(ctx context.Context, station string, part carried, out wire.TakeOut) (err error) {
	part.ID = out.ID
	if part.Answer, err = c.codec.Plain(out); err != nil {
		return err
	}
	body, err := c.codec.Plain(part)
	if err != nil {
		return err
	}
	return c.Store.Update(ctx, func(tx Tx) error { return tx.PutSetting(spaceTakeOut, station, body) })
}

// carries returns what a station carries, nil when it never carried anything.
func (c *Central) carries(tx Tx, station string) (*carried, error) {
	body, err := tx.Setting(spaceTakeOut, station)
	if errors.Is(err, ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	part := &carried{}
	return part, c.codec.Unplain(body, part)
}

// TakeOutPage returns items of what a station carries, after so many of them.
func (c *Central) TakeOutPage(ctx context.Context, station, id string, after uint64, limit int) (wire.Page, error) {
	limit = min(max(limit, 1), wire.MaxChanges)
	var page wire.Page
	err := c.Store.View(ctx, func(tx Tx) error {
		s, err := tx.Station(station)
		if err != nil {
			return err
		}
		part, err := c.carries(tx, station)
		if err != nil {
			return err
		}
		if part == nil || part.ID != id || part.Ended || after > uint64(len(part.Items)) {
			return &wire.Refusal{Code: wire.RefusedAbsent}
		}
		names := part.Items[after:min(after+uint64(limit), uint64(len(part.Items)))]
		keys := make([]Key, len(names))
		for i, name := range names {
			keys[i] = keyNamed(name)
		}
		found, err := tx.Items(s.Office, keys)
		if err != nil {
			return err
		}
		page = wire.Page{Office: s.Office, After: after, Cursor: after, At: c.millis(), TakeOut: id}
		size := 0
		for _, k := range keys {
			i := found[k]
			if size += len(i.Body) + 128; size > wire.MaxMessage/4 {
				break
			}
			if page.Cursor++; i.Position > 0 {
				page.Changes = append(page.Changes, changeOf(i))
			}
		}
		page.More = page.Cursor < uint64(len(part.Items))
		return nil
	})
	if err != nil {
		return page, fmt.Errorf("take-out of %s: %w", station, err)
	}
	return page.Signed(c.Authority.Signing), nil
}

func changeOf(i Item) wire.Change {
	return wire.Change{Position: i.Position, Office: i.Office, What: i.What, ID: i.ID, Version: i.Version, Body: i.Body}
}

func keyNamed(name string) Key {
	what, id, _ := strings.Cut(name, " ")
	return Key{what, id}
}

// EndTakeOut ends it: the station has removed what it carried, or is about to.
func (c *Central) EndTakeOut(ctx context.Context, station, id string) (wire.TakeOut, error) {
	var out wire.TakeOut
	err := c.Store.Update(ctx, func(tx Tx) error {
		part, err := c.carries(tx, station)
		if err != nil {
			return err
		}
		if part == nil || part.ID != id {
			return &wire.Refusal{Code: wire.RefusedAbsent}
		}
		if err := c.codec.Unplain(part.Answer, &out); err != nil {
			return err
		}
		out.Ended, part.Ended, part.Items, part.Photos = true, true, nil, nil
		if part.Answer, err = c.codec.Plain(out); err != nil {
			return err
		}
		body, err := c.codec.Plain(part)
		if err != nil {
			return err
		}
		return tx.PutSetting(spaceTakeOut, station, body)
	})
	if err != nil {
		return out, fmt.Errorf("end the take-out of %s: %w", station, err)
	}
	return out, nil
}

// TakeOutPhotos returns the hashes of the photographs that go with what a station
// carries.
func (c *Central) TakeOutPhotos(ctx context.Context, station, id string) (hashes []string, err error) {
	err = c.Store.View(ctx, func(tx Tx) error {
		part, err := c.carries(tx, station)
		if err == nil && (part == nil || part.ID != id || part.Ended) {
			err = &wire.Refusal{Code: wire.RefusedAbsent}
		}
		if err == nil {
			hashes = part.Photos
		}
		return err
	})
	return hashes, err
}

func (c *Central) takeOuts(mux *http.ServeMux) {
	mux.HandleFunc("POST "+wire.PathTakeOut, takes(c, c.TakeOut))
	mux.HandleFunc("POST "+wire.PathTakeOut+"/{id}/return", c.station(func(w http.ResponseWriter, r *http.Request, station string) {
		out, err := c.EndTakeOut(r.Context(), station, r.PathValue("id"))
		c.send(w, r, out, err)
	}))
	mux.HandleFunc("GET "+wire.PathTakeOut+"/{id}/photos", c.station(func(w http.ResponseWriter, r *http.Request, station string) {
		hashes, err := c.TakeOutPhotos(r.Context(), station, r.PathValue("id"))
		c.send(w, r, wire.Photos{Hashes: hashes}, err)
	}))
	mux.HandleFunc("GET "+wire.PathTakeOut+"/{id}", c.station(func(w http.ResponseWriter, r *http.Request, station string) {
		after, err := strconv.ParseUint(r.FormValue("after"), 10, 63)
		n, err2 := strconv.Atoi(r.FormValue("n"))
		if err != nil || err2 != nil {
			c.refuse(w, r, &wire.Refusal{Code: wire.RefusedMalformed})
			return
		}
		page, err := c.TakeOutPage(r.Context(), station, r.PathValue("id"), after, n)
		c.send(w, r, page, err)
	}))
}
