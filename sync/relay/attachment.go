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
	mux.HandleFunc("HEAD "+path, r.carry(func(w http.ResponseWriter, q *http.Request) (received, size int64, chunk []byte, err error) {
		received, size, err = r.Attachments.Held(q.Context(), q.PathValue("hash"))
		return received, size, nil, err
	}))
	mux.HandleFunc("PATCH "+path, r.carry(func(w http.ResponseWriter, q *http.Request) (received, size int64, chunk []byte, err error) {
		offset, err := strconv.ParseInt(q.FormValue("offset"), 10, 64)
		size, err2 := strconv.ParseInt(q.FormValue("size"), 10, 64)
		body, err3 := io.ReadAll(http.MaxBytesReader(w, q.Body, wire.ChunkSize))
		if errors.Join(err, err2, err3) != nil || !fits(offset, size, len(body)) {
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

// fits reports whether a chunk is one: whole, or the last.
func fits(offset, size int64, chunk int) bool {
	end := offset + int64(chunk)
	return size > 0 && size <= wire.MaxAttachment && offset >= 0 && offset%wire.ChunkSize == 0 && chunk > 0 && end <= size && (chunk == wire.ChunkSize || end == size)
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
