package client

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
)

// Credentials returns the certificate that central gave the station, with its
// key, and the authority that issued it and those of the office's other stations.
// The error wraps ErrNotEnrolled before the station has enrolled.
func Credentials(s Secrets) (own tls.Certificate, authority *x509.Certificate, err error) {
	const what = "load the station's certificate"
	b, err := s.Load(secretPair)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(b) == 0 {
		return own, nil, fmt.Errorf("%s: %w", what, ErrNotEnrolled)
	}
	if err == nil {
		own, err = unpair(b)
	}
	if err == nil {
		if b, err = s.Load(secretAuthority); err == nil {
			authority, err = x509.ParseCertificate(b)
		}
	}
	if err != nil {
		return own, nil, fmt.Errorf("%s: %w", what, err)
	}
	return own, authority, nil
}
