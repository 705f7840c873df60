package station_test

import (
	"bytes"
	"crypto/ed25519"
	"io"
	"testing"
	"testing/fstest"

	"sala/app/invented"
	"sala/app/office"
	"sala/app/station"
	"sala/forms/act"
	"sala/forms/pack"
	"sala/sync/courier"
	"sala/sync/netsim"
	"sala/sync/wire"
)

// packOf makes a small signed pack "th" with one form of the pack's version.
func packOf(t *testing.T, key ed25519.PrivateKey, version string, fill int) []byte {
	t.Helper()
	files := fstest.MapFS{
		"pack.yaml": {Data: []byte("id: th\nversion: " + version + "\nminimum: 0.1.0\ncountry: TH\ncurrency: THB\nlanguages: [th]\ntitle: {th: x}\nwords:\n  office: {th: สำนัก}\n  registrar: {th: นายทะเบียน}\n")},
		"forms/a.yaml": {Data: []byte("id: a\nversion: " + version + "\ncountry: TH\ntitle: {th: x}\nsections: [{id: s, title: {th: s}, questions: [{id: q, kind: text, label: {th: q}, required: 'true'}]}]\n" +
			"# " + string(photoText(fill)) + "\n")},
		"examples/a.json": {Data: []byte(`{"pass": {"q": "x"}, "fail": {"q": null}, "problems": ["q:required"]}`)},
	}
	b, err := pack.Sign(files, key)
	must(t, err)
	return b
}

// photoText is text that does not compress.
func photoText(n int) []byte {
	b := photo(n, 9)
	for i := range b {
		b[i] = 'a' + b[i]%26
	}
	return b
}

func publisher(t *testing.T, w *world) ed25519.PrivateKey {
	t.Helper()
	public, key, err := ed25519.GenerateKey(nil)
	must(t, err)
	must(t, w.Central.TrustPacks(t.Context(), public))
	return key
}

func packings(t *testing.T, st *station.Station) []act.Packing {
	t.Helper()
	var out []act.Packing
	for e, err := range st.Store.Entries(t.Context(), 0) {
		must(t, err)
		if e.Kind == act.PackUsed {
			p, err := act.Decode[act.Packing](e.Payload)
			must(t, err)
			out = append(out, p)
		}
	}
	return out
}

// TestPacksComeBySync promises that a pack that central sends out to an office
// comes over a line that breaks, is used from the next start on, stands in the
// journal, leaves drafts on the form that they began with, and that central can
// take it back.
func TestPacksComeBySync(t *testing.T) {
	w := newWorld(t)
	key := publisher(t, w)
	st, s := w.station("TH-5014-D01")
	ctx := t.Context()
	send := func(version string, fill int) string {
		hash, err := w.Central.PutAttachment(ctx, "", packOf(t, key, version, fill))
		must(t, err)
		must(t, w.Central.OfferPack(ctx, []string{invented.ThaiOffice}, wire.PackOffer{Pack: "th", Version: version, Attachment: hash, Size: 1}))
		return hash
	}
	send("1.1.0", 5*wire.ChunkSize)
	w.line.Shape(netsim.Profile{CutDown: 3 * wire.ChunkSize})
	w.line.Cut()
	runs := 0
	for ; ; runs++ {
		if _, err := st.Sync.SyncOnce(ctx); err == nil {
			if o, _ := st.Offer(); o.State == station.OfferTaken {
				break
			}
		}
		if runs > 8 {
			o, err := st.Offer()
			t.Fatalf("the pack does not come: %+v, %v", o, err)
		}
	}
	w.line.Shape(netsim.Profile{})
	if st.Pack.Version == "1.1.0" {
		t.Error("the pack changed under the officer's hands")
	}
	st = w.reopen(st)
	if st.Pack.Name() != "th@1.1.0" {
		t.Fatalf("the station works with %s", st.Pack.Name())
	}
	if p := packings(t, st); len(p) != 1 || !p[0].Offered || p[0].Rollback || p[0].Name != "th@1.1.0" || p[0].Before != "th@1.0.0" {
		t.Errorf("%+v", p)
	}

	// a draft that began with 1.1.0 keeps its form under 1.2.0
	s, err := st.Office.SignIn(ctx, "malee-TH-5014-D01", testPassword)
	must(t, err)
	d, err := s.Begin(ctx, "a", office.Visitor{})
	must(t, err)
	send("1.2.0", 10)
	for range 3 {
		syncOnce(t, st)
	}
	st = w.reopen(st)
	s, err = st.Office.SignIn(ctx, "malee-TH-5014-D01", testPassword)
	must(t, err)
	again, err := s.Resume(ctx, d.Petition.ID)
	must(t, err)
	if st.Pack.Version != "1.2.0" || again.Form.Version != "1.1.0" {
		t.Errorf("with %s in use the draft is on %s", st.Pack.Name(), again.Form.Version)
	}
	must(t, w.Central.RollBack(ctx, invented.ThaiOffice, "th"))
	syncOnce(t, st)
	st = w.reopen(st)
	p := packings(t, st)
	if st.Pack.Version != "1.1.0" || len(p) != 3 || !p[2].Rollback || !p[2].Offered {
		t.Errorf("central took the pack back: %s, %+v", st.Pack.Name(), p)
	}

	// an officer's own choice stands until central sends another
	s, err = st.Office.SignIn(ctx, "malee-TH-5014-D01", testPassword)
	must(t, err)
	must(t, st.RollBackPack(ctx, s, "th@1.0.0"))
	syncOnce(t, st)
	if st = w.reopen(st); st.Pack.Version != "1.0.0" {
		t.Errorf("the officer went back to 1.0.0, and the station has %s", st.Pack.Name())
	}
}

// TestUntrustedPackIsNotUsed promises that a pack of an unknown publisher is
// refused with its reason, that the pack in use stays, and that trusting the
// publisher is all that is missing.
func TestUntrustedPackIsNotUsed(t *testing.T) {
	w := newWorld(t)
	st, s := w.station("TH-5014-D01") // enrolled before central trusted anybody
	key := publisher(t, w)
	ctx := t.Context()
	hash, err := w.Central.PutAttachment(ctx, "", packOf(t, key, "1.1.0", 10))
	must(t, err)
	must(t, w.Central.OfferPack(ctx, []string{invented.ThaiOffice}, wire.PackOffer{Pack: "th", Version: "1.1.0", Attachment: hash, Size: 1}))
	for range 3 {
		syncOnce(t, st)
	}
	if c, err := station.CheckPack(packOf(t, key, "1.1.0", 10), []ed25519.PublicKey{key.Public().(ed25519.PublicKey)}); err != nil || len(c.Faults) > 0 {
		t.Fatal(err, c.Faults)
	}
	if o, err := st.Offer(); err != nil || o.State != station.OfferRefused || o.Code != "pack_untrusted" || o.Name != "th@1.1.0" {
		t.Fatalf("%+v, %v", o, err)
	}
	if len(packings(t, st)) != 0 || st.Config.PackFile != "" {
		t.Error("an untrusted pack changed something")
	}
	must(t, st.TrustPacks(s, key.Public().(ed25519.PublicKey)))
	syncOnce(t, st)
	if o, _ := st.Offer(); o.State != station.OfferTaken {
		t.Errorf("%+v", o)
	}
}

// TestPackByCourier promises that a station without a network gets its pack on
// the stick's first journey back.
func TestPackByCourier(t *testing.T) {
	w := newWorld(t)
	key := publisher(t, w)
	st, _ := w.station("TH-5014-D01")
	ctx := t.Context()
	hash, err := w.Central.PutAttachment(ctx, "", packOf(t, key, "1.1.0", 3*wire.ChunkSize))
	must(t, err)
	must(t, w.Central.OfferPack(ctx, []string{invented.ThaiOffice}, wire.PackOffer{Pack: "th", Version: "1.1.0", Attachment: hash, Size: 1}))
	w.line.Refuse()
	var bundle, reply bytes.Buffer
	_, err = st.Courier().Export(ctx, func(int) (io.WriteCloser, error) { return closer{&bundle}, nil }, 0)
	must(t, err)
	keys := courier.Keys{Courier: w.Central.Authority.Courier, Signing: w.Central.Authority.Signing}
	taken, err := courier.Answer(ctx, w.Central, keys, &bundle, func() (io.WriteCloser, error) { return closer{&reply}, nil })
	must(t, err)
	if taken.Fetched != 1 {
		t.Errorf("%+v", taken)
	}
	back := reply.Bytes()
	for range 2 { // twice does nothing twice
		_, err = st.TakeReply(ctx, bytes.NewReader(back))
		must(t, err)
	}
	if p := packings(t, st); len(p) != 1 {
		t.Errorf("%+v", p)
	}
	if st = w.reopen(st); st.Pack.Name() != "th@1.1.0" {
		t.Errorf("the station works with %s", st.Pack.Name())
	}
}
