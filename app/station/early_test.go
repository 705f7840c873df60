package station_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"testing"

	"sala/app/office"
	"sala/app/station"
)

// A station that is opened early has its officers before its forms are read, and
// whoever signs in has the forms.
func TestOpenedEarly(t *testing.T) {
	w := newWorld(t)
	st, s := w.station("TH-5014-D01")
	dir, forms := st.Dir, len(st.Office.Forms.Forms())
	must(t, st.Close())
	st, err := station.Open(t.Context(), station.Options{Dir: dir, Early: true})
	must(t, err)
	defer st.Close()
	if list, err := st.Office.Officers(t.Context()); err != nil || len(list) == 0 {
		t.Errorf("the officers are %v, %v", list, err)
	}
	_, err = st.Office.SignIn(t.Context(), s.Officer.ID, testPassword)
	must(t, err)
	if got := len(st.Office.Forms.Forms()); got != forms || forms == 0 {
		t.Errorf("%d forms of %d", got, forms)
	}
	if _, ok := st.Office.Templates.Template("th.house-register-copy"); !ok {
		t.Error("there is no certificate of the house register")
	}
}

// Of a pack whose forms this program cannot read the officer hears when she signs
// in, and whoever opens the station otherwise at once.
func TestOpenedEarlyWithAFaultyPack(t *testing.T) {
	w := newWorld(t)
	st, s := w.station("TH-5014-D01")
	dir := st.Dir
	must(t, st.Close())
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	for name, text := range map[string]string{
		"pack.yaml":    "id: th\nversion: 1.1.0\ncountry: TH\ncurrency: THB\nlanguages: [th]\ntitle: {th: x}\n",
		"forms/a.yaml": "id: a\nversion: 1.1.0\ncountry: TH\ntitle: {th: x}\nsections: [{id: s, title: {th: s}, questions: [{id: q, kind: no such kind, label: {th: q}}]}]\n",
	} {
		f, err := z.Create(name)
		must(t, err)
		_, err = f.Write([]byte(text))
		must(t, err)
	}
	must(t, z.Close())
	must(t, os.MkdirAll(filepath.Join(dir, station.PacksFolder), 0o755))
	must(t, os.WriteFile(filepath.Join(dir, station.PacksFolder, "th@1.1.0.pack"), packed.Bytes(), 0o644))
	c, err := station.ReadConfig(dir)
	must(t, err)
	hash := sha256.Sum256(packed.Bytes())
	c.PackFile, c.PackHash = "th@1.1.0.pack", hex.EncodeToString(hash[:])
	must(t, c.Write(dir))

	if _, err := station.Open(t.Context(), station.Options{Dir: dir}); office.CodeOf(err) != "pack_faulty" {
		t.Errorf("the station opens with %v", err)
	}
	st, err = station.Open(t.Context(), station.Options{Dir: dir, Early: true})
	must(t, err)
	defer st.Close()
	if _, err := st.Office.SignIn(t.Context(), s.Officer.ID, testPassword); office.CodeOf(err) != "pack_faulty" {
		t.Errorf("she signs in with %v", err)
	}
}

// What is done before a station opens may put another pack to use, though the one
// that was in use is being read already.
func TestOpenedWithThePackThatWasPutToUseBefore(t *testing.T) {
	w := newWorld(t)
	st, _ := w.station("TH-5014-D01")
	dir := st.Dir
	must(t, st.Close())
	for _, pack := range []string{"kr", "th"} {
		st, err := station.Open(t.Context(), station.Options{Dir: dir, Before: func(context.Context) {
			c, err := station.ReadConfig(dir)
			must(t, err)
			c.Pack = pack
			must(t, c.Write(dir))
		}})
		must(t, err)
		if st.Pack.ID != pack || len(st.Office.Forms.Forms()) == 0 || st.Config.Pack != pack {
			t.Errorf("the station has %d forms of %q, and is configured for %q; %q was put to use", len(st.Office.Forms.Forms()), st.Pack.ID, st.Config.Pack, pack)
		}
		must(t, st.Close())
	}
}
