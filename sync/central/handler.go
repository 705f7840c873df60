package central

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"sala/sync/wire"
)

// openAPI describes the interface to machines.
//
//go:embed openapi.yaml
var openAPI []byte

// statuses are the HTTP statuses of refusals.
var statuses = map[string]int{
	wire.RefusedMalformed: http.StatusBadRequest, wire.RefusedVersion: http.StatusGone, wire.RefusedCode: http.StatusForbidden,
	wire.RefusedName: http.StatusConflict, wire.RefusedCertificate: http.StatusUnauthorized, wire.RefusedRevoked: http.StatusForbidden,
	wire.RefusedSignature: http.StatusForbidden, wire.RefusedChain: http.StatusBadRequest, wire.RefusedGap: http.StatusConflict,
	wire.RefusedFork: http.StatusConflict, wire.RefusedBehind: http.StatusConflict, wire.RefusedBusy: http.StatusServiceUnavailable,
	wire.RefusedFault: http.StatusInternalServerError, wire.RefusedScope: http.StatusForbidden, wire.RefusedAbsent: http.StatusNotFound,
	wire.RefusedTooLarge: http.StatusRequestEntityTooLarge, wire.RefusedOffset: http.StatusConflict, wire.RefusedContent: http.StatusUnprocessableEntity,
	wire.RefusedStillOut: http.StatusConflict,
}

// Handler answers stations.
func (c *Central) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+wire.PathVersion, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"service":"sala-central","versions":[%d]}`+"\n", wire.Version)
	})
	mux.HandleFunc("GET /v1/openapi.yaml", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/yaml")
		w.Write(openAPI)
	})
	mux.HandleFunc("POST "+wire.PathEnrol, func(w http.ResponseWriter, r *http.Request) {
		reply(c, w, r, func(e wire.Enrolment) (wire.Enrolled, error) { return c.Enrol(r.Context(), e) })
	})
	mux.HandleFunc("POST "+wire.PathRenew, takes(c, c.Renew))
	mux.HandleFunc("POST "+wire.PathPush, takes(c, c.Push))
	mux.HandleFunc("POST "+wire.PathForward, takes(c, c.Forward))
	mux.HandleFunc("POST "+wire.PathRelay, takes(c, c.CertifyRelay))
	mux.HandleFunc("POST "+wire.PathLeases, takes(c, c.Leases))
	mux.HandleFunc("POST "+wire.PathStatus, takes(c, c.Report))
	mux.HandleFunc("GET "+wire.PathFeed, c.station(func(w http.ResponseWriter, r *http.Request, station string) {
		after, err := strconv.ParseUint(r.FormValue("after"), 10, 63)
		n, err2 := strconv.Atoi(r.FormValue("n"))
		if err != nil || err2 != nil {
			c.refuse(w, r, &wire.Refusal{Code: wire.RefusedMalformed})
			return
		}
		page, err := c.feed(r.Context(), station, after, n, r.FormValue("part") != "")
		c.send(w, r, page, err)
	}))
	mux.HandleFunc("GET "+wire.PathJournal, c.station(func(w http.ResponseWriter, r *http.Request, station string) {
		after, err := strconv.ParseUint(r.FormValue("after"), 10, 63)
		if err != nil {
			c.refuse(w, r, &wire.Refusal{Code: wire.RefusedMalformed})
			return
		}
		j, err := c.Journal(r.Context(), station, after)
		c.send(w, r, j, err)
	}))
	c.attachments(mux)
	c.takeOuts(mux)
	// a program that is newer, or too old, asks for what is not here: it is told
	// so in words of the protocol, lest it took the answer for a stranger's
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if !wire.IsVersioned(r.URL.Path) {
			http.NotFound(w, r)
			return
		}
		c.refuse(w, r, &wire.Refusal{Code: wire.RefusedVersion, Detail: fmt.Sprintf("central speaks version %d", wire.Version)})
	})
	if c.Admin != "" {
		c.administration(mux)
	}
	return mux
}

// station lets only a station through that shows a certificate of central's that
// holds, and is not revoked. One that was renewed holds until its own end: an
// answer to a renewal may get lost, and a station may be put back from a backup.
func (c *Central) station(next func(http.ResponseWriter, *http.Request, string)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.TLS == nil || len(r.TLS.VerifiedChains) == 0 {
			c.refuse(w, r, &wire.Refusal{Code: wire.RefusedCertificate})
			return
		}
		cert := r.TLS.PeerCertificates[0]
		var s Station
		err := c.Store.View(r.Context(), func(tx Tx) (err error) {
			s, err = tx.Station(cert.Subject.CommonName)
			return err
		})
		switch {
		case errors.Is(err, ErrNotFound):
			err = &wire.Refusal{Code: wire.RefusedCertificate}
		case err != nil:
		case s.State == StationRevoked:
			err = &wire.Refusal{Code: wire.RefusedRevoked}
		}
		if err != nil {
			c.refuse(w, r, err)
			return
		}
		w.Header().Set(wire.HeaderThrough, strconv.FormatUint(s.Through, 10))
		next(w, r, s.Name)
	}
}

// takes answers stations with what do makes of their messages.
func takes[In, Out any](c *Central, do func(ctx context.Context, station string, message In) (Out, error)) http.HandlerFunc {
	return c.station(func(w http.ResponseWriter, r *http.Request, station string) {
		reply(c, w, r, func(in In) (Out, error) { return do(r.Context(), station, in) })
	})
}

// reply reads a message, and sends what do makes of it.
func reply[In, Out any](c *Central, w http.ResponseWriter, r *http.Request, do func(In) (Out, error)) {
	var in In
	if err := c.codec.Read(http.MaxBytesReader(w, r.Body, wire.MaxBody+1), &in); err != nil {
		code := wire.RefusedMalformed
		var tooLarge *http.MaxBytesError
		if errors.Is(err, wire.ErrTooLarge) || errors.As(err, &tooLarge) {
			code = wire.RefusedTooLarge
		}
		c.refuse(w, r, &wire.Refusal{Code: code, Detail: err.Error()})
		return
	}
	out, err := do(in)
	c.send(w, r, out, err)
}

func (c *Central) send(w http.ResponseWriter, r *http.Request, message any, err error) {
	if err == nil {
		var b []byte
		if b, err = c.codec.Encode(message); err == nil {
			w.Header().Set("Content-Type", wire.ContentType)
			w.Header().Set("Content-Length", strconv.Itoa(len(b)))
			w.Write(b)
			return
		}
	}
	c.refuse(w, r, err)
}

// refuse answers with a Refusal. What is not one is central's own fault: its
// cause goes to the log, not to the station.
func (c *Central) refuse(w http.ResponseWriter, r *http.Request, err error) {
	var refusal *wire.Refusal
	if !errors.As(err, &refusal) {
		refusal = &wire.Refusal{Code: wire.RefusedFault, Retry: 5}
		if !errors.Is(err, context.Canceled) {
			c.Log.Error("request failed", "path", r.URL.Path, "error", Cause(err))
		}
	}
	b, err := c.codec.Encode(refusal)
	if err != nil {
		panic(err) // a refusal is strings and integers
	}
	if refusal.Retry > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(refusal.Retry))
	}
	w.Header().Set("Content-Type", wire.ContentType)
	w.WriteHeader(statuses[refusal.Code])
	w.Write(b)
}
