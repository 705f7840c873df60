package station_test

import (
	"os"
	"slices"
	"testing"
	"time"

	"sala/app/office"
	"sala/app/station"
	"sala/devices/supervisor"
	"sala/forms/act"
	"sala/forms/calendar"
	"sala/forms/certificate"
	"sala/forms/petition"
)

// TestNoticeOnTheSpot promises that an inspection whose findings are grave ends
// where it was made, with no network, in a notice under a seal that another
// station of the office takes for genuine; that one with no findings leads to no
// paper; that only those who may approve are offered; and that the notice is
// final once the laptop was brought back.
func TestNoticeOnTheSpot(t *testing.T) {
	w := newWorld(t)
	w.people(60, 4, "somchai")
	ctx := t.Context()
	st, s := w.laptop("TH-5014-F01", "somchai")
	must(t, st.AddOfficer(ctx, "somchai", act.Officer{ID: "nok", Names: map[string]string{"th": "นางสาวนก ทดสอบ"}, Roles: []string{"clerk"}}, testPassword))
	paper := t.TempDir()
	st = w.withPrinter(st, paper)
	syncOnce(t, st)
	s, err := st.Office.SignIn(ctx, "somchai", testPassword)
	must(t, err)
	_, err = s.TakeOut(ctx, act.TakeOut{Officer: "somchai"}, 3, nil)
	must(t, err)
	w.line.Refuse()

	stops, err := s.Stops(ctx)
	must(t, err)
	stops = slices.DeleteFunc(stops, func(stop office.Stop) bool { return stop.Visit.Form != inspection })
	clean := w.inspected(s, stops[0].Visit.ID, nil)
	if may, err := s.OnTheSpot(ctx, clean); err != nil || may.Template != "" || len(may.Deciders) != 0 {
		t.Errorf("an inspection that found nothing leads to %+v, %v", may, err)
	}
	p := w.inspected(s, stops[1].Visit.ID, map[string]any{"ice": "bad", "ice_severity": "danger", "ice_found": "แช่ขวดในน้ำแข็ง", "order": "แยกน้ำแข็ง",
		"fix_by": calendar.Of(time.Now()).AddDays(5).String(), "licence_code": "สอ. 45/2569"})
	may, err := s.OnTheSpot(ctx, p)
	if err != nil || may.Template != "th.inspection-notice" || len(may.Deciders) != 1 || may.Deciders[0].ID != "somchai" {
		t.Fatalf("on the spot there is %+v, %v: want the notice, and somchai alone to approve it", may, err)
	}
	p, err = s.Approve(ctx, p, "")
	must(t, err)
	issued, err := s.Issue(ctx, p.ID, nil)
	must(t, err)
	if issued.Outcome != office.Printed || issued.Petition.State != petition.Fulfilled {
		t.Errorf("the notice is %s, its petition %s", issued.Outcome, issued.Petition.State)
	}
	if files, err := os.ReadDir(paper); err != nil || len(files) == 0 {
		t.Errorf("%d files came out of the printer, %v", len(files), err)
	}
	table := 0
	for _, b := range issued.Certificate.Document.Blocks {
		if b.Table != nil {
			table += len(b.Table.Rows)
			if row := b.Table.Rows[0]; row[1] != "น้ำแข็งสะอาด" || row[2] != "แช่ขวดในน้ำแข็ง" || row[3] != "อันตราย" {
				t.Errorf("the finding on paper is %q", row)
			}
		}
	}
	if table != 1 {
		t.Errorf("%d findings are on paper, want 1", table)
	}

	must(t, w.line.Restore())
	desk, _ := w.station("TH-5014-D01")
	check := func(want certificate.Status) {
		t.Helper()
		v, err := station.NewVerifier(desk.Dir, time.Now, desk.Store)
		must(t, err)
		verdict, err := v.PDF(ctx, issued.PDF)
		if err != nil || !verdict.Stands || verdict.Status != want {
			t.Errorf("the desk says of the notice: %+v, %v; want %s", verdict, err, want)
		}
	}
	check(certificate.Provisional)
	must(t, s.BringBack(ctx))
	standing, err := w.Central.CertificateStanding(ctx, issued.Certificate.Number)
	if err != nil || standing.Status != string(certificate.Final) {
		t.Errorf("central knows of the notice: %+v, %v", standing, err)
	}
}

// withPrinter opens a station again with a page printer that is a folder.
func (w *world) withPrinter(st *station.Station, folder string) *station.Station {
	w.t.Helper()
	c := st.Config
	c.Devices = append(c.Devices, supervisor.Device{Name: "pages", Kind: supervisor.PagePrinter, Folder: folder})
	must(w.t, c.Write(st.Dir))
	return w.reopen(st)
}

// inspected hands in the food stall inspection of a visit: passed, but for what
// is given.
func (w *world) inspected(s *office.Session, visit string, found map[string]any) petition.Petition {
	w.t.Helper()
	ctx := w.t.Context()
	d, _, err := s.BeginVisit(ctx, visit, inspection)
	must(w.t, err)
	for _, q := range []string{"off_ground", "covered", "clean_water", "hands", "ice", "bins"} {
		must(w.t, d.Sheet.Set(q, "good"))
	}
	must(w.t, d.Sheet.Set("swab", false))
	for _, q := range []string{"ice", "ice_severity", "ice_found", "order", "fix_by", "licence_code"} {
		if v, ok := found[q]; ok {
			must(w.t, d.Sheet.Set(q, v))
		}
	}
	p, err := s.SubmitVisit(ctx, visit, d, office.VisitEnd{}, "")
	if err != nil {
		w.t.Fatalf("%v: %+v", err, d.Sheet.Problems())
	}
	return p
}
