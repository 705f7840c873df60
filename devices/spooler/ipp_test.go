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
