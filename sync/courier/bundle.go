// Package courier carries a station's journal to central and central's answer
// back on a USB stick.
//
// A bundle is encrypted to central, a reply to the station; the entries in a
// bundle are signed by the station and all in a reply is signed by central, so
// that whoever carries the stick can neither read nor change anything. Losing
// a stick loses nothing: the station keeps every entry until central's signed
// acknowledgement has come back, by whatever way, and exports it again until
// then. Carrying one twice does nothing twice.
//
// # Format, version 1
//
// A file is age (age-encryption.org/v1) around zstd around a CBOR sequence of
// items: a header, then pushes and chunks of attachments, or acknowledgements,
// pages, leases and chunks that the station waits for, then an end with the count of items. Attachments that do
// not fit into one file go into further volumes, each with its own header.
package courier

import (
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"reflect"

	"filippo.io/age"
	"github.com/fxamacker/cbor/v2"
	"github.com/klauspost/compress/zstd"

	"sala/forms/number"
	"sala/sync/client"
	"sala/sync/wire"
)

// Errors that a caller branches on; each has words in the catalogue under its
// code.
var (
	ErrDamaged = errors.New("the file is damaged, was changed, or is not for this key")
	ErrForeign = errors.New("the file is for another station or central system, or goes the other way")
	ErrOrder   = errors.New("an earlier file has to come first")
)

// CodeOf returns the code of an error of this package: "courier_damaged",
// "courier_foreign", "courier_order", a refusal's own, or "other".
func CodeOf(err error) string {
	var refusal *wire.Refusal
	switch {
	case err == nil:
		return ""
	case errors.Is(err, ErrDamaged):
		return "courier_damaged"
	case errors.Is(err, ErrForeign), errors.Is(err, wire.ErrSignature):
		return "courier_foreign"
	case errors.Is(err, ErrOrder):
		return "courier_order"
	case errors.As(err, &refusal):
		return refusal.Code
	case errors.Is(err, client.ErrNotEnrolled):
		return client.ReasonNotEnrolled
	}
	return "other"
}

// Header begins every file.
type Header struct {
	Version int    `cbor:"1,keyasint" json:"-"`
	Reply   bool   `cbor:"2,keyasint,omitempty" json:"reply,omitempty"`
	Station string `cbor:"3,keyasint" json:"station"`
	Office  string `cbor:"4,keyasint" json:"office"`
	Number  uint64 `cbor:"5,keyasint" json:"number"` // of the station's bundles; a reply has its bundle's
	Volume  int    `cbor:"6,keyasint" json:"volume"` // from 1
	At      int64  `cbor:"7,keyasint" json:"at"`     // Unix milliseconds

	// Of a bundle: where the reply goes, what the station has of the feed, and
	// which leases.
	Recipient string   `cbor:"8,keyasint,omitempty" json:"-"`
	Cursor    uint64   `cbor:"9,keyasint,omitempty" json:"-"`
	Leases    []string `cbor:"10,keyasint,omitempty" json:"-"`
	// Wanted are the hashes of the attachments, packs among them, that the
	// station waits for.
	Wanted []string `cbor:"11,keyasint,omitempty" json:"-"`
	// Through is the end of the station's journal: what central has after it the
	// station lost.
	Through uint64 `cbor:"12,keyasint,omitempty" json:"-"`
}

// item is one of a file's items: exactly one member is set.
type item struct {
	Header          *Header               `cbor:"1,keyasint,omitempty"`
	Push            *wire.Push            `cbor:"2,keyasint,omitempty"`
	Chunk           *chunk                `cbor:"3,keyasint,omitempty"`
	Acknowledgement *wire.Acknowledgement `cbor:"4,keyasint,omitempty"`
	Page            *wire.Page            `cbor:"5,keyasint,omitempty"`
	Lease           *number.Lease         `cbor:"6,keyasint,omitempty"`
	Refusal         *wire.Refusal         `cbor:"7,keyasint,omitempty"`
	Received        string                `cbor:"8,keyasint,omitempty"` // hash of an attachment that central has now
	End             *end                  `cbor:"9,keyasint,omitempty"`
	Lost            *wire.Push            `cbor:"10,keyasint,omitempty"` // the station's own, which it lost
	Has             uint64                `cbor:"11,keyasint,omitempty"` // how far central has the station's journal
}

type chunk struct {
	Hash   string `cbor:"1,keyasint"`
	Size   int64  `cbor:"2,keyasint"`
	Offset int64  `cbor:"3,keyasint"`
	Body   []byte `cbor:"4,keyasint"`
}

// end closes a file. A reply's is signed by central over all items before it,
// so that nobody can leave any out or mix two replies.
type end struct {
	Items     int    `cbor:"1,keyasint"`
	Signature []byte `cbor:"2,keyasint,omitempty"`
}

// writer writes one file.
type writer struct {
	sealed io.WriteCloser
	zip    *zstd.Encoder
	mode   cbor.EncMode
	hash   hash.Hash // of the items so far
	items  int
	bytes  *counter
}

type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	c.n += int64(n)
	return n, err
}

func newWriter(w io.Writer, to age.Recipient, h Header) (*writer, error) {
	count := &counter{w: w}
	sealed, err := age.Encrypt(count, to)
	if err != nil {
		return nil, fmt.Errorf("encrypt: %w", err)
	}
	zip, err := zstd.NewWriter(sealed, zstd.WithEncoderConcurrency(1))
	if err != nil {
		return nil, err
	}
	mode, err := cbor.CoreDetEncOptions().EncMode()
	if err != nil {
		return nil, err
	}
	out := &writer{sealed: sealed, zip: zip, mode: mode, hash: sha256.New(), bytes: count}
	h.Version = 1
	return out, out.put(item{Header: &h})
}

func (w *writer) put(i item) error {
	b, err := w.mode.Marshal(i)
	if err == nil {
		w.items++
		w.hash.Write(b)
		_, err = w.zip.Write(b)
	}
	if err != nil {
		return fmt.Errorf("write a bundle: %w", err)
	}
	return nil
}

// close ends the file, signed where there is a key.
func (w *writer) close(key ed25519.PrivateKey) error {
	e := end{Items: w.items + 1}
	if key != nil {
		e.Signature = ed25519.Sign(key, w.hash.Sum([]byte(replyDomain)))
	}
	if err := w.put(item{End: &e}); err != nil {
		return err
	}
	if err := errors.Join(w.zip.Close(), w.sealed.Close()); err != nil {
		return fmt.Errorf("write a bundle: %w", err)
	}
	return nil
}

// replyDomain stands before what central's signature at the end of a reply is
// over: the hash of all items before the end.
const replyDomain = "sala/reply/1\x00"

// read opens a file and gives its header, and then each item, to do; signed is
// what a signature in the item would be over. It returns ErrDamaged unless the
// file is whole: do has then seen some of it.
func read(r io.Reader, key age.Identity, do func(h Header, i item, signed []byte) error) error {
	opened, err := age.Decrypt(r, key)
	var other *age.NoIdentityMatchError
	if errors.As(err, &other) {
		return fmt.Errorf("%w: %v", ErrForeign, err)
	}
	if err != nil {
		return fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	unzip, err := zstd.NewReader(opened, zstd.WithDecoderMaxMemory(wire.MaxMessage), zstd.WithDecoderConcurrency(1))
	if err != nil {
		return err
	}
	defer unzip.Close()
	mode, err := cbor.DecOptions{DupMapKey: cbor.DupMapKeyEnforcedAPF, MaxNestedLevels: 16, IndefLength: cbor.IndefLengthForbidden, TagsMd: cbor.TagsForbidden,
		DefaultMapType: reflect.TypeFor[map[string]any](), IntDec: cbor.IntDecConvertSigned}.DecMode()
	if err != nil {
		return err
	}
	in := mode.NewDecoder(unzip)
	var header *Header
	hash := sha256.New()
	for n := 1; ; n++ {
		var raw cbor.RawMessage
		if err := in.Decode(&raw); err != nil {
			return fmt.Errorf("%w: %v", ErrDamaged, err)
		}
		var i item
		if err := mode.Unmarshal(raw, &i); err != nil {
			return fmt.Errorf("%w: %v", ErrDamaged, err)
		}
		signed := hash.Sum([]byte(replyDomain))
		hash.Write(raw)
		switch {
		case n == 1:
			if i.Header == nil || i.Header.Version != 1 {
				return fmt.Errorf("%w: no header of version 1", ErrDamaged)
			}
			header = i.Header
		case i.End != nil && i.End.Items != n:
			return fmt.Errorf("%w: %d items of %d", ErrDamaged, n, i.End.Items)
		}
		if err := do(*header, i, signed); err != nil {
			return err
		}
		if i.End != nil {
			if _, err := opened.Read(make([]byte, 1)); err != io.EOF {
				return fmt.Errorf("%w: more than its end", ErrDamaged)
			}
			return nil
		}
	}
}
