package paper

import (
	"crypto/x509"
	"errors"
	"fmt"

	"sala/app/paper/pdf"
	"sala/forms/certificate"
	"sala/forms/seal"
)

// FindSeal returns the seal's text and the document in a PDF of ours. It is
// what the file says of itself: Verify tells whether to believe it.
func FindSeal(file []byte) (text string, doc certificate.Document, err error) {
	own, err := pdf.ReadOwn(file)
	if err != nil {
		return "", doc, fmt.Errorf("%w: %w", seal.ErrNotSeal, err)
	}
	if doc, err = certificate.Decode(own.Content); err != nil {
		return "", doc, fmt.Errorf("%w: %w", seal.ErrChanged, err)
	}
	return own.Seal, doc, nil
}

// Verify checks a certificate's file with no network: that no byte of it was
// changed, who signed it, and that its seal was made for what stands on it. The
// errors are those of forms/seal. With ErrRevoked and ErrExpired the document
// is genuine and returned.
func Verify(file []byte, trust seal.Trust, roots *x509.CertPool) (seal.Sealed, certificate.Document, error) {
	signer, err := pdf.Verify(file, roots)
	switch {
	case errors.Is(err, pdf.ErrUnsigned):
		return seal.Sealed{}, certificate.Document{}, fmt.Errorf("%w: %w", seal.ErrNotSeal, err)
	case errors.Is(err, pdf.ErrUnknownSigner):
		return seal.Sealed{}, certificate.Document{}, fmt.Errorf("%w: %w", seal.ErrUnknownIssuer, err)
	case err != nil:
		return seal.Sealed{}, certificate.Document{}, fmt.Errorf("%w: %w", seal.ErrChanged, err)
	}
	text, doc, err := FindSeal(file)
	if err != nil {
		return seal.Sealed{}, certificate.Document{}, err
	}
	s, err := seal.Verify(text, trust)
	if err != nil && !errors.Is(err, seal.ErrRevoked) && !errors.Is(err, seal.ErrExpired) {
		return seal.Sealed{}, certificate.Document{}, err
	}
	if other := s.Attests(doc); other != nil {
		return seal.Sealed{}, certificate.Document{}, other
	}
	if signer.Subject.CommonName != s.Station {
		return seal.Sealed{}, certificate.Document{}, fmt.Errorf("file by %s, seal by %s: %w", signer.Subject.CommonName, s.Station, seal.ErrOtherContent)
	}
	return s, doc, err
}

// Roots returns the pool that Verify wants from root certificates in DER, the
// last of each Credential.X509.
func Roots(ders ...[]byte) (*x509.CertPool, error) {
	pool := x509.NewCertPool()
	for _, der := range ders {
		c, err := x509.ParseCertificate(der)
		if err != nil {
			return nil, fmt.Errorf("root certificate: %w", err)
		}
		pool.AddCert(c)
	}
	return pool, nil
}
