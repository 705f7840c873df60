package demonstration

import (
	"context"
	"testing"
	"time"

	"sala/app/office"
	"sala/forms/certificate"
)

// TestKioskPaperBecomesFinal serves a citizen at a kiosk while central is out of
// reach: central accepts what the registrar's standing order approved.
func TestKioskPaperBecomesFinal(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	s, st := opened(ctx, t, 300)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	s.Link.Refuse()
	must(s.Devices(ctx, "insert"))
	kiosk := st.Office.Kiosk()
	card, err := kiosk.ReadCard(ctx, nil)
	must(err)
	visitor, err := kiosk.Identify(ctx, card)
	must(err)
	d, err := kiosk.Begin(ctx, "th.house-register-copy", visitor)
	must(err)
	must(kiosk.Answer(ctx, d, "purpose", "school"))
	p, err := kiosk.Submit(ctx, d)
	must(err)
	p, err = kiosk.ApproveByStandingOrder(ctx, p)
	must(err)
	_, err = kiosk.TakeFee(ctx, p.ID, office.Tender{Method: "card"})
	must(err)
	issued, err := kiosk.Issue(ctx, p.ID, nil)
	must(err)
	must(s.Link.Restore())
	report, err := st.Sync.SyncOnce(ctx)
	must(err)
	if report.Rejected+report.Conflicts > 0 {
		aside, _ := st.Outbox().Items(ctx, 20)
		t.Errorf("central set entries aside: %+v", aside)
	}
	must(st.Store.Read(ctx, func(r office.Reader) error {
		c, err := r.Certificate(issued.Certificate.Number)
		if c.Status != certificate.Final {
			t.Errorf("the certificate is %s, want final", c.Status)
		}
		return err
	}))
}
