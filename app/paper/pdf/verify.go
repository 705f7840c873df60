package pdf

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"
	"time"
)

// What is wrong with a file's signature. Verify's errors wrap one of them.
var (
	ErrUnsigned      = errors.New("the file has no signature of ours")
	ErrChanged       = errors.New("the file was changed after it was signed")
	ErrUnknownSigner = errors.New("nobody that is trusted vouches for the signer")
)

// maxFile bounds what is looked at.
const maxFile = 64 << 20

// Verify checks that the file's one signature covers every byte of it, and that
// a root vouches for the signer at the time that the file names. It returns the
// signer's certificate; with ErrUnknownSigner the file is whole, but by a
// stranger.
func Verify(b []byte, roots *x509.CertPool) (*x509.Certificate, error) {
	if len(b) > maxFile {
		return nil, fmt.Errorf("a file of %d bytes: %w", len(b), ErrUnsigned)
	}
	der, digest, made, err := signedPart(b)
	if err != nil {
		return nil, err
	}
	certs, err := verifyCMS(der, digest)
	if err != nil {
		return nil, err
	}
	between := x509.NewCertPool()
	for _, c := range certs[1:] {
		between.AddCert(c)
	}
	if _, err := certs[0].Verify(x509.VerifyOptions{Roots: roots, Intermediates: between, CurrentTime: made, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageEmailProtection}}); err != nil {
		return certs[0], fmt.Errorf("%w: %w", ErrUnknownSigner, err)
	}
	return certs[0], nil
}

// signedPart returns the CMS, the digest of what it covers and the claimed time.
// The byte range must be everything but the signature's own digits.
func signedPart(b []byte) (cms, digest []byte, made time.Time, err error) {
	const key = "/SubFilter /ETSI.CAdES.detached /M (D:"
	at := bytes.Index(b, []byte(key))
	if at < 0 || bytes.Count(b, []byte("/ByteRange ")) != 1 {
		return nil, nil, made, ErrUnsigned
	}
	if rest := b[at+len(key):]; len(rest) > 15 {
		made, err = time.Parse("20060102150405Z", string(rest[:15]))
	}
	if err != nil {
		return nil, nil, made, fmt.Errorf("read the time of signing: %w", ErrChanged)
	}
	var zero, from, to, rest int
	i := bytes.Index(b, []byte("/ByteRange ["))
	if i < 0 {
		return nil, nil, made, fmt.Errorf("read the byte range: %w", ErrChanged)
	}
	if _, err := fmt.Sscanf(string(b[i:min(i+rangeRoom+12, len(b))]), "/ByteRange [%d %d %d %d]", &zero, &from, &to, &rest); err != nil {
		return nil, nil, made, fmt.Errorf("read the byte range: %w", ErrChanged)
	}
	if zero != 0 || from < i || to != from+room+2 || to > len(b) || rest != len(b)-to || b[from] != '<' || b[to-1] != '>' {
		return nil, nil, made, fmt.Errorf("the signature does not cover the file: %w", ErrChanged)
	}
	raw := make([]byte, room/2)
	if _, err := hex.Decode(raw, b[from+1:to-1]); err != nil {
		return nil, nil, made, fmt.Errorf("read the signature: %w", ErrChanged)
	}
	var outer asn1.RawValue
	padding, err := asn1.Unmarshal(raw, &outer)
	if err != nil || len(bytes.Trim(padding, "\x00")) > 0 || !bytes.Equal(b[from+1:to-1], bytes.ToLower(b[from+1:to-1])) {
		return nil, nil, made, fmt.Errorf("read the signature: %w", ErrChanged)
	}
	h := sha256.New()
	h.Write(b[:from])
	h.Write(b[to:])
	return outer.FullBytes, h.Sum(nil), made, nil
}

// verifyCMS checks a SignedData of the one form that cms writes, and returns
// its certificates, the signer's first.
func verifyCMS(der, digest []byte) ([]*x509.Certificate, error) {
	var ci contentInfo
	if rest, err := asn1.Unmarshal(der, &ci); err != nil || len(rest) > 0 || !ci.Type.Equal(oidSignedData) {
		return nil, fmt.Errorf("read the signature: %w", ErrChanged)
	}
	var sd signedData
	if rest, err := asn1.Unmarshal(ci.Content.Bytes, &sd); err != nil || len(rest) > 0 || len(sd.Signers) != 1 {
		return nil, fmt.Errorf("read the signature: %w", ErrChanged)
	}
	certs, err := x509.ParseCertificates(sd.Certificates.Bytes)
	if err != nil || len(certs) == 0 {
		return nil, fmt.Errorf("read the signer's certificates: %w", ErrChanged)
	}
	s, leaf := sd.Signers[0], certs[0]
	pub, ok := leaf.PublicKey.(*ecdsa.PublicKey)
	if !ok || !s.Algorithm.Algorithm.Equal(oidECDSASHA256) || !bytes.Equal(s.ID.Issuer.FullBytes, leaf.RawIssuer) || s.ID.Serial.Cmp(leaf.SerialNumber) != 0 {
		return nil, fmt.Errorf("the signature names another key: %w", ErrChanged)
	}
	want, err := signedAttributes(digest, leaf)
	if err != nil {
		return nil, err
	}
	// What cms would have signed is all that is accepted, so nothing unsigned
	// can hide in the structure.
	implicit := bytes.Clone(want)
	implicit[0] = 0xA0
	if !bytes.Equal(s.Signed.FullBytes, implicit) {
		return nil, fmt.Errorf("the digest differs: %w", ErrChanged)
	}
	again, err := encodeCMS(certs, implicit, s.Signature)
	if err != nil || !bytes.Equal(again, der) {
		return nil, fmt.Errorf("the signature is not as it was written: %w", ErrChanged)
	}
	toSign := sha256.Sum256(want)
	if !ecdsa.VerifyASN1(pub, toSign[:], s.Signature) {
		return nil, fmt.Errorf("the signature does not fit the key: %w", ErrChanged)
	}
	return certs, nil
}

// encodeCMS is the SignedData around signed attributes and a signature.
func encodeCMS(certs []*x509.Certificate, attributes, signature []byte) ([]byte, error) {
	var raw []byte
	for _, c := range certs {
		raw = append(raw, c.Raw...)
	}
	leaf := certs[0]
	sd := signedData{
		Version: 1, Digests: []pkix.AlgorithmIdentifier{{Algorithm: oidSHA256}},
		Certificates: asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 0, IsCompound: true, Bytes: raw},
		Signers: []signerInfo{{
			Version: 1, ID: issuerAndSerial{asn1.RawValue{FullBytes: leaf.RawIssuer}, new(big.Int).Set(leaf.SerialNumber)},
			Digest: pkix.AlgorithmIdentifier{Algorithm: oidSHA256}, Signed: asn1.RawValue{FullBytes: attributes},
			Algorithm: pkix.AlgorithmIdentifier{Algorithm: oidECDSASHA256}, Signature: signature,
		}},
	}
	sd.Encapsulated.Type = oidData
	inner, err := asn1.Marshal(sd)
	if err != nil {
		return nil, err
	}
	return asn1.Marshal(contentInfo{oidSignedData, asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: 0, IsCompound: true, Bytes: inner}})
}
