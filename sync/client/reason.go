package client

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"

	"sala/sync/wire"
)

// Reasons why a run failed. Their words stand in the catalogue under
// "sync.reason.CODE", what to do under "sync.hint.CODE". A refusal of central
// gives its own code.
const (
	ReasonNotEnrolled = "not_enrolled"
	ReasonNoRoute     = "no_network"     // no cable, no address, no such name
	ReasonRefused     = "not_listening"  // the machine is there, central is not
	ReasonTimeout     = "no_answer"      // nothing moves
	ReasonCut         = "cut"            // the line broke in the middle
	ReasonPortal      = "portal"         // somebody else answers: a sign-in page of the network
	ReasonProxy       = "proxy_password" // the proxy wants a name and a password
	ReasonProxyDown   = "proxy_down"     // the proxy cannot be reached
	ReasonClock       = "clock"          // the station's clock is wrong
	ReasonExpired     = "expired"        // the station's certificate has expired
	ReasonNotCentral  = "not_central"    // the server is not the central that the station enrolled at
	ReasonForeign     = "bad_signature"  // signed by nobody or for something else
	ReasonStore       = "store"          // the station's own database
	ReasonDiskFull    = "disk_full"      // of the station
	ReasonOther       = "other"          // see the log
	ReasonStopped     = "stopped"        // the program ends
	ReasonServer      = "server_trouble" // an error of a server in between
	ReasonHeld        = "held"           // another machine wrote under this name; central waits for a person, and this one works on
	ReasonCertificate = wire.RefusedCertificate
)

// storeError is trouble of the station's own.
type storeError struct{ err error }

func (e *storeError) Error() string { return e.err.Error() }
func (e *storeError) Unwrap() error { return e.err }

func local(err error) error { return &storeError{err} }

// reached reports whether an error came from central itself, so that the line
// is well.
func reached(err error) bool {
	var refusal *wire.Refusal
	var store *storeError
	var there *errElsewhere
	if errors.As(err, &there) {
		return there.ran.Online
	}
	return errors.As(err, &refusal) || errors.As(err, &store) || errors.Is(err, wire.ErrSignature) || errors.Is(err, ErrForeign)
}

// fatal reports whether an error concerns everything, so that pulling is
// hopeless too.
func fatal(err error) bool {
	var refusal *wire.Refusal
	if errors.As(err, &refusal) {
		switch refusal.Code {
		case wire.RefusedCertificate, wire.RefusedRevoked, wire.RefusedVersion, wire.RefusedBusy, wire.RefusedFault:
			return true
		}
	}
	return errors.Is(err, wire.ErrSignature) || errors.Is(err, ErrForeign) || errors.Is(err, context.Canceled)
}

// ReasonOf returns the code of an error of this package, "" for nil.
func ReasonOf(err error) string {
	if err == nil {
		return ""
	}
	var (
		refusal *wire.Refusal
		store   *storeError
		answer  *answerError
		name    *net.DNSError
		invalid x509.CertificateInvalidError
		host    x509.HostnameError
		unknown x509.UnknownAuthorityError
		record  tls.RecordHeaderError
		op      *net.OpError
		timeout net.Error
	)
	var there *errElsewhere
	var relay *errRelayed
	var portal *errPortal
	var expired *errExpired
	switch {
	case errors.As(err, &there):
		return there.ran.Reason
	case errors.As(err, &relay):
		return ReasonRelayed
	case errors.As(err, &expired):
		return ReasonExpired
	case errors.As(err, &portal):
		return ReasonPortal
	case errors.Is(err, ErrNotEnrolled):
		return ReasonNotEnrolled
	case errors.As(err, &refusal):
		return refusal.Code
	case errors.Is(err, syscall.ENOSPC):
		return ReasonDiskFull
	case errors.As(err, &store):
		return ReasonStore
	case errors.Is(err, wire.ErrSignature), errors.Is(err, ErrForeign):
		return ReasonForeign
	case errors.Is(err, context.Canceled):
		return ReasonStopped
	case errors.As(err, &answer):
		switch {
		case answer.status == http.StatusProxyAuthRequired:
			return ReasonProxy
		case answer.status >= 500:
			return ReasonServer
		}
		return ReasonPortal
	case strings.Contains(err.Error(), "Proxy Authentication Required"): // net/http gives CONNECT's status as text only
		return ReasonProxy
	case errors.As(err, &op) && op.Op == "proxyconnect":
		return ReasonProxyDown
	case errors.As(err, &invalid):
		if invalid.Reason == x509.Expired {
			return ReasonClock // central's certificates hold for years and begin a day early
		}
		return ReasonNotCentral
	case errors.As(err, &host), errors.As(err, &record), errors.Is(err, http.ErrSchemeMismatch):
		return ReasonPortal
	case errors.As(err, &unknown):
		return ReasonNotCentral
	case errors.As(err, &op) && op.Op == "remote error": // a TLS alert of central's, of a type that crypto/tls keeps to itself
		if strings.Contains(op.Err.Error(), "expired") {
			return ReasonExpired
		}
		return ReasonCertificate
	case errors.Is(err, syscall.ECONNREFUSED):
		return ReasonRefused
	case errors.As(err, &name), errors.Is(err, syscall.ENETUNREACH), errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETDOWN):
		return ReasonNoRoute
	case errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return ReasonTimeout
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE), errors.Is(err, net.ErrClosed),
		errors.Is(err, wire.ErrMalformed):
		return ReasonCut
	}
	return ReasonOther
}
