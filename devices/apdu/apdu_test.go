package apdu_test

import (
	"context"
	"errors"
	"testing"

	"sala/devices/apdu"
)

func TestCases(t *testing.T) {
	for _, tt := range []struct {
		cmd  []byte
		want apdu.Case
	}{
		{[]byte{0, 0xA4, 0, 0}, apdu.NoData},
		{[]byte{0, 0xC0, 0, 0, 16}, apdu.Receive},
		{[]byte{0, 0xA4, 4, 0, 2, 1, 2}, apdu.Send},
		{[]byte{0, 0xA4, 4, 0, 2, 1, 2, 0}, apdu.Both},
	} {
		if got, err := apdu.CaseOf(tt.cmd); got != tt.want || err != nil {
			t.Errorf("% X: %d, %v", tt.cmd, got, err)
		}
	}
	for _, bad := range [][]byte{nil, {0}, {0, 0xA4, 0}, {0, 0xA4, 4, 0, 2, 1}, {0, 0xA4, 4, 0, 0, 1}, {0, 0xA4, 4, 0, 1, 1, 1, 1}} {
		if _, err := apdu.CaseOf(bad); !errors.Is(err, apdu.ErrShape) {
			t.Errorf("% X: %v", bad, err)
		}
	}
}

// script is a card that answers what it is told to, and remembers the commands.
type script struct {
	answers [][]byte
	asked   []string
}

func (s *script) Exchange(_ context.Context, cmd []byte) ([]byte, error) {
	s.asked = append(s.asked, string(cmd))
	if len(s.answers) == 0 {
		return nil, errors.New("the card has nothing more to say")
	}
	a := s.answers[0]
	s.answers = s.answers[1:]
	return a, nil
}

func TestTransmit(t *testing.T) {
	for name, tt := range map[string]struct {
		answers [][]byte
		cmd     string
		p2      byte
		data    string
		sw      apdu.Status
		asked   []string
	}{
		"at once":           {[][]byte{[]byte("hi\x90\x00")}, "\x80\xB0\x00\x04\x02\x00\x0D", 0, "hi", 0x9000, []string{"\x80\xB0\x00\x04\x02\x00\x0D"}},
		"to be fetched":     {[][]byte{[]byte("\x61\x02"), []byte("hi\x90\x00")}, "\x80\xB0\x00\x04\x02\x00\x02", 1, "hi", 0x9000, []string{"\x80\xB0\x00\x04\x02\x00\x02", "\x00\xC0\x00\x01\x02"}},
		"in parts":          {[][]byte{[]byte("a\x61\x02"), []byte("bc\x61\x01"), []byte("d\x90\x00")}, "\x00\xB0\x00\x00\x00", 0, "abcd", 0x9000, []string{"\x00\xB0\x00\x00\x00", "\x00\xC0\x00\x00\x02", "\x00\xC0\x00\x00\x01"}},
		"another length":    {[][]byte{[]byte("\x6C\x03"), []byte("abc\x90\x00")}, "\x00\xB0\x00\x00\x00", 0, "abc", 0x9000, []string{"\x00\xB0\x00\x00\x00", "\x00\xB0\x00\x00\x03"}},
		"length of nothing": {[][]byte{[]byte("\x6C\x03"), []byte("abc\x90\x00")}, "\x00\xCA\x00\x00", 0, "abc", 0x9000, []string{"\x00\xCA\x00\x00", "\x00\xCA\x00\x00\x03"}},
		"refused":           {[][]byte{[]byte("\x6A\x82")}, "\x00\xA4\x00\x00", 0, "", 0x6A82, []string{"\x00\xA4\x00\x00"}},
	} {
		s := &script{answers: tt.answers}
		data, sw, err := apdu.Transmit(context.Background(), s, []byte(tt.cmd), tt.p2)
		if err != nil || string(data) != tt.data || sw != tt.sw {
			t.Errorf("%s: %q %04X, %v", name, data, sw, err)
		}
		if len(s.asked) != len(tt.asked) {
			t.Errorf("%s: asked %q", name, s.asked)
			continue
		}
		for i := range s.asked {
			if s.asked[i] != tt.asked[i] {
				t.Errorf("%s: asked % X, want % X", name, s.asked[i], tt.asked[i])
			}
		}
	}
}

// endless always has more.
type endless struct{}

func (endless) Exchange(context.Context, []byte) ([]byte, error) { return []byte("x\x61\x01"), nil }

func TestTransmitEnds(t *testing.T) {
	if _, _, err := apdu.Transmit(context.Background(), endless{}, []byte{0, 0xB0, 0, 0, 0}, 0); err == nil {
		t.Error("an answer without end was taken")
	}
	s := &script{answers: [][]byte{[]byte("\x6C\x03"), []byte("\x6C\x03"), []byte("\x90\x00")}}
	if _, sw, err := apdu.Transmit(context.Background(), s, []byte{0, 0xB0, 0, 0, 0}, 0); err != nil || sw != 0x6C03 {
		t.Errorf("a card that always wants another length: %04X, %v", sw, err)
	}
	if _, _, err := apdu.Transmit(context.Background(), &script{answers: [][]byte{{0x90}}}, []byte{0, 0xB0, 0, 0, 0}, 0); err == nil {
		t.Error("half a status word was taken")
	}
}
