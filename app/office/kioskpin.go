package office

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"strings"

	"sala/forms/act"
)

// kioskPIN is where an administrator's PIN is kept: 16 bytes of salt and its hash. A
// kiosk begins anew after every citizen, so that a PIN of the day, which lives in
// memory, would be gone with the first.
func kioskPIN(officer string) string { return "kiosk-pin/" + officer }

const kioskSalt = 16

// NewKioskPIN makes the PIN with which the officer, an administrator, unlocks this
// kiosk with no network, in place of the one before. It is shown once, and good as
// long as she is an administrator here.
func (s *Session) NewKioskPIN(context.Context) (string, error) {
	const op = "make a PIN for the kiosk"
	if err := s.need(op, Administer); err != nil {
		return "", err
	}
	if s.office.Secrets == nil {
		return "", &Error{Op: op, Code: "once_none"}
	}
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return "", s.office.explain(op, err)
	}
	digits := fmt.Sprintf("%0*d", codeDigits, n)
	salt := make([]byte, kioskSalt)
	rand.Read(salt)
	return digits, s.office.explain(op, s.office.Secrets.Save(kioskPIN(s.Officer.ID), append(salt, hashPIN(salt, digits)...)))
}

// keptPIN returns what is kept of an administrator's PIN, nil where there is none or
// the secret cannot be one.
func (o *Office) keptPIN(officer, secret string) ([]byte, error) {
	if o.Secrets == nil || len(secret) != codeDigits || strings.Trim(secret, "0123456789") != "" {
		return nil, nil
	}
	kept, err := o.Secrets.Load(kioskPIN(officer))
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(kept) <= kioskSalt {
		return nil, nil
	}
	return kept, err
}

// SignInAdministrator opens a session for an administrator with the password, or
// with her PIN for this kiosk, and for nobody else. Wrong PINs count with the wrong
// one-time codes.
func (o *Office) SignInAdministrator(ctx context.Context, officer, secret string) (*Session, error) {
	const op = "administer the kiosk"
	kept, err := o.keptPIN(officer, secret)
	if err != nil {
		return nil, o.explain(op, err)
	}
	var s *Session
	if kept == nil {
		s, err = o.SignIn(ctx, officer, secret)
	} else {
		s, err = o.signInByKioskPIN(ctx, officer, secret, kept)
	}
	if err != nil {
		return nil, err
	}
	return s, s.need(op, Administer)
}

func (o *Office) signInByKioskPIN(ctx context.Context, officer, digits string, kept []byte) (*Session, error) {
	const op = "unlock by PIN"
	o.once.mu.Lock()
	defer o.once.mu.Unlock()
	if err := o.mayTry(op); err != nil {
		return nil, err
	}
	if !hmac.Equal(kept[kioskSalt:], hashPIN(kept[:kioskSalt], digits)) {
		return nil, o.refuseTry(ctx, op, officer, "kiosk_pin_wrong")
	}
	o.once.wrong = 0
	var who act.Officer
	err := o.Store.Write(ctx, officer, func(w Writer) (err error) {
		if who, err = w.Officer(officer); err != nil { // she may have been removed since
			return err
		}
		return w.Append(act.SignedIn, "officer/"+officer, 0, act.Officer{ID: officer})
	})
	if err != nil {
		return nil, o.explain(op, err)
	}
	return &Session{office: o, Officer: who}, nil
}
