package central

import (
	"context"
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

// FileOf returns what an office's attachment is, as the act says that added it. The
// error is ErrNotFound when none did.
func FileOf(tx Tx, office, hash string) (a wire.Attachment, err error) {
	ids, err := tx.Setting(spaceAttached, blobKey(office, hash))
	if err != nil {
		return a, err
	}
	for _, id := range strings.Fields(string(ids)) {
		k := Key{wire.WhatAttachment, id}
		found, err := tx.Items(office, []Key{k})
		if err != nil {
			return a, err
		}
		if i, ok := found[k]; ok {
			return act.Decode[wire.Attachment](i.Body)
		}
	}
	return a, ErrNotFound
}

// File returns an office's attachment with its bytes. The error is ErrNotFound
// until all of it has come.
func (c *Central) File(ctx context.Context, office, hash string) (a wire.Attachment, body []byte, err error) {
	err = c.Store.View(ctx, func(tx Tx) error {
		if a, err = FileOf(tx, office, hash); err != nil {
			return err
		}
		key := blobKey(office, hash)
		blob, err := tx.Attachment(key)
		if err != nil {
			return err
		}
		if blob.Received != blob.Size {
			return ErrNotFound
		}
		body = make([]byte, 0, blob.Size)
		for n := 0; int64(n)*wire.ChunkSize < blob.Size; n++ {
			chunk, err := tx.Chunk(key, n)
			if err != nil {
				return err
			}
			body = append(body, chunk...)
		}
		return nil
	})
	if err != nil {
		return a, nil, fmt.Errorf("attachment of %s: %w", office, err)
	}
	return a, body, nil
}
