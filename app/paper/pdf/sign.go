package pdf

import (
	"bytes"
	"crypto"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/hex"
	"fmt"
	"math/big"
	"sort"
	"time"
)

// Signature is who signs a file: PAdES baseline B-B with an ECDSA P-256 key.
type Signature struct {
	Key      crypto.Signer
	Chain    []*x509.Certificate // own first
	Name     string
	Reason   string
	Location string
}

// room is the number of hexadecimal digits kept for the signature.
const room = 8192

// Width of the placeholder that ByteRange is written over.
const rangeRoom = 60

// addSignature adds an invisible signature field to the first page. It returns
// the number of the signature's object and the catalog's entry.
func (f *file) addSignature(s *Signature, made time.Time) (int, string, error) {
	pages := f.pages()
	if len(pages) == 0 {
		return 0, "", fmt.Errorf("finish: no page to sign: has gofpdf changed?")
	}
	page := pages[0]
	sig := f.add(fmt.Appendf(nil, "<</Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M %s /Name %s /Reason %s /Location %s /ByteRange %s /Contents <%s>>>",
		pdfDate(made), textString(s.Name), textString(s.Reason), textString(s.Location), bytes.Repeat([]byte{' '}, rangeRoom), bytes.Repeat([]byte{'0'}, room)))
	blank := f.add(stream(" /Type /XObject /Subtype /Form /BBox [0 0 0 0]", nil))
	field := f.add(fmt.Appendf(nil, "<</Type /Annot /Subtype /Widget /FT /Sig /T (Signature1) /F 132 /Rect [0 0 0 0] /AP <</N %d 0 R>> /P %d 0 R /V %d 0 R>>", blank, page, sig))
	if err := f.replace(page, "/Parent 1 0 R", fmt.Sprintf("/Parent 1 0 R\n/Annots [%d 0 R]", field)); err != nil {
		return 0, "", err
	}
	return sig, fmt.Sprintf("/AcroForm <</SigFlags 3 /Fields [%d 0 R]>>\n", field), nil
}

// seal fills in the byte range and the signature of the object at offset at.
func (s *Signature) seal(b []byte, at int) ([]byte, error) {
	contents := bytes.Index(b[at:], []byte("/Contents <"))
	blank := bytes.Index(b[at:], []byte("/ByteRange "))
	if contents < 0 || blank < 0 {
		return nil, fmt.Errorf("sign: the signature's object is not where it was written")
	}
	from := at + contents + len("/Contents ")
	to := from + room + 2
	byteRange := fmt.Appendf(nil, "[0 %d %d %d]", from, to, len(b)-to)
	if len(byteRange) > rangeRoom {
		return nil, fmt.Errorf("sign: %d bytes are too many", len(b))
	}
	copy(b[at+blank+len("/ByteRange "):], byteRange)
	h := sha256.New()
	h.Write(b[:from])
	h.Write(b[to:])
	cms, err := s.cms(h.Sum(nil))
	if err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	if hex.EncodedLen(len(cms)) > room {
		return nil, fmt.Errorf("sign: the signature has %d bytes, there is room for %d", len(cms), room/2)
	}
	hex.Encode(b[from+1:], cms)
	return b, nil
}

// Object identifiers of RFC 5652, RFC 5035, RFC 5758 and FIPS 180-4.
var (
	oidData          = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}
	oidSignedData    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	oidContentType   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}
	oidMessageDigest = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}
	oidSigningCertV2 = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47}
	oidSHA256        = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}
	oidECDSASHA256   = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}
)

type contentInfo struct {
	Type    asn1.ObjectIdentifier
	Content asn1.RawValue
}

type signedData struct {
	Version      int
	Digests      []pkix.AlgorithmIdentifier `asn1:"set"`
	Encapsulated struct{ Type asn1.ObjectIdentifier }
	Certificates asn1.RawValue
	Signers      []signerInfo `asn1:"set"`
}

type signerInfo struct {
	Version   int
	ID        issuerAndSerial
	Digest    pkix.AlgorithmIdentifier
	Signed    asn1.RawValue
	Algorithm pkix.AlgorithmIdentifier
	Signature []byte
}

type issuerAndSerial struct {
	Issuer asn1.RawValue
	Serial *big.Int
}

type attribute struct {
	Type   asn1.ObjectIdentifier
	Values []asn1.RawValue `asn1:"set"`
}

// cms returns a detached CMS SignedData over a SHA-256 (RFC 5652), with the
// signed attributes of CAdES B-B (ETSI EN 319 122-1): content type, digest and
// the signing certificate. A signing-time attribute is forbidden by PAdES.
func (s *Signature) cms(digest []byte) ([]byte, error) {
	leaf := s.Chain[0]
	set, err := signedAttributes(digest, leaf)
	if err != nil {
		return nil, err
	}
	toSign := sha256.Sum256(set)
	signature, err := s.Key.Sign(nil, toSign[:], crypto.SHA256)
	if err != nil {
		return nil, err
	}
	implicit := bytes.Clone(set)
	implicit[0] = 0xA0 // [0] IMPLICIT in place of SET OF
	return encodeCMS(s.Chain, implicit, signature)
}

// signedAttributes returns the DER of the SET OF that is signed.
func signedAttributes(digest []byte, leaf *x509.Certificate) ([]byte, error) {
	certHash := sha256.Sum256(leaf.Raw)
	// ESSCertIDv2 without hashAlgorithm (the default is SHA-256) and issuer.
	signing := struct{ Certs []struct{ Hash []byte } }{[]struct{ Hash []byte }{{certHash[:]}}}
	var encoded [][]byte
	for _, a := range []struct {
		oid   asn1.ObjectIdentifier
		value any
	}{{oidContentType, oidData}, {oidMessageDigest, digest}, {oidSigningCertV2, signing}} {
		v, err := asn1.Marshal(a.value)
		if err != nil {
			return nil, err
		}
		b, err := asn1.Marshal(attribute{a.oid, []asn1.RawValue{{FullBytes: v}}})
		if err != nil {
			return nil, err
		}
		encoded = append(encoded, b)
	}
	sort.Slice(encoded, func(i, j int) bool { return bytes.Compare(encoded[i], encoded[j]) < 0 })
	return asn1.Marshal(asn1.RawValue{Tag: asn1.TagSet, IsCompound: true, Bytes: bytes.Join(encoded, nil)})
}
