package station

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"strings"

	"sala/app/office"
	"sala/forms/act"
	"sala/forms/pack"
)

var _ office.Shelf = (*Station)(nil)

// mostUses is how many changes of the pack are told.
const mostUses = 10

// Packs returns the packs of this station.
func (st *Station) Packs(ctx context.Context) (office.Packs, error) {
	p := office.Packs{InUse: office.PackOnShelf{Name: st.Pack.Name(), Title: st.Pack.Title, Forms: len(st.Pack.Forms())}}
	var err error
	if p.Kept, err = st.KeptPacks(); err != nil {
		return p, err
	}
	next, err := st.fromNext()
	if err != nil {
		return p, err
	}
	if next != p.InUse.Name {
		p.Next = next
	}
	keys, err := st.PackKeys()
	if err != nil {
		return p, err
	}
	for _, k := range keys {
		p.Signers = append(p.Signers, hex.EncodeToString(k))
	}
	offer, err := st.Offer()
	if err != nil {
		return p, err
	}
	p.Offer = office.PackOffer{Name: offer.Name, State: offer.State, Code: offer.Code}
	uses, err := st.Store.Newest(ctx, act.PackUsed, mostUses)
	for _, u := range uses {
		used := u.Payload.(act.Packing)
		p.Uses = append(p.Uses, office.PackUse{At: u.At, Officer: u.Officer, Name: used.Name, Before: used.Before, Rollback: used.Rollback, Offered: used.Offered})
	}
	return p, err
}

// fromNext is the name of the pack that is used when the station is opened next.
func (st *Station) fromNext() (string, error) {
	if st.Config.PackFile != "" {
		return strings.TrimSuffix(st.Config.PackFile, ".pack"), nil
	}
	own, err := DeliveredPack(st.Config.Pack)
	if err != nil {
		return "", err
	}
	return own.Name(), nil
}

// LookAtPack checks a signed pack as putting it to use would.
func (st *Station) LookAtPack(_ context.Context, packed []byte) (office.PackOnShelf, error) {
	c, err := st.acceptable(packed, false)
	return office.PackOnShelf{Name: c.ID + "@" + c.Version, Forms: c.Forms, Faults: len(c.Faults)}, err
}

// acceptable checks a signed pack: that it is whole, signed by somebody who is
// trusted, for this office, and not older than the one in use.
func (st *Station) acceptable(packed []byte, rollback bool) (CheckedPack, error) {
	trusted, err := st.PackKeys()
	if err != nil {
		return CheckedPack{}, err
	}
	c, err := CheckPack(packed, trusted)
	switch {
	case err != nil:
		return c, err
	case len(c.Faults) > 0:
		return c, &office.Error{Op: "install a pack", Code: "pack_faulty", Args: map[string]any{"count": len(c.Faults)}, Err: c.Faults}
	case c.ID != st.Pack.ID:
		return c, &office.Error{Op: "install a pack", Code: "pack_other", Args: map[string]any{"pack": c.ID, "in_use": st.Pack.ID}}
	}
	if err := pack.Accept(c.Manifest, st.packInUse(), Version, rollback); err != nil {
		return c, packError(err)
	}
	return c, nil
}

func (st *Station) packInUse() *pack.Manifest {
	return &pack.Manifest{ID: st.Pack.ID, Version: st.Pack.Version}
}

// PutPack puts a signed pack to use.
func (st *Station) PutPack(ctx context.Context, s *office.Session, packed []byte) error {
	_, err := st.InstallPack(ctx, s, packed)
	return err
}

// TrustSigner lets the station take packs that were signed with a key.
func (st *Station) TrustSigner(s *office.Session, key string) error {
	b, err := hex.DecodeString(strings.TrimSpace(key))
	if err != nil || len(b) != ed25519.PublicKeySize {
		return &office.Error{Op: "trust a key", Code: "not_a_key", Err: err}
	}
	return st.TrustPacks(s, b)
}
