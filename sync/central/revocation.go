package central

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"sala/forms/seal"
	"sala/sync/wire"
)

// The list of what is no longer to be believed is one for the whole
// jurisdiction, signed by central under the paper's root, so that any verifier
// may carry it. A withdrawal is noted with whatever caused it; Publish then makes
// the next list and puts it into each office's feed, an office at a time, so that
// no transaction holds them all.
const (
	spaceRevoked     = "revoked"          // by what: seal.RevokedDocument or seal.RevokedKey
	spaceRevocations = "revocations"      // "list": the signed list; "state": published
	spaceUnlisted    = "revocations.todo" // offices that withdrew something since
	spacePaperKey    = "paper.key"        // by station: IDs of its keys, hex, JSON
)

// How often a list is made anew when nothing changed, and how long it may be
// relied on: a verifier says how old its list is.
const (
	listFresh = 24 * time.Hour
	listLife  = 7 * 24 * time.Hour
	listPause = 15 * time.Minute // what is voided meanwhile goes out together
)

// withdrawDocument notes that a certificate is void. The caller holds its
// office. The list goes everywhere: an officer's own words do not stand in it.
func (c *Central) withdrawDocument(tx Tx, office, number string, at time.Time) error {
	d := seal.RevokedDocument{Issuer: office, Number: number, Since: at.Unix(), Reason: "voided"}
	if err := putJSON(tx, spaceRevoked, "document/"+number, d); err != nil {
		return err
	}
	return tx.PutSetting(spaceUnlisted, office, []byte{1})
}

// withdrawKeys notes that a station's keys for paper seal nothing any more from
// a time on; the zero time means that none of their seals counts.
func (c *Central) withdrawKeys(tx Tx, s Station, since time.Time) error {
	var keys []string
	b, err := tx.Setting(spacePaperKey, s.Name)
	if err == nil {
		err = json.Unmarshal(b, &keys)
	}
	if errors.Is(err, ErrNotFound) {
		return nil // it never got one
	} else if err != nil {
		return err
	}
	for _, k := range keys {
		id, err := hex.DecodeString(k)
		if err != nil {
			return err
		}
		gone := seal.RevokedKey{ID: id, Reason: "revoked"}
		if !since.IsZero() {
			gone.Since = since.Unix()
		}
		if err := putJSON(tx, spaceRevoked, "key/"+k, gone); err != nil {
			return err
		}
	}
	return tx.PutSetting(spaceUnlisted, s.Office, []byte{1})
}

// keepPaperKey remembers which key a station seals paper with.
func keepPaperKey(tx Tx, station string, point []byte) error {
	pub, err := seal.KeyAt(point)
	if err != nil {
		return fmt.Errorf("the key for paper: %w", err)
	}
	var keys []string
	b, err := tx.Setting(spacePaperKey, station)
	if err == nil {
		err = json.Unmarshal(b, &keys)
	}
	if err != nil && !errors.Is(err, ErrNotFound) {
		return err
	}
	return putJSON(tx, spacePaperKey, station, append(keys, hex.EncodeToString(seal.KeyID(pub))))
}

// RevokeStation withdraws a station's identity: nothing of it is taken any more,
// its certificate opens nothing, and its seals count only up to its last contact.
// What it sent before stands. Of a stolen station no seal counts by itself: who
// shows such a paper is asked of central.
func (c *Central) RevokeStation(ctx context.Context, official, station, reason string, stolen bool) error {
	err := c.Store.Update(ctx, func(tx Tx) error {
		s, err := hold(tx, station)
		if err != nil {
			return err
		}
		since := time.UnixMilli(max(s.Contact, s.Enrolled))
		if stolen {
			since = time.Time{}
		}
		if err := c.withdrawKeys(tx, s, since); err != nil {
			return err
		}
		s.State, s.Note = StationRevoked, reason
		if err := tx.PutStation(s); err != nil {
			return err
		}
		return c.publish(tx, s.Office, Key{wire.WhatRevocation, "station/" + station}, wire.Revocation{Station: station, Reason: reason, By: official, At: c.millis()})
	})
	if err != nil {
		return fmt.Errorf("revoke %s: %w", station, err)
	}
	return c.Publish(ctx)
}

// RevokeCertificate voids an issued certificate: verification answers so from
// now on, and every station of every office hears of it by the list.
func (c *Central) RevokeCertificate(ctx context.Context, official, number, reason string) error {
	err := c.Store.Update(ctx, func(tx Tx) error {
		k := Key{wire.WhatCertificate, number}
		owners, err := tx.Owners([]Key{k})
		if err != nil {
			return err
		}
		office := owners[k]
		if office == "" {
			return ErrNotFound
		}
		if _, err := tx.Office(office); err != nil {
			return err
		}
		cert, err := item[wire.Certificate](c, tx, office, k)
		if err != nil {
			return err
		}
		cert.Status, cert.Reason, cert.Changed = "void", reason, c.millis()
		if err := c.publish(tx, office, k, cert); err != nil {
			return err
		}
		if err := c.withdrawDocument(tx, office, number, c.Now()); err != nil {
			return err
		}
		return c.publish(tx, office, Key{wire.WhatRevocation, "certificate/" + number}, wire.Revocation{Certificate: number, Reason: reason, By: official, At: c.millis()})
	})
	if err != nil {
		return fmt.Errorf("revoke certificate %s: %w", number, err)
	}
	return c.Publish(ctx)
}

func wrap(what string, err error) error {
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}
