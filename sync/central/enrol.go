package central

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"strings"
	"time"

	"sala/sync/wire"
)

// A code has 80 random bits, so that guessing it is hopeless at any rate.
const codeBytes = 10

// NewCode makes a one-time code with which one station of the office may enrol
// until it expires. A station's name may be fixed, "" allows any.
func (c *Central) NewCode(ctx context.Context, office, station string, life time.Duration) (string, error) {
	b := make([]byte, codeBytes)
	rand.Read(b)
	code := base32.StdEncoding.EncodeToString(b) // 16 letters and digits
	code = code[:4] + "-" + code[4:8] + "-" + code[8:12] + "-" + code[12:]
	err := c.Store.Update(ctx, func(tx Tx) error {
		if _, err := tx.Office(office); err != nil {
			return err
		}
		return tx.PutCode(Code{Hash: codeHash(code), Office: office, Station: station, Expires: c.Now().Add(life).UnixMilli()})
	})
	if err != nil {
		return "", fmt.Errorf("make an enrolment code: %w", err)
	}
	return code, nil
}

// codeHash forgives small letters, blanks and dashes, which people type.
func codeHash(code string) []byte {
	code = strings.NewReplacer("-", "", " ", "").Replace(strings.ToUpper(code))
	h := sha256.Sum256([]byte("sala/enrolment/1\x00" + code))
	return h[:]
}

// Enrol takes a station in. A *wire.Refusal says why not.
func (c *Central) Enrol(ctx context.Context, e wire.Enrolment) (wire.Enrolled, error) {
	if e.Station == "" || len(e.Station) > 64 || strings.ContainsAny(e.Station, "/\\\x00 ") || len(e.JournalKey) != ed25519.PublicKeySize {
		return wire.Enrolled{}, &wire.Refusal{Code: wire.RefusedMalformed}
	}
	var answer wire.Enrolled
	err := c.Store.Update(ctx, func(tx Tx) error {
		code, err := tx.Code(codeHash(e.Code))
		if errors.Is(err, ErrNotFound) {
			return &wire.Refusal{Code: wire.RefusedCode}
		} else if err != nil {
			return err
		}
		if code.Used != 0 || code.Expires < c.millis() || code.Office != e.Office || (code.Station != "" && code.Station != e.Station) {
			return &wire.Refusal{Code: wire.RefusedCode}
		}
		s, err := tx.Station(e.Station)
		switch {
		case errors.Is(err, ErrNotFound):
			s = Station{Name: e.Station, Office: e.Office, Enrolled: c.millis()}
		case err != nil:
			return err
		case s.Office != e.Office || string(s.JournalKey) != string(e.JournalKey) || s.State == StationRevoked:
			return &wire.Refusal{Code: wire.RefusedName}
		}
		s.State, s.JournalKey, s.Software, s.Contact = StationActive, e.JournalKey, e.Software, c.millis()
		answer, err = c.certify(&s, e.Request)
		if err != nil {
			return err
		}
		if c.Papers != nil && len(e.PaperKey) > 0 {
			if answer.Credential, answer.Roots, err = c.Papers.vouch(e.Office, e.Station, e.PaperKey); err != nil {
				return &wire.Refusal{Code: wire.RefusedMalformed, Detail: err.Error()}
			}
			if err := keepPaperKey(tx, e.Station, e.PaperKey); err != nil {
				return err
			}
		}
		if answer.PackKeys, err = publishers(tx); err != nil {
			return err
		}
		code.Used = c.millis()
		if err := tx.PutCode(code); err != nil {
			return err
		}
		return tx.PutStation(s)
	})
	if err != nil {
		return wire.Enrolled{}, fmt.Errorf("enrol %s: %w", e.Station, err)
	}
	return answer, nil
}

// Renew gives a station a fresh certificate.
func (c *Central) Renew(ctx context.Context, station string, r wire.Renewal) (wire.Enrolled, error) {
	var answer wire.Enrolled
	err := c.Store.Update(ctx, func(tx Tx) error {
		s, err := tx.Station(station)
		if err != nil {
			return err
		}
		if answer, err = c.certify(&s, r.Request); err != nil {
			return err
		}
		if answer.PackKeys, err = publishers(tx); err != nil {
			return err
		}
		return tx.PutStation(s)
	})
	if err != nil {
		return wire.Enrolled{}, fmt.Errorf("renew the certificate of %s: %w", station, err)
	}
	return answer, nil
}

// publishers are the keys whose packs stations take.
func publishers(tx Tx) ([][]byte, error) {
	keys, err := packKeys(tx)
	var out [][]byte
	for _, k := range keys {
		out = append(out, k)
	}
	return out, err
}

func (c *Central) certify(s *Station, request []byte) (wire.Enrolled, error) {
	cert, err := c.Authority.station(s.Name, s.Office, request)
	if err != nil {
		return wire.Enrolled{}, &wire.Refusal{Code: wire.RefusedMalformed, Detail: "certificate request: " + err.Error()}
	}
	s.Serial, s.Expires = cert.SerialNumber.Text(16), cert.NotAfter.UnixMilli()
	return wire.Enrolled{Station: s.Name, Office: s.Office, Certificate: cert.Raw, Authority: c.Authority.Certificate.Raw,
		CentralKey: c.Authority.SigningKey(), Courier: c.Authority.Courier.Recipient().String()}, nil
}
