package central

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"

	"sala/sync/wire"
)

// attachmentState says how much of an attachment central has.
func (c *Central) attachmentState(ctx context.Context, station, hash string) (Attachment, error) {
	var a Attachment
	err := c.Store.View(ctx, func(tx Tx) (err error) {
		a, err = c.visible(tx, station, hash)
		return err
	})
	return a, err
}

// visible returns an attachment of the station's own office, or of all.
func (c *Central) visible(tx Tx, station, hash string) (Attachment, error) {
	s, err := tx.Station(station)
	if err != nil {
		return Attachment{}, err
	}
	for _, office := range []string{s.Office, everyOffice} {
		a, err := tx.Attachment(blobKey(office, hash))
		if !errors.Is(err, ErrNotFound) {
			return a, err
		}
	}
	return Attachment{}, &wire.Refusal{Code: wire.RefusedAbsent} // another office's is not even there
}

// everyOffice marks what all offices may fetch, such as packs.
const everyOffice = "*"

// AddChunk takes the next chunk of an attachment. Chunks come in order, each
// of wire.ChunkSize bytes but the last; one that central has already is no
// error. The last one is checked against the hash: what does not match is
// thrown away and has to be sent anew.
func (c *Central) AddChunk(ctx context.Context, station, hash string, size, offset int64, chunk []byte) (received int64, err error) {
	held, err := c.AddChunks(ctx, station, []wire.Chunk{{Hash: hash, Size: size, Offset: offset, Body: chunk}})
	if err != nil {
		return 0, err
	}
	h := held.Attachments[0]
	if h.Refused != "" {
		return 0, fmt.Errorf("attachment of %s: %w", station, &wire.Refusal{Code: h.Refused, Through: uint64(h.Received)})
	}
	return h.Received, nil
}

// AddChunks is AddChunk for chunks of many attachments, which are kept together.
// Trouble with one attachment stands in its Holding and does not stop the others.
func (c *Central) AddChunks(ctx context.Context, station string, chunks []wire.Chunk) (wire.Held, error) {
	var held wire.Held
	if slices.ContainsFunc(chunks, func(ch wire.Chunk) bool { return !ch.Fits() }) {
		return held, &wire.Refusal{Code: wire.RefusedMalformed}
	}
	// Only a chunk that makes one whole waits for the disk, for all before it
	// too: of one that is not, the station asks how much is here.
	update := c.Store.UpdateUnflushed
	if slices.ContainsFunc(chunks, wire.Chunk.Last) {
		update = c.Store.Update
	}
	err := update(ctx, func(tx Tx) error {
		held = wire.Held{}
		s, err := hold(tx, station)
		if err != nil {
			return err
		}
		return held.Take(chunks, func(ch wire.Chunk) (wire.Holding, error) { return c.takeChunk(tx, s, ch) })
	})
	if err != nil {
		return wire.Held{}, fmt.Errorf("attachments of %s: %w", station, err)
	}
	return held, nil
}

// held says how much there is of attachments.
func (c *Central) held(ctx context.Context, station string, asked wire.Asked) (wire.Held, error) {
	if len(asked.Hashes) > wire.MaxAsked {
		return wire.Held{}, &wire.Refusal{Code: wire.RefusedMalformed}
	}
	var held wire.Held
	err := c.Store.View(ctx, func(tx Tx) error {
		for _, hash := range asked.Hashes {
			a, err := c.visible(tx, station, hash)
			var refusal *wire.Refusal
			if err != nil && !errors.As(err, &refusal) {
				return err
			}
			held.Attachments = append(held.Attachments, wire.Holding{Hash: hash, Received: a.Received})
		}
		return nil
	})
	return held, err
}

// takeChunks keeps what came of some chunks before the line was cut.
func (c *Central) takeChunks(w http.ResponseWriter, r *http.Request, station string) {
	chunks, cut, err := c.codec.ReadChunks(r.Body)
	if err != nil {
		c.refuse(w, r, &wire.Refusal{Code: wire.RefusedMalformed, Detail: err.Error()})
		return
	}
	ctx := r.Context()
	if cut != nil {
		ctx = context.WithoutCancel(ctx) // nobody waits for the answer any more
	}
	held, err := c.AddChunks(ctx, station, chunks)
	c.send(w, r, held, err)
}

// takeChunk keeps one chunk, unless it does not follow, is not what its hash says
// or is here.
func (c *Central) takeChunk(tx Tx, s Station, ch wire.Chunk) (wire.Holding, error) {
	key := blobKey(s.Office, ch.Hash)
	a, err := tx.Attachment(key)
	if errors.Is(err, ErrNotFound) {
		a, err = Attachment{Hash: key, Office: s.Office, Station: s.Name, Size: ch.Size}, nil
	}
	h := wire.Holding{Hash: ch.Hash, Received: a.Received}
	switch {
	case err != nil:
		return h, err
	case a.Received == a.Size: // it is all there, whoever sent it
		return h, nil
	case a.Size != ch.Size:
		h.Refused = wire.RefusedContent
		return h, nil
	case ch.Offset > a.Received:
		h.Refused = wire.RefusedOffset
		return h, nil
	case ch.End() <= a.Received:
		return h, nil
	}
	if err := tx.AddChunk(key, int(ch.Offset/wire.ChunkSize), ch.Body); err != nil {
		return h, err
	}
	if a.Received = ch.End(); ch.Last() {
		right, err := matches(tx, a)
		if err == nil && right {
			err = c.complete(tx, s.Office, ch.Hash)
		}
		if err != nil {
			return h, err
		}
		if !right {
			a.Received, h.Refused = 0, wire.RefusedContent
		}
	}
	h.Received = a.Received
	return h, tx.PutAttachment(a)
}

// matches reports whether an attachment's chunks have its hash.
func matches(tx Tx, a Attachment) (bool, error) {
	h := sha256.New()
	for n := 0; int64(n)*wire.ChunkSize < a.Size; n++ {
		b, err := tx.Chunk(a.Hash, n)
		if err != nil {
			return false, err
		}
		h.Write(b)
	}
	return blobKey(a.Office, hex.EncodeToString(h.Sum(nil))) == a.Hash, nil
}

// PutAttachment brings in a whole attachment of central's own, for all offices
// or one: a pack. It returns its hash.
func (c *Central) PutAttachment(ctx context.Context, office string, body []byte) (string, error) {
	h := sha256.Sum256(body)
	hash := hex.EncodeToString(h[:])
	if office == "" {
		office = everyOffice
	}
	key := blobKey(office, hash)
	err := c.Store.Update(ctx, func(tx Tx) error {
		if a, err := tx.Attachment(key); err == nil && a.Received == a.Size {
			return nil
		}
		for at := 0; at < len(body); at += wire.ChunkSize {
			if err := tx.AddChunk(key, at/wire.ChunkSize, body[at:min(at+wire.ChunkSize, len(body))]); err != nil {
				return err
			}
		}
		return tx.PutAttachment(Attachment{Hash: key, Office: office, Size: int64(len(body)), Received: int64(len(body))})
	})
	if err != nil {
		return "", fmt.Errorf("keep an attachment: %w", err)
	}
	return hash, nil
}

// ReadChunk returns the chunk at an offset of an attachment that the station may
// see, and the size of the whole. A *wire.Refusal says that central does not
// have all of it.
func (c *Central) ReadChunk(ctx context.Context, station, hash string, offset int64) (chunk []byte, size int64, err error) {
	err = c.Store.View(ctx, func(tx Tx) error {
		a, err := c.visible(tx, station, hash)
		if err != nil {
			return err
		}
		if a.Received != a.Size || offset >= a.Size {
			return &wire.Refusal{Code: wire.RefusedAbsent}
		}
		size = a.Size
		chunk, err = tx.Chunk(a.Hash, int(offset/wire.ChunkSize))
		return err
	})
	return chunk, size, err
}

func (c *Central) attachments(mux *http.ServeMux) {
	mux.HandleFunc("POST "+wire.PathAttachments, takes(c, c.held))
	mux.HandleFunc("PATCH "+wire.PathAttachments, c.station(c.takeChunks))
	mux.HandleFunc("HEAD "+wire.PathAttachment+"/{hash}", c.station(func(w http.ResponseWriter, r *http.Request, station string) {
		a, err := c.attachmentState(r.Context(), station, r.PathValue("hash"))
		if err != nil {
			c.refuse(w, r, err)
			return
		}
		progress(w, a)
	}))
	mux.HandleFunc("PATCH "+wire.PathAttachment+"/{hash}", c.station(func(w http.ResponseWriter, r *http.Request, station string) {
		offset, err := strconv.ParseInt(r.FormValue("offset"), 10, 64)
		size, err2 := strconv.ParseInt(r.FormValue("size"), 10, 64)
		chunk, err3 := io.ReadAll(http.MaxBytesReader(w, r.Body, wire.ChunkSize))
		var tooLarge *http.MaxBytesError
		if errors.As(err3, &tooLarge) {
			c.refuse(w, r, &wire.Refusal{Code: wire.RefusedTooLarge})
			return
		}
		if err := errors.Join(err, err2, err3); err != nil {
			c.refuse(w, r, &wire.Refusal{Code: wire.RefusedMalformed, Detail: err.Error()})
			return
		}
		received, err := c.AddChunk(r.Context(), station, r.PathValue("hash"), size, offset, chunk)
		if err != nil {
			c.refuse(w, r, err)
			return
		}
		progress(w, Attachment{Size: size, Received: received})
	}))
	mux.HandleFunc("GET "+wire.PathAttachment+"/{hash}", c.station(func(w http.ResponseWriter, r *http.Request, station string) {
		offset, err := strconv.ParseInt(r.FormValue("offset"), 10, 64)
		if err != nil || offset < 0 || offset%wire.ChunkSize != 0 {
			c.refuse(w, r, &wire.Refusal{Code: wire.RefusedMalformed})
			return
		}
		chunk, size, err := c.ReadChunk(r.Context(), station, r.PathValue("hash"), offset)
		if err != nil {
			c.refuse(w, r, err)
			return
		}
		progress(w, Attachment{Size: size, Received: size})
		w.Write(chunk)
	}))
}

// progress says how much of an attachment is there, of how much.
func progress(w http.ResponseWriter, a Attachment) {
	w.Header().Set("Content-Type", wire.ContentType)
	w.Header().Set(wire.HeaderReceived, strconv.FormatInt(a.Received, 10))
	w.Header().Set(wire.HeaderSize, strconv.FormatInt(a.Size, 10))
}
