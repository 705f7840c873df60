package wire

import (
	"errors"
	"fmt"
	"io"
	"reflect"

	"github.com/fxamacker/cbor/v2"
	"github.com/klauspost/compress/zstd"
)

// Limits of the protocol.
const (
	MaxBody       = 16 << 20 // bytes of a message as it is sent, compressed
	MaxMessage    = 64 << 20 // bytes of a message, decompressed
	MaxEntries    = 8192     // entries of a Push
	MaxChanges    = 8192     // changes of a Page
	ChunkSize     = 64 << 10 // bytes of an attachment's chunk
	MaxAttachment = 64 << 20 // bytes of an attachment
	MaxPayload    = 1 << 20  // bytes of an entry's payload
	MaxText       = 512      // bytes of a name, kind or subject
)

// ContentType of every message.
const ContentType = "application/cbor+zstd"

// Errors that a caller branches on.
var (
	ErrTooLarge  = errors.New("the message is larger than the protocol allows")
	ErrMalformed = errors.New("the message is not one of this protocol")
)

// Codec encodes and decodes messages. It is safe for several goroutines; one
// per program is enough, and NewCodec is not cheap.
type Codec struct {
	enc  cbor.EncMode
	dec  cbor.DecMode
	zip  *zstd.Encoder
	open *zstd.Decoder
}

// NewCodec returns a codec.
func NewCodec() *Codec {
	enc, err := cbor.CoreDetEncOptions().EncMode()
	if err != nil {
		panic(err) // the options are constants
	}
	dec, err := cbor.DecOptions{
		DupMapKey: cbor.DupMapKeyEnforcedAPF, MaxNestedLevels: 16, MaxArrayElements: 131072, MaxMapPairs: 131072,
		IndefLength: cbor.IndefLengthForbidden, TagsMd: cbor.TagsForbidden,
		DefaultMapType: reflect.TypeFor[map[string]any](), IntDec: cbor.IntDecConvertSigned,
	}.DecMode()
	if err != nil {
		panic(err) // the options are constants
	}
	zip, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedDefault), zstd.WithEncoderConcurrency(1), zstd.WithLowerEncoderMem(true), zstd.WithWindowSize(1<<20), zstd.WithEncoderDict(dictionary))
	if err != nil {
		panic(err) // the dictionary is embedded and tested
	}
	open, err := zstd.NewReader(nil, zstd.WithDecoderMaxMemory(MaxMessage), zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderDicts(dictionary), zstd.WithDecoderMaxWindow(8<<20))
	if err != nil {
		panic(err)
	}
	return &Codec{enc: enc, dec: dec, zip: zip, open: open}
}

// Encode returns the message as it is sent.
func (c *Codec) Encode(message any) ([]byte, error) {
	b, err := c.enc.Marshal(message)
	if err != nil {
		return nil, fmt.Errorf("encode %T: %w", message, err)
	}
	if len(b) > MaxMessage {
		return nil, fmt.Errorf("encode %T: %w", message, ErrTooLarge)
	}
	return c.zip.EncodeAll(b, make([]byte, 0, len(b)/3+64)), nil
}

// Decode reads what Encode wrote into message. Errors wrap ErrTooLarge or
// ErrMalformed.
func (c *Codec) Decode(sent []byte, message any) error {
	if len(sent) > MaxBody {
		return fmt.Errorf("decode %T: %w", message, ErrTooLarge)
	}
	b, err := c.open.DecodeAll(sent, nil)
	if err != nil {
		if errors.Is(err, zstd.ErrDecoderSizeExceeded) || errors.Is(err, zstd.ErrWindowSizeExceeded) {
			return fmt.Errorf("decode %T: %w", message, ErrTooLarge)
		}
		return fmt.Errorf("decode %T: %w: %v", message, ErrMalformed, err)
	}
	if err := c.dec.Unmarshal(b, message); err != nil {
		return fmt.Errorf("decode %T: %w: %v", message, ErrMalformed, err)
	}
	return nil
}

// Read decodes a message from r, which may hold no more than MaxBody bytes.
func (c *Codec) Read(r io.Reader, message any) error {
	b, err := io.ReadAll(io.LimitReader(r, MaxBody+1))
	if err != nil {
		return fmt.Errorf("read %T: %w", message, err)
	}
	return c.Decode(b, message)
}

// Plain returns a value's deterministic CBOR, uncompressed: what stands in
// Change.Body.
func (c *Codec) Plain(value any) ([]byte, error) { return c.enc.Marshal(value) }

// Unplain reads what Plain wrote.
func (c *Codec) Unplain(b []byte, value any) error {
	if err := c.dec.Unmarshal(b, value); err != nil {
		return fmt.Errorf("decode %T: %w: %v", value, ErrMalformed, err)
	}
	return nil
}
