package seal_test

import (
	"bytes"
	"compress/zlib"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"io"
	"math/big"
	"strings"
	"testing"

	"github.com/fxamacker/cbor/v2"
)

// A verifier written from the package comment alone, without this package and
// without a COSE library, agrees.
func TestFormatIsAsWritten(t *testing.T) {
	h := demonstration(t, "a")
	raw := decodeBase45(t, strings.TrimPrefix(sign(t, sample(), h.station), "SALA1:"))
	if raw[0] == 0x78 {
		z, err := zlib.NewReader(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		if raw, err = io.ReadAll(z); err != nil {
			t.Fatal(err)
		}
	}
	message, unprotected, claims := openSign1(t, raw)
	var chain [][]byte
	if err := cbor.Unmarshal(unprotected[-70001], &chain); err != nil || len(chain) != 2 {
		t.Fatalf("chain: %d keys, %v", len(chain), err)
	}
	root := h.root.Root().Point
	above := root
	names := []string{"TH-5001", "TH-5001-D01"}
	for i := range chain {
		link, _, payload := openSign1(t, chain[len(chain)-1-i])
		link.verify(t, above)
		var key []any
		if err := cbor.Unmarshal(payload, &key); err != nil || len(key) != 6 || key[0] != uint64(1) || key[1] != uint64(i+1) || key[2] != names[i] {
			t.Fatalf("key certificate %v, %v", key, err)
		}
		above = key[3].([]byte)
	}
	message.verify(t, above)
	var said map[int64]cbor.RawMessage
	if err := cbor.Unmarshal(claims, &said); err != nil {
		t.Fatal(err)
	}
	var issuer, number string
	var claim map[int64]any
	for label, into := range map[int64]any{1: &issuer, 2: &number, -70002: &claim} {
		if err := cbor.Unmarshal(said[label], into); err != nil {
			t.Fatalf("claim %d: %v", label, err)
		}
	}
	want := sample()
	if issuer != want.Issuer || number != want.Number || claim[3] != want.Name || claim[7] != true || !bytes.Equal(claim[6].([]byte), want.Content[:]) {
		t.Errorf("%s %s %v", issuer, number, claim)
	}
}

// sign1 is what a signature is over (RFC 9052, section 4.4).
type sign1 struct{ protected, payload, signature []byte }

func openSign1(t *testing.T, raw []byte) (sign1, map[int64]cbor.RawMessage, []byte) {
	t.Helper()
	var tag cbor.RawTag
	if err := cbor.Unmarshal(raw, &tag); err != nil || tag.Number != 18 {
		t.Fatalf("tag %d, %v", tag.Number, err)
	}
	var parts []cbor.RawMessage
	if err := cbor.Unmarshal(tag.Content, &parts); err != nil || len(parts) != 4 {
		t.Fatalf("%d parts, %v", len(parts), err)
	}
	var m sign1
	unprotected := map[int64]cbor.RawMessage{}
	for i, into := range []any{&m.protected, &unprotected, &m.payload, &m.signature} {
		if err := cbor.Unmarshal(parts[i], into); err != nil {
			t.Fatal(err)
		}
	}
	return m, unprotected, m.payload
}

func (m sign1) verify(t *testing.T, point []byte) {
	t.Helper()
	x, y := elliptic.UnmarshalCompressed(elliptic.P256(), point)
	var head map[int64]any
	id := sha256.Sum256(point)
	if err := cbor.Unmarshal(m.protected, &head); err != nil || head[1] != int64(-7) || !bytes.Equal(head[4].([]byte), id[:8]) {
		t.Fatalf("protected header %v, %v", head, err)
	}
	signed, err := cbor.Marshal([]any{"Signature1", m.protected, []byte{}, m.payload})
	if err != nil {
		t.Fatal(err)
	}
	digest := sha256.Sum256(signed)
	if !ecdsa.Verify(&ecdsa.PublicKey{Curve: elliptic.P256(), X: x, Y: y}, digest[:], new(big.Int).SetBytes(m.signature[:32]), new(big.Int).SetBytes(m.signature[32:])) {
		t.Fatal("the signature does not verify")
	}
}

// decodeBase45 follows RFC 9285, section 4.
func decodeBase45(t *testing.T, s string) []byte {
	t.Helper()
	var out []byte
	for len(s) > 0 {
		n := min(3, len(s))
		v, scale := 0, 1
		for _, c := range s[:n] {
			v += strings.IndexRune("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:", c) * scale
			scale *= 45
		}
		if n == 3 {
			out = append(out, byte(v>>8))
		}
		out = append(out, byte(v))
		s = s[n:]
	}
	return out
}
