package demonstration

import (
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"net/http"
)

// browser is an HTTP client that trusts central alone: the certificate at the
// end of its chain must be the authority that the demonstration began with.
func (s *Scene) browser() *http.Client {
	return &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{
		InsecureSkipVerify: true, // VerifyConnection does it, by the pin
		VerifyConnection: func(c tls.ConnectionState) error {
			for _, cert := range c.PeerCertificates {
				if h := sha256.Sum256(cert.Raw); hex.EncodeToString(h[:]) == s.authority {
					return c.PeerCertificates[0].CheckSignatureFrom(cert)
				}
			}
			return errors.New("this is not the central system that was started")
		},
	}}}
}
