package cipherfs

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"testing"

	"sala/app/store/vfs"
)

// TestPageVector pins the format: version 1 of a page, byte for byte.
func TestPageVector(t *testing.T) {
	random := bytes.NewReader([]byte("nonce of 12b"))
	k := NewKeys(random)
	if err := k.Add(1, []byte("0123456789abcdef0123456789abcdef")); err != nil {
		t.Fatal(err)
	}
	page, sealed := make([]byte, vfs.PageSize), make([]byte, vfs.PageSize)
	for i := range page[:bodySize] {
		page[i] = byte(i * 7)
	}
	if !k.seal(sealed, page, vfs.Database, 3) {
		t.Fatal("not sealed")
	}
	sum := sha256.Sum256(sealed)
	if got, want := hex.EncodeToString(sum[:]), "9e9565fab2d05cda1a95d5b3c7ae395eb5e644f3b7df22a872c4f91e940b3fb8"; got != want {
		t.Errorf("the page is %s, want %s", got, want)
	}
	if got, want := string(sealed[nonceAt:tagAt]), "nonce of 12b"; got != want {
		t.Errorf("nonce %q", got)
	}
	if got, want := hex.EncodeToString(sealed[epochAt:]), "01000001"; got != want {
		t.Errorf("epoch %s, want %s", got, want)
	}
	if !k.open(sealed, vfs.Database, 3) || !bytes.Equal(sealed, page) {
		t.Error("the page does not come back")
	}
}

func TestPageIsBound(t *testing.T) {
	k := NewKeys(bytes.NewReader(make([]byte, 1000)))
	if err := k.Add(1, make([]byte, 32)); err != nil {
		t.Fatal(err)
	}
	page, sealed := make([]byte, vfs.PageSize), make([]byte, vfs.PageSize)
	for _, test := range []struct {
		kind vfs.Kind
		at   uint64
		ok   bool
	}{{vfs.WAL, 56, true}, {vfs.WAL, 4176, false}, {vfs.Database, 56, false}, {vfs.Journal, 56, false}} {
		if !k.seal(sealed, page, vfs.WAL, 56) {
			t.Fatal("not sealed")
		}
		if got := k.open(sealed, test.kind, test.at); got != test.ok {
			t.Errorf("a WAL body from 56 opens as kind %d at %d: %v", test.kind, test.at, got)
		}
		if !test.ok && !bytes.Equal(sealed, make([]byte, vfs.PageSize)) {
			t.Error("a refused page was not cleared")
		}
	}
	page[bodySize] = 1
	if k.seal(sealed, page, vfs.WAL, 56) {
		t.Error("a page whose reserved bytes are in use was sealed")
	}
}

func BenchmarkSeal(b *testing.B) {
	k := NewKeys(zero{})
	_ = k.Add(1, make([]byte, 32))
	page, sealed := make([]byte, vfs.PageSize), make([]byte, vfs.PageSize)
	b.SetBytes(vfs.PageSize)
	b.ReportAllocs()
	for b.Loop() {
		k.seal(sealed, page, vfs.Database, 1)
	}
}

func BenchmarkOpen(b *testing.B) {
	k := NewKeys(zero{})
	_ = k.Add(1, make([]byte, 32))
	page, sealed := make([]byte, vfs.PageSize), make([]byte, vfs.PageSize)
	k.seal(sealed, page, vfs.Database, 1)
	b.SetBytes(vfs.PageSize)
	b.ReportAllocs()
	for b.Loop() {
		copy(page, sealed)
		k.open(page, vfs.Database, 1)
	}
}

type zero struct{}

func (zero) Read(p []byte) (int, error) { clear(p); return len(p), nil }
