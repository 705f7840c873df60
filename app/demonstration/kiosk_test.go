package demonstration

import (
	"context"
	"testing"
	"time"

	"sala/app/office"
	"sala/app/station"
	"sala/forms/certificate"
)

// TestKioskPaperBecomesFinal serves a citizen at a kiosk while central is out of
// reach: central accepts what the registrar's standing order approved.
func TestKioskPaperBecomesFinal(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	kiosk := kioskStand(ctx, t)
	p := kiosk.submits(ctx, t)
	p, err := kiosk.ApproveByStandingOrder(ctx, p)
	must(t, err)
	_, err = kiosk.TakeFee(ctx, p.ID, office.Tender{Method: "card"})
	must(t, err)
	issued, err := kiosk.Issue(ctx, p.ID, nil)
	must(t, err)
	verifier, err := station.NewVerifier(kiosk.st.Dir, kiosk.st.Office.Now, nil)
	must(t, err)
	verdict, err := verifier.PDF(ctx, issued.PDF)
	if err != nil || !verdict.Stands || verdict.Order() != "th.house-register-copy@"+p.FormVersion {
		t.Errorf("whoever checks the paper is told %q of the order %q, error %v", verdict.Word, verdict.Order(), err)
	}
	must(t, kiosk.scene.Link.Restore())
	report, err := kiosk.st.Sync.SyncOnce(ctx)
	must(t, err)
	if report.Rejected+report.Conflicts > 0 {
		aside, _ := kiosk.st.Outbox().Items(ctx, 20)
		t.Errorf("central set entries aside: %+v", aside)
	}
	must(t, kiosk.st.Store.Read(ctx, func(r office.Reader) error {
		c, err := r.Certificate(issued.Certificate.Number)
		if c.Status != certificate.Final {
			t.Errorf("the certificate is %s, want final", c.Status)
		}
		return err
	}))
}
