package office_test

import (
	"maps"
	"slices"
	"testing"

	"sala/app/invented"
	"sala/app/office"
	"sala/forms/act"
	"sala/forms/fee"
	"sala/forms/number"
	"sala/forms/register"
)

// books returns the account of the sheets.
func (w *world) sheets(t *testing.T) number.Balance {
	t.Helper()
	books, err := w.clerk.Books(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(books, func(b number.Balance) bool { return b.Lease.Kind == number.Sheets })
	if i < 0 {
		t.Fatal("there are no sheets in the books")
	}
	return books[i]
}

// rebuilt fails unless the tables made anew from the journal are the same.
func (w *world) rebuilt(t *testing.T) {
	t.Helper()
	before, err := w.store.Digest(t.Context())
	if err == nil {
		err = w.store.Rebuild(t.Context(), nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	after, err := w.store.Digest(t.Context())
	if err != nil || !maps.Equal(before, after) {
		t.Errorf("after a rebuild the tables are %v, before they were %v (%v)", after, before, err)
	}
}

// Every sheet of a packet is used for a certificate, spoiled with a reason or
// still there, whatever the printer does.
func TestSheetsAddUp(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	_, err := w.clerk.ReceiveSheets(ctx, "AB000001", "AC000009", "")
	wantCode(t, err, "not_a_packet")
	if _, err := w.clerk.ReceiveSheets(ctx, "AB000001", "AB000007", "box 3"); err != nil {
		t.Fatal(err)
	}
	_, err = w.clerk.ReceiveSheets(ctx, "AB000007", "AB000020", "")
	wantCode(t, err, "sheets_overlap")
	want := func(what string, held, used, spoiled, free uint64) {
		t.Helper()
		if b := w.sheets(t); b.Held != held || b.Used != used || b.Spoiled != spoiled || b.Free != free {
			t.Errorf("%s: %d held, %d used, %d spoiled, %d free; want %d, %d, %d, %d", what, b.Held, b.Used, b.Spoiled, b.Free, held, used, spoiled, free)
		}
	}
	p := w.paid(t)
	w.pages.answer = office.Failed
	if _, err := w.clerk.Issue(ctx, p.ID, nil); err == nil {
		t.Fatal("a failed print is no error")
	}
	want("after a job that failed", 0, 0, 0, 7)
	w.pages.answer = office.Unknown
	out, _ := w.clerk.Issue(ctx, p.ID, nil)
	want("while nobody knows", 1, 0, 0, 6)
	other := w.issued(t)
	want("after another print", 1, 1, 0, 5)
	if _, err := w.clerk.ConfirmPrint(ctx, out.Certificate.Number, true); err != nil {
		t.Fatal(err)
	}
	want("after the officer's word", 0, 2, 0, 5)
	if _, err := w.clerk.Reprint(ctx, other.Certificate.Number, "smudged"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.clerk.SpoilSheet(ctx, "AB000002", "smudged"); err != nil {
		t.Fatal(err)
	}
	want("after a reprint on a new sheet", 0, 2, 1, 4)
	_, err = w.clerk.SpoilSheet(ctx, "AB000002", "again")
	wantCode(t, err, "sheet_gone")
	_, err = w.clerk.SpoilSheet(ctx, "AB000099", "no such")
	wantCode(t, err, "sheet_unknown")
	missing, err := w.clerk.Reconcile(ctx, "AB000007", "two sheets jammed")
	if err != nil || len(missing) != 3 || missing[0].Text != "AB000004" {
		t.Errorf("reconciling spoils %v (%v), want AB000004 to AB000006", missing, err)
	}
	want("after reconciling", 0, 2, 4, 1)
	if b := w.sheets(t); !b.Sound() {
		t.Errorf("the account is not sound: %+v", b)
	}
	w.issued(t)
	last, err := w.clerk.Issue(ctx, w.paid(t).ID, nil)
	wantCode(t, err, "no_sheets")
	if _, err := w.clerk.ReceiveSheets(ctx, "AB000008", "AB000020", ""); err != nil {
		t.Fatal(err)
	}
	if again, err := w.clerk.Print(ctx, last.Certificate.Number, nil); err != nil || again.Certificate.Prints != 1 {
		t.Errorf("with a new packet: %d prints (%v)", again.Certificate.Prints, err)
	}
	w.rebuilt(t)
}

// A power cut while a sheet is in the printer leaves a question. Until it is
// answered nothing is printed under that number; whatever the answer, there is
// one number.
func TestPowerCutWhilePrinting(t *testing.T) {
	for _, cameOut := range []bool{true, false} {
		w := newWorld(t)
		p := w.paid(t)
		w.pages.cut = true
		func() {
			defer func() { recover() }() // the program died here
			w.clerk.Issue(t.Context(), p.ID, nil)
		}()
		out, err := w.clerk.Issue(t.Context(), p.ID, nil)
		wantCode(t, err, "print_unsure")
		if out.Outcome != office.Unknown || out.Certificate.Number == "" || w.pages.printed != 0 {
			t.Fatalf("after the power came back: %s of %q, %d printed", out.Outcome, out.Certificate.Number, w.pages.printed)
		}
		if _, err := w.clerk.ConfirmPrint(t.Context(), out.Certificate.Number, cameOut); err != nil {
			t.Fatal(err)
		}
		if !cameOut {
			if _, err := w.clerk.Issue(t.Context(), p.ID, nil); err != nil {
				t.Fatal(err)
			}
		}
		var made []office.Certificate
		err = w.store.Read(t.Context(), func(r office.Reader) (err error) {
			made, err = r.Certificates(p.ID)
			return err
		})
		if err != nil || len(made) != 1 || made[0].Prints != 1 {
			t.Errorf("came out %v: %d certificates (%v), want one with one print", cameOut, len(made), err)
		}
	}
}

func TestReturnedNumbersAreNotUsedAgain(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	w.issued(t)
	_, err := w.clerk.ReturnLease(ctx, "nothing", "the year ends")
	wantCode(t, err, "lease_unknown")
	_, err = w.clerk.ReturnLease(ctx, number.Certificates, " ")
	wantCode(t, err, "reason_needed")
	back, err := w.clerk.ReturnLease(ctx, number.Certificates, "the year ends")
	if err != nil || len(back.Ranges) != 1 || back.Ranges[0] != (number.Range{From: 2, To: 9}) {
		t.Fatalf("returned %v (%v), want 2 to 9", back.Ranges, err)
	}
	_, err = w.clerk.ReturnLease(ctx, number.Certificates, "again")
	wantCode(t, err, "nothing_free")
	_, err = w.clerk.Issue(ctx, w.paid(t).ID, nil) // receipts are still there: intake goes on
	wantCode(t, err, "no_numbers")
	w.rebuilt(t)
}

func TestNumbersAreAskedForInTime(t *testing.T) {
	w := newWorld(t)
	all, err := w.Supplies(t.Context())
	if err != nil || !all[number.Certificates].Low || all[number.Certificates].Left != 9 {
		t.Errorf("%+v (%v): nine numbers are few", all, err)
	}
	if _, stocked := all[number.Sheets]; stocked {
		t.Error("an office without security paper is told of sheets")
	}
	wanted, err := w.Wanted(t.Context())
	if err != nil || wanted[number.Certificates] != 131 {
		t.Errorf("asks for %v (%v), want a week's worth", wanted, err)
	}
}

// What cannot be printed takes no number, and the error names it.
func TestWhatCannotBePrintedTakesNoNumber(t *testing.T) {
	w := newWorld(t)
	r := w.home.Residents[0]
	for _, c := range []struct{ name, character string }{{"สมชาย\U00020BB7", "\U00020BB7"}, {"สม😀ชาย", "😀"}} {
		r.Names = map[string]register.Name{"th": {Prefix: "นาย", First: c.name, Last: "ตัวอย่าง"}}
		change := act.Change{Register: register.Residents, ID: r.ID, Office: invented.ThaiOffice, Set: r.Record().Fields}
		err := w.store.Write(t.Context(), "clerk", func(x office.Writer) error {
			rec, err := x.Record(register.Residents, r.ID)
			if err != nil {
				return err
			}
			return x.Append(act.RecordSet, register.Residents+"/"+r.ID, rec.Version, change)
		})
		if err != nil {
			t.Fatal(err)
		}
		_, err = w.clerk.Issue(t.Context(), w.paid(t).ID, nil)
		wantCode(t, err, "character")
		if e, ok := err.(*office.Error); !ok || e.Args["character"] != c.character {
			t.Errorf("the error says %v, want the character %q", err, c.character)
		}
	}
	st, err := w.Status(t.Context())
	if err != nil || st.Numbers[number.Certificates] != 9 {
		t.Errorf("%d numbers are left (%v), want all nine", st.Numbers[number.Certificates], err)
	}
}

// A station whose key has expired takes petitions and fees as ever, and no number
// for a certificate that it could not seal.
func TestExpiredKeyTakesNoNumber(t *testing.T) {
	w := newWorld(t)
	for _, kind := range []string{number.Certificates, number.Receipts} {
		err := w.store.AddLease(t.Context(), number.Lease{ID: kind + "2", Kind: kind, Office: invented.ThaiOffice, Station: "TH-5014-D01", Year: 2571, From: 1, To: 5,
			Format: kind + "-%[2]d-%[3]d", Expires: w.now.AddDate(9, 0, 0).Unix()})
		if err != nil {
			t.Fatal(err)
		}
	}
	w.now = w.now.AddDate(2, 0, 0)
	_, err := w.clerk.Issue(t.Context(), w.paid(t).ID, nil)
	wantCode(t, err, "key_expired")
	st, err := w.Status(t.Context())
	if err != nil || st.Numbers[number.Certificates] != 5 || st.Numbers[number.Receipts] != 4 {
		t.Errorf("%v are left (%v), want five certificates' and four receipts'", st.Numbers, err)
	}
}

// A closing counts what came since the one before, not since midnight.
func TestCashSinceTheLastClosing(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	w.paid(t)
	w.now = w.now.AddDate(0, 0, 1) // nobody closed yesterday
	p := w.paid(t)
	if _, err := w.clerk.Refund(ctx, p.ID, "changed her mind"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.registrar.TakeFee(ctx, w.approved(t).ID, office.Tender{Method: "card"}); err != nil {
		t.Fatal(err)
	}
	own, err := w.registrar.Takings(ctx)
	if err != nil || len(own) != 1 || own[0].Officer != "registrar" {
		t.Errorf("a registrar sees the takings of %d officers (%v), want his own", len(own), err)
	}
	auditor, err := w.SignIn(ctx, "auditor", password)
	if err != nil {
		t.Fatal(err)
	}
	all, err := auditor.Takings(ctx)
	if err != nil || len(all) != 2 || all[0].Cash.Minor != 2000 || all[1].Other.Minor != 2000 || all[1].Methods["card"].Minor != 2000 {
		t.Errorf("the takings are %+v (%v), want 20 in cash and 20 by card", all, err)
	}
	closing, err := w.clerk.CloseDay(ctx, fee.Money{Minor: 2000, Currency: "THB"}, "")
	if err != nil || closing.Receipts != 3 || closing.Since != 0 {
		t.Errorf("%+v (%v): want three receipts of two days", closing, err)
	}
	after, err := w.clerk.CashSoFar(ctx)
	if err != nil || len(after.Payments) != 0 || after.Cash.Minor != 0 || !after.Since.Equal(w.now) {
		t.Errorf("after the closing: %+v (%v)", after, err)
	}
	w.paid(t)
	if _, err := w.clerk.CloseDay(ctx, fee.Money{Minor: 1500, Currency: "THB"}, "five baht short"); err != nil {
		t.Fatal(err)
	}
	list, err := auditor.Closings(ctx, 9)
	if err != nil || len(list) != 2 || list[0].Difference().Minor != -500 || list[0].Receipts != 1 || list[1].Difference().Minor != 0 {
		t.Errorf("the closings are %+v (%v)", list, err)
	}
	w.rebuilt(t)
}

// A receipt is printed again only for a reason, says that it is a copy, and
// counts; money given back has a paper of its own.
func TestReceiptsAgain(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	p := w.paid(t)
	receipt := p.Paid[0].Receipt
	_, _, err := w.clerk.ReprintReceipt(ctx, receipt, "")
	wantCode(t, err, "reason_needed")
	r, outcome, err := w.clerk.ReprintReceipt(ctx, receipt, "the citizen lost it")
	if err != nil || outcome != office.Printed || r.Foot[0] != "สำเนา พิมพ์ครั้งที่ 2" {
		t.Errorf("%s with the foot %q (%v)", outcome, r.Foot, err)
	}
	if _, err := w.clerk.Refund(ctx, p.ID, "wrong service"); err != nil {
		t.Fatal(err)
	}
	cash, err := w.clerk.CashSoFar(ctx)
	if err != nil || cash.Payments[0].Prints != 2 {
		t.Fatalf("%+v (%v): want two prints", cash.Payments, err)
	}
	back, _, err := w.clerk.ReprintReceipt(ctx, cash.Payments[1].Receipt, "") // its first print
	if err != nil || back.Title != "ใบคืนเงิน" || back.Total != "-20 บาท" {
		t.Errorf("%q of %q (%v)", back.Title, back.Total, err)
	}
	_, _, err = w.clerk.ReprintReceipt(ctx, "R-0", "lost")
	wantCode(t, err, "not_found")
}
