package desk_test

import (
	"testing"

	"sala/app/office"
	"sala/app/ui/desk"
	"sala/forms/register"
)

// The citizen at the desk sees who has looked at her record, this look among
// them, and takes the list home on paper.
func TestWhoHasLookedIsPrinted(t *testing.T) {
	d, o := signedIn(t)
	o.Insert()
	want(t, d, desk.Serve, desk.AtPerson)
	d.ShowLooks()
	want(t, d, desk.Serve, desk.AtLooks)
	list := d.View().Serve.Looks.List
	if len(list) != 2 || list[0].Officer != "somchai" || list[0].Purpose != register.ForCitizen || list[0].Consent != register.ByCard {
		t.Fatalf("%+v", list)
	}
	before := o.Printer.Pages
	o.Printer.Fail(office.Failed, "printer_paper_out")
	d.PrintLooks("ko")
	if trouble(d) != "printer_paper_out" || o.Printer.Pages != before {
		t.Errorf("without paper: trouble %q, %d pages", trouble(d), o.Printer.Pages-before)
	}
	o.Printer.Fail(office.Printed, "")
	d.PrintLooks("ko")
	if o.Printer.Pages != before+1 {
		t.Errorf("%d pages were printed", o.Printer.Pages-before)
	}
	d.Back()
	want(t, d, desk.Serve, desk.AtPerson)
	if d.View().Serve.Looks != nil {
		t.Error("the list stays behind")
	}
}
