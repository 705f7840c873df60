package relay

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"

	"sala/sync/wire"
)

// Attachments keeps the photos and files that pass through the relay, named by
// the SHA-256 of their content in hexadecimal. They go to central as the relay's
// own do, unless their station is faster. What it refuses, it refuses with a
// *wire.Refusal.
type Attachments interface {
	// Held returns how much of an attachment is here, of how much.
	Held(ctx context.Context, hash string) (received, size int64, err error)
	// Take keeps the next chunk of an attachment that an act of the office names,
	// and no other: no station fills the relay with what belongs to nothing.
	Take(ctx context.Context, hash string, size, offset int64, chunk []byte) (received int64, err error)
	// Chunk returns the chunk at an offset of an attachment that is all here, and
	// the size of the whole.
	Chunk(ctx context.Context, hash string, offset int64) (chunk []byte, size int64, err error)
}

// attachments answers as central does, so that a station speaks to both alike.
func (r *Relay) attachments(mux *http.ServeMux) {
	const path = wire.PathAttachment + "/{hash}"
	mux.HandleFunc("POST "+wire.PathAttachments, r.station(r.held))
	mux.HandleFunc("PATCH "+wire.PathAttachments, r.station(r.takeChunks))
	mux.HandleFunc("HEAD "+path, r.carry(func(w http.ResponseWriter, q *http.Request) (received, size int64, chunk []byte, err error) {
		received, size, err = r.Attachments.Held(q.Context(), q.PathValue("hash"))
		return received, size, nil, err
	}))
	mux.HandleFunc("PATCH "+path, r.carry(func(w http.ResponseWriter, q *http.Request) (received, size int64, chunk []byte, err error) {
		offset, err := strconv.ParseInt(q.FormValue("offset"), 10, 64)
		size, err2 := strconv.ParseInt(q.FormValue("size"), 10, 64)
		body, err3 := io.ReadAll(http.MaxBytesReader(w, q.Body, wire.ChunkSize))
		if errors.Join(err, err2, err3) != nil || !(wire.Chunk{Hash: q.PathValue("hash"), Size: size, Offset: offset, Body: body}).Fits() {
			return 0, 0, nil, &wire.Refusal{Code: wire.RefusedMalformed}
		}
		received, err = r.Attachments.Take(q.Context(), q.PathValue("hash"), size, offset, body)
		return received, size, nil, err
	}))
	mux.HandleFunc("GET "+path, r.carry(func(w http.ResponseWriter, q *http.Request) (received, size int64, chunk []byte, err error) {
		offset, err := strconv.ParseInt(q.FormValue("offset"), 10, 64)
		if err != nil || offset < 0 || offset%wire.ChunkSize != 0 {
			return 0, 0, nil, &wire.Refusal{Code: wire.RefusedMalformed}
		}
		chunk, size, err = r.Attachments.Chunk(q.Context(), q.PathValue("hash"), offset)
		return size, size, chunk, err
	}))
}

// held says how much there is of attachments.
func (r *Relay) held(ctx context.Context, _ string, q *http.Request) (any, error) {
	var asked wire.Asked
	if err := r.codec.Read(q.Body, &asked); err != nil || len(asked.Hashes) > wire.MaxAsked {
		return nil, &wire.Refusal{Code: wire.RefusedMalformed}
	}
	var held wire.Held
	for _, hash := range asked.Hashes {
		received, _, err := r.Attachments.Held(ctx, hash)
		if _, err = refusedOf(err); err != nil {
			return nil, err
		}
		held.Attachments = append(held.Attachments, wire.Holding{Hash: hash, Received: received})
	}
	return held, nil
}

// takeChunks keeps what came of some chunks before the line was cut. Trouble with
// one attachment does not stop the others.
func (r *Relay) takeChunks(ctx context.Context, _ string, q *http.Request) (any, error) {
	chunks, cut, err := r.codec.ReadChunks(q.Body)
	if err != nil {
		return nil, &wire.Refusal{Code: wire.RefusedMalformed}
	}
	if cut != nil {
		ctx = context.WithoutCancel(ctx) // nobody waits for the answer any more
	}
	var held wire.Held
	err = held.Take(chunks, func(c wire.Chunk) (h wire.Holding, err error) {
		h.Hash = c.Hash
		h.Received, err = r.Attachments.Take(ctx, c.Hash, c.Size, c.Offset, c.Body)
		h.Refused, err = refusedOf(err)
		return h, err
	})
	return held, err
}

// refusedOf returns the code of a refusal, or the error that is none.
func refusedOf(err error) (code string, other error) {
	var refusal *wire.Refusal
	if errors.As(err, &refusal) {
		return refusal.Code, nil
	}
	return "", err
}

func (r *Relay) carry(do func(w http.ResponseWriter, q *http.Request) (received, size int64, chunk []byte, err error)) http.HandlerFunc {
	return func(w http.ResponseWriter, q *http.Request) {
		_, err := r.caller(q)
		var received, size int64
		var chunk []byte
		if err == nil {
			received, size, chunk, err = do(w, q)
		}
		if err != nil {
			r.refuse(w, err)
			return
		}
		w.Header().Set("Content-Type", wire.ContentType)
		w.Header().Set(wire.HeaderReceived, strconv.FormatInt(received, 10))
		w.Header().Set(wire.HeaderSize, strconv.FormatInt(size, 10))
		w.Write(chunk)
	}
}
