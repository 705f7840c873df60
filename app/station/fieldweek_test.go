package station_test

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"sala/app/invented"
	"sala/app/office"
	"sala/app/station"
	"sala/forms/act"
	"sala/forms/calendar"
	"sala/forms/petition"
	"sala/forms/register"
	"sala/sync/central"
	"sala/sync/central/service"
	"sala/sync/central/sqlstore/pgserver"
	"sala/sync/netsim"
	"sala/sync/wire"
)

// week is two laptops that go out to the same villages.
type week struct {
	*world
	t         testing.TB
	photos    map[string]int            // hash -> bytes
	petitions map[string]map[string]any // what was answered in each
}

// TestFieldWeek is the scripted field week: two laptops take the same villages
// out, one is killed in the middle of a form, both visit one household and differ
// on one answer, and the line is cut all the time on their return, which is tried
// as often as it takes. It promises that central then holds each answer and each
// photo once, that what does not contradict is merged, that what does waits for a
// person with both sides, and that neither laptop holds anything of anybody. What
// central holds is counted in its own database, PostgreSQL.
func TestFieldWeek(t *testing.T) {
	if dir := os.Getenv(weekLaptop); dir != "" {
		fillUntilKilled(t, dir)
	}
	ctx := t.Context()
	database, err := pgserver.Start(ctx)
	must(t, err)
	t.Cleanup(func() { must(t, database.Close()) })
	registers, err := database.Database(ctx)
	must(t, err)
	w := &week{world: newWorld(t, func(c *service.Config) { c.Postgres = registers }), t: t, photos: map[string]int{}, petitions: map[string]map[string]any{}}
	w.villages(200, 8)
	first, somchai := w.laptop("TH-5014-F01", "somchai")
	second, malee := w.laptop("TH-5014-F02", "malee")
	for _, s := range []*office.Session{somchai, malee} {
		if out, err := s.TakeOut(ctx, act.TakeOut{}, 5, nil); err != nil || !out.Complete() {
			t.Fatalf("%+v, %v", out, err)
		}
	}
	w.line.Refuse() // out of reach from here

	stops, err := somchai.Stops(ctx)
	must(t, err)
	if len(stops) != 8 {
		t.Fatalf("%d stops were taken out, want 8", len(stops))
	}
	for n := range 3 {
		w.inspect(somchai, stops[n], map[string]any{"off_ground": "good"}, 1)
	}
	must(t, somchai.EndVisit(ctx, stops[7].Visit.ID, office.VisitEnd{State: register.VisitMoved, Reason: "ย้ายไปต่างจังหวัด"}))

	// in the middle of the fourth the program is killed, while it saves
	first, draft := w.killed(first)
	somchai, err = first.Office.SignIn(ctx, "somchai", testPassword)
	must(t, err)
	stops, err = somchai.Stops(ctx)
	must(t, err)
	at := slices.IndexFunc(stops, func(s office.Stop) bool { return s.Visit.ID == "TH-5014-V000004" })
	if stops[at].State != register.VisitBegun || stops[at].Draft != draft {
		t.Fatalf("after the kill the visit is %+v", stops[at])
	}
	again, _, err := somchai.BeginVisit(ctx, stops[at].Visit.ID, inspection)
	must(t, err)
	if again.Petition.ID != draft || again.Sheet.Value("off_ground") != "bad" {
		t.Errorf("the form that was open goes on as %s with %v", again.Petition.ID, again.Sheet.Value("off_ground"))
	}
	w.fill(somchai, stops[at], again, map[string]any{"covered": "good"}, 0)

	// the other laptop was at the same stall: it agrees on all but one answer, and has one more
	theirs, err := malee.Stops(ctx)
	must(t, err)
	w.inspect(malee, theirs[3], map[string]any{"off_ground": "good", "covered": "good", "stall_note": nil}, 2)
	for n := 4; n < 7; n++ {
		w.inspect(malee, theirs[n], map[string]any{"off_ground": "good"}, 1)
	}
	added, err := malee.PlanVisit(ctx, register.Visit{Form: inspection, Officer: "malee", Subject: "แผงลอยหน้าโรงเรียน", Position: register.Point{Lat: 18.9, Lon: 99.03}})
	must(t, err)
	w.inspect(malee, office.Stop{Visit: added}, map[string]any{"off_ground": "good"}, 1)

	must(t, w.line.Restore())
	w.line.Shape(netsim.Profile{CutUp: 3 * wire.ChunkSize, CutDown: 3 * wire.ChunkSize})
	w.line.Cut()
	for _, s := range []*office.Session{somchai, malee} {
		if w.home(s) == 0 {
			t.Error("the line held: the return was never cut")
		}
	}
	w.line.Shape(netsim.Profile{})
	w.line.Cut()
	for _, st := range []*station.Station{first, second} {
		for _, reg := range []string{register.Residents, register.Households, register.Visits} {
			if n := onDisk(t, st, reg); n != 0 {
				t.Errorf("%d records of %s are left on %s", n, reg, st.Config.Profile.Station)
			}
		}
	}
	w.atCentral()
	w.once()
	desk, clerk := w.station("TH-5014-D01")
	syncOnce(t, desk)
	for hash, size := range w.photos {
		f, err := clerk.Attachment(ctx, hash)
		if err != nil || len(f.Body) != size {
			t.Errorf("the desk sees %d of %d bytes of a photo, %v", len(f.Body), size, err)
		}
	}
}

// villages brings people and a work list that is nobody's own into central.
func (w *week) villages(n, visits int) {
	w.t.Helper()
	var homes []invented.Home
	for h := range invented.People(2570, n) {
		homes = append(homes, h)
	}
	list, err := invented.Visits(2570, homes[:visits], []string{inspection}, "", calendar.Of(time.Now()))
	must(w.t, err)
	for i := range list {
		list[i].Order = i + 1 // so that the week knows which visit is which stop
	}
	_, err = w.Central.Seed(w.t.Context(), records(homes, list))
	must(w.t, err)
}

// inspect fills the form of a stop, with photos.
func (w *week) inspect(s *office.Session, stop office.Stop, answers map[string]any, photos int) {
	w.t.Helper()
	d, _, err := s.BeginVisit(w.t.Context(), stop.Visit.ID, inspection)
	must(w.t, err)
	w.fill(s, stop, d, answers, photos)
}

func (w *week) fill(s *office.Session, stop office.Stop, d *office.Draft, answers map[string]any, photos int) {
	w.t.Helper()
	ctx := w.t.Context()
	all := map[string]any{"covered": "good", "clean_water": "good", "hands": "good", "ice": "good", "bins": "good", "swab": false, "order": "ทำความสะอาด",
		"owner_name": "แม่ค้าหน้าตลาด", "place": map[string]any{"country": "TH", "house": "1", "village": "2", "subdistrict": "สันทรายน้อย", "district": "สันทราย", "province": "เชียงใหม่"}}
	for question, value := range answers {
		all[question] = value
	}
	for question, value := range all {
		if value != nil && d.Sheet.Value(question) == nil && d.Sheet.Relevant(question) {
			must(w.t, s.Answer(ctx, d, question, value))
		}
	}
	for _, check := range []string{"off_ground", "covered", "clean_water", "hands", "ice", "bins"} {
		if d.Sheet.Relevant(check + "_severity") {
			must(w.t, s.Answer(ctx, d, check+"_severity", "serious"))
			must(w.t, s.Answer(ctx, d, check+"_found", "วางถาดบนพื้น"))
		}
	}
	if d.Sheet.Relevant("order") {
		must(w.t, s.Answer(ctx, d, "order", "ทำความสะอาด"))
		must(w.t, s.Answer(ctx, d, "fix_by", calendar.Of(time.Now()).AddDays(20).String()))
	}
	for n := range photos {
		body := photo(120_000+n, uint64(len(w.photos)+1))
		hash, err := s.Attach(ctx, office.File{Subject: "petition/" + d.Petition.ID, Name: fmt.Sprintf("%d.jpg", n), MIME: "image/jpeg", Body: body})
		must(w.t, err)
		must(w.t, s.Answer(ctx, d, "pictures", hash))
		w.photos[hash] = len(body)
	}
	p, err := s.SubmitVisit(ctx, stop.Visit.ID, d, office.VisitEnd{At: office.Whereabouts{Point: stop.Visit.Position, Accuracy: 7}}, "")
	if err != nil {
		w.t.Fatalf("%v: %+v", err, d.Sheet.Problems())
	}
	w.petitions[p.ID] = p.Answers
}

// weekLaptop names the folder of the laptop in the process that is killed.
const weekLaptop = "SALA_TEST_WEEK_LAPTOP"

// killedVisit is the visit in the middle of which the laptop's program is killed.
const killedVisit = "TH-5014-V000004"

// killed goes on with a laptop in a process of its own and kills that (SIGKILL)
// in the middle of a form, while it saves. It returns the laptop, opened again,
// and the petition that was being filled.
func (w *week) killed(st *station.Station) (again *station.Station, draft string) {
	w.t.Helper()
	must(w.t, st.Close())
	child := exec.Command(os.Args[0], "-test.run", "^TestFieldWeek$")
	child.Env = append(os.Environ(), weekLaptop+"="+st.Dir)
	out, err := child.StdoutPipe()
	must(w.t, err)
	must(w.t, child.Start())
	said := bufio.NewScanner(out)
	hash, saves := "", 0
	for saves < 5 && said.Scan() {
		switch words := strings.Fields(said.Text()); {
		case len(words) == 3 && words[0] == "filling":
			draft, hash = words[1], words[2]
		case len(words) == 1 && words[0] == "saved":
			saves++
		}
	}
	must(w.t, child.Process.Kill())
	if err := child.Wait(); err == nil || saves < 5 || draft == "" {
		w.t.Fatalf("the laptop ended by itself: %v, after %d saves of %q", err, saves, draft)
	}
	w.photos[hash] = 150_000
	again, err = station.Open(w.t.Context(), station.Options{Dir: st.Dir})
	must(w.t, err)
	w.t.Cleanup(func() { again.Close() })
	r, err := again.Store.VerifyJournal(w.t.Context())
	if err != nil || r.Entries == 0 {
		w.t.Errorf("the journal after the kill: %+v, %v", r, err)
	}
	return again, draft
}

// fillUntilKilled opens a visit on the laptop of a folder, answers, takes a photo
// and saves without end.
func fillUntilKilled(t *testing.T, dir string) {
	ctx := t.Context()
	st, err := station.Open(ctx, station.Options{Dir: dir})
	must(t, err)
	s, err := st.Office.SignIn(ctx, "somchai", testPassword)
	must(t, err)
	d, _, err := s.BeginVisit(ctx, killedVisit, inspection)
	must(t, err)
	must(t, s.Answer(ctx, d, "off_ground", "bad"))
	hash, err := s.Attach(ctx, office.File{Subject: "petition/" + d.Petition.ID, Name: "before.jpg", MIME: "image/jpeg", Body: photo(150_000, 77)})
	must(t, err)
	fmt.Println("filling", d.Petition.ID, hash)
	for n := 0; ; n++ {
		must(t, s.Answer(ctx, d, "order", fmt.Sprint("ทำความสะอาด ", n)))
		fmt.Println("saved")
	}
}

// home brings a laptop back over a line that may break, as often as it takes, and
// returns how often that did.
func (w *week) home(s *office.Session) (cuts int) {
	w.t.Helper()
	for tries := 0; ; tries++ {
		err := s.BringBack(w.t.Context())
		if err == nil {
			return tries
		}
		if code := office.CodeOf(err); tries > 60 || code != "no_central" && code != "not_all_sent" {
			w.t.Fatalf("after %d tries: %v", tries, err)
		}
	}
}

// once counts what central was sent: every act of the journals stands there one
// time, each petition was handed in one time, and of each photo there are its own
// bytes and no more.
func (w *week) once() {
	w.t.Helper()
	t := w.t
	acts, submitted, added := map[string]int{}, map[string]int{}, map[string]int{}
	kept := int64(0)
	must(t, w.Central.Store.View(t.Context(), func(tx central.Tx) error {
		for _, station := range []string{"TH-5014-F01", "TH-5014-F02"} {
			entries, err := tx.Entries(central.EntryFilter{Station: station, Limit: 10_000})
			if err != nil {
				return err
			}
			for _, e := range entries {
				acts[fmt.Sprintf("%s/%d", station, e.Seq)]++
				switch e.Kind {
				case act.PetitionSubmitted:
					submitted[e.Subject]++
				case act.AttachmentAdded:
					a, err := act.Decode[act.Attaching](e.Payload)
					if err != nil {
						return err
					}
					added[a.Hash]++
				}
			}
			s, err := tx.Station(station)
			if err != nil {
				return err
			}
			if uint64(len(entries)) != s.Through {
				t.Errorf("central has %d acts of %s, whose journal it has through %d", len(entries), station, s.Through)
			}
		}
		for hash := range w.photos {
			for n := 0; ; n++ {
				chunk, err := tx.Chunk(invented.ThaiOffice+"/"+hash, n)
				if errors.Is(err, central.ErrNotFound) {
					break
				}
				if err != nil {
					return err
				}
				kept += int64(len(chunk))
			}
		}
		return nil
	}))
	taken := int64(0)
	for hash, size := range w.photos {
		taken += int64(size)
		if added[hash] != 1 {
			t.Errorf("the photo %.8s was added %d times", hash, added[hash])
		}
	}
	if kept != taken || len(added) != len(w.photos) {
		t.Errorf("central keeps %d bytes of %d photos, %d of %d were taken", kept, len(added), taken, len(w.photos))
	}
	for id := range w.petitions {
		if submitted["petition/"+id] != 1 {
			t.Errorf("petition %s was handed in %d times", id, submitted["petition/"+id])
		}
	}
	for which, n := range acts {
		if n != 1 {
			t.Errorf("the act %s is at central %d times", which, n)
		}
	}
}

// atCentral looks at what central holds.
func (w *week) atCentral() {
	w.t.Helper()
	t := w.t
	found, photos := map[string]int{}, map[string]int{}
	visits := map[string]register.Visit{}
	must(t, w.Central.Store.View(t.Context(), func(tx central.Tx) error {
		items, err := tx.Feed(invented.ThaiOffice, 0, 8000)
		if err != nil {
			return err
		}
		for _, i := range items {
			switch i.What {
			case wire.WhatPetition:
				p, err := act.Decode[petition.Petition](i.Body)
				if err != nil {
					return err
				}
				if want := w.petitions[p.ID]; p.State != petition.Submitted || len(want) == 0 || !reflect.DeepEqual(p.Answers, want) {
					t.Errorf("petition %s is %s at central, with %v; it was handed in with %v", p.ID, p.State, p.Answers, want)
				}
				found[p.ID]++
			case wire.WhatAttachment:
				a, err := act.Decode[wire.Attachment](i.Body)
				if err != nil {
					return err
				}
				if !a.Complete || a.Size != int64(w.photos[a.Hash]) {
					t.Errorf("the photo %.8s of %s is at central: %+v", a.Hash, a.Subject, a)
				}
				photos[a.Hash]++
			case wire.WhatRecord:
				rec, err := act.Decode[register.Record](i.Body)
				if err != nil {
					return err
				}
				if rec.Register == register.Visits {
					visits[rec.ID] = register.AsVisit(rec)
				}
			}
		}
		aside, err := tx.Entries(central.EntryFilter{Office: invented.ThaiOffice, Outcomes: []string{wire.Conflict, wire.Rejected}, Limit: 100})
		if err != nil {
			return err
		}
		if len(aside) != 1 || aside[0].Officer != "malee" && aside[0].Officer != "somchai" || aside[0].Kind != act.RecordSet || aside[0].Verdict.Reason != central.ReasonOverlap {
			for _, e := range aside {
				t.Errorf("set aside: %s of %s about %s: %s %v", e.Kind, e.Officer, e.Subject, e.Verdict.Reason, e.Verdict.Fields)
			}
		}
		return nil
	}))
	for hash := range w.photos {
		if photos[hash] != 1 {
			t.Errorf("the photo %.8s is at central %d times", hash, photos[hash])
		}
	}
	if len(photos) != len(w.photos) {
		t.Errorf("central holds %d photos, %d were taken", len(photos), len(w.photos))
	}
	if len(found) != len(w.petitions) {
		t.Errorf("central holds %d petitions, %d were handed in", len(found), len(w.petitions))
	}
	for id := range w.petitions {
		if found[id] != 1 {
			t.Errorf("petition %s is at central %d times", id, found[id])
		}
	}
	both := visits["TH-5014-V000004"]
	if len(both.Calls) != 2 || len(both.Petitions) != 2 || both.Answers["covered"] != "good" || both.State != register.VisitDone {
		t.Errorf("the household of both officers is %+v", both)
	}
	if got := both.Answers["off_ground"]; got != "bad" {
		t.Errorf("the answer on which they differ is %v: the first stands until a person has decided", got)
	}
	if moved := visits["TH-5014-V000008"]; moved.State != register.VisitMoved || len(moved.Calls) != 1 || moved.Calls[0].Reason == "" {
		t.Errorf("the household that moved is %+v", moved)
	}
	if len(visits) != 9 {
		t.Errorf("central has %d visits, want 8 and the new subject", len(visits))
	}
}
