package escpos

import (
	"bytes"
	"testing"
)

// collect feeds bytes and lists what was said.
func collect(p []byte) (kinds []saying, data [][]byte) {
	var d demux
	for _, b := range p {
		if k, x := d.take(b); k != nothing {
			kinds, data = append(kinds, k), append(data, bytes.Clone(x))
		}
	}
	return kinds, data
}

func TestDemux(t *testing.T) {
	for name, tt := range map[string]struct {
		bytes []byte
		want  []saying
	}{
		"real-time answers":         {[]byte{0x16, 0x12, 0x12, 0x7E}, []saying{saidStatus, saidStatus, saidStatus, saidStatus}},
		"automatic status":          {[]byte{0x14, 0x00, 0x00, 0x0F}, []saying{saidAuto}},
		"flow within automatic":     {[]byte{0x3C, 0x13, 0x00, 0x11, 0x0F, 0x00}, []saying{saidStop, saidGo, saidAuto}},
		"answer within automatic":   {[]byte{0x14, 0x00, 0x16, 0x00, 0x00}, []saying{saidStatus, saidAuto}},
		"automatic torn, then anew": {[]byte{0x14, 0x00, 0x14, 0x00, 0x03, 0x00}, []saying{saidAuto}},
		"name":                      {[]byte("_EPSON\x00\x00"), []saying{saidText, saidByte}},
		"cleared":                   {[]byte{0x37, 0x25, 0x00}, []saying{saidBlock}},
		"end mark after automatic":  {[]byte{0x14, 0, 0, 0, 0x00}, []saying{saidAuto, saidByte}},
		"nonsense":                  {[]byte{0x80, 0xFF, 0x90}, nil},
	} {
		got, _ := collect(tt.bytes)
		if len(got) != len(tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
			continue
		}
		for i := range got {
			if got[i] != tt.want[i] {
				t.Errorf("%s: %v, want %v", name, got, tt.want)
			}
		}
	}
	_, data := collect([]byte("_" + string(bytes.Repeat([]byte("x"), 9999)) + "\x00"))
	if len(data) != 1 || len(data[0]) != textLimit {
		t.Error("a name without end is kept whole")
	}
}

// The states of a printer and what it answers in them, as the makers' tables of
// bits say.
func TestStates(t *testing.T) {
	for name, tt := range map[string]struct {
		realTime [4]byte
		auto     [4]byte
		want     error
		warning  error
	}{
		"ready":      {[4]byte{0x16, 0x12, 0x12, 0x12}, [4]byte{0x14, 0, 0, 0}, nil, nil},
		"cover open": {[4]byte{0x1E, 0x16, 0x12, 0x12}, [4]byte{0x3C, 0, 0, 0}, ErrCoverOpen, nil},
		"near end":   {[4]byte{0x16, 0x12, 0x12, 0x1E}, [4]byte{0x14, 0, 3, 0}, nil, ErrPaperLow},
		"paper out":  {[4]byte{0x1E, 0x32, 0x12, 0x7E}, [4]byte{0x1C, 0, 0x0F, 0}, ErrPaperOut, nil},
		"cutter":     {[4]byte{0x1E, 0x52, 0x1A, 0x12}, [4]byte{0x1C, 0x08, 0, 0}, ErrCutter, nil},
		"broken":     {[4]byte{0x1E, 0x52, 0x32, 0x12}, [4]byte{0x1C, 0x20, 0, 0}, ErrBroken, nil},
		"mechanics":  {[4]byte{0x1E, 0x52, 0x16, 0x12}, [4]byte{0x1C, 0x04, 0, 0}, ErrBroken, nil},
		"odd bit":    {[4]byte{0x16, 0x12, 0x16, 0x12}, [4]byte{0x14, 0x04, 0, 0}, nil, nil},
		"offline":    {[4]byte{0x1E, 0x12, 0x12, 0x12}, [4]byte{0x1C, 0, 0, 0}, ErrOffline, nil},
	} {
		var s State
		for i, b := range tt.realTime {
			if b&0x93 != 0x12 {
				t.Fatalf("%s: %02X is no answer", name, b)
			}
			s.realTime(i+1, b)
		}
		for how, s := range map[string]State{"asked": s, "told": automatic(tt.auto)} {
			if s.Trouble() != tt.want || s.Warning() != tt.warning {
				t.Errorf("%s, %s: %v, %v", name, how, s.Trouble(), s.Warning())
			}
		}
	}
}

func FuzzDemux(f *testing.F) {
	f.Add([]byte{0x14, 0x00, 0x00, 0x0F, 0x16, '_', 'x', 0, 0x11, 0x13})
	f.Fuzz(func(t *testing.T, p []byte) {
		var d demux
		for _, b := range p {
			k, data := d.take(b)
			if k == saidAuto && len(data) != 4 || len(data) > textLimit+1 || len(d.auto) > 3 {
				t.Fatalf("%d: % X", k, data)
			}
		}
	})
}
