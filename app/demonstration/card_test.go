package demonstration

import (
	"context"
	"testing"
	"time"

	"sala/app/office"
	"sala/app/station"
	"sala/forms/petition"
)

// TestKioskTakesCards has a citizen prove herself by her card's PIN and pay by card,
// on real serial lines: a card that is declined, one that is good, and a terminal
// that dies after it booked. Central accepts all that was written down of it.
func TestKioskTakesCards(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	s, err := Prepare(ctx, Options{Dir: t.TempDir(), People: 300, Kiosk: true, Tell: telling(t)})
	must(t, err)
	defer s.Close()
	st, err := station.Open(ctx, station.Options{Dir: s.Station})
	must(t, err)
	defer st.Close()
	kiosk := stand{Session: st.Office.Kiosk(), scene: s, st: st}

	p := kiosk.due(ctx, t)
	who, err := kiosk.Identify(ctx, kiosk.card)
	must(t, err)
	if _, err := kiosk.TypePIN(ctx, who, []byte("9999")); office.CodeOf(err) != "reader.pin_wrong" {
		t.Errorf("a wrong PIN: %v", err)
	}
	if _, err := kiosk.TypePIN(ctx, who, []byte("1234")); err != nil {
		t.Errorf("the card's PIN: %v", err)
	}

	must(t, s.Devices(ctx, "card-declined", "on"))
	if _, err := kiosk.pays(ctx, t, p); office.CodeOf(err) != "terminal.declined" {
		t.Errorf("a card that is declined: %v", err)
	}
	must(t, s.Devices(ctx, "card-declined", "off"))
	paid, err := kiosk.pays(ctx, t, p)
	must(t, err)
	if paid.Petition.Due().Minor != 0 || paid.Petition.Machine.Booking.Card != "MASTERCARD 6027" {
		t.Errorf("due %s, %+v", paid.Petition.Due(), paid.Petition.Machine)
	}
	if _, err := kiosk.Issue(ctx, p.ID, nil); err != nil {
		t.Error(err)
	}

	second := kiosk.due(ctx, t)
	must(t, s.Devices(ctx, "card-dies", "on"))
	gone, leave := context.WithTimeout(ctx, 4*time.Second) // nobody waits for the terminal longer
	defer leave()
	if _, err := kiosk.pays(gone, t, second); office.CodeOf(err) != "terminal.unknown" {
		t.Errorf("a terminal that dies: %v", err)
	}
	must(t, s.Devices(ctx, "card-dies", "off"))
	must(t, s.Devices(ctx, "card-mute", "off"))
	for state := (petition.Petition{}); state.State != petition.Withdrawn; {
		if state, err = kiosk.LeaveKiosk(ctx, second.ID); err != nil {
			t.Fatal(err)
		}
		if state.Machine.Asked == 0 && (state.Machine.Owed > 0 || state.Due() != state.Fee) {
			t.Fatalf("%s: %+v", state.State, state.Machine)
		}
	}
	report, err := st.Sync.SyncOnce(ctx)
	must(t, err)
	if report.Rejected+report.Conflicts > 0 {
		aside, _ := st.Outbox().Items(ctx, 20)
		t.Errorf("central set entries aside: %+v", aside)
	}
}

// due is a petition that is approved and not paid.
func (k *stand) due(ctx context.Context, t *testing.T) petition.Petition {
	t.Helper()
	p, err := k.ApproveByStandingOrder(ctx, k.submits(ctx, t))
	must(t, err)
	return p
}

// pays pays by card, which is presented as soon as the terminal asks for it.
func (k *stand) pays(ctx context.Context, t *testing.T, p petition.Petition) (office.Paid, error) {
	t.Helper()
	return k.PayByCard(ctx, p.ID, func(now office.Paying) {
		if now.Card == office.CardPresent {
			must(t, k.scene.Devices(context.WithoutCancel(ctx), "present"))
		}
	})
}
