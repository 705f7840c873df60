package zvt

import (
	"bytes"
	"encoding/hex"
	"errors"
	"reflect"
	"strings"
	"testing"
)

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The check sums were computed by other software.
func TestFrames(t *testing.T) {
	tests := []struct {
		name string
		m    Message
		want string
	}{
		{"an acknowledgement", Message{Taken, nil}, "10 02 80 00 00 10 03 F5 1F"},
		{"a payment of 20.00 baht", Message{Authorise, Put(Put(nil, Amount, 2000), Currency, 764)}, "10 02 06 01 0A 04 00 00 00 00 20 00 49 07 64 10 03 DD 8B"},
		{"a reversal, with a DLE that is doubled", Message{Reverse, Put(bcd(0, 3), Receipt, 10)}, "10 02 06 30 06 00 00 00 87 00 10 10 10 03 8B 20"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			want := unhex(t, test.want)
			got := Frame(test.m)
			if !bytes.Equal(got, want) {
				t.Fatalf("% X, want % X", got, want)
			}
			for cut := range got {
				if _, _, err := Unframe(got[:cut]); !errors.Is(err, ErrShort) {
					t.Fatalf("of %d bytes: %v", cut, err)
				}
			}
			back, n, err := Unframe(append([]byte{Ack, 0xFF}, got...))
			if err != nil || n != len(got)+2 || back.Command != test.m.Command || !bytes.Equal(back.Data, test.m.Data) {
				t.Errorf("back %+v, %d, %v", back, n, err)
			}
			for i := 2; i < len(got); i++ { // one bit anywhere
				bad := bytes.Clone(got)
				bad[i] ^= 0x40
				if m, _, err := Unframe(bad); err == nil {
					t.Errorf("byte %d damaged and taken as %+v", i, m)
				}
			}
		})
	}
}

func TestLongMessage(t *testing.T) {
	m := Message{PrintText, bytes.Repeat([]byte{0x10}, 700)}
	if b := m.Bytes(); !bytes.Equal(b[:5], []byte{0x06, 0xD3, 0xFF, 0xBC, 0x02}) {
		t.Errorf("begins % X", b[:5])
	}
	for name, back := range map[string]func() (Message, int, error){
		"plain":  func() (Message, int, error) { return Parse(m.Bytes()) },
		"framed": func() (Message, int, error) { return Unframe(Frame(m)) },
	} {
		if got, _, err := back(); err != nil || !reflect.DeepEqual(got, m) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestFields(t *testing.T) {
	b := unhex(t, "27 00 04 000000002000 49 0764 22 F0F8 5413EEEEEEEE6027 8B F0F3 414243 06 03 450107 3C F0F0F2 4142 87 0042")
	f, err := Fields(b)
	if err != nil {
		t.Fatal(err)
	}
	if number(f[Amount]) != 2000 || number(f[Receipt]) != 42 || masked(f[PAN]) != "6027" || string(f[CardName]) != "ABC" || string(f[0x3C]) != "AB" || len(f[container]) != 3 {
		t.Errorf("%x", f)
	}
	for _, bad := range []string{"77", "04 0000", "22 F0", "8B F0F9 41", "06 82 01", "06 85"} {
		if _, err := Fields(unhex(t, bad)); !errors.Is(err, ErrGarbled) {
			t.Errorf("%s: %v", bad, err)
		}
	}
	for pan, want := range map[string]string{"1234567890123456": "3456", "12345EEEEEEEEEEF": "", "123456789F": "6789", "EEE1": ""} {
		if got := masked(unhex(t, pan)); got != want {
			t.Errorf("card %s: %q", pan, got)
		}
	}
}

func FuzzUnframe(f *testing.F) {
	f.Add(Frame(Message{Taken, nil}))
	f.Add(Frame(Message{Status, PutText(Put(nil, Amount, 100), CardName, "X")}))
	f.Fuzz(func(t *testing.T, b []byte) {
		m, n, err := Unframe(b)
		if n < 0 || n > len(b) {
			t.Fatalf("%d of %d bytes", n, len(b))
		}
		if err == nil {
			if back, _, err := Unframe(Frame(m)); err != nil || !bytes.Equal(back.Data, m.Data) {
				t.Fatalf("%+v does not come back: %v", m, err)
			}
		}
		if fields, err := Fields(b); err == nil {
			_ = bookingOf(fields)
		}
		_, _, _ = Parse(b)
	})
}
