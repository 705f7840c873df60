package pack_test

import (
	"archive/zip"
	"bytes"
	"crypto/ed25519"
	"errors"
	"io"
	"testing"

	"sala/assets/packs"
	"sala/forms/pack"
)

func key(b byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{b}, ed25519.SeedSize))
}

func public(k ed25519.PrivateKey) ed25519.PublicKey { return k.Public().(ed25519.PublicKey) }

func TestSignedPackOpens(t *testing.T) {
	signed, err := pack.Sign(packs.Files("th"), key(1))
	if err != nil {
		t.Fatal(err)
	}
	again, _ := pack.Sign(packs.Files("th"), key(1))
	if !bytes.Equal(signed, again) {
		t.Error("signing twice gives different bytes")
	}
	m, files, err := pack.Open(signed, []ed25519.PublicKey{public(key(2)), public(key(1))})
	if err != nil || m.ID != "th" {
		t.Fatalf("%+v, %v", m, err)
	}
	p, err := pack.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Forms()) != len(load(t, "th").Forms()) {
		t.Errorf("%d forms", len(p.Forms()))
	}
	if _, _, err := pack.Open(signed, []ed25519.PublicKey{public(key(2))}); !errors.Is(err, pack.ErrUntrusted) {
		t.Errorf("a strange key: %v", err)
	}
}

// Any file changed, added or taken away shows.
func TestAlteredPackIsRefused(t *testing.T) {
	signed, err := pack.Sign(packs.Files("th"), key(1))
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(map[string][]byte){
		"a form changed":      func(c map[string][]byte) { c["forms/house-register-copy.yaml"][10] ^= 1 },
		"a file added":        func(c map[string][]byte) { c["forms/new.yaml"] = []byte("x") },
		"a file taken away":   func(c map[string][]byte) { delete(c, "library.yaml") },
		"the manifest itself": func(c map[string][]byte) { c["manifest.json"][5] ^= 1 },
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := pack.Open(rezip(t, signed, change), []ed25519.PublicKey{public(key(1))})
			if !errors.Is(err, pack.ErrAltered) && !errors.Is(err, pack.ErrUntrusted) {
				t.Errorf("%v", err)
			}
		})
	}
}

func rezip(t *testing.T, packed []byte, change func(map[string][]byte)) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		t.Fatal(err)
	}
	content := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if content[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	change(content)
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for name, b := range content {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(b); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestAccept(t *testing.T) {
	at := func(v string) *pack.Manifest { return &pack.Manifest{ID: "th", Version: v, Minimum: "1.0.0"} }
	for _, c := range []struct {
		name     string
		next     *pack.Manifest
		current  *pack.Manifest
		program  string
		rollback bool
		want     error
	}{
		{"the first", at("1.0.0"), nil, "1.0.0", false, nil},
		{"newer", at("1.10.0"), at("1.9.0"), "1.0.0", false, nil},
		{"the same", at("1.9.0"), at("1.9.0"), "1.0.0", false, nil},
		{"older", at("1.9.0"), at("1.10.0"), "1.0.0", false, pack.ErrOlder},
		{"older, on purpose", at("1.9.0"), at("1.10.0"), "1.0.0", true, nil},
		{"old program", at("1.0.0"), nil, "0.9.9", false, pack.ErrMinimum},
		{"old program, on purpose", at("1.0.0"), at("2.0.0"), "0.9.9", true, pack.ErrMinimum},
		{"another pack", at("1.0.0"), &pack.Manifest{ID: "kr", Version: "5.0.0"}, "1.0.0", false, nil},
	} {
		if err := pack.Accept(*c.next, c.current, c.program, c.rollback); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}

func FuzzOpen(f *testing.F) {
	signed, err := pack.Sign(packs.Files("kr"), key(1))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(signed)
	f.Fuzz(func(t *testing.T, packed []byte) {
		if _, _, err := pack.Open(packed, []ed25519.PublicKey{public(key(1))}); err == nil && !bytes.Equal(packed, signed) {
			// A different archive of the same files is still the signed pack.
			if _, _, err := pack.Open(packed, []ed25519.PublicKey{public(key(2))}); err == nil {
				t.Error("accepted under any key")
			}
		}
	})
}
