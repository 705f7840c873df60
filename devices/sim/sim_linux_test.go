package sim_test

import (
	"bytes"
	"image/jpeg"
	"os"
	"path/filepath"
	"testing"
	"time"

	"sala/devices/port"
	"sala/devices/port/porttest"
	"sala/devices/sim"
)

func TestPortraitFitsTheCard(t *testing.T) {
	for _, seed := range []string{"1101700230708", "3100600445635", ""} {
		p := sim.Portrait(seed, 5118)
		img, err := jpeg.Decode(bytes.NewReader(p))
		if err != nil || len(p) > 5118 || img.Bounds().Dx() < 100 {
			t.Errorf("%q: %d bytes, %v", seed, len(p), err)
		}
	}
	if sim.Portrait("x", 100) != nil {
		t.Error("a portrait of a hundred bytes")
	}
}

func TestUnpluggedSocketHasNoName(t *testing.T) {
	link := filepath.Join(t.TempDir(), "reader")
	p, err := sim.Plug(sim.NewReader(sim.ReaderOptions{}), link)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(link); err != nil {
		t.Error(err)
	}
	if err := p.Unplug(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Lstat(link); !os.IsNotExist(err) {
		t.Errorf("the name is still there: %v", err)
	}
	if err := p.Replug(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(link); err != nil {
		t.Error(err)
	}
	if err := p.Close(); err != nil {
		t.Error(err)
	}
}

func TestALinkNeverReplacesAFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "precious")
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := sim.Plug(sim.NewReader(sim.ReaderOptions{}), file); err == nil {
		t.Error("a file was replaced by a link")
	}
	if p, err := os.ReadFile(file); err != nil || string(p) != "x" {
		t.Errorf("%q, %v", p, err)
	}
}

// Whatever a host sends, a simulated device neither panics nor grows, and still
// answers afterwards.
func FuzzPrinter(f *testing.F) {
	f.Add([]byte("\x1B@abc\n\x1Dv0\x00\x01\x00\x02\x00\xFF\x00\x1D(k\x03\x00\x31\x51\x30\x1DV\x42\x00"))
	f.Add([]byte{0x1B, '*', 33, 1, 0, 1, 2, 3, 0x1D, 'k', 4, 'A', 0, 0x1D, '8', 'L', 2, 0, 0, 0, 1, 2})
	f.Fuzz(func(t *testing.T, p []byte) {
		pr, err := sim.NewPrinter(sim.PrinterOptions{Dots: 64, Columns: 8})
		if err != nil {
			t.Fatal(err)
		}
		ask(t, pr, append(p, 0x10, 0x04, 0x01), func(b byte) bool { return b&0x93 == 0x12 })
		for _, s := range pr.Slips() {
			if s.Bounds().Dy() > 21000 {
				t.Errorf("a slip of %d rows", s.Bounds().Dy())
			}
		}
	})
}

func FuzzReader(f *testing.F) {
	f.Add([]byte{0x03, 0x06, 0x65, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0x61})
	f.Fuzz(func(t *testing.T, p []byte) {
		r := sim.NewReader(sim.ReaderOptions{})
		r.Insert(sim.NewT1Card(sim.Invented(), sim.T1Options{}))
		status := []byte{0x03, 0x06, 0x65, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0x69}
		// A torn frame swallows up to its length of what follows.
		ask(t, r, append(append(p, make([]byte, 400)...), status...), func(b byte) bool { return b != 0 })
	})
}

// ask sends p to a device and waits for a byte of its answer.
func ask(t *testing.T, d sim.Server, p []byte, want func(byte) bool) {
	t.Helper()
	host, device := porttest.Pair(1 << 20)
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = d.Serve(device)
	}()
	if _, err := host.Write(p); err != nil {
		t.Fatal(err)
	}
	if err := host.SetReadDeadline(time.Now().Add(5 * time.Second)); err != nil {
		t.Fatal(err)
	}
	b := make([]byte, 1)
	for {
		if _, err := host.Read(b); err != nil {
			if port.IsTimeout(err) {
				t.Error("no answer")
			}
			break
		}
		if want(b[0]) {
			break
		}
	}
	_ = host.Close()
	<-done
}
