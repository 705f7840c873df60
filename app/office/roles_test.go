package office_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"sala/app/office"
	"sala/forms/act"
	"sala/forms/fee"
	"sala/forms/number"
	"sala/forms/register"
)

// only are the roles that the desk's five kinds of officers have.
var only = []office.Role{office.Clerk, office.HeadOfSection, office.Registrar, office.Auditor, office.Administrator}

// roles signs in one officer of each role.
func (w *world) roles(t *testing.T) map[office.Role]*office.Session {
	t.Helper()
	out := map[office.Role]*office.Session{}
	for _, role := range only {
		o := act.Officer{ID: "only-" + string(role), Roles: []string{string(role)}}
		err := w.store.Write(t.Context(), "clerk", func(x office.Writer) error { return x.Append(act.OfficerSet, "officer/"+o.ID, 0, o) })
		if err == nil {
			err = w.store.SetPassword(t.Context(), o.ID, password)
		}
		if err == nil {
			out[role], err = w.SignIn(t.Context(), o.ID, password)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// planner plans copies and does nothing else.
type planner struct{ office.Safekeeping }

func (planner) SetCopyPlan(context.Context, office.CopyPlan) error { return nil }

// nothing are no rows.
func nothing(func(office.Row, error) bool) {}

// TestEachRoleMayDoWhatIsItsOwn promises, of everything that changes something or
// opens a record, which roles may do it; the others are refused below the screen,
// and nothing stands in the journal of it.
func TestEachRoleMayDoWhatIsItsOwn(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	p := w.submitted(t)
	card := office.Card{NationalNumber: w.home.Residents[0].NationalNumber}
	draft, err := w.clerk.Begin(ctx, "th.house-register-copy", office.Visitor{})
	if err != nil {
		t.Fatal(err)
	}
	sheet := draft.Sheet
	sessions := w.roles(t)
	serve, decide := []office.Role{office.Clerk, office.HeadOfSection, office.Registrar}, []office.Role{office.HeadOfSection, office.Registrar}
	administer := []office.Role{office.Administrator}
	look := append(slices.Clone(serve), office.Auditor)
	for name, one := range map[string]struct {
		may []office.Role
		do  func(context.Context, *office.Session) error
	}{
		"identify": {serve, func(ctx context.Context, s *office.Session) error { _, err := s.Identify(ctx, card); return err }},
		"begin": {serve, func(ctx context.Context, s *office.Session) error {
			_, err := s.Begin(ctx, "th.house-register-copy", office.Visitor{})
			return err
		}},
		"save": {serve, func(ctx context.Context, s *office.Session) error {
			d := &office.Draft{Petition: draft.Petition, Form: draft.Form, Sheet: sheet}
			return s.Answer(ctx, d, "purpose", "bank")
		}},
		"submit": {serve, func(ctx context.Context, s *office.Session) error {
			_, err := s.Submit(ctx, &office.Draft{Petition: draft.Petition, Form: draft.Form, Sheet: sheet})
			return err
		}},
		"approve":  {[]office.Role{office.Registrar}, func(ctx context.Context, s *office.Session) error { _, err := s.Approve(ctx, p, ""); return err }},
		"withdraw": {serve, func(ctx context.Context, s *office.Session) error { _, err := s.Withdraw(ctx, p, ""); return err }},
		"pass on": {serve, func(ctx context.Context, s *office.Session) error {
			_, err := s.PassOn(ctx, p.ID, "clerk", "")
			return err
		}},
		"note": {look, func(ctx context.Context, s *office.Session) error { _, err := s.Note(ctx, p.ID, "x"); return err }},
		"attach": {serve, func(ctx context.Context, s *office.Session) error {
			_, err := s.Attach(ctx, office.File{Subject: "petition/" + p.ID, Body: []byte("x")})
			return err
		}},
		"take fee": {serve, func(ctx context.Context, s *office.Session) error {
			_, err := s.TakeFee(ctx, p.ID, office.Tender{Method: "cash"})
			return err
		}},
		"issue": {serve, func(ctx context.Context, s *office.Session) error { _, err := s.Issue(ctx, p.ID, nil); return err }},
		"print": {serve, func(ctx context.Context, s *office.Session) error { _, err := s.Print(ctx, "C1", nil); return err }},
		"came out": {serve, func(ctx context.Context, s *office.Session) error {
			_, err := s.ConfirmPrint(ctx, "C1", true)
			return err
		}},
		"receipt": {serve, func(ctx context.Context, s *office.Session) error {
			_, err := s.PrintReceipt(ctx, office.Receipt{})
			return err
		}},
		"reprint": {serve, func(ctx context.Context, s *office.Session) error { _, err := s.Reprint(ctx, "C1", "x"); return err }},
		"void":    {serve, func(ctx context.Context, s *office.Session) error { _, err := s.Void(ctx, "C1", "x"); return err }},
		"refund":  {serve, func(ctx context.Context, s *office.Session) error { _, err := s.Refund(ctx, p.ID, "x"); return err }},
		"spoil": {serve, func(ctx context.Context, s *office.Session) error {
			_, err := s.Spoil(ctx, number.Receipts, "x")
			return err
		}},
		"sheets": {serve, func(ctx context.Context, s *office.Session) error {
			_, err := s.ReceiveSheets(ctx, "A1", "A9", "")
			return err
		}},
		"close day": {[]office.Role{office.Clerk, office.HeadOfSection}, func(ctx context.Context, s *office.Session) error {
			_, err := s.CloseDay(ctx, fee.Money{Currency: "THB"}, "x")
			return err
		}},
		"look up": {look, func(ctx context.Context, s *office.Session) error {
			_, err := s.LookUp(ctx, register.Residents, w.home.Residents[0].ID, forCorrection)
			return err
		}},
		"history": {look, func(ctx context.Context, s *office.Session) error {
			_, err := s.History(ctx, register.Residents, w.home.Residents[0].ID, forCorrection)
			return err
		}},
		"compare": {look, func(ctx context.Context, s *office.Session) error {
			_, err := s.Compare(ctx, w.home.Residents[0].ID, w.home.Residents[1].ID, forCorrection)
			return err
		}},
		"join": {[]office.Role{office.Registrar}, func(ctx context.Context, s *office.Session) error {
			_, err := s.Join(ctx, office.Joint{Reason: "x"})
			return err
		}},
		"part": {[]office.Role{office.Registrar}, func(ctx context.Context, s *office.Session) error { _, err := s.Part(ctx, "x", "x"); return err }},
		"settle": {decide, func(ctx context.Context, s *office.Session) error {
			return s.WithdrawEntry(ctx, office.Conflict{}, "x")
		}},
		"delegate": {decide, func(ctx context.Context, s *office.Session) error {
			return s.Delegate(ctx, "clerk", w.now.Add(time.Hour))
		}},
		"officer": {administer, func(ctx context.Context, s *office.Session) error {
			return s.SetOfficer(ctx, act.Officer{ID: "new", Roles: []string{"clerk"}})
		}},
		"remove": {administer, func(ctx context.Context, s *office.Session) error { return s.RemoveOfficer(ctx, "new") }},
		"pack":   {administer, func(ctx context.Context, s *office.Session) error { return s.UsePack(ctx, act.Packing{Name: "th@2"}) }},
		"bring in": {administer, func(ctx context.Context, s *office.Session) error {
			_, err := s.BringIn(ctx, office.BringIn{Register: register.Lands}, nothing)
			return err
		}},
		"copies": {administer, func(ctx context.Context, s *office.Session) error {
			return s.PlanCopies(ctx, planner{}, office.CopyPlan{})
		}},
	} {
		for _, role := range only {
			s := sessions[role]
			before := w.entries(t)
			err := one.do(ctx, s)
			refused := office.CodeOf(err) == "not_allowed"
			if may := slices.Contains(one.may, role); may == refused {
				t.Errorf("%s: a %s is refused %v, want %v (%v)", name, role, refused, !may, err)
			}
			if refused && w.entries(t) != before {
				t.Errorf("%s: what a %s was refused stands in the journal", name, role)
			}
		}
	}
}
