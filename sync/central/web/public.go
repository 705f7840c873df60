package web

import (
	"errors"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"sala/forms/certificate"
	"sala/forms/seal"
	"sala/sync/central"
)

// checked is what the public page says of a certificate.
type checked struct {
	Asked  string
	Word   string // key of the sentence, "" before anything was asked
	Good   bool
	Number string
	Office string
	Sealed *seal.Sealed // what the seal says: only to who has the seal itself
}

// verify is the public page. Who has the whole seal sees what the paper shows;
// who has a number only learns whether it stands, so that trying numbers out
// tells nothing about anybody.
func (s *Site) verify(w http.ResponseWriter, r *http.Request) {
	asked := strings.TrimSpace(r.URL.Query().Get("q"))
	v := checked{Asked: asked}
	switch {
	case asked == "":
	case len(asked) > 4096:
		v.Word = "forged"
	case !s.limit.allow("verify " + address(r)):
		w.WriteHeader(http.StatusTooManyRequests)
		v.Word = "too_many"
	default:
		if err := s.check(r, &v); err != nil {
			s.fail(w, r, err)
			return
		}
	}
	s.show(w, r, "verify", page{Data: v})
}

func (s *Site) check(r *http.Request, v *checked) error {
	v.Number = v.Asked
	trust := seal.Trust{Roots: s.roots, Now: s.central.Now()}
	var verdict error
	if strings.HasPrefix(v.Asked, seal.Prefix) {
		var err error
		if trust.Revocations, err = s.central.Revocations(r.Context()); err != nil {
			return err
		}
		var sealed seal.Sealed
		sealed, verdict = seal.Verify(v.Asked, trust)
		if verdict != nil && !errors.Is(verdict, seal.ErrExpired) && !errors.Is(verdict, seal.ErrRevoked) {
			v.Word = "forged"
			return nil
		}
		v.Sealed, v.Number = &sealed, sealed.Number
	}
	standing, err := s.central.CertificateStanding(r.Context(), v.Number)
	if err != nil {
		return err
	}
	if v.Office = standing.Name; v.Office == "" {
		v.Office = standing.Office
	}
	switch {
	case v.Sealed != nil && standing.Known && !s.same(*v.Sealed, standing.Seal, trust):
		*v = checked{Asked: v.Asked, Word: "forged"} // a key that was stolen sealed other words under a number that there is
	case errors.Is(verdict, seal.ErrRevoked) && !standing.Known:
		*v = checked{Asked: v.Asked, Word: "forged"} // sealed with a key that was withdrawn, and nobody issued it
	case errors.Is(verdict, seal.ErrExpired):
		v.Word = "expired"
	default:
		v.Word, v.Good = word(standing, v.Sealed != nil)
	}
	return nil
}

// same reports whether a seal says what the one says that was issued under its
// number.
func (s *Site) same(shown seal.Sealed, issued string, trust seal.Trust) bool {
	trust.Revocations = seal.Revocations{}
	kept, err := seal.Verify(issued, trust)
	return (err == nil || errors.Is(err, seal.ErrExpired)) && kept.Content == shown.Content && kept.Issuer == shown.Issuer
}

// word says what a certificate is worth.
func word(s central.Standing, sealed bool) (key string, good bool) {
	switch {
	case !s.Known && sealed:
		return "provisional", true
	case !s.Known:
		return "unknown", false
	}
	switch certificate.Status(s.Status) {
	case certificate.Final:
		return "stands", true
	case certificate.Void, certificate.Objected:
		return "void", false
	}
	return "not_issued", false
}

// address is who asks, as far as the connection tells.
func address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// limiter lets each asker do so much a minute.
type limiter struct {
	now  func() time.Time
	mu   sync.Mutex
	seen map[string]int
	at   time.Time // when the present minute began
}

const perMinute = 20

func newLimiter(now func() time.Time) *limiter { return &limiter{now: now, seen: map[string]int{}} }

func (l *limiter) allow(who string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if now := l.now(); now.Sub(l.at) >= time.Minute {
		l.at = now
		clear(l.seen)
	}
	l.seen[who]++
	return l.seen[who] <= perMinute
}
