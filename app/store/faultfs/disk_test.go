package faultfs

import (
	"bytes"
	"math/rand/v2"
	"testing"
)

func page(b byte) []byte { return bytes.Repeat([]byte{b}, 4096) }

// TestPowerCut: what was synced is always there, what was not is there
// sometimes, in whole or torn, and nothing else ever is.
func TestPowerCut(t *testing.T) {
	d := &Disk{ops: []op{
		{wrote, "/s/a.db", 0, page(1)},
		{verb: synced, path: "/s/a.db"},
		{wrote, "/s/a.db", 4096, page(2)},
		{wrote, "/s/a.db", 0, page(3)},
		{wrote, "/s/new", 0, page(4)},
	}}
	seen := map[string]int{}
	for seed := range uint64(300) {
		files := d.CutAt(len(d.ops), rand.New(rand.NewPCG(seed, 1)))
		a, ok := files["a.db"]
		if !ok || len(a) != 4096 && len(a) != 8192 {
			t.Fatalf("a.db has %d bytes", len(a))
		}
		for i, b := range a[:4096] {
			if b != 1 && b != 3 {
				t.Fatalf("byte %d is %d", i, b)
			}
		}
		switch {
		case bytes.Equal(a[:4096], page(1)):
			seen["old"]++
		case bytes.Equal(a[:4096], page(3)):
			seen["new"]++
		default:
			seen["torn"]++
		}
		if len(a) == 8192 {
			seen["longer"]++
		}
		if _, ok := files["new"]; ok {
			seen["file"]++
		}
	}
	for _, what := range []string{"old", "new", "torn", "longer", "file"} {
		if seen[what] == 0 || seen[what] == 300 {
			t.Errorf("%s: %d of 300", what, seen[what])
		}
	}
}

func TestDeletedFilesComeBackUntilTheFolderIsSynced(t *testing.T) {
	d := &Disk{ops: []op{
		{wrote, "/s/j", 0, page(1)},
		{verb: synced, path: "/s/j"},
		{verb: deleted, path: "/s/j"},
	}}
	back := func() (n int) {
		for seed := range uint64(100) {
			if _, ok := d.CutAt(len(d.ops), rand.New(rand.NewPCG(seed, 1)))["j"]; ok {
				n++
			}
		}
		return n
	}
	if n := back(); n == 0 || n == 100 {
		t.Errorf("it comes back %d of 100 times", n)
	}
	d.FolderSynced()
	if n := back(); n != 0 {
		t.Errorf("it comes back %d of 100 times after the folder was synced", n)
	}
}
