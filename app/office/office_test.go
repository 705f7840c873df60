package office_test

import (
	"errors"
	"slices"
	"testing"

	"sala/app/office"
	"sala/app/words"
	"sala/forms/fee"
	"sala/forms/number"
	"sala/forms/petition"
)

func TestSignInRefusesAndRemembers(t *testing.T) {
	w := newWorld(t)
	before := w.entries(t)
	_, err := w.SignIn(t.Context(), "clerk", "wrong")
	wantCode(t, err, "wrong_password")
	_, err = w.SignIn(t.Context(), "nobody", password)
	if err == nil {
		t.Error("an officer who does not exist signed in")
	}
	if got := w.entries(t) - before; got != 2 {
		t.Errorf("%d entries for two refused sign-ins, want 2", got)
	}
}

func (w *world) entries(t *testing.T) uint64 {
	t.Helper()
	st, err := w.Status(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return st.Journal.Entries
}

func TestUnknownCardIsAVisitorNotAnError(t *testing.T) {
	w := newWorld(t)
	v, err := w.clerk.Identify(t.Context(), office.Card{NationalNumber: "1101700230708"})
	if err != nil || v.Known || v.Card == nil {
		t.Errorf("known %v, card %v, error %v: want an unknown visitor with a card", v.Known, v.Card, err)
	}
}

func TestIdentifyNamesWhatDiffers(t *testing.T) {
	w := newWorld(t)
	holder := w.home.Residents[0]
	birth := holder.Birth
	birth.Year--
	v, err := w.clerk.Identify(t.Context(), office.Card{NationalNumber: holder.NationalNumber, Birth: birth, Sex: holder.Sex})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(v.Differs, []string{"birth"}) {
		t.Errorf("differs %v, want birth", v.Differs)
	}
	if len(v.Members) != len(w.home.Residents) || v.Members[0].Position != "head" {
		t.Errorf("%d members, first %s", len(v.Members), v.Members[0].Position)
	}
}

func TestRefusedFormStaysADraftAndGoesOn(t *testing.T) {
	w := newWorld(t)
	holder := w.home.Residents[0]
	v, err := w.clerk.Identify(t.Context(), office.Card{NationalNumber: holder.NationalNumber})
	if err != nil {
		t.Fatal(err)
	}
	d, err := w.clerk.Begin(t.Context(), "th.house-register-copy", v)
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.clerk.Submit(t.Context(), d)
	wantCode(t, err, "form_refused")
	var refused *office.Error
	if !errors.As(err, &refused) || len(refused.Problems) == 0 {
		t.Fatal("a refused form names its problems")
	}
	if err := w.clerk.Answer(t.Context(), d, "copies", "3"); err != nil {
		t.Fatal(err)
	}
	again, err := w.clerk.Resume(t.Context(), d.Petition.ID)
	if err != nil {
		t.Fatal(err)
	}
	if got := again.Sheet.Value("copies"); got != int64(3) {
		t.Errorf("after resuming, copies is %v, want what was answered last", got)
	}
	if err := w.clerk.Answer(t.Context(), again, "purpose", "work"); err != nil {
		t.Fatal(err)
	}
	p, err := w.clerk.Submit(t.Context(), again)
	if err != nil || p.State != petition.Submitted || p.Fee.Minor != 6000 {
		t.Errorf("state %s, fee %s, error %v: want submitted at 60 baht", p.State, p.Fee, err)
	}
}

// A save that comes late, as the desk's own does two seconds after the last key,
// finds nothing to save, also where the sheet holds an answer that was not asked for any more.
func TestSaveAfterHandingIn(t *testing.T) {
	w := newWorld(t)
	v, err := w.clerk.Identify(t.Context(), office.Card{NationalNumber: w.home.Residents[0].NationalNumber})
	if err != nil {
		t.Fatal(err)
	}
	d, err := w.clerk.Begin(t.Context(), "th.house-register-copy", v)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range [][2]string{{"relation", "interested"}, {"relation_evidence", "a contract of sale"}, {"relation", "head"}, {"purpose", "work"}} {
		if err := w.clerk.Answer(t.Context(), d, a[0], a[1]); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.clerk.Submit(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	before := w.entries(t)
	if err := w.clerk.Save(t.Context(), d); err != nil || w.entries(t) != before {
		t.Errorf("%v, %d entries after handing in, want no error and %d", err, w.entries(t), before)
	}
	if err := w.clerk.Answer(t.Context(), d, "copies", 2); err == nil {
		t.Error("a petition that is handed in took another answer")
	}
}

func TestDecisions(t *testing.T) {
	w := newWorld(t)
	p := w.submitted(t)
	_, err := w.clerk.Approve(t.Context(), p, "")
	wantCode(t, err, "same_officer")
	auditor, err := w.SignIn(t.Context(), "auditor", password)
	if err != nil {
		t.Fatal(err)
	}
	_, err = auditor.Approve(t.Context(), p, "")
	wantCode(t, err, "not_allowed")
	_, err = auditor.Begin(t.Context(), "th.house-register-copy", office.Visitor{})
	wantCode(t, err, "not_allowed")

	returned, err := w.registrar.Return(t.Context(), p, "which school?")
	if err != nil || returned.State != petition.Returned {
		t.Fatalf("state %s, error %v", returned.State, err)
	}
	d, err := w.clerk.Resume(t.Context(), p.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.clerk.Answer(t.Context(), d, "copies", 2); err != nil {
		t.Fatal(err)
	}
	again, err := w.clerk.Submit(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.registrar.Approve(t.Context(), p, "")
	wantCode(t, err, "content_changed") // p is what was seen before the correction
	if _, err := w.registrar.Approve(t.Context(), again, ""); err != nil {
		t.Error(err)
	}
}

func TestNoCertificateBeforeTheFee(t *testing.T) {
	w := newWorld(t)
	p, err := w.registrar.Approve(t.Context(), w.submitted(t), "")
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.clerk.Issue(t.Context(), p.ID, nil)
	wantCode(t, err, "fee_unpaid")
	_, err = w.clerk.TakeFee(t.Context(), p.ID, office.Tender{Method: "cash", Tendered: 1000})
	wantCode(t, err, "too_little")
	paid, err := w.clerk.TakeFee(t.Context(), p.ID, office.Tender{Method: "cash", Tendered: 10_000})
	if err != nil || paid.Change != (fee.Money{Minor: 8000, Currency: "THB"}) {
		t.Errorf("change %s, error %v: want 80 baht back of 100", paid.Change, err)
	}
}

// A job whose end nobody knows is put to the officer; whatever the answer, the
// certificate keeps its one number.
func TestUnknownPrintIsAskedAbout(t *testing.T) {
	for _, cameOut := range []bool{true, false} {
		w := newWorld(t)
		p := w.paid(t)
		w.pages.answer = office.Unknown
		out, err := w.clerk.Issue(t.Context(), p.ID, nil)
		wantCode(t, err, "printer_unknown")
		if out.Petition.State != petition.Approved {
			t.Errorf("state %s while nobody knows, want approved", out.Petition.State)
		}
		told, err := w.clerk.ConfirmPrint(t.Context(), out.Certificate.Number, cameOut)
		if err != nil {
			t.Fatal(err)
		}
		if issued := told.Petition.State == petition.Fulfilled; issued != cameOut {
			t.Errorf("came out %v: state %s", cameOut, told.Petition.State)
		}
		if !cameOut {
			again, err := w.clerk.Issue(t.Context(), p.ID, nil)
			if err != nil || again.Certificate.Number != out.Certificate.Number {
				t.Errorf("number %s then %s, error %v", out.Certificate.Number, again.Certificate.Number, err)
			}
		}
	}
}

func TestReprintNeedsAReasonAndCounts(t *testing.T) {
	w := newWorld(t)
	c := w.issued(t).Certificate
	_, err := w.clerk.Reprint(t.Context(), c.Number, "  ")
	wantCode(t, err, "reason_needed")
	again, err := w.clerk.Reprint(t.Context(), c.Number, "the first sheet was torn")
	if err != nil || again.Certificate.Prints != 2 {
		t.Errorf("%d prints, error %v: want 2", again.Certificate.Prints, err)
	}
}

func TestVoidAndRefund(t *testing.T) {
	w := newWorld(t)
	out := w.issued(t)
	voided, err := w.clerk.Void(t.Context(), out.Certificate.Number, "wrong household")
	if err != nil || voided.Certificate.Status != "void" {
		t.Fatalf("status %s, error %v", voided.Certificate.Status, err)
	}
	_, err = w.clerk.Void(t.Context(), out.Certificate.Number, "again")
	wantCode(t, err, "void_already")
	_, err = w.clerk.Reprint(t.Context(), out.Certificate.Number, "torn")
	wantCode(t, err, "not_issued")
	p, err := w.clerk.Refund(t.Context(), out.Petition.ID, "voided")
	if err != nil || p.Due() != p.Fee {
		t.Errorf("due %s after the refund, want %s again (%v)", p.Due(), p.Fee, err)
	}
	_, err = w.clerk.Refund(t.Context(), out.Petition.ID, "voided")
	wantCode(t, err, "nothing_paid")
}

func TestNumbersRunOutOnlyForPaper(t *testing.T) {
	w := newWorld(t)
	for range 9 {
		if _, err := w.clerk.Spoil(t.Context(), number.Certificates, "sheet torn"); err != nil {
			t.Fatal(err)
		}
	}
	_, err := w.clerk.Spoil(t.Context(), number.Certificates, "one more")
	wantCode(t, err, "no_numbers")
	p := w.paid(t) // intake goes on
	_, err = w.clerk.Issue(t.Context(), p.ID, nil)
	wantCode(t, err, "no_numbers")
}

func TestDayEnd(t *testing.T) {
	w := newWorld(t)
	w.paid(t)
	cash, err := w.clerk.CashSoFar(t.Context())
	if err != nil || cash.Cash.Minor != 2000 || len(cash.Payments) != 1 {
		t.Fatalf("cash %s in %d payments, error %v: want 20 baht in one", cash.Cash, len(cash.Payments), err)
	}
	_, err = w.clerk.CloseDay(t.Context(), fee.Money{Minor: 1900, Currency: "THB"}, "")
	wantCode(t, err, "difference")
	closing, err := w.clerk.CloseDay(t.Context(), fee.Money{Minor: 1900, Currency: "THB"}, "one baht short in change")
	if err != nil || closing.Receipts != 1 {
		t.Errorf("%d receipts, error %v", closing.Receipts, err)
	}
	_, err = w.registrar.CloseDay(t.Context(), fee.Money{}, "")
	wantCode(t, err, "not_allowed")
}

func TestKioskApprovesByStandingOrderOnly(t *testing.T) {
	w := newWorld(t)
	kiosk := w.Kiosk()
	p, err := w.submit(t, kiosk)
	if err != nil {
		t.Fatal(err)
	}
	_, err = kiosk.Approve(t.Context(), p, "")
	if err == nil {
		t.Error("a citizen approved her own petition")
	}
	_, err = w.clerk.ApproveByStandingOrder(t.Context(), p)
	wantCode(t, err, "not_allowed")
	p, err = kiosk.ApproveByStandingOrder(t.Context(), p)
	if err != nil || p.Decisions[0].By != "order/th.house-register-copy@1.1.0" {
		t.Fatalf("decisions %+v, error %v", p.Decisions, err)
	}
	if _, err := kiosk.TakeFee(t.Context(), p.ID, office.Tender{Method: "card"}); err != nil {
		t.Fatal(err)
	}
	out, err := kiosk.Issue(t.Context(), p.ID, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := out.Certificate.Document.Officer.Name; got != "นายทดสอบ ตัวอย่าง" {
		t.Errorf("signed by %q, want the registrar whose order it is", got)
	}
	if got := out.Certificate.Document.Order(); got != "th.house-register-copy@1.1.0" {
		t.Errorf("the paper names the order %q", got)
	}
	_, err = kiosk.Visit(t.Context(), w.home.Residents[0].ID, "curiosity")
	wantCode(t, err, "not_allowed")
}

func TestEveryCodeHasWords(t *testing.T) {
	catalogue, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range []string{"not_found", "no_numbers", "bad_state", "content_changed", "same_officer", "fee_unpaid", "cancelled", "form_refused",
		"nothing_due", "too_little", "no_template", "not_enrolled", "not_allowed", "reason_needed", "not_issued", "void_already", "nothing_paid",
		"difference", "reader.none", "printer.none", "printer_failed", "printer_unknown", "wrong_password", "internal"} {
		if !catalogue.Has("office.error."+code) || !catalogue.Has("office.hint."+code) {
			t.Errorf("no words for %q", code)
		}
	}
}
