package seal

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/sha256"
	"encoding/asn1"
	"fmt"
	"io"
	"math/big"

	"github.com/veraison/go-cose"
)

// signer signs as ES256 with a deterministic nonce, by any P-256 key: one in
// memory or one in a security module.
type signer struct{ key crypto.Signer }

func (signer) Algorithm() cose.Algorithm { return cose.AlgorithmES256 }

func (s signer) Sign(_ io.Reader, content []byte) ([]byte, error) {
	digest := sha256.Sum256(content)
	der, err := s.key.Sign(nil, digest[:], crypto.SHA256)
	if err != nil {
		return nil, err
	}
	var rs struct{ R, S *big.Int }
	if rest, err := asn1.Unmarshal(der, &rs); err != nil || len(rest) > 0 {
		return nil, fmt.Errorf("the key returned a malformed signature")
	}
	out := make([]byte, 64)
	rs.R.FillBytes(out[:32])
	rs.S.FillBytes(out[32:])
	return out, nil
}

// sign returns a tagged COSE_Sign1 over payload, with the chain in its
// unprotected header where there is one.
func (id Identity) sign(payload []byte, chain [][]byte) ([]byte, error) {
	msg := cose.NewSign1Message()
	msg.Headers.Protected.SetAlgorithm(cose.AlgorithmES256)
	msg.Headers.Protected[cose.HeaderLabelKeyID] = KeyID(&id.Key.PublicKey)
	if len(chain) > 0 {
		links := make([]any, len(chain))
		for i, c := range chain {
			links[i] = c
		}
		msg.Headers.Unprotected[labelChain] = links
	}
	msg.Payload = payload
	if err := msg.Sign(nil, nil, signer{id.Key}); err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	return msg.MarshalCBOR()
}

// parse reads a COSE_Sign1 of this format: ES256, a kid, a payload. One
// message has one encoding: what sign would not have written is refused, so
// that a seal cannot be altered and still pass.
func parse(raw []byte, most int) (*cose.Sign1Message, [][]byte, error) {
	if len(raw) == 0 || raw[0] != 0xD2 || len(raw) > most {
		return nil, nil, fmt.Errorf("no COSE_Sign1: %w", ErrNotSeal)
	}
	var msg cose.Sign1Message
	if err := msg.UnmarshalCBOR(raw); err != nil {
		return nil, nil, fmt.Errorf("%w: %w", ErrNotSeal, err)
	}
	if alg, err := msg.Headers.Protected.Algorithm(); err != nil || alg != cose.AlgorithmES256 || len(msg.Headers.Protected) != 2 || len(keyID(&msg)) != 8 {
		return nil, nil, fmt.Errorf("protected header: %w", ErrNotSeal)
	}
	var chain [][]byte
	if links, ok := msg.Headers.Unprotected[labelChain].([]any); ok && len(links) <= 4 {
		for _, l := range links {
			b, ok := l.([]byte)
			if !ok {
				return nil, nil, fmt.Errorf("chain: %w", ErrNotSeal)
			}
			chain = append(chain, b)
		}
	}
	again, err := (&cose.Sign1Message{Headers: cose.Headers{Protected: msg.Headers.Protected, Unprotected: msg.Headers.Unprotected}, Payload: msg.Payload, Signature: msg.Signature}).MarshalCBOR()
	if err != nil || !bytes.Equal(again, raw) || len(msg.Headers.Unprotected) > 1 || (len(msg.Headers.Unprotected) == 1) != (chain != nil) {
		return nil, nil, fmt.Errorf("not in its one encoding: %w", ErrNotSeal)
	}
	return &msg, chain, nil
}

func keyID(msg *cose.Sign1Message) []byte {
	id, _ := msg.Headers.Protected[cose.HeaderLabelKeyID].([]byte)
	return id
}

// check verifies msg's signature by key.
func check(msg *cose.Sign1Message, key *ecdsa.PublicKey) error {
	v, err := cose.NewVerifier(cose.AlgorithmES256, key)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrUnknownIssuer, err)
	}
	if !bytes.Equal(keyID(msg), KeyID(key)) || msg.Verify(nil, v) != nil {
		return ErrChanged
	}
	return nil
}
