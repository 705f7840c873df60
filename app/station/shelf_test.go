package station_test

import (
	"crypto/ed25519"
	"encoding/hex"
	"slices"
	"testing"

	"sala/app/office"
)

// TestAPackFromAFile promises what the packs' page of the settings shows: that a
// file is looked at without effect, who put it to use, what is used from the next
// start on, and that an officer can go back.
func TestAPackFromAFile(t *testing.T) {
	w := newWorld(t)
	st, s := w.station("TH-5014-D01")
	ctx := t.Context()
	public, key, err := ed25519.GenerateKey(nil)
	must(t, err)
	packed := packOf(t, key, "1.1.0", 10)
	if _, err := st.LookAtPack(ctx, packed); office.CodeOf(err) != "pack_untrusted" {
		t.Errorf("nobody is trusted: %v", err)
	}
	if err := st.TrustSigner(s, "not a key"); office.CodeOf(err) != "not_a_key" {
		t.Errorf("trusted: %v", err)
	}
	must(t, st.TrustSigner(s, " "+hex.EncodeToString(public)+"\n"))
	found, err := st.LookAtPack(ctx, packed)
	if err != nil || found.Name != "th@1.1.0" || found.Forms != 1 {
		t.Errorf("the file holds %+v, %v", found, err)
	}
	before, err := st.Packs(ctx)
	if err != nil || before.Next != "" || len(before.Uses) != 0 || !slices.Contains(before.Signers, hex.EncodeToString(public)) {
		t.Fatalf("looking changed something: %+v, %v", before, err)
	}
	must(t, st.PutPack(ctx, s, packed))
	p, err := st.Packs(ctx)
	if err != nil || p.Next != "th@1.1.0" || p.InUse.Name != before.InUse.Name || len(p.Uses) != 1 || p.Uses[0].Officer != s.Officer.ID || p.Uses[0].Before != before.InUse.Name {
		t.Errorf("put to use: %+v, %v", p, err)
	}
	if _, err := st.LookAtPack(ctx, packOf(t, key, "0.9.0", 10)); office.CodeOf(err) != "pack_older" {
		t.Errorf("an older one: %v", err)
	}
	st = w.reopen(st)
	s, err = st.Office.SignIn(ctx, s.Officer.ID, testPassword)
	must(t, err)
	must(t, st.RollBackPack(ctx, s, before.InUse.Name))
	if p, err = st.Packs(ctx); err != nil || p.InUse.Name != "th@1.1.0" || p.Next != before.InUse.Name || !p.Uses[0].Rollback || p.Uses[0].Before != "th@1.1.0" {
		t.Errorf("gone back: %+v, %v", p, err)
	}
}
