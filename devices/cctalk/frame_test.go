package cctalk_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"testing"

	"sala/devices/cctalk"
)

// Messages as the generic specification prints them, and as its rule makes them.
func TestMessages(t *testing.T) {
	tests := []struct {
		name string
		m    cctalk.Message
		hex  string
	}{
		{"simple poll to the coin acceptor", cctalk.Message{To: 2, From: 1, Header: cctalk.SimplePoll}, "020001feff"},
		{"acknowledgement", cctalk.Message{To: 1, From: 2}, "01000200fd"},
		{"refusal", cctalk.Message{To: 1, From: 2, Header: cctalk.Refusal}, "01000205f8"},
		{"all coins in", cctalk.Message{To: 2, From: 1, Header: cctalk.InhibitMask, Data: []byte{0xff, 0xff}}, "020201e7ffff16"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := hex.EncodeToString(tt.m.Bytes()); got != tt.hex {
				t.Errorf("got %s, want %s", got, tt.hex)
			}
			b, _ := hex.DecodeString(tt.hex)
			m, n, err := cctalk.Parse(append(b, 0x55))
			if err != nil || n != len(b) || m.To != tt.m.To || m.From != tt.m.From || m.Header != tt.m.Header || !bytes.Equal(m.Data, tt.m.Data) {
				t.Errorf("read as %+v (%d bytes), %v", m, n, err)
			}
			if _, _, err := cctalk.Parse(b[:len(b)-1]); !errors.Is(err, cctalk.ErrShort) {
				t.Errorf("without its end: %v", err)
			}
			b[len(b)-1]++
			if _, _, err := cctalk.Parse(b); !errors.Is(err, cctalk.ErrSum) {
				t.Errorf("damaged: %v", err)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte{2, 0, 1, 254, 255})
	f.Add([]byte{1, 255, 2, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		m, n, err := cctalk.Parse(b)
		if err == nil && !bytes.Equal(m.Bytes(), b[:n]) {
			t.Errorf("% x is read as %+v, which is % x", b[:n], m, m.Bytes())
		}
	})
}
