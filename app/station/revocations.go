package station

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"sala/app/office"
	"sala/forms/seal"
	"sala/sync/wire"
)

// RevocationFile is the name of the file, in the station's folder, with the
// newest list of what was withdrawn, as central signed it: public, so that paper
// can be verified without a password.
const RevocationFile = "revocations.cose"

// readRevocations returns the list of the station in dir: the zero list when
// there is none, or none that one of the roots signed.
func readRevocations(dir string, t Trust) seal.Revocations {
	b, err := os.ReadFile(filepath.Join(Folder(dir), RevocationFile))
	if err != nil {
		return seal.Revocations{}
	}
	list, err := seal.ReadRevocations(b, t.Roots)
	if err != nil {
		return seal.Revocations{}
	}
	return list
}

// TakeRevocations puts a signed list, brought by sync, by courier or by hand,
// where verifiers of the station in dir find it. One that is not newer than what
// is there changes nothing; one that no root signed is refused.
func TakeRevocations(dir string, signed []byte) error {
	t, err := ReadTrust(dir)
	if err != nil {
		return err
	}
	list, err := seal.ReadRevocations(signed, t.Roots)
	if err != nil {
		return &office.Error{Op: "take a list of revocations", Code: "not_a_list", Err: err}
	}
	if list.Serial <= readRevocations(dir, t).Serial {
		return nil
	}
	return writeFile(filepath.Join(Folder(dir), RevocationFile), signed, 0o644)
}

// noteRevocations takes over the list that central put into the office's feed.
func (st *Station) noteRevocations(ctx context.Context) error {
	signed, err := st.Store.Told(ctx, wire.WhatRevocation, "list")
	if errors.Is(err, office.ErrNotFound) {
		return nil
	}
	if err == nil {
		err = TakeRevocations(st.Dir, signed)
	}
	return err
}

// List says which list of revocations the verifier goes by, and how old it is.
func (v *Verifier) List() office.RevocationList {
	l := office.RevocationList{Serial: v.list.Serial, AsOf: v.list.AsOf()}
	if l.Missing() {
		return l
	}
	now := v.now()
	l.Days = max(0, int(now.Sub(l.AsOf)/(24*time.Hour)))
	if v.list.Next != 0 {
		l.Due = time.Unix(v.list.Next, 0).UTC()
		l.Old = now.After(l.Due)
	}
	return l
}
