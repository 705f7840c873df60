package seal

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"strings"
)

// Limits of what is looked at: the largest QR code holds 4,296 characters.
const (
	maxText    = 4296
	maxMessage = 8192
)

// shorter returns msg or its zlib stream.
func shorter(msg []byte) []byte {
	var z bytes.Buffer
	w, err := zlib.NewWriterLevel(&z, zlib.BestCompression)
	if err != nil {
		return msg
	}
	if _, err := w.Write(msg); err != nil || w.Close() != nil {
		return msg
	}
	// A stream that did not begin with 78 could not be told apart.
	if z.Len() < len(msg) && z.Bytes()[0] == 0x78 {
		return z.Bytes()
	}
	return msg
}

// unwrap returns the COSE message in the text of a seal.
func unwrap(text string) ([]byte, error) {
	body, ok := strings.CutPrefix(text, Prefix)
	if !ok || len(text) > maxText {
		return nil, fmt.Errorf("no %q in front: %w", Prefix, ErrNotSeal)
	}
	raw, err := decode45(body)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrChanged, err)
	}
	if len(raw) == 0 || raw[0] != 0x78 {
		return raw, nil
	}
	z, err := zlib.NewReader(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("inflate: %w", ErrChanged)
	}
	msg, err := io.ReadAll(io.LimitReader(z, maxMessage+1))
	if err != nil || len(msg) > maxMessage {
		return nil, fmt.Errorf("inflate: %w", ErrChanged)
	}
	return msg, nil
}

const alphabet45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"

// encode45 is Base45 (RFC 9285): it uses exactly the characters of a QR code's
// alphanumeric mode.
func encode45(b []byte) string {
	var s strings.Builder
	s.Grow((len(b) + 1) / 2 * 3)
	for ; len(b) >= 2; b = b[2:] {
		n := int(b[0])<<8 | int(b[1])
		s.WriteByte(alphabet45[n%45])
		s.WriteByte(alphabet45[n/45%45])
		s.WriteByte(alphabet45[n/2025])
	}
	if len(b) == 1 {
		s.WriteByte(alphabet45[int(b[0])%45])
		s.WriteByte(alphabet45[int(b[0])/45])
	}
	return s.String()
}

// decode45 refuses foreign characters, values that no byte has and a length
// that no encoding has.
func decode45(s string) ([]byte, error) {
	if len(s)%3 == 1 {
		return nil, fmt.Errorf("base45: %d characters", len(s))
	}
	out := make([]byte, 0, len(s)/3*2+1)
	for i := 0; i < len(s); i += 3 {
		group := s[i:min(i+3, len(s))]
		n, scale := 0, 1
		for j := range len(group) {
			v := strings.IndexByte(alphabet45, group[j])
			if v < 0 {
				return nil, fmt.Errorf("base45: character %q at %d", group[j], i+j)
			}
			n += v * scale
			scale *= 45
		}
		switch {
		case len(group) == 3 && n <= 0xFFFF:
			out = append(out, byte(n>>8), byte(n))
		case len(group) == 2 && n <= 0xFF:
			out = append(out, byte(n))
		default:
			return nil, fmt.Errorf("base45: %q is no byte", group)
		}
	}
	return out, nil
}
