package desk_test

import (
	"slices"
	"testing"

	"sala/app/office"
	"sala/app/ui/desk"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/internal/studiotest"
	"sala/forms/act"
	"sala/forms/calendar"
	"sala/forms/number"
)

// undecided leaves petitions that wait for the registrar, who signs in.
func undecided(t *testing.T, n int) (*desk.Desk, *rehearsal.Office) {
	t.Helper()
	d, o := signedIn(t)
	for range n {
		toForm(t, d, o)
		d.Answer("purpose", "work")
		d.Review()
		d.Submit()
		d.DecideLater()
		d.Deliver()
	}
	d.SignOut()
	signIn(d, "wilai")
	d.Go(desk.Approvals)
	if got := len(d.View().Approvals.List); got != n {
		t.Fatalf("%d petitions wait, want %d", got, n)
	}
	return d, o
}

// Only what was looked at is decided together, and one that was changed
// meanwhile does not stop the others.
func TestDecidingMany(t *testing.T) {
	d, o := undecided(t, 4)
	first := d.View().Approvals.Shown.ID
	d.Mark()
	second := d.View().Approvals.Shown.ID
	if second == first {
		t.Fatal("after marking, the same petition is shown")
	}
	d.Mark()
	d.NextApproval(-1)
	if got := d.View().Approvals.Shown.ID; got != second {
		t.Errorf("going back shows %s, want %s", got, second)
	}
	d.Mark() // takes it out again
	d.NextApproval(1)
	d.Mark()
	marked := d.View().Approvals.Marked
	if len(marked) != 2 || slices.Contains(marked, second) {
		t.Fatalf("marked are %v, want two without %s", marked, second)
	}
	// somebody at another desk decided one of them, and nobody has heard of it yet
	err := o.Store.Write(t.Context(), "wilai", func(w office.Writer) error {
		p, err := w.Petition(marked[0])
		if err != nil {
			return err
		}
		return w.Append(act.PetitionApproved, "petition/"+p.ID, p.Version, act.Decision{Petition: p.ID, Content: p.Content})
	})
	if err != nil {
		t.Fatal(err)
	}
	d.DecideHere(desk.Approve, "")
	if got := trouble(d); got != "bad_state" {
		t.Errorf("one that was decided meanwhile gives %q", got)
	}
	if left := d.View().Approvals.List; len(left) != 2 {
		t.Errorf("%d petitions wait still, want the two that were not marked", len(left))
	}
}

func TestDelegation(t *testing.T) {
	d, o := undecided(t, 1)
	d.Away(true)
	d.Delegate("somchai", calendar.Date{Year: 2026, Month: 11, Day: 30})
	v := d.View().Approvals
	if v.Away || v.Deputy != "somchai" {
		t.Fatalf("after delegating: %+v, trouble %q", v, trouble(d))
	}
	clerk, err := o.SignIn(t.Context(), "somchai", rehearsal.Password)
	if err != nil {
		t.Fatal(err)
	}
	due, err := clerk.ToDecide(t.Context(), 9)
	if err != nil || len(due.List) > 1 {
		t.Fatalf("the deputy decides %d (%v)", len(due.List), err)
	}
	d.Delegate("", calendar.Date{})
	if v := d.View().Approvals; v.Deputy != "" {
		t.Errorf("after taking it back %s still decides", v.Deputy)
	}
}

// Whatever the paper is worth, the desk says it in its own word; the scanner is
// heard where nothing else is under way.
func TestVerifyingPapers(t *testing.T) {
	o := rehearsal.New()
	with := options(o)
	with.Beyond.Verifier = rehearsal.Papers{}
	d := opened(t, with)
	o.Publish(office.Event{Kind: office.SymbolRead, Text: "SALA1:FINAL"})
	want(t, d, desk.SignIn, "")
	signIn(d, "somchai")
	o.Publish(office.Event{Kind: office.SymbolRead, Text: "SALA1:FINAL\r\n"})
	want(t, d, desk.Verify, "")
	seen := map[string]bool{}
	for _, word := range []string{"FINAL", "PROVISIONAL", "REVOKED", "EXPIRED", "CHANGED", "OTHER_CONTENT", "UNKNOWN_ISSUER", "KEY_EXPIRED"} {
		d.VerifyText(" SALA1:" + word + "\n")
		v := d.View().Verify
		if v.Verdict == nil || v.Verdict.Stands != (word == "FINAL" || word == "PROVISIONAL") || v.List.Days != 2 {
			t.Errorf("%s: %+v", word, v.Verdict)
			continue
		}
		seen[v.Verdict.Word] = true
	}
	if len(seen) != 8 {
		t.Errorf("eight papers are told apart as %v", seen)
	}
	d.NextPaper()
	if d.View().Verify.Verdict != nil {
		t.Error("the last paper is still there")
	}
	d.Go(desk.Serve)
	o.Publish(office.Event{Kind: office.SymbolRead, Text: "SALA1:FINAL"})
	want(t, d, desk.Serve, desk.AtCard)
}

// A certificate is listed with its holder and what it is called, and is found by
// either number and by her name.
func TestACertificateIsFoundByItsHolder(t *testing.T) {
	d, _, o, s := window(t)
	signIn(d, "somchai")
	toDone(t, d, o)
	d.Go(desk.Certificates)
	issued := d.View().Certificates.List[0]
	if says := "นางสมหญิง ใจดี  ·  สำเนาทะเบียนบ้าน  ·  พิมพ์แล้ว"; !slices.Contains(s.Texts(), says) {
		t.Errorf("the list does not say %q: %q", says, s.Texts())
	}
	for text, want := range map[string]int{"สมหญิง": 1, issued.Number[len(issued.Number)-6:]: 1, issued.Petition.Number: 1, "สมชาย": 0} {
		if d.FindCertificate(text); len(d.View().Certificates.Found()) != want {
			t.Errorf("%q finds %d certificates, want %d", text, len(d.View().Certificates.Found()), want)
		}
	}
}

// A print that was interrupted is asked about; sheets are received, spoiled and
// reconciled; numbers go back.
func TestStockAndUnsurePrints(t *testing.T) {
	d, o := signedIn(t)
	toDone(t, d, o)
	d.Go(desk.Certificates)
	d.ShowStock(true)
	d.ReceiveSheets("AB000101", "AC1", "")
	if got := trouble(d); got != "not_a_packet" {
		t.Errorf("serials that do not fit give %q", got)
	}
	d.ReceiveSheets("AB000101", "AB000110", "")
	d.SpoilSheet("AB000101", "")
	if got := trouble(d); got != "reason_needed" {
		t.Errorf("a sheet without a reason gives %q", got)
	}
	d.Reconcile("AB000104", "ติดเครื่องสามแผ่น")
	if !d.View().Certificates.Stock {
		t.Error("the stock is left by itself")
	}
	d.ShowCertificate(d.View().Certificates.List[0].Number)
	o.Printer.Fail(office.Unknown, "printer_unknown")
	d.Correct(desk.Reprint, "กระดาษยับ")
	v := d.View().Certificates
	if !v.List[0].Unsure() || len(v.Sheets) != 1 || v.Sheets[0].Text != "AB000104" || v.Sheets[0].Fate != number.Held {
		t.Fatalf("after a job of which nobody knows: %+v", v)
	}
	d.Correct(desk.Reprint, "กระดาษยับ")
	if got := trouble(d); got != "print_unsure" {
		t.Errorf("printing again before the answer gives %q", got)
	}
	d.AnswerPrint(true)
	if v := d.View().Certificates; v.List[0].Unsure() || v.Sheets[0].Fate != number.Used {
		t.Errorf("after the answer: %+v", v.Sheets)
	}
	for _, kind := range []string{act.StockReceived, act.NumberSpoiled, act.CertificatePrinting} {
		if !slices.Contains(o.Store.Kinds(), kind) {
			t.Errorf("%s does not stand in the journal", kind)
		}
	}
}

// A code that was scanned stands in its entry beside what it says, and goes on
// standing there whatever happens outside.
func TestAScannedCodeIsShown(t *testing.T) {
	s, o := studiotest.Open(t, 1366, 768), rehearsal.New()
	with := options(o)
	with.Beyond.Verifier = rehearsal.Papers{}
	d, _ := inWindow(s, parts(t), with, light("th"))
	t.Cleanup(d.Close)
	signIn(d, "somchai")
	d.Go(desk.Verify)
	o.Publish(office.Event{Kind: office.SymbolRead, Text: "SALA1:FINAL\r"})
	o.Publish(office.Event{Kind: office.SyncChanged})
	if got := s.Entries()[0].Text; got != "SALA1:FINAL" || d.View().Verify.Verdict == nil {
		t.Errorf("the entry says %q, the verdict is %v", got, d.View().Verify.Verdict)
	}
}
