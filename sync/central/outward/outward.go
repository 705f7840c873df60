// Package outward offers what central accepts to other systems: a feed that
// they read, webhooks that they are called by, and submissions to an OpenRosa
// server (the protocol of ODK Central and KoboToolbox).
//
// It promises that a partner gets each change at least once and in its office's
// order, only of the offices that it was given, and that one partner's trouble
// is none of the others'.
package outward

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"

	"sala/forms/act"
	"sala/forms/petition"
	"sala/forms/register"
	"sala/sync/central"
	"sala/sync/wire"
)

// Ways in which a partner is served.
const (
	Reads    = "reads"    // it asks, with its key
	Called   = "called"   // a webhook
	OpenRosa = "openrosa" // petitions go to it as form submissions
)

// ShortestSecret is how many bytes a partner's secret has at least.
const ShortestSecret = 16

// Partner is another system.
type Partner struct {
	Name    string            `json:"name"`
	Way     string            `json:"way"`
	URL     string            `json:"url,omitempty"`
	User    string            `json:"user,omitempty"`   // of an OpenRosa server
	Secret  string            `json:"secret"`           // key to ask with, to sign calls with, or password
	Client  string            `json:"client,omitempty"` // its X-Road identifier: "TH/GOV/0123/registry"
	Offices []string          `json:"offices"`
	Cursors map[string]uint64 `json:"cursors"` // how far it has come, by office
	Trouble string            `json:"trouble,omitempty"`
}

const space = "partner"

// Change is a change as partners see it.
type Change struct {
	Position uint64 `json:"position"`
	Office   string `json:"office"`
	What     string `json:"what"` // record, petition, certificate
	ID       string `json:"id"`
	Version  uint64 `json:"version"`
	Left     bool   `json:"left,omitempty"` // the office
	Value    any    `json:"value,omitempty"`
}

// Outward serves partners.
type Outward struct {
	central *central.Central
	http    *http.Client
}

// New returns the service; calls go out by client.
func New(c *central.Central, client *http.Client) *Outward {
	return &Outward{central: c, http: client}
}

// Add takes a partner in, or changes it.
func (o *Outward) Add(ctx context.Context, p Partner) error {
	if p.Name == "" || !slices.Contains([]string{Reads, Called, OpenRosa}, p.Way) || len(p.Secret) < ShortestSecret || (p.Way != Reads && p.URL == "") {
		return fmt.Errorf("add a partner: a name, a way, a secret of %d letters and, unless it reads, an address are wanted", ShortestSecret)
	}
	return o.central.Store.Update(ctx, func(tx central.Tx) error {
		b, err := tx.Setting(space, p.Name)
		switch {
		case errors.Is(err, central.ErrNotFound):
			return put(tx, p)
		case err != nil:
			return err
		}
		var before Partner // it goes on where it was
		if err := json.Unmarshal(b, &before); err != nil {
			return err
		}
		p.Cursors = before.Cursors
		return put(tx, p)
	})
}

func put(tx central.Tx, p Partner) error {
	b, err := json.Marshal(p)
	if err != nil {
		return err
	}
	return tx.PutSetting(space, p.Name, b)
}

func (o *Outward) partners(ctx context.Context) ([]Partner, error) {
	var out []Partner
	err := o.central.Store.View(ctx, func(tx central.Tx) error {
		all, err := tx.Settings(space)
		for _, b := range all {
			var p Partner
			if err := json.Unmarshal(b, &p); err != nil {
				return err
			}
			out = append(out, p)
		}
		return err
	})
	return out, err
}

// petition returns a petition of an office, the zero Petition when there is none.
func (o *Outward) petition(ctx context.Context, office, id string) (x petition.Petition, err error) {
	key := central.Key{What: wire.WhatPetition, ID: id}
	err = o.central.Store.View(ctx, func(tx central.Tx) error {
		found, err := tx.Items(office, []central.Key{key})
		if i, ok := found[key]; err == nil && ok && len(i.Body) > 0 {
			x, err = act.Decode[petition.Petition](i.Body)
		}
		return err
	})
	return x, err
}

// changes reads what follows a cursor in an office's feed. Photos and files are
// told of only where they go themselves.
func (o *Outward) changes(ctx context.Context, office string, after uint64, limit int, files bool) (out []Change, cursor uint64, err error) {
	cursor = after
	err = o.central.Store.View(ctx, func(tx central.Tx) error {
		items, err := tx.Feed(office, after, limit)
		if err != nil {
			return err
		}
		for _, i := range items {
			cursor = i.Position
			c := Change{Position: i.Position, Office: i.Office, What: i.What, ID: i.ID, Version: i.Version, Left: len(i.Body) == 0}
			if !c.Left {
				switch i.What {
				case wire.WhatRecord:
					c.Value, err = act.Decode[register.Record](i.Body)
				case wire.WhatPetition:
					c.Value, err = act.Decode[petition.Petition](i.Body)
				case wire.WhatCertificate:
					c.Value, err = act.Decode[wire.Certificate](i.Body)
				case wire.WhatAttachment:
					if !files {
						continue
					}
					c.Value, err = act.Decode[wire.Attachment](i.Body)
				default:
					continue
				}
				if err != nil {
					return err
				}
			}
			out = append(out, c)
		}
		return nil
	})
	return out, cursor, err
}

// Deliver brings every partner that is called what is new. The error joins the
// partners' troubles.
func (o *Outward) Deliver(ctx context.Context) error {
	partners, err := o.partners(ctx)
	if err != nil {
		return fmt.Errorf("deliver: %w", err)
	}
	var all []error
	for _, p := range partners {
		if p.Way == Reads {
			continue
		}
		for _, office := range p.Offices {
			if err := o.deliver(ctx, p, office); err != nil {
				all = append(all, fmt.Errorf("deliver to %s: %w", p.Name, err))
				break
			}
		}
	}
	return errors.Join(all...)
}

func (o *Outward) deliver(ctx context.Context, p Partner, office string) error {
	for {
		changes, cursor, err := o.changes(ctx, office, p.Cursors[office], 200, p.Way == OpenRosa)
		if err != nil || cursor == p.Cursors[office] {
			return err
		}
		if len(changes) > 0 {
			if p.Way == OpenRosa {
				err = o.submit(ctx, p, changes)
			} else {
				err = o.call(ctx, p, office, changes)
			}
			if err != nil {
				return err
			}
		}
		if p.Cursors == nil {
			p.Cursors = map[string]uint64{}
		}
		p.Cursors[office] = cursor
		if err := o.central.Store.Update(ctx, func(tx central.Tx) error { return put(tx, p) }); err != nil {
			return err
		}
	}
}

// Headers of a call, in the manner of X-Road's message protocol for REST, and
// of the signature: HMAC-SHA256 of the body with the partner's secret, in hex.
const (
	headerClient    = "X-Road-Client"
	headerID        = "X-Road-Id"
	headerRequest   = "X-Road-Request-Hash"
	HeaderSignature = "Sala-Signature"
)

func (o *Outward) call(ctx context.Context, p Partner, office string, changes []Change) error {
	body, err := json.Marshal(map[string]any{"office": office, "changes": changes})
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, p.URL, bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set(headerClient, p.Client)
	// the same delivery has the same ID, so that the partner can tell a repetition
	r.Header.Set(headerID, fmt.Sprintf("%s-%d-%d", office, changes[0].Position, changes[len(changes)-1].Position))
	r.Header.Set(HeaderSignature, Sign(p.Secret, body))
	return o.send(r)
}

// Sign returns the signature of a body.
func Sign(secret string, body []byte) string {
	m := hmac.New(sha256.New, []byte(secret))
	m.Write(body)
	return hex.EncodeToString(m.Sum(nil))
}

// answered is an answer that is no success.
type answered struct{ status int }

func (a *answered) Error() string {
	return fmt.Sprintf("the partner answered %d %s", a.status, http.StatusText(a.status))
}

// ofOne reports whether only what was sent is not taken, so that the next may be.
func (a *answered) ofOne() bool {
	switch a.status {
	case http.StatusBadRequest, http.StatusConflict, http.StatusGone, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType, http.StatusUnprocessableEntity:
		return true
	}
	return false
}

// send sends a request; anything but a 2xx is trouble.
func (o *Outward) send(r *http.Request) error {
	ctx, cancel := context.WithTimeout(r.Context(), time.Minute)
	defer cancel()
	resp, err := o.http.Do(r.WithContext(ctx))
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	io.Copy(io.Discard, io.LimitReader(resp.Body, 1<<20))
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return &answered{resp.StatusCode}
	}
	return nil
}
