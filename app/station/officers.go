package station

import (
	"context"

	"sala/app/office"
	"sala/forms/act"
)

// SetOfficer makes an officer in the name of the session's, with a password to
// sign in with on this station.
func (st *Station) SetOfficer(ctx context.Context, s *office.Session, o act.Officer, password string) error {
	if err := s.SetOfficer(ctx, o); err != nil {
		return err
	}
	return st.Store.SetPassword(ctx, o.ID, password)
}

// RemoveOfficer ends an officer's time and takes her way in away. Who may have
// copied the station's key is shut out by a new key only.
func (st *Station) RemoveOfficer(ctx context.Context, s *office.Session, id string) error {
	if err := s.RemoveOfficer(ctx, id); err != nil {
		return err
	}
	return st.Store.RemovePassword(ctx, id)
}

// GivePassword gives an officer a new password, where the session may.
func (st *Station) GivePassword(ctx context.Context, s *office.Session, id, password string) error {
	if err := s.MaySetPassword(ctx, id); err != nil {
		return err
	}
	return st.Store.SetPassword(ctx, id, password)
}
