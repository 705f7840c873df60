package station_test

import (
	"maps"
	"testing"

	"sala/app/office"
	"sala/forms/act"
	"sala/forms/number"
)

// A kiosk that has forgotten for what its numbers were used accounts for each of them
// still: at a desk that is opened on its folder, too.
func TestLedgerOfAKioskThatForgot(t *testing.T) {
	w := newWorld(t)
	st, clerk, her := w.kiosk()
	ctx := t.Context()
	kiosk := st.Office.Kiosk()
	p, err := kiosk.Submit(ctx, begins(t, kiosk, her.NationalNumber))
	must(t, err)
	_, err = clerk.TakeFee(ctx, p.ID, office.Tender{Method: "cash"})
	must(t, err)
	_, _, err = kiosk.HandOver(ctx, p.ID, office.WhyPaid) // else her paper is due, and nothing is forgotten
	must(t, err)
	_, err = st.Sync.SyncOnce(ctx)
	must(t, err)
	acked, err := st.Store.Acknowledged(ctx)
	must(t, err)
	if n, err := st.Store.Purge(ctx, acked); n == 0 || err != nil {
		t.Fatalf("%d entries were forgotten, %v", n, err)
	}
	if fees, err := st.Store.Newest(ctx, act.FeeTaken, 9); len(fees) > 0 || err != nil {
		t.Fatalf("the fee is known still: %+v, %v", fees, err)
	}
	leases, err := st.Outbox().Leases(ctx)
	must(t, err)
	used := map[string]uint64{}
	for _, l := range leases {
		used[l.Kind] += l.Size - l.Left
	}
	if want := map[string]uint64{number.Certificates: 0, number.Receipts: 1}; !maps.Equal(used, want) {
		t.Errorf("used are %v, want %v", used, want)
	}
}
