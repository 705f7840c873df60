package store

import (
	"context"
	"crypto/ed25519"
	"errors"

	"sala/app/office"
	"sala/forms/act"
)

// The names of settings.
const (
	settingStation  = "station"
	settingOffice   = "office"
	settingKey      = "signing_key" // Ed25519 seed
	settingCursor   = "feed_cursor"
	settingAcked    = "acknowledged"
	settingIndex    = "search_version"
	settingSyncedAt = "synced_at" // Unix milliseconds, this station's clock
)

// found writes down who the station is and begins its journal.
func (s *Store) found(ctx context.Context, o Options, signing ed25519.PrivateKey) error {
	s.remember(o.Station, o.Office, signing)
	return s.Write(ctx, o.Officer.ID, func(w office.Writer) error {
		c := w.(*writer).c
		for name, value := range map[string][]byte{settingStation: []byte(o.Station), settingOffice: []byte(o.Office), settingKey: signing.Seed()} {
			if err := setSetting(c, name, value); err != nil {
				return err
			}
		}
		if err := setNumber64(c, settingIndex, indexVersion); err != nil {
			return err
		}
		opening := act.Opening{Office: o.Office, PublicKey: s.identity.Public}
		if err := w.Append(act.StationOpened, "station/"+o.Station, 0, opening); err != nil {
			return err
		}
		return w.Append(act.OfficerSet, "officer/"+o.Officer.ID, 0, o.Officer)
	})
}

// load reads who the station is.
func (s *Store) load(ctx context.Context) error {
	c, err := take(ctx, s.reader)
	if err != nil {
		return err
	}
	defer func() { s.reader <- c }()
	values := map[string][]byte{}
	for _, name := range []string{settingStation, settingOffice, settingKey} {
		b, err := setting(c, name)
		if err != nil {
			return err
		}
		values[name] = b
	}
	if len(values[settingKey]) != ed25519.SeedSize || len(values[settingStation]) == 0 {
		return errors.Join(ErrDamaged, errors.New("the station's key is missing"))
	}
	s.remember(string(values[settingStation]), string(values[settingOffice]), ed25519.NewKeyFromSeed(values[settingKey]))
	return nil
}

func (s *Store) remember(station, office string, signing ed25519.PrivateKey) {
	s.signing = signing
	s.identity = Identity{Station: station, Office: office, Public: signing.Public().(ed25519.PublicKey), Signer: signing}
}

func setting(c *conn, name string) ([]byte, error) {
	var b []byte
	_, err := c.one([]any{&b}, "SELECT value FROM setting WHERE name = ?", name)
	return b, err
}

func setSetting(c *conn, name string, value []byte) error {
	_, err := c.exec("INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value)
	return err
}
