package station_test

import (
	"os"
	"path/filepath"
	"testing"

	"sala/app/office"
	"sala/app/station"
)

// TestALookIsKnownBeforeTheStoreIsOpen promises that a window can look as the last
// officer had it before anybody gave a password, each front end by itself, and that
// a damaged note only brings back the usual until the next choice.
func TestALookIsKnownBeforeTheStoreIsOpen(t *testing.T) {
	w := newWorld(t)
	st, s := w.station("TH-5014-D01")
	desk, field := "desk", "field"
	shows := func(when string, front string, want office.Appearance) {
		t.Helper()
		if got := station.LastAppearance(st.Dir, front); got != want {
			t.Errorf("%s the window of the %s looks %+v, want %+v", when, front, got, want)
		}
	}
	shows("at first", desk, office.Appearance{})
	dark, large := office.Appearance{Language: "ko", Scheme: "dark", Scale: 1.5}, office.Appearance{Scale: 2}
	must(t, s.KeepAppearance(t.Context(), desk, dark))
	must(t, s.KeepAppearance(t.Context(), field, large))
	must(t, st.Close())
	shows("closed,", desk, dark)
	shows("closed,", field, large)
	for _, damaged := range []string{"{", "[]", "null"} {
		must(t, os.WriteFile(filepath.Join(st.Dir, station.LooksFile), []byte(damaged), 0o600))
		shows("damaged,", desk, office.Appearance{})
	}
	st, err := station.Open(t.Context(), station.Options{Dir: st.Dir, Quiet: true})
	must(t, err)
	defer st.Close()
	again, err := st.Office.LastAppearance(t.Context(), desk)
	if err != nil || again != dark {
		t.Errorf("the store knows %+v, %v", again, err)
	}
	s, err = st.Office.SignIn(t.Context(), s.Officer.ID, testPassword)
	must(t, err)
	must(t, s.KeepAppearance(t.Context(), desk, large))
	shows("chosen anew,", desk, large)
}
