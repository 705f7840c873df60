package station

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"sala/app/office"
	"sala/app/store"
	"sala/app/store/keys"
	"sala/forms/act"
)

// Founding says what station Init makes.
type Founding struct {
	Config   Config
	Officer  act.Officer // the first officer, who may make others
	Password string
	Recovery string // the agency's recovery key (age1…), "" for none
	// Machine lets the machine open the station without a password, as a kiosk
	// must: the key then lies in a file that only this user can read.
	Machine bool
	Cost    keys.Cost // of guessing a password; zero = keys.Recommended
	Now     func() time.Time
}

// Init makes a station in dir and opens it. It does not enrol it.
func Init(ctx context.Context, dir string, f Founding) (*Station, error) {
	if f.Now == nil {
		f.Now = ClockOf(f.Config.Profile.Country)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the station's folder: %w", err)
	}
	s, err := store.Create(ctx, dir, store.Options{
		Station: f.Config.Profile.Station, Office: f.Config.Profile.Office, Officer: f.Officer, Password: f.Password, Recovery: f.Recovery,
		Environment: store.Environment{Now: f.Now, Cost: f.Cost, Sparse: f.Config.sparse(), Discreet: f.Config.Forget, Witnesses: f.Config.Witnesses},
	})
	if err != nil {
		return nil, err
	}
	err = newPaperKey(s.Secrets())
	if err == nil && f.Machine {
		err = letMachine(ctx, s)
	}
	err = errors.Join(err, s.Close())
	if err == nil {
		err = f.Config.Write(dir)
	}
	if err != nil {
		return nil, err
	}
	unlock := store.Unlock{Officer: f.Officer.ID, Password: f.Password}
	return Open(ctx, Options{Dir: dir, Unlock: unlock, Now: f.Now, Cost: f.Cost})
}

// Enrol takes the station in at central with a one-time code. Afterwards it can
// make out certificates; open it again.
func (st *Station) Enrol(ctx context.Context, code string) error {
	if err := st.Sync.Enrol(ctx, code); err != nil {
		return err
	}
	return writeTrust(st.Dir, st.Store.Secrets())
}

// AddOfficer makes an officer who may sign in on this station.
func (st *Station) AddOfficer(ctx context.Context, by string, o act.Officer, password string) error {
	err := st.Store.Write(ctx, by, func(w office.Writer) error {
		return w.Append(act.OfficerSet, "officer/"+o.ID, 0, o)
	})
	if err != nil {
		return fmt.Errorf("add officer %s: %w", o.ID, err)
	}
	return st.Store.SetPassword(ctx, o.ID, password)
}
