package wire

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
)

// PathAttachments carries chunks of many attachments at once, so that a line with
// a long way costs it once for all of them. POST Asked -> Held tells how much of
// each is there; PATCH takes a CBOR sequence (RFC 8742) of up to MaxChunks of
// Chunk, uncompressed, those of one attachment in order -> Held. What arrived
// before the line was cut is kept. Who does not know the path is sent chunk after
// chunk under PathAttachment.
const PathAttachments = "/v1/attachments"

// Limits of what one request about attachments holds.
const (
	MaxChunks = 64  // chunks
	MaxAsked  = 512 // attachments that are asked about
)

// Chunk is a piece of an attachment: ChunkSize bytes, but the last.
type Chunk struct {
	Hash   string `cbor:"1,keyasint"` // SHA-256 of the whole, in hex
	Size   int64  `cbor:"2,keyasint"` // of the whole
	Offset int64  `cbor:"3,keyasint"` // a multiple of ChunkSize
	Body   []byte `cbor:"4,keyasint"`
}

// End returns the offset after the chunk.
func (c Chunk) End() int64 { return c.Offset + int64(len(c.Body)) }

// Last reports whether nothing of the attachment follows the chunk.
func (c Chunk) Last() bool { return c.End() == c.Size }

// Fits reports whether a chunk is one: within an attachment of a size that is
// allowed, and whole or the last.
func (c Chunk) Fits() bool {
	return len(c.Hash) == 64 && c.Size > 0 && c.Size <= MaxAttachment && c.Offset >= 0 && c.Offset%ChunkSize == 0 && len(c.Body) > 0 && c.End() <= c.Size &&
		(len(c.Body) == ChunkSize || c.Last())
}

// Asked asks how much is there of attachments.
type Asked struct {
	Hashes []string `cbor:"1,keyasint"`
}

// Held tells how much is there now of each attachment that was asked about, or of
// which a chunk came: in that order, each once.
type Held struct {
	Attachments []Holding `cbor:"1,keyasint"`
}

// Holding is how much of an attachment is held.
type Holding struct {
	Hash     string `cbor:"1,keyasint"`
	Received int64  `cbor:"2,keyasint"`
	// Refused is the code of why a chunk was not taken, "" when all were:
	// RefusedOffset, RefusedContent or RefusedAbsent. The others are taken.
	Refused string `cbor:"3,keyasint,omitempty"`
}

// Take has each chunk taken, and notes how much of its attachment is held then.
// After one that is refused no other of the same attachment is tried. An error
// of take ends it.
func (h *Held) Take(chunks []Chunk, take func(Chunk) (Holding, error)) error {
	for _, c := range chunks {
		n := slices.IndexFunc(h.Attachments, func(a Holding) bool { return a.Hash == c.Hash })
		if n >= 0 && h.Attachments[n].Refused != "" {
			continue
		}
		now, err := take(c)
		if err != nil {
			return err
		}
		if n < 0 {
			h.Attachments = append(h.Attachments, now)
		} else {
			h.Attachments[n] = now
		}
	}
	return nil
}

// EncodeChunks writes chunks as the body of a request.
func (c *Codec) EncodeChunks(chunks []Chunk) ([]byte, error) {
	var b bytes.Buffer
	out := c.enc.NewEncoder(&b)
	for _, chunk := range chunks {
		if err := out.Encode(chunk); err != nil {
			return nil, fmt.Errorf("encode a chunk: %w", err)
		}
	}
	return b.Bytes(), nil
}

// ReadChunks reads what EncodeChunks wrote, as far as it comes: cut is why it
// came no further. Errors wrap ErrMalformed or ErrTooLarge.
func (c *Codec) ReadChunks(r io.Reader) (chunks []Chunk, cut, err error) {
	const most = MaxChunks * (ChunkSize + 256)
	b, cut := io.ReadAll(io.LimitReader(r, most+1))
	if len(b) > most {
		return nil, cut, fmt.Errorf("read chunks: %w", ErrTooLarge)
	}
	for len(b) > 0 {
		var chunk Chunk
		rest, err := c.dec.UnmarshalFirst(b, &chunk)
		switch {
		case cut != nil && errors.Is(err, io.ErrUnexpectedEOF):
			return chunks, cut, nil
		case err != nil:
			return nil, cut, fmt.Errorf("read chunks: %w: %v", ErrMalformed, err)
		case !chunk.Fits() || len(chunks) == MaxChunks:
			return nil, cut, fmt.Errorf("read chunks: %w", ErrMalformed)
		}
		b, chunks = rest, append(chunks, chunk)
	}
	return chunks, cut, nil
}
