package ccid

import (
	"encoding/hex"
	"errors"
	"reflect"
	"strings"
	"testing"
)

func TestParseATR(t *testing.T) {
	tests := map[string]struct {
		hex  string
		want ATR
	}{
		// On record for Thai identity cards.
		"TH NID 3":  {"3B 78 18 00 00 54 48 20 4E 49 44 20 33", ATR{FiDi: 0x18, WI: 10, IFSC: 32, BWI: 0x4D, Protocols: []Protocol{T0}, Historical: []byte("TH NID 3")}},
		"TH NID 10": {"3B 79 96 00 00 54 48 20 4E 49 44 20 31 30", ATR{FiDi: 0x96, WI: 10, IFSC: 32, BWI: 0x4D, Protocols: []Protocol{T0}, Historical: []byte("TH NID 10")}},
		"TH NID 6":  {"3B 68 00 00 54 48 20 4E 49 44 20 36", ATR{FiDi: 0x11, WI: 10, IFSC: 32, BWI: 0x4D, Protocols: []Protocol{T0}, Historical: []byte("TH NID 6")}},
		"T=1":       {"3B 88 81 31 FE 45 53 41 4C 41 20 54 3D 31 7B", ATR{FiDi: 0x11, WI: 10, IFSC: 0xFE, BWI: 0x45, Protocols: []Protocol{T1}, Historical: []byte("SALA T=1")}},
	}
	for name, tt := range tests {
		raw, err := hex.DecodeString(strings.ReplaceAll(tt.hex, " ", ""))
		if err != nil {
			t.Fatal(err)
		}
		got, err := ParseATR(raw)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		tt.want.Raw = raw
		if !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s:\n got %+v\nwant %+v", name, got, tt.want)
		}
	}
	for _, bad := range []string{"", "3B", "3C 00", "3B 78", "3B F0 11", "3B 02 41"} {
		raw, _ := hex.DecodeString(strings.ReplaceAll(bad, " ", ""))
		if _, err := ParseATR(raw); !errors.Is(err, ErrATR) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func FuzzParseATR(f *testing.F) {
	f.Add([]byte{0x3B, 0x78, 0x18, 0, 0, 'T', 'H', ' ', 'N', 'I', 'D', ' ', '3'})
	f.Add([]byte{0x3B, 0x88, 0x81, 0x31, 0xFE, 0x45, 1, 2, 3, 4, 5, 6, 7, 8, 9})
	f.Fuzz(func(t *testing.T, p []byte) {
		a, err := ParseATR(p)
		if err == nil && len(a.Protocols) == 0 {
			t.Error("a card without a protocol")
		}
	})
}
