package station_test

import (
	"testing"

	"sala/app/invented"
	"sala/app/station"
	"sala/sync/central"
)

// TestCentralHearsHowTheStationIs promises that the console knows versions, the
// pack in use and what waits, and that a withdrawal's list is known to have come.
func TestCentralHearsHowTheStationIs(t *testing.T) {
	w := newWorld(t)
	must(t, w.Central.Publish(t.Context()))
	st, _ := w.station("TH-5014-D01")
	for range 2 {
		_, err := st.Sync.SyncOnce(t.Context())
		must(t, err)
	}
	var said central.StationStatus
	must(t, w.Central.Store.View(t.Context(), func(tx central.Tx) error {
		all, err := central.Statuses(tx, invented.ThaiOffice)
		said = all["TH-5014-D01"]
		return err
	}))
	if said.Software != station.Version || said.Pack != st.Pack.Name() || said.Mode != "desk" || said.Free <= 0 || said.Revocations != 1 || said.At == 0 {
		t.Errorf("central heard %+v", said)
	}
}

// TestCentralHearsWhatTheStationIs promises that the console knows a kiosk and a
// field laptop from a desk: by what the window shows, or how it was set up.
func TestCentralHearsWhatTheStationIs(t *testing.T) {
	w := newWorld(t)
	st, _ := w.station("TH-5014-D01")
	for _, c := range []struct {
		field, forget bool
		window, want  string
	}{{want: "desk"}, {forget: true, want: "kiosk"}, {field: true, want: "field"}, {window: "kiosk", want: "kiosk"}, {field: true, window: "desk", want: "desk"}} {
		st.Config.Field, st.Config.Forget = c.field, c.forget
		must(t, st.Config.Write(st.Dir))
		must(t, st.Close())
		var err error
		st, err = station.Open(t.Context(), station.Options{Dir: st.Dir, Mode: c.window})
		must(t, err)
		syncOnce(t, st)
		must(t, w.Central.Store.View(t.Context(), func(tx central.Tx) error {
			all, err := central.Statuses(tx, invented.ThaiOffice)
			if got := all["TH-5014-D01"].Mode; got != c.want {
				t.Errorf("%+v: central heard %q", c, got)
			}
			return err
		}))
	}
	must(t, st.Close())
}
