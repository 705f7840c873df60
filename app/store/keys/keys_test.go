package keys_test

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"sala/app/store/keys"
)

var cheap = keys.Cost{Memory: 8, Time: 1, Threads: 1}

func made(t testing.TB) (*keys.File, *keys.Master) {
	t.Helper()
	f, m, err := keys.New(rand.Reader, "TH-5014-D01", "")
	if err != nil {
		t.Fatal(err)
	}
	if err := f.SetPassword(rand.Reader, m, "malee", "น้ำใจ 2569", cheap); err != nil {
		t.Fatal(err)
	}
	return f, m
}

func TestThePasswordOpensTheSameKey(t *testing.T) {
	f, m := made(t)
	dir := t.TempDir()
	if err := f.Save(dir); err != nil {
		t.Fatal(err)
	}
	f, err := keys.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, typed := range []string{"น้ำใจ 2569", norm.NFD.String("น้ำใจ 2569")} {
		got, err := f.WithPassword("malee", typed)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got.Page(1), m.Page(1)) || !bytes.Equal(got.Subkey("x"), m.Subkey("x")) {
			t.Error("another key")
		}
	}
	if bytes.Equal(m.Subkey("x"), m.Subkey("y")) || bytes.Equal(m.Page(1), m.Subkey("page/1x")) {
		t.Error("two purposes have one key")
	}
	for _, wrong := range [][2]string{{"malee", "น้ำใจ 2568"}, {"malee", ""}, {"nobody", "น้ำใจ 2569"}} {
		if _, err := f.WithPassword(wrong[0], wrong[1]); !errors.Is(err, keys.ErrSecret) {
			t.Errorf("%q: %v", wrong, err)
		}
	}
}

// TestSlotsAreBound: a slot of another station's file opens nothing here.
func TestSlotsAreBound(t *testing.T) {
	f, _ := made(t)
	other, _ := made(t)
	f.Slots = other.Slots
	if _, err := f.WithPassword("malee", "น้ำใจ 2569"); !errors.Is(err, keys.ErrFile) {
		t.Errorf("a foreign slot: %v", err)
	}
}

// TestForgedCost: a key file cannot make the machine spend its memory.
func TestForgedCost(t *testing.T) {
	f, _ := made(t)
	for _, cost := range []keys.Cost{{Memory: 1 << 31, Time: 1, Threads: 1}, {Memory: 8, Time: 1 << 30, Threads: 1}, {Memory: 8, Time: 0, Threads: 1}, {Memory: 8, Time: 1}} {
		f.Slots[0].Sealed.Cost = cost
		if _, err := f.WithPassword("malee", "x"); !errors.Is(err, keys.ErrFile) {
			t.Errorf("%+v: %v", cost, err)
		}
	}
}

func TestMachineSecretIsForNobodyElse(t *testing.T) {
	f, m := made(t)
	dir := t.TempDir()
	if err := f.SetMachine(m, dir, keys.FileSecret{}); err != nil {
		t.Fatal(err)
	}
	if _, err := f.WithMachine(dir, keys.FileSecret{}); err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS == "windows" {
		return
	}
	if err := os.Chmod(filepath.Join(dir, keys.FileSecretName), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := f.WithMachine(dir, keys.FileSecret{}); !errors.Is(err, os.ErrPermission) {
		t.Errorf("a secret that others can read: %v", err)
	}
}

func TestWaiting(t *testing.T) {
	dir := t.TempDir()
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	wrong := func() error { return keys.ErrSecret }
	right := func() error { return nil }
	tried := 0
	count := func() error { tried++; return nil }
	for range 8 {
		now = now.Add(time.Hour)
		if _, err := keys.Attempt(dir, "malee", now, true, wrong); !errors.Is(err, keys.ErrSecret) {
			t.Fatal(err)
		}
	}
	for _, test := range []struct {
		after time.Duration
		free  bool
	}{{0, false}, {15 * time.Second, false}, {17 * time.Second, true}, {-48 * time.Hour, true}} {
		tried = 0
		before, err := os.ReadFile(filepath.Join(dir, keys.AttemptsName))
		if err != nil {
			t.Fatal(err)
		}
		_, err = keys.Attempt(dir, "malee", now.Add(test.after), true, count)
		if (err == nil) != test.free || (tried == 1) != test.free || !test.free && !errors.Is(err, keys.ErrWait) {
			t.Errorf("%s after the eighth failure: %v", test.after, err)
		}
		if err := os.WriteFile(filepath.Join(dir, keys.AttemptsName), before, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := keys.Attempt(dir, "somchai", now, true, right); err != nil {
		t.Error("another officer waits too:", err)
	}
}

func FuzzParse(f *testing.F) {
	file, _ := made(f)
	b, err := json.Marshal(file)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte(`{"version":1}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := keys.Parse(b)
		if err != nil {
			return
		}
		for i := range got.Slots { // do not spend what the file asks for
			if s := got.Slots[i].Sealed; s != nil {
				s.Cost = cheap
			}
		}
		if m, err := got.WithPassword("malee", "x"); err == nil || m != nil {
			t.Errorf("a wrong password opens %s", b)
		}
	})
}
