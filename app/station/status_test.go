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
