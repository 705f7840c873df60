package station_test

import (
	"bytes"
	"errors"
	"iter"
	"os"
	"path/filepath"
	"testing"
	"time"

	"sala/app/invented"
	"sala/app/office"
	"sala/app/station"
	"sala/app/store"
	"sala/app/store/keys"
	"sala/forms/act"
	"sala/forms/calendar"
	"sala/forms/register"
	"sala/sync/netsim"
)

// laptop makes a station that goes out, enrolled, with an officer who may all.
func (w *world) laptop(name, officer string) (*station.Station, *office.Session) {
	w.t.Helper()
	ctx := w.t.Context()
	st, err := station.Init(ctx, w.t.TempDir(), station.Founding{
		Config: station.Config{Profile: office.Profile{Office: invented.ThaiOffice, Station: name, Country: "TH", Names: map[string]string{"th": "สำนักทะเบียน"}},
			Pack: "th", Field: true},
		Officer:  act.Officer{ID: officer, Names: map[string]string{"th": "นาย" + officer}, Roles: []string{"clerk", "head", "administrator"}},
		Password: testPassword, Machine: true, Cost: keys.Cost{Memory: 64, Time: 1, Threads: 1},
	})
	must(w.t, err)
	w.t.Cleanup(func() { st.Close() })
	code, err := w.Central.NewCode(ctx, invented.ThaiOffice, "", time.Hour)
	must(w.t, err)
	must(w.t, st.EnrolAt(ctx, w.central(), code))
	s, err := st.Office.SignIn(ctx, officer, testPassword)
	must(w.t, err)
	return st, s
}

const (
	survey     = "th.household-survey"
	inspection = "th.food-stall-inspection"
)

// people brings a register into central, and a work list for the first homes of
// it. It returns all homes.
func (w *world) people(n, visits int, officer string) []invented.Home {
	w.t.Helper()
	var homes []invented.Home
	for h := range invented.People(2569, n) {
		homes = append(homes, h)
	}
	list, err := invented.Visits(2569, homes[:visits], []string{survey, inspection}, officer, calendar.Of(time.Now()))
	must(w.t, err)
	_, err = w.Central.Seed(w.t.Context(), records(homes, list))
	must(w.t, err)
	return homes
}

func records(homes []invented.Home, visits []register.Visit) iter.Seq2[register.Record, error] {
	return func(yield func(register.Record, error) bool) {
		for _, h := range homes {
			if !yield(h.Household.Record(), nil) {
				return
			}
			for _, r := range h.Residents {
				if !yield(r.Record(), nil) {
					return
				}
			}
		}
		for _, v := range visits {
			if !yield(v.Record(), nil) {
				return
			}
		}
	}
}

// onDisk counts what the store has of a register.
func onDisk(t testing.TB, st *station.Station, reg string) int {
	t.Helper()
	n := 0
	must(t, st.Store.Read(t.Context(), func(r office.Reader) error {
		list, err := r.(office.Outings).RecordsOf(reg)
		n = len(list)
		return err
	}))
	return n
}

// TestTakeOut promises that a laptop holds nothing of the office's registers
// before it takes something out, and afterwards only the work list, its
// households and who lives there, as it was told before; that a line which breaks
// all the time only delays it; and that what happens to those records at the
// office still comes, and nothing else.
func TestTakeOut(t *testing.T) {
	w := newWorld(t)
	homes := w.people(1200, 40, "somchai")
	st, s := w.laptop("TH-5014-F01", "somchai")
	ctx := t.Context()
	syncOnce(t, st)
	if n := onDisk(t, st, register.Residents); n != 0 {
		t.Fatalf("%d residents came before anything was taken out", n)
	}
	wanted := act.TakeOut{Officer: "somchai", Forms: []string{survey}}
	plan, err := s.PlanTakeOut(ctx, wanted)
	must(t, err)
	people := 0
	for i := 0; i < 40; i += 2 {
		people += len(homes[i].Residents)
	}
	if plan.Visits != 20 || plan.Households != 20 || plan.Residents != people || plan.Bytes < int64(people)*100 || len(plan.Areas) < 12 {
		t.Fatalf("the plan is %+v, want 20 visits to 20 households with %d people", plan, people)
	}
	if n := onDisk(t, st, register.Visits); n != 0 {
		t.Fatal("planning took something out")
	}
	w.line.Shape(netsim.Profile{CutDown: 12 << 10}) // every connection breaks after the first page or so
	w.line.Cut()
	last := 0
	for tries := 0; ; tries++ {
		out, err := s.TakeOut(ctx, wanted, 5, func(done, total int) { last = max(last, done) })
		if err == nil && out.Complete() {
			break
		}
		if tries > 40 {
			t.Fatalf("after %d tries at %d of %d: %v", tries, out.Fetched, out.Total, err)
		}
		if tries == 2 {
			w.line.Shape(netsim.Profile{})
			w.line.Cut()
		}
	}
	if got := onDisk(t, st, register.Residents); got != people || last != plan.Records() {
		t.Errorf("%d residents are on the laptop, want %d; %d items were counted of %d", got, people, last, plan.Records())
	}
	if h, v := onDisk(t, st, register.Households), onDisk(t, st, register.Visits); h != 20 || v != 20 {
		t.Errorf("%d households and %d visits are on the laptop, want 20 and 20", h, v)
	}
	stops, err := s.Stops(ctx)
	if err != nil || len(stops) != 20 || stops[0].Resident.Name("th") == "" || stops[0].Home.Address.Subdistrict == "" || stops[0].Visit.Position.IsZero() {
		t.Errorf("the work list is %d stops, %v", len(stops), err)
	}
	if _, err := s.TakeOut(ctx, wanted, 5, nil); office.CodeOf(err) != "still_out" {
		t.Errorf("taking out twice: %v", err)
	}

	desk, _ := w.station("TH-5014-D01")
	syncOnce(t, desk)
	for _, id := range []string{homes[0].Residents[0].ID, homes[100].Residents[0].ID} {
		must(t, desk.Store.Write(ctx, "malee", func(wr office.Writer) error {
			return wr.Append(act.RecordSet, register.Residents+"/"+id, 1, act.Change{Register: register.Residents, ID: id, Office: invented.ThaiOffice,
				Set: register.Fields{"nationality": "XX"}, Old: register.Fields{"nationality": "TH"}})
		}))
	}
	syncOnce(t, desk)
	r := syncOnce(t, st)
	if r.Pulled == 0 {
		t.Error("a change of a resident who was taken out does not come")
	}
	if rec, err := st.Store.Record(ctx, register.Residents, homes[0].Residents[0].ID); err != nil || rec.Fields.Text("nationality") != "XX" {
		t.Errorf("%+v, %v", rec.Fields, err)
	}
	if got := onDisk(t, st, register.Residents); got != people {
		t.Errorf("%d residents are on the laptop now, want %d as before", got, people)
	}
}

// TestBringBack promises that nothing is removed before central has every entry
// and every photo, and that afterwards nothing of anybody is left: not in the
// tables, not in the search, not in any decrypted page of the file, and not in
// what the folder holds in clear; and that the chain still verifies.
func TestBringBack(t *testing.T) {
	w := newWorld(t)
	homes := w.people(300, 6, "somchai")
	st, s := w.laptop("TH-5014-F01", "somchai")
	ctx := t.Context()
	if _, err := s.TakeOut(ctx, act.TakeOut{Officer: "somchai"}, 3, nil); err != nil {
		t.Fatal(err)
	}
	stops, err := s.Stops(ctx)
	must(t, err)
	visit(t, s, stops[0], map[string]any{"clean_water": true, "electricity": true, "toilet": true, "house_sound": true, "saves": false})
	if _, err := s.Attach(ctx, office.File{Subject: "visit/" + stops[0].Visit.ID, Name: "รั้วบ้าน.jpg", MIME: "image/jpeg", Body: photo(200_000, 9)}); err != nil {
		t.Fatal(err)
	}
	must(t, s.EndVisit(ctx, stops[1].Visit.ID, office.VisitEnd{State: register.VisitNotMet, Reason: "ไม่มีใครอยู่", Said: "เพื่อนบ้านชื่อบุญศรีบอกว่ากลับมืด"}))
	_, err = s.Find(ctx, homes[0].Residents[0].Names["th"].First, 5)
	must(t, err)

	w.line.Refuse()
	if err := s.BringBack(ctx); office.CodeOf(err) != "no_central" {
		t.Errorf("without a network: %v", err)
	}
	if onDisk(t, st, register.Residents) == 0 {
		t.Fatal("records were removed while central could not be reached")
	}
	if err := st.Store.Forget(ctx, "x"); !errors.Is(err, store.ErrUnsent) {
		t.Errorf("the store forgets what only it has: %v", err)
	}
	must(t, w.line.Restore())
	secrets := []string{homes[0].Residents[0].Names["th"].Last, homes[0].Residents[0].NationalNumber, "บุญศรี", "รั้วบ้าน"}
	if !inPages(t, st.Store, secrets[0]) || !inPages(t, st.Store, secrets[2]) {
		t.Fatal("the search of the pages finds nothing while it should: it would prove nothing")
	}
	must(t, s.BringBack(ctx))

	for _, reg := range []string{register.Residents, register.Households, register.Visits} {
		if n := onDisk(t, st, reg); n != 0 {
			t.Errorf("%d records of %s are left", n, reg)
		}
	}
	if hits, err := s.Find(ctx, homes[0].Residents[0].Names["th"].First, 5); err != nil || len(hits) != 0 {
		t.Errorf("the search still finds %d, %v", len(hits), err)
	}
	for _, secret := range secrets {
		if inPages(t, st.Store, secret) {
			t.Errorf("%q is left in the pages of the database", secret)
		}
	}
	if _, err := st.Office.Carried(ctx); !errors.Is(err, office.ErrNotFound) {
		t.Errorf("the laptop still says that it carries something: %v", err)
	}
	if list, err := s.Stops(ctx); err != nil || len(list) != 0 {
		t.Errorf("%d stops are left, %v", len(list), err)
	}
	for _, err := range st.Store.Entries(ctx, 0) {
		must(t, err) // the chain verifies
	}
	rebuildsEqual(t, st)
	st = w.reopen(st)
	clear := 0
	must(t, filepath.WalkDir(st.Dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		clear++
		b, err := os.ReadFile(path)
		for _, secret := range secrets {
			if bytes.Contains(b, []byte(secret)) {
				t.Errorf("%s holds %q", d.Name(), secret)
			}
		}
		return err
	}))
	if clear == 0 {
		t.Error("no file was looked at")
	}
	s, err = st.Office.SignIn(ctx, "somchai", testPassword)
	must(t, err)
	if out, err := s.TakeOut(ctx, act.TakeOut{Officer: "somchai"}, 3, nil); err != nil || !out.Complete() {
		t.Errorf("going out again: %+v, %v", out, err)
	}
	if n := onDisk(t, st, register.Visits); n != 4 {
		t.Errorf("%d visits are open the second time, want 4: two are done", n)
	}
}

// TestBringBackAllPhotos promises that one press brings back all photographs, also
// where a run of the line gives way to new text after each chunk.
func TestBringBackAllPhotos(t *testing.T) {
	w := newWorld(t)
	w.people(60, 2, "somchai")
	st, s := w.laptop("TH-5014-F01", "somchai")
	ctx := t.Context()
	_, err := s.TakeOut(ctx, act.TakeOut{Officer: "somchai"}, 3, nil)
	must(t, err)
	stops, err := s.Stops(ctx)
	must(t, err)
	for n := range 3 {
		_, err := s.Attach(ctx, office.File{Subject: "visit/" + stops[0].Visit.ID, Name: "p.jpg", MIME: "image/jpeg", Body: photo(200_000, uint64(n+40))})
		must(t, err)
	}
	st.Sync.Turn = time.Nanosecond
	must(t, s.BringBack(ctx))
	if n := onDisk(t, st, register.Visits); n != 0 {
		t.Errorf("%d visits are left", n)
	}
}

// inPages reports whether a text stands in any page of the database as SQLite
// sees it, decrypted, free pages and all.
func inPages(t testing.TB, s *store.Store, text string) bool {
	t.Helper()
	found := false
	must(t, s.Pages(t.Context(), func(_ int, page []byte) error {
		found = found || bytes.Contains(page, []byte(text))
		return nil
	}))
	return found
}

// visit fills the form of a stop and hands it in.
func visit(t testing.TB, s *office.Session, stop office.Stop, answers map[string]any) string {
	t.Helper()
	ctx := t.Context()
	d, _, err := s.BeginVisit(ctx, stop.Visit.ID, survey)
	must(t, err)
	for question, value := range answers {
		must(t, s.Answer(ctx, d, question, value))
	}
	for n := range d.Sheet.Rows("people") {
		row := "people[" + string(rune('0'+n)) + "]"
		must(t, s.Answer(ctx, d, row+".person_name", "นาง คนที่ "+string(rune('0'+n))))
		must(t, s.Answer(ctx, d, row+".person_birth", "1980-01-15"))
		for _, q := range []string{".works", ".in_school"} {
			if d.Sheet.Relevant(row + q) {
				must(t, s.Answer(ctx, d, row+q, true))
			}
		}
	}
	p, err := s.SubmitVisit(ctx, stop.Visit.ID, d, office.VisitEnd{Said: "เรียบร้อย", At: office.Whereabouts{Point: stop.Visit.Position, Accuracy: 6}}, "")
	if err != nil {
		var e *office.Error
		if errors.As(err, &e) {
			t.Fatalf("%v %+v", err, e.Problems)
		}
		t.Fatal(err)
	}
	return p.ID
}
