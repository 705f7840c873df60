package office

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1"
	"encoding/base32"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"strings"
	"sync"
	"time"

	"sala/forms/act"
)

// Secrets keeps small secrets, encrypted. Load's error wraps fs.ErrNotExist when
// there is none.
type Secrets interface {
	Load(name string) ([]byte, error)
	Save(name string, value []byte) error
}

// onceSecret is the name of the secret of the one-time codes: 20 bytes of key and
// 8 of the counter of the next code.
const onceSecret = "kiosk-unlock"

// Bounds of the one-time codes.
const (
	codeDigits = 6
	lookAhead  = 20 // codes that may have been made and not used
	codeTries  = 5
	codePause  = 5 * time.Minute
)

// once guards against guessing of one-time codes and PINs.
type once struct {
	mu    sync.Mutex
	wrong int
	until time.Time
}

// OneTimeCode is the code of a counter: HOTP with SHA-1 and six digits (RFC 4226),
// which telephones and tokens make with no network.
func OneTimeCode(key []byte, counter uint64) string {
	mac := hmac.New(sha1.New, key)
	mac.Write(binary.BigEndian.AppendUint64(nil, counter))
	sum := mac.Sum(nil)
	at := sum[len(sum)-1] & 0x0F
	return fmt.Sprintf("%0*d", codeDigits, binary.BigEndian.Uint32(sum[at:])&0x7FFFFFFF%1_000_000)
}

// NewUnlockSecret makes the secret from which one-time codes for this kiosk are
// made, in place of the one before, and returns it as an address that telephones
// read (otpauth://hotp/...). It is shown once.
func (s *Session) NewUnlockSecret(context.Context) (string, error) {
	const op = "make a secret for one-time codes"
	if err := s.need(op, Administer); err != nil {
		return "", err
	}
	if s.office.Secrets == nil {
		return "", &Error{Op: op, Code: "once_none"}
	}
	value := make([]byte, 28)
	rand.Read(value[:20])
	if err := s.office.Secrets.Save(onceSecret, value); err != nil {
		return "", s.office.explain(op, err)
	}
	label := url.PathEscape("Sala:" + s.office.Profile.Station)
	key := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(value[:20])
	return "otpauth://hotp/" + label + "?secret=" + key + "&issuer=Sala&digits=6&counter=0", nil
}

// UnlockByCode opens a session that may administer the kiosk, for whoever has a
// code that was not used before. It stands in the journal as a use of the
// emergency account; wrong codes do too, and after five nothing is accepted for
// five minutes.
func (o *Office) UnlockByCode(ctx context.Context, code string) (*Session, error) {
	const op = "unlock by a one-time code"
	o.once.mu.Lock()
	defer o.once.mu.Unlock()
	if err := o.mayTry(op); err != nil {
		return nil, err
	}
	if o.Secrets == nil {
		return nil, &Error{Op: op, Code: "once_none"}
	}
	value, err := o.Secrets.Load(onceSecret)
	switch {
	case errors.Is(err, fs.ErrNotExist) || err == nil && len(value) != 28:
		return nil, &Error{Op: op, Code: "once_none"}
	case err != nil:
		return nil, o.explain(op, err)
	}
	at, ok := matching(value[:20], binary.BigEndian.Uint64(value[20:]), strings.TrimSpace(code))
	if !ok {
		return nil, o.refuseTry(ctx, op, o.Profile.Station, "once_wrong")
	}
	// Used up before it opens anything.
	binary.BigEndian.PutUint64(value[20:], at+1)
	if err := o.Secrets.Save(onceSecret, value); err != nil {
		return nil, o.explain(op, err)
	}
	o.once.wrong = 0
	who := o.Profile.Station
	err = o.Store.Write(ctx, who, func(w Writer) error {
		return w.Append(act.GlassBroken, "officer/"+who, 0, act.Emergency{Officer: who, Person: "one-time code", Reason: "kiosk unlocked"})
	})
	if err != nil {
		return nil, o.explain(op, err)
	}
	return &Session{office: o, Officer: act.Officer{ID: who, Roles: []string{string(Administrator)}}}, nil
}

// matching finds the counter of a code among the next ones.
func matching(key []byte, counter uint64, code string) (uint64, bool) {
	for c := counter; c <= counter+lookAhead; c++ {
		if hmac.Equal([]byte(OneTimeCode(key, c)), []byte(code)) {
			return c, true
		}
	}
	return 0, false
}

// mayTry refuses while nothing is accepted after too many wrong codes and PINs.
func (o *Office) mayTry(op string) error {
	if o.Now().Before(o.once.until) {
		return &Error{Op: op, Code: "once_wait", Args: map[string]any{"minutes": int(codePause.Minutes())}}
	}
	return nil
}

// refuseTry counts a wrong code or PIN; it stands in the journal.
func (o *Office) refuseTry(ctx context.Context, op, who, code string) error {
	if o.once.wrong++; o.once.wrong >= codeTries {
		o.once.wrong, o.once.until = 0, o.Now().Add(codePause)
	}
	err := o.Store.Write(ctx, who, func(w Writer) error {
		return w.Append(act.SignInRefused, "officer/"+who, 0, act.Officer{ID: who})
	})
	return &Error{Op: op, Code: code, Err: err}
}
