package office_test

import (
	"context"
	"testing"
	"time"

	"sala/app/office"
	"sala/forms/act"
	"sala/forms/calendar"
)

// Takings, closings, receipts and figures are read by those who take money, close
// the day or audit it, and by nobody else; only who audits sees others' drawers.
func TestAccountsAskForARole(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	w.paid(t)
	reads := map[string]func(context.Context, *office.Session) error{
		"cash so far": func(ctx context.Context, s *office.Session) error { _, err := s.CashSoFar(ctx); return err },
		"takings":     func(ctx context.Context, s *office.Session) error { _, err := s.Takings(ctx); return err },
		"closings":    func(ctx context.Context, s *office.Session) error { _, err := s.Closings(ctx, 9); return err },
		"payments":    func(ctx context.Context, s *office.Session) error { _, err := s.Payments(ctx, time.Time{}); return err },
		"figures": func(ctx context.Context, s *office.Session) error {
			_, err := s.Figures(ctx, calendar.Date{}, calendar.Date{})
			return err
		},
		"report": func(ctx context.Context, s *office.Session) error { return s.PrintReport(ctx, office.Report{}) },
	}
	for _, x := range []struct {
		role        office.Role
		may, others bool
	}{
		{office.Clerk, true, false}, {office.HeadOfSection, true, true}, {office.Registrar, true, false}, {office.Auditor, true, true},
		{office.Administrator, false, false}, {office.Engineer, false, false}, {office.Welfare, false, false}, {office.Citizen, false, false}, {office.Emergency, false, false},
	} {
		s := *w.clerk
		s.Officer = act.Officer{ID: "of-" + string(x.role), Roles: []string{string(x.role)}}
		for name, read := range reads {
			refused := office.CodeOf(read(ctx, &s)) == "not_allowed"
			if refused == x.may {
				t.Errorf("%s as %s: refused %v", name, x.role, refused)
			}
		}
		if all, _ := s.Takings(ctx); (len(all) > 0) != x.others {
			t.Errorf("%s sees the drawers of %d others", x.role, len(all))
		}
	}
}
