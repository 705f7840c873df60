package station_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"sala/app/station"
	"sala/app/store"
)

// A station that central refused as a second copy is told so by whoever examines
// it, although nothing is wrong with its own files.
func TestExaminingTellsASecondCopy(t *testing.T) {
	w := newWorld(t)
	st, _ := w.station("TH-5014-D01")
	line := func() store.Finding {
		t.Helper()
		all := st.Examine(t.Context(), false)
		i := slices.IndexFunc(all, func(f store.Finding) bool { return f.Check == "line" })
		if i < 0 {
			t.Fatalf("the line is not examined: %+v", all)
		}
		return all[i]
	}
	if f := line(); f.Level != store.Good {
		t.Errorf("before: %+v", f)
	}
	must(t, os.WriteFile(filepath.Join(st.Dir, station.LineFile), []byte(`{"online":true,"reason":"fork"}`), 0o600))
	if f := line(); f.Level != store.Bad || f.Code != "second_copy" {
		t.Errorf("after central's refusal: %+v", f)
	}
}
