package field_test

import (
	"slices"
	"strings"
	"testing"

	"sala/app/office"
	"sala/app/ui/field"
	"sala/app/ui/internal/rehearsal"
)

// withFee is a laptop at the end of a visit that costs twenty baht.
func withFee(t *testing.T) (*field.Field, *rehearsal.Office) {
	t.Helper()
	f, o := open(t, true)
	f.SignInWith(rehearsal.Password)
	f.Open("s3")
	f.Answer("cid", "1101700230708")
	f.Answer("purpose", "school")
	f.Finish()
	if due := f.View().Spot.Petition.Due(); due.Minor != 2000 {
		t.Fatalf("%v is due", due)
	}
	return f, o
}

// A fee that was taken has its receipt, however long the printer takes to be seen
// to; what is to be given back is said.
func TestAReceiptIsOwedUntilItIsOut(t *testing.T) {
	f, o := withFee(t)
	f.Collect(1000)
	if v := f.View(); v.Code != "too_little" || v.Spot.Petition.Due().Minor != 2000 {
		t.Errorf("with too little the code is %q, and %v is due", v.Code, v.Spot.Petition.Due())
	}
	o.Printer.Fail(office.Failed, "printer_paper_out")
	f.Collect(10_000)
	v := f.View()
	if v.Spot.Petition.Due().Minor != 0 || v.Spot.Change.Minor != 8000 {
		t.Errorf("after the fee %v is due, and %v goes back", v.Spot.Petition.Due(), v.Spot.Change)
	}
	if v.Code != "printer_paper_out" || v.Spot.Receipt == "" {
		t.Fatalf("without paper the code is %q, the receipt that is owed %q", v.Code, v.Spot.Receipt)
	}
	o.Printer.Fail(office.Printed, "")
	f.PrintReceipt()
	if v := f.View(); v.Code != "" || v.Spot.Receipt != "" || len(o.Printer.Receipts) != 1 || v.Spot.Change.Minor != 8000 {
		t.Errorf("with paper the code is %q, the receipt that is owed %q, and %d are out", v.Code, v.Spot.Receipt, len(o.Printer.Receipts))
	}
}

// A return that waits for money to be counted says by name whose money it is.
func TestWhoHasMoneyIsNamed(t *testing.T) {
	for language, want := range map[string]string{"th": "สมชาย รักงาน มีใบเสร็จ 1 ใบ", "ko": "솜차이 담당자에게", "en": "Somchai Rakngan has 1 receipt whose"} {
		s, f, _ := openInWindow(t, 1366, 768, light(language))
		f.SignInWith(rehearsal.Password)
		f.Open("s3")
		f.Answer("cid", "1101700230708")
		f.Answer("purpose", "school")
		f.Finish()
		f.Collect(0)
		f.ToBack()
		f.BringBack()
		if got := f.View().Code; got != "cash_open" {
			t.Fatalf("it is refused because of %q", got)
		}
		if says := s.Texts(); !slices.ContainsFunc(says, func(words string) bool { return strings.Contains(words, want) }) {
			t.Errorf("it does not say %q: %q", want, says)
		}
	}
}

// What was taken on the way is counted on the laptop: it cannot be brought back
// before. A receipt that is not out yet can be printed there too.
func TestThePurseIsCounted(t *testing.T) {
	f, o := withFee(t)
	o.Printer.Fail(office.Failed, "printer_paper_out")
	f.Collect(0)
	o.Printer.Fail(office.Printed, "")
	f.ToBack()
	purse := f.View().Purse
	if len(purse.Payments) != 1 || purse.Cash.Cash.Minor != 2000 || !purse.MayClose {
		t.Fatalf("the purse is %+v", purse)
	}
	f.PrintAgain(purse.Payments[0].Receipt)
	if v := f.View(); len(o.Printer.Receipts) != 1 || len(v.Purse.Payments) != 1 || v.Purse.Payments[0].Prints != 1 {
		t.Errorf("%d receipts are out, the purse is %+v", len(o.Printer.Receipts), v.Purse)
	}
	f.Count(1900, "")
	if v := f.View(); v.Code != "difference" || len(v.Purse.Payments) != 1 {
		t.Errorf("a baht too little gives %q, the purse is %+v", v.Code, v.Purse)
	}
	f.Count(2000, "")
	if v := f.View(); v.Code != "" || len(v.Purse.Payments) != 0 || v.Told != "field.told.counted" {
		t.Errorf("after it was counted the code is %q, the purse %+v", v.Code, v.Purse)
	}
}
