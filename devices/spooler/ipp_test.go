package spooler

import (
	"encoding/binary"
	"testing"
)

func FuzzStateOf(f *testing.F) {
	f.Add(append(binary.BigEndian.AppendUint32([]byte{2, 0, 0, 0, 0, 0, 0, 1, tagJob, tagEnum, 0, 9, 'j', 'o', 'b', '-', 's', 't', 'a', 't', 'e', 0, 4}, 9), tagEnd))
	f.Fuzz(func(t *testing.T, p []byte) {
		if s, err := stateOf(p); err != nil && s != 0 {
			t.Error("a state and an error")
		}
	})
}

func FuzzConditionOf(f *testing.F) {
	answer := question(0, attribute{tagEnum, "printer-state", "\x00\x00\x00\x04"},
		attribute{tagKeyword, "printer-state-reasons", "toner-low-warning"}, attribute{tagKeyword, "", "media-empty-error"})
	answer[8] = tagPrinter
	if is, err := conditionOf(answer); err != nil || !is.busy || is.trouble != ErrPaperOut {
		f.Fatalf("%+v, %v", is, err)
	}
	f.Add(answer)
	f.Fuzz(func(t *testing.T, p []byte) {
		if is, err := conditionOf(p); err != nil && is != (condition{}) {
			t.Error("a condition and an error")
		}
	})
}

func TestTroubleOf(t *testing.T) {
	for _, tt := range []struct {
		told []string
		want error
	}{
		{[]string{"none"}, nil},
		{[]string{"media-empty"}, ErrPaperOut},
		{[]string{"media-needed-error"}, ErrPaperOut},
		{[]string{"media-empty-warning"}, nil},
		{[]string{"media-low-warning", "marker-supply-low-report"}, nil},
		{[]string{"offline-report", "connecting-to-device"}, ErrOffline},
		{[]string{"media-empty-error", "door-open-error"}, ErrOpen},
		{[]string{"cover-open-report", "media-empty-error"}, ErrPaperOut},
		{[]string{"media-empty-error", "media-jam-error"}, ErrJammed},
		{[]string{"marker-supply-empty-error"}, ErrToner},
		{[]string{"toner-empty-warning"}, nil},
		{[]string{"com.example-media-empty-error", "paused"}, nil},
	} {
		var got error
		if e := troubleOf(tt.told); e != nil {
			got = e
		}
		if got != tt.want {
			t.Errorf("%q: %v, want %v", tt.told, got, tt.want)
		}
	}
}
