package ccid_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sala/devices/ccid"
	"sala/devices/port"
	"sala/devices/port/porttest"
)

// The transcripts are what the public driver libccid said to a reader and heard
// from it (recorded by the test of devices/sim with SALA_RECORD=1). This driver
// must say the same to a card: power, speed, parameters, blocks and commands,
// byte for byte but for the sequence number.
func TestSaysWhatLibccidSays(t *testing.T) {
	for _, tt := range []struct{ file, commands string }{
		{"libccid-t0.trace", "00A4040008A000000054480001 80B0000402000D 00C000000D"},
		{"libccid-t1.trace", "00A4040008A000000054480001 80B0000402000D"},
	} {
		t.Run(tt.file, func(t *testing.T) {
			golden := readGolden(t, tt.file)
			host, device := porttest.Pair(1 << 12)
			done := make(chan struct{})
			go func() {
				defer close(done)
				golden.serve(t, device)
			}()
			ctx := context.Background()
			r, err := ccid.Open(ctx, host, quick())
			if err != nil {
				t.Fatal(err)
			}
			if _, err := r.PowerOn(ctx); err != nil {
				t.Fatal(err)
			}
			var last []byte
			for c := range strings.FieldsSeq(tt.commands) {
				cmd, err := hex.DecodeString(c)
				if err != nil {
					t.Fatal(err)
				}
				if last, err = r.Exchange(ctx, cmd); err != nil {
					t.Fatal(err)
				}
			}
			if string(last) != someNumber+"\x90\x00" {
				t.Errorf("last answer % X", last)
			}
			_ = r.Close()
			<-done
			if n := len(golden.steps) - golden.at; n != 0 {
				t.Errorf("libccid said %d things more", n)
			}
		})
	}
}

// golden is what libccid says about a card and what the reader answers.
type golden struct {
	steps []step
	at    int
}

type step struct{ command, answer []byte }

// aboutCard reports whether a command goes to the card; the others, how the
// reader is and what it is called, every driver asks at its own times.
func aboutCard(frame []byte) bool { return frame[2] != 0x65 && frame[2] != 0x6B }

func readGolden(t *testing.T, name string) *golden {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	tr, err := port.ReadTrace(f)
	if err != nil {
		t.Fatal(err)
	}
	g := &golden{}
	for i := 0; i+1 < len(tr); i += 2 {
		command, answer := tr[i].Data, tr[i+1].Data
		if tr[i].From != port.Host || tr[i+1].From != port.Device || !bytes.HasPrefix(answer, command) {
			t.Fatalf("%s: record %d is not a command and its answer", name, i)
		}
		if aboutCard(command) {
			g.steps = append(g.steps, step{command, answer})
		}
	}
	if len(g.steps) < 4 {
		t.Fatalf("%s: only %d steps", name, len(g.steps))
	}
	return g
}

// serve answers a host as the recorded reader did.
func (g *golden) serve(t *testing.T, l io.ReadWriter) {
	for {
		frame := make([]byte, 12)
		if _, err := io.ReadFull(l, frame); err != nil {
			return
		}
		rest := make([]byte, binary.LittleEndian.Uint32(frame[3:7])+1)
		if _, err := io.ReadFull(l, rest); err != nil {
			return
		}
		frame = append(frame, rest...)
		answer := status(frame)
		if aboutCard(frame) {
			if g.at >= len(g.steps) {
				t.Errorf("libccid said nothing more, the driver % X", frame)
				return
			}
			s := g.steps[g.at]
			g.at++
			if want := withSeq(s.command, frame[8]); !bytes.Equal(frame, want) {
				t.Errorf("step %d:\n said % X\n want % X", g.at, frame, want)
			}
			answer = withSeq(s.answer[len(s.command):], frame[8])
		}
		if _, err := l.Write(append(bytes.Clone(frame), answer...)); err != nil {
			return
		}
	}
}

// status answers what is not about the card: a card is there.
func status(frame []byte) []byte {
	a := []byte{0x03, 0x06, 0x81, 0, 0, 0, 0, 0, frame[8], 0, 0, 0}
	if frame[2] == 0x6B {
		a[2] = 0x83
	}
	return append(a, check(a))
}

func check(p []byte) byte {
	var x byte
	for _, b := range p {
		x ^= b
	}
	return x
}

// withSeq returns a frame, or an answer behind card movements, with another
// sequence number.
func withSeq(frame []byte, seq byte) []byte {
	f := bytes.Clone(frame)
	at := bytes.Index(f, []byte{0x03, 0x06})
	f[at+8] = seq
	f[len(f)-1] = check(f[at : len(f)-1])
	return f
}
