package office

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"strings"
	"sync"

	"sala/forms/act"
	"sala/forms/calendar"
)

// pins are the short secrets with which officers come back within the day on
// which they signed in with their password. They live in memory only: a restart
// or a new day asks for the password again, and so do three wrong tries.
type pins struct {
	mu  sync.Mutex
	set map[string]*pin
}

type pin struct {
	salt, hash []byte
	day        calendar.Date
	officer    act.Officer
	wrong      int
}

// Bounds of a PIN.
const (
	pinDigits = 4
	pinTries  = 3
)

func hashPIN(salt []byte, digits string) []byte {
	h := hmac.New(sha256.New, salt)
	h.Write([]byte(digits))
	return h.Sum(nil)
}

// SetPIN chooses the PIN for the rest of the day: four digits or more, not all
// the same.
func (s *Session) SetPIN(digits string) error {
	if len(digits) < pinDigits || strings.Trim(digits, "0123456789") != "" || strings.Count(digits, digits[:1]) == len(digits) {
		return &Error{Op: "set a PIN", Code: "pin_weak", Args: map[string]any{"least": pinDigits}}
	}
	salt := make([]byte, 16)
	rand.Read(salt)
	p := &s.office.pins
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.set == nil {
		p.set = map[string]*pin{}
	}
	p.set[s.Officer.ID] = &pin{salt: salt, hash: hashPIN(salt, digits), day: s.office.today(), officer: s.Officer}
	return nil
}

// HasPIN reports whether the officer may sign in by PIN now.
func (o *Office) HasPIN(officer string) bool {
	o.pins.mu.Lock()
	defer o.pins.mu.Unlock()
	p, ok := o.pins.set[officer]
	return ok && p.day == o.today()
}

// SignInByPIN opens a session for an officer who signed in with the password
// earlier in the day. A wrong PIN stands in the journal; after three the
// password is wanted again.
func (o *Office) SignInByPIN(ctx context.Context, officer, digits string) (*Session, error) {
	const op = "sign in by PIN"
	o.pins.mu.Lock()
	p, ok := o.pins.set[officer]
	if !ok || p.day != o.today() {
		o.pins.mu.Unlock()
		return nil, &Error{Op: op, Code: "password_wanted"}
	}
	right := hmac.Equal(p.hash, hashPIN(p.salt, digits))
	if !right {
		if p.wrong++; p.wrong >= pinTries {
			delete(o.pins.set, officer)
		}
	} else {
		p.wrong = 0
	}
	who := p.officer
	o.pins.mu.Unlock()
	kind := act.SignedIn
	if !right {
		kind = act.SignInRefused
	}
	err := o.Store.Write(ctx, officer, func(w Writer) (err error) {
		if right {
			if who, err = w.Officer(officer); err != nil { // she may have been removed since
				return err
			}
		}
		return w.Append(kind, "officer/"+officer, 0, act.Officer{ID: officer})
	})
	switch {
	case err != nil:
		return nil, o.explain(op, err)
	case !right:
		return nil, &Error{Op: op, Code: "wrong_pin"}
	}
	return &Session{office: o, Officer: who}, nil
}
