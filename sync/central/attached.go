package central

import (
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"sala/forms/act"
	"sala/sync/journal"
	"sala/sync/wire"
)

// spaceAttached holds, by office and hash, which items speak of an attachment:
// IDs, one a line.
const spaceAttached = "attached"

// blobKey is the name under which an office's attachment is kept: the same bytes
// in another office are another attachment, so that knowing a hash opens
// nothing.
func blobKey(office, hash string) string { return office + "/" + hash }

// attached takes in that a photo or file belongs to something. Its bytes come
// before or after; the stations of the office are told when all have come.
func (in *intake) attached(e *journal.Entry, v act.Attaching) ruling {
	if b, err := hex.DecodeString(v.Hash); err != nil || len(b) != 32 || v.Size <= 0 || v.Size > wire.MaxAttachment || e.Subject == "" {
		return rejected(ReasonPayload)
	}
	key := blobKey(in.station.Office, v.Hash)
	blob, err := in.tx.Attachment(key)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return in.failed(err)
	}
	k := Key{wire.WhatAttachment, fmt.Sprintf("%s/%d", e.Station, e.Seq)}
	in.put(k, in.station.Office, 1, wire.Attachment{Hash: v.Hash, Size: v.Size, Name: v.Name, MIME: v.MIME, Subject: e.Subject, Station: e.Station,
		Officer: e.Officer, At: e.Time.Wall().UnixMilli(), Complete: err == nil && blob.Received == blob.Size})
	ids, err := in.tx.Setting(spaceAttached, key)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return in.failed(err)
	}
	if err := in.tx.PutSetting(spaceAttached, key, append(ids, k.ID+"\n"...)); err != nil {
		return in.failed(err)
	}
	return accepted(1)
}

// failed ends the intake with the trouble of the store's.
func (in *intake) failed(err error) ruling {
	in.trouble = errors.Join(in.trouble, err)
	return ruling{outcome: wire.Rejected, reason: wire.RefusedFault}
}

// complete tells the office that all of an attachment has come.
func (c *Central) complete(tx Tx, office, hash string) error {
	ids, err := tx.Setting(spaceAttached, blobKey(office, hash))
	if errors.Is(err, ErrNotFound) {
		return nil // its entry is still to come
	}
	if err != nil {
		return err
	}
	o, err := tx.Office(office)
	if err != nil {
		return err
	}
	var keys []Key
	for _, id := range strings.Fields(string(ids)) {
		keys = append(keys, Key{wire.WhatAttachment, id})
	}
	found, err := tx.Items(office, keys)
	if err != nil {
		return err
	}
	var items []Item
	for _, k := range keys {
		i, ok := found[k]
		if !ok {
			continue
		}
		a, err := act.Decode[wire.Attachment](i.Body)
		if err != nil {
			return fmt.Errorf("open %s %s: %w", i.What, i.ID, err)
		}
		if a.Complete {
			continue
		}
		a.Complete = true
		if i.Body, err = act.Encode(a); err != nil {
			return err
		}
		o.Position++
		i.Version, i.Position = i.Version+1, o.Position
		items = append(items, i)
	}
	if err := tx.PutItems(items); err != nil {
		return err
	}
	return tx.PutOffice(o)
}
