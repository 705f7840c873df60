package journal

import (
	"bufio"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/fxamacker/cbor/v2"
)

// Limits of what a file of entries may hold.
const (
	MaxText    = 4096    // bytes of a name, kind or subject
	MaxPayload = 4 << 20 // bytes
)

// ErrFormat means that a file is no journal, or one of a version that this
// program does not know.
var ErrFormat = errors.New("not a journal of a known version")

// magic begins a file of entries: a CBOR text string of its own.
const magic = "sala/journal/1"

// stored is an entry in a file.
type stored struct {
	_           struct{} `cbor:",toarray"`
	Version     uint64
	Station     string
	Seq         uint64
	Prev        []byte
	Time        uint64
	Officer     string
	Kind        string
	Subject     string
	Base        uint64
	PayloadHash []byte
	Payload     []byte // null when purged
	Signature   []byte
}

var decoding = func() cbor.DecMode {
	m, err := cbor.DecOptions{MaxNestedLevels: 4, MaxArrayElements: 32, IndefLength: cbor.IndefLengthForbidden, TagsMd: cbor.TagsForbidden}.DecMode()
	if err != nil {
		panic(err) // the options are a constant
	}
	return m
}()

// Encode returns the entry with payload and signature: the CBOR array of the
// header's elements, then payload (null when purged) and signature.
func (e *Entry) Encode() []byte {
	b, err := encoding.Marshal(stored{Version: Version, Station: e.Station, Seq: e.Seq, Prev: e.Prev[:], Time: uint64(e.Time), Officer: e.Officer,
		Kind: e.Kind, Subject: e.Subject, Base: e.Base, PayloadHash: e.PayloadHash[:], Payload: e.Payload, Signature: e.Signature})
	if err != nil {
		panic(err) // strings and integers always encode
	}
	return b
}

// Decode reads what Encode wrote. It checks the form, not the signature.
func Decode(b []byte) (Entry, error) {
	var s stored
	if err := decoding.Unmarshal(b, &s); err != nil {
		return Entry{}, fmt.Errorf("decode entry: %w: %w", ErrFormat, err)
	}
	return s.entry()
}

func (s *stored) entry() (Entry, error) {
	e := Entry{Station: s.Station, Seq: s.Seq, Time: Time(s.Time), Officer: s.Officer, Kind: s.Kind, Subject: s.Subject, Base: s.Base,
		Payload: s.Payload, Signature: s.Signature}
	switch {
	case s.Version != Version:
		return e, fmt.Errorf("decode entry: version %d: %w", s.Version, ErrFormat)
	case len(s.Prev) != len(e.Prev) || len(s.PayloadHash) != len(e.PayloadHash) || len(s.Signature) != ed25519.SignatureSize || s.Seq == 0:
		return e, fmt.Errorf("decode entry %d: %w", s.Seq, ErrFormat)
	case len(s.Payload) > MaxPayload || max(len(s.Station), len(s.Officer), len(s.Kind), len(s.Subject)) > MaxText:
		return e, fmt.Errorf("decode entry %d: too large: %w", s.Seq, ErrFormat)
	}
	copy(e.Prev[:], s.Prev)
	copy(e.PayloadHash[:], s.PayloadHash)
	return e, nil
}

// Write writes entries as a file: a CBOR sequence (RFC 8742) of the text
// "sala/journal/1" and the entries. It returns the head after the last.
func Write(w io.Writer, entries iter.Seq2[Entry, error]) (Head, error) {
	b := bufio.NewWriter(w)
	first, err := encoding.Marshal(magic)
	if err == nil {
		_, err = b.Write(first)
	}
	var h Head
	for e, failed := range entries {
		if err = errors.Join(err, failed); err != nil {
			break
		}
		h = Head{Seq: e.Seq, Hash: e.Hash()}
		_, err = b.Write(e.Encode())
	}
	if err = errors.Join(err, b.Flush()); err != nil {
		return h, fmt.Errorf("write journal: %w", err)
	}
	return h, nil
}

// Read walks the entries of a file that Write wrote. It ends at the first thing
// that is none.
func Read(r io.Reader) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		d := decoding.NewDecoder(bufio.NewReader(r))
		var first string
		if err := d.Decode(&first); err != nil || first != magic {
			yield(Entry{}, fmt.Errorf("read journal: %w", errors.Join(ErrFormat, err)))
			return
		}
		for {
			var s stored
			err := d.Decode(&s)
			if errors.Is(err, io.EOF) {
				return
			}
			var e Entry
			if err == nil {
				e, err = s.entry()
			} else {
				err = fmt.Errorf("read journal: %w: %w", ErrFormat, err)
			}
			if !yield(e, err) || err != nil {
				return
			}
		}
	}
}

// Verify walks entries of one station from a head that was verified before (the
// zero Head for the beginning) and checks chain, payloads and signatures. It
// returns the last head that is good.
func Verify(key ed25519.PublicKey, from Head, entries iter.Seq2[Entry, error]) (Head, error) {
	at := from
	for e, err := range entries {
		if err != nil {
			return at, err
		}
		next, err := at.Follow(&e)
		if err == nil {
			err = e.Verify(key)
		}
		if err != nil {
			return at, err
		}
		at = next
	}
	return at, nil
}
