package central

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"sala/forms/seal"
	"sala/sync/wire"
)

// published says which list there is and whether every office has it.
type published struct {
	Serial uint64 `json:"serial"`
	Issued int64  `json:"issued"` // Unix seconds
	All    bool   `json:"all"`    // every office has it
}

// Publish makes the next list when something was withdrawn, or when the last
// one is a day old, and sees that every office gets it. A process that dies in
// the middle, or another one, goes on where it was.
func (c *Central) Publish(ctx context.Context) error {
	if c.Papers == nil {
		return nil
	}
	var state published
	var offices []Office
	err := c.Store.Update(ctx, func(tx Tx) (err error) {
		if state, err = c.list(tx); err == nil && !state.All {
			offices, err = tx.Offices()
		}
		return err
	})
	if err != nil || state.All {
		return wrap("publish the revocation list", err)
	}
	for _, o := range offices {
		if err := c.Store.Update(ctx, func(tx Tx) error { return c.hand(tx, o.ID, state.Serial) }); err != nil {
			return fmt.Errorf("publish the revocation list to %s: %w", o.ID, err)
		}
	}
	err = c.Store.Update(ctx, func(tx Tx) error {
		now, err := stateOfList(tx)
		if err != nil || now.Serial != state.Serial {
			return err // a newer one is on its way
		}
		now.All = true
		return putJSON(tx, spaceRevocations, "state", now)
	})
	return wrap("publish the revocation list", err)
}

// PublishDue is Publish, for whoever calls it all the time: unless an office
// still lacks the last list, the next is made a quarter of an hour after it.
func (c *Central) PublishDue(ctx context.Context) error {
	var state published
	err := c.Store.View(ctx, func(tx Tx) (err error) { state, err = stateOfList(tx); return err })
	if err != nil || state.All && c.Now().Sub(time.Unix(state.Issued, 0)) < listPause {
		return wrap("publish the revocation list", err)
	}
	return c.Publish(ctx)
}

func stateOfList(tx Tx) (published, error) {
	var p published
	b, err := tx.Setting(spaceRevocations, "state")
	if err == nil {
		err = json.Unmarshal(b, &p)
	} else if errors.Is(err, ErrNotFound) {
		err = nil
	}
	return p, err
}

// list makes the next list when one is due.
func (c *Central) list(tx Tx) (published, error) {
	state, err := stateOfList(tx)
	if err != nil {
		return state, err
	}
	todo, err := tx.Settings(spaceUnlisted)
	if err != nil {
		return state, err
	}
	if len(todo) == 0 && c.Now().Sub(time.Unix(state.Issued, 0)) < listFresh {
		return state, nil
	}
	// whoever withdraws holds the office, so that nothing slips in between the
	// list and the note that it is made; the first office is held against another
	// process that makes one
	offices, err := tx.Offices()
	if err != nil || len(offices) == 0 {
		return state, err
	}
	if _, err := tx.Office(offices[0].ID); err != nil {
		return state, err
	}
	for _, office := range sortedKeys(todo) {
		if _, err := tx.Office(office); err != nil {
			return state, err
		}
	}
	if state, err = stateOfList(tx); err != nil {
		return state, err
	}
	next := seal.Revocations{Issued: c.Now().Unix(), Next: c.Now().Add(listLife).Unix(), Serial: state.Serial + 1}
	if next.Keys, next.Documents, err = withdrawn(tx); err != nil {
		return state, err
	}
	signed, err := c.Papers.signList(next)
	if err != nil {
		return state, err
	}
	if err := tx.PutSetting(spaceRevocations, "list", signed); err != nil {
		return state, err
	}
	for _, office := range sortedKeys(todo) {
		if err := tx.PutSetting(spaceUnlisted, office, nil); err != nil {
			return state, err
		}
	}
	state = published{Serial: next.Serial, Issued: next.Issued}
	return state, putJSON(tx, spaceRevocations, "state", state)
}

// withdrawn returns all that was ever withdrawn.
func withdrawn(tx Tx) (keys []seal.RevokedKey, documents []seal.RevokedDocument, err error) {
	all, err := tx.Settings(spaceRevoked)
	if err != nil {
		return nil, nil, err
	}
	for _, id := range sortedKeys(all) {
		if id[0] == 'k' {
			var k seal.RevokedKey
			err = json.Unmarshal(all[id], &k)
			keys = append(keys, k)
		} else {
			var d seal.RevokedDocument
			err = json.Unmarshal(all[id], &d)
			documents = append(documents, d)
		}
		if err != nil {
			return nil, nil, fmt.Errorf("read the withdrawal %s: %w", id, err)
		}
	}
	return keys, documents, nil
}

// hand puts the list into an office's feed, unless it has this one or a newer.
func (c *Central) hand(tx Tx, office string, serial uint64) error {
	o, err := tx.Office(office)
	if err != nil {
		return err
	}
	k := Key{wire.WhatRevocation, "list"}
	old, err := tx.Items(office, []Key{k})
	if err != nil || old[k].Version >= serial {
		return err
	}
	signed, err := tx.Setting(spaceRevocations, "list")
	if err != nil {
		return err
	}
	o.Position++
	if err := tx.PutItems([]Item{{Key: k, Office: office, Version: serial, Position: o.Position, Body: signed}}); err != nil {
		return err
	}
	return tx.PutOffice(o)
}

// Revocations returns the list that holds now, empty before there is one.
func (c *Central) Revocations(ctx context.Context) (seal.Revocations, error) {
	var r seal.Revocations
	if c.Papers == nil {
		return r, nil
	}
	err := c.Store.View(ctx, func(tx Tx) error {
		b, err := tx.Setting(spaceRevocations, "list")
		if errors.Is(err, ErrNotFound) {
			return nil
		}
		if err == nil {
			r, err = seal.ReadRevocations(b, c.Papers.Roots())
		}
		return err
	})
	return r, wrap("read the revocation list", err)
}
