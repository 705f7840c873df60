// Package relay lets one machine of an office stand in for central while the
// line is down: it keeps the stations' entries, tells each what the others did,
// gives out the queue's tickets, passes photos and files on, hands on the spare
// blocks of numbers that central leased to it for them, and forwards everything
// when the line is back.
//
// It promises nothing in central's name: it has no key to sign an
// acknowledgement with, can change no entry (they are signed by their
// stations), and gives a Receipt that no station takes for central's word.
package relay

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"

	"sala/forms/calendar"
	"sala/forms/number"
	"sala/sync/wire"
)

// Store keeps what the relay holds for others, durably.
type Store interface {
	// Keep keeps a push, once: the same one again changes nothing.
	Keep(ctx context.Context, p wire.Push) error
	// Kept returns pushes in the order in which they came, after a cursor.
	Kept(ctx context.Context, after uint64, limit int) (pushes []wire.Push, cursor uint64, err error)
	// Acknowledged keeps central's word on a forwarded push; Words returns what
	// is kept for a station.
	Acknowledged(ctx context.Context, a wire.Acknowledgement) error
	Words(ctx context.Context, station string) ([]wire.Acknowledgement, error)
	// HandOn hands spare blocks of numbers on to a station, for good: those that
	// were handed to it and that it does not have, and one of each kind that it
	// asks for, while there are any.
	HandOn(ctx context.Context, station string, r wire.LeaseRequest) ([]number.Lease, error)
	// Ticket takes the next number of a line and day.
	Ticket(ctx context.Context, line, day string) (uint64, error)
}

// Upstream is the relay's own way to central; *client.Client has it.
type Upstream interface {
	Forward(ctx context.Context, p wire.Push) (wire.Acknowledgement, error)
}

// Config is what a relay needs.
type Config struct {
	Name        string // of the station that is the relay
	Office      string
	Store       Store
	Attachments Attachments // nil: the relay passes no photos and files on
	Upstream    Upstream
	Authority   *x509.Certificate // central's: whose stations may come
	Now         func() time.Time
}

// Relay answers the stations of its office.
type Relay struct {
	Config
	codec *wire.Codec

	mu       sync.Mutex
	forwards uint64          // cursor of what has been forwarded, or refused for good
	ahead    map[string]bool // signatures of what has been forwarded after it
}

// New returns a relay.
func New(c Config) *Relay { return &Relay{Config: c, codec: wire.NewCodec(), ahead: map[string]bool{}} }

// TLS returns the configuration with which the relay listens.
func (r *Relay) TLS(own tls.Certificate) *tls.Config {
	pool := x509.NewCertPool()
	pool.AddCert(r.Authority)
	return &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{own}, ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: pool, Time: r.Now}
}

// Handler answers stations.
func (r *Relay) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST "+wire.PathRelayPush, r.station(r.push))
	mux.HandleFunc("GET "+wire.PathRelayOffice, r.station(r.office))
	mux.HandleFunc("POST "+wire.PathRelayLeases, r.station(r.leases))
	mux.HandleFunc("POST "+wire.PathRelayQueue, r.station(r.ticket))
	if r.Attachments != nil {
		r.attachments(mux)
	}
	return mux
}

// station answers stations of the office with messages.
func (r *Relay) station(do func(ctx context.Context, station string, q *http.Request) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, q *http.Request) {
		var answer any
		who, err := r.caller(q)
		if err == nil {
			answer, err = do(q.Context(), who, q)
		}
		if err != nil {
			r.refuse(w, err)
			return
		}
		r.write(w, http.StatusOK, answer)
	}
}

// caller lets stations of the office through, by their certificates.
func (r *Relay) caller(q *http.Request) (station string, err error) {
	if q.TLS == nil || len(q.TLS.VerifiedChains) == 0 {
		return "", &wire.Refusal{Code: wire.RefusedCertificate}
	}
	who := q.TLS.PeerCertificates[0].Subject
	if len(who.OrganizationalUnit) == 0 || who.OrganizationalUnit[0] != r.Office {
		return "", &wire.Refusal{Code: wire.RefusedScope}
	}
	return who.CommonName, nil
}

func (r *Relay) refuse(w http.ResponseWriter, err error) {
	refusal, status := &wire.Refusal{Code: wire.RefusedFault, Retry: 5}, http.StatusInternalServerError
	if errors.As(err, &refusal) {
		status = http.StatusForbidden
		if refusal.Code == wire.RefusedAbsent {
			status = http.StatusNotFound
		}
	}
	r.write(w, status, refusal)
}

func (r *Relay) write(w http.ResponseWriter, status int, answer any) {
	b, err := r.codec.Encode(answer)
	if err != nil {
		http.Error(w, "fault", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", wire.ContentType)
	w.WriteHeader(status)
	w.Write(b)
}

func (r *Relay) push(ctx context.Context, station string, q *http.Request) (any, error) {
	var p wire.Push
	if err := r.codec.Read(q.Body, &p); err != nil {
		return nil, &wire.Refusal{Code: wire.RefusedMalformed}
	}
	if p.Station != station {
		return nil, &wire.Refusal{Code: wire.RefusedScope}
	}
	if len(p.Entries) == 0 || len(p.Entries) > wire.MaxEntries {
		return nil, &wire.Refusal{Code: wire.RefusedMalformed}
	}
	if err := r.Store.Keep(ctx, p); err != nil {
		return nil, err
	}
	words, err := r.Store.Words(ctx, station)
	if err != nil {
		return nil, err
	}
	return wire.Receipt{Relay: r.Name, Station: station, Through: p.After + uint64(len(p.Entries)), At: r.Now().UnixMilli(), Acknowledgements: words}, nil
}

func (r *Relay) office(ctx context.Context, _ string, q *http.Request) (any, error) {
	after, err := strconv.ParseUint(q.FormValue("after"), 10, 63)
	if err != nil {
		return nil, &wire.Refusal{Code: wire.RefusedMalformed}
	}
	const page = 20
	pushes, cursor, err := r.Store.Kept(ctx, after, page)
	return wire.OfficeWork{Pushes: pushes, Cursor: cursor, More: len(pushes) == page}, err
}

func (r *Relay) leases(ctx context.Context, station string, q *http.Request) (any, error) {
	var m wire.LeaseRequest
	if err := r.codec.Read(q.Body, &m); err != nil {
		return nil, &wire.Refusal{Code: wire.RefusedMalformed}
	}
	handed, err := r.Store.HandOn(ctx, station, m)
	return wire.LeaseAnswer{Leases: handed}, err
}

func (r *Relay) ticket(ctx context.Context, _ string, q *http.Request) (any, error) {
	line := q.FormValue("line")
	if line == "" || len(line) > 64 {
		return nil, &wire.Refusal{Code: wire.RefusedMalformed}
	}
	day := calendar.Of(r.Now()).String()
	n, err := r.Store.Ticket(ctx, line, day)
	return wire.Ticket{Line: line, Number: n, Day: day}, err
}

// Forward brings what the relay keeps to central, in the order in which it
// came. What central refuses of one station does not stop the others'; what it
// refuses only for now is brought again the next time.
func (r *Relay) Forward(ctx context.Context) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	forwarded := 0
	refused := map[string]error{}
	at, again := r.forwards, false
	for {
		pushes, cursor, err := r.Store.Kept(ctx, at, 20)
		if err != nil {
			return forwarded, fmt.Errorf("forward: %w", err)
		}
		if len(pushes) == 0 {
			break
		}
		for _, p := range pushes {
			if refused[p.Station] != nil || r.ahead[string(p.Signature)] {
				continue
			}
			ack, err := r.Upstream.Forward(ctx, p)
			var refusal *wire.Refusal
			if errors.As(err, &refusal) {
				refused[p.Station] = err
				again = again || forNow[refusal.Code]
				continue
			}
			if err != nil { // the line: all of it later
				return forwarded, fmt.Errorf("forward: %w", err)
			}
			if err := r.Store.Acknowledged(ctx, ack); err != nil {
				return forwarded, fmt.Errorf("forward: %w", err)
			}
			forwarded += len(p.Entries)
			r.ahead[string(p.Signature)] = true
		}
		if at = cursor; !again {
			r.forwards = at
		}
	}
	if !again {
		clear(r.ahead)
	}
	var all []error
	for station, err := range refused {
		all = append(all, fmt.Errorf("forward for %s: %w", station, err))
	}
	return forwarded, errors.Join(all...)
}

// forNow are the refusals that say nothing of the entries.
var forNow = map[string]bool{wire.RefusedBusy: true, wire.RefusedFault: true, wire.RefusedCertificate: true, wire.RefusedVersion: true}

// Serve answers on a listener until ctx ends.
func (r *Relay) Serve(ctx context.Context, l net.Listener, own tls.Certificate) error {
	s := &http.Server{Handler: r.Handler(), ReadHeaderTimeout: 20 * time.Second, ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelInfo)} // a caller who breaks off is no trouble of the relay's
	done := make(chan error, 1)
	go func() { done <- s.Serve(tls.NewListener(l, r.TLS(own))) }()
	select {
	case err := <-done:
		return fmt.Errorf("serve the relay: %w", err)
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	return s.Shutdown(stop)
}
