package station_test

import (
	"slices"
	"testing"
	"time"

	"sala/app/office"
	"sala/app/station"
	"sala/forms/register"
	"sala/sync/client"
)

// What a colleague on the road told by stick stays on the work list over a day with
// the laptop shut, and while only this laptop reaches central, until central has it
// from him: nobody drives to a house where he was. Then it is central's to say.
func TestWhatAColleagueToldStaysUntilCentralHasIt(t *testing.T) {
	w, first, second, somchai, malee, visit := onTheRoad(t, nil)
	ctx, stick := t.Context(), t.TempDir()
	for _, s := range []*office.Session{somchai, malee, somchai} {
		if _, err := s.Exchange(ctx, stick); err != nil {
			t.Fatal(err)
		}
	}
	must(t, first.Close())
	first, err := station.Open(ctx, station.Options{Dir: first.Dir, Now: func() time.Time { return time.Now().Add(24 * time.Hour) }})
	must(t, err)
	t.Cleanup(func() { first.Close() })
	somchai, err = first.Office.SignIn(ctx, "somchai", testPassword)
	must(t, err)
	shows := func(when string, heard int) {
		t.Helper()
		stops, err := somchai.Stops(ctx)
		must(t, err)
		if !slices.ContainsFunc(stops, func(s office.Stop) bool { return s.State == register.VisitNotMet }) {
			t.Errorf("%s the visit that malee ended is to do again", when)
		}
		differ, err := somchai.Overlaps(ctx)
		must(t, err)
		if n := len(slices.DeleteFunc(differ, func(o office.Overlap) bool { return !o.Heard || o.Visit.ID != visit })); n != heard {
			t.Errorf("%s %d differences are known from malee herself, want %d", when, n, heard)
		}
	}
	first.Network(client.State{NextTry: first.Office.Now()})
	shows("before the line was tried", 1)
	must(t, w.line.Restore())
	syncOnce(t, first)
	first.Network(client.State{Online: true})
	shows("while malee is out of reach", 1)
	rebuildsEqual(t, first)
	syncOnce(t, second)
	syncOnce(t, first)
	first.Network(client.State{Online: true})
	shows("when central has it from malee", 0)
	rebuildsEqual(t, first)
}

// An officer who hears of a colleague's answers while she has the form of the same
// visit open overrules none of them: what differs waits for a person, what central
// set aside names her answer, and what she knew when she began is hers to change.
func TestWhatWasNotKnownIsNotOverruled(t *testing.T) {
	w, _, second, somchai, malee, _ := onTheRoad(t, nil)
	ctx, stick := t.Context(), t.TempDir()
	mine, err := somchai.Stops(ctx)
	must(t, err)
	i := slices.IndexFunc(mine, func(s office.Stop) bool { return s.State == register.VisitOpen && s.Visit.ID == "TH-5014-V000001" })
	stop := mine[i]
	open, _, err := malee.BeginVisit(ctx, stop.Visit.ID, inspection)
	must(t, err)
	_, _, err = malee.BeginVisit(ctx, "TH-5014-V000002", inspection)
	must(t, err)
	w.inspect(somchai, stop, map[string]any{"off_ground": "bad", "covered": "good"}, 0)
	w.inspect(somchai, office.Stop{Visit: register.Visit{ID: "TH-5014-V000002"}}, map[string]any{"off_ground": "good"}, 0)
	for _, s := range []*office.Session{malee, somchai, malee} {
		if _, err := s.Exchange(ctx, stick); err != nil {
			t.Fatal(err)
		}
	}
	w.fill(malee, stop, open, map[string]any{"off_ground": "good", "covered": "good"}, 0)
	must(t, malee.EndVisit(ctx, "TH-5014-V000002", office.VisitEnd{State: register.VisitRefused, Reason: "ไม่ยินยอม"}))
	rebuildsEqual(t, second)
	must(t, w.line.Restore())
	w.home(somchai)
	syncOnce(t, second)
	aside, err := malee.Overlaps(ctx)
	must(t, err)
	for _, want := range []office.Overlap{
		{Visit: stop.Visit, Question: "off_ground", Mine: "good", Theirs: "bad"},
		{Visit: register.Visit{ID: "TH-5014-V000002"}, Mine: "refused", Theirs: "done"},
	} {
		if !slices.ContainsFunc(aside, func(o office.Overlap) bool {
			return !o.Heard && o.Visit.ID == want.Visit.ID && o.Question == want.Question && o.Mine == want.Mine && o.Theirs == want.Theirs
		}) {
			t.Errorf("%q of %s is not set aside: %+v", want.Question, want.Visit.ID, aside)
		}
	}
	if slices.ContainsFunc(aside, func(o office.Overlap) bool { return o.Question == "covered" }) {
		t.Error("what both say alike is set aside")
	}
}

// What central itself brings while the form of the same visit is open was not known
// either when she began. What nobody else touched stays hers, however often central
// has told her own work back.
func TestWhatCentralBringsMeanwhileIsNotOverruled(t *testing.T) {
	w, first, second, somchai, malee, _ := onTheRoad(t, nil)
	ctx := t.Context()
	must(t, w.line.Restore())
	syncOnce(t, first)
	stopOf := func(id string) office.Stop { return office.Stop{Visit: register.Visit{ID: id}} }
	both, ended, own := stopOf("TH-5014-V000001"), stopOf("TH-5014-V000002"), stopOf("TH-5014-V000005")
	drafts := map[string]*office.Draft{}
	for _, stop := range []office.Stop{both, ended, own} {
		d, _, err := malee.BeginVisit(ctx, stop.Visit.ID, inspection)
		must(t, err)
		drafts[stop.Visit.ID] = d
	}
	syncOnce(t, second)
	w.inspect(somchai, both, map[string]any{"off_ground": "bad", "covered": "good"}, 0)
	w.inspect(somchai, ended, map[string]any{"off_ground": "good"}, 0)
	syncOnce(t, first)
	syncOnce(t, second) // the line is up all day
	w.fill(malee, both, drafts[both.Visit.ID], map[string]any{"off_ground": "good", "covered": "good"}, 0)
	w.fill(malee, own, drafts[own.Visit.ID], map[string]any{"off_ground": "fix"}, 0)
	must(t, malee.EndVisit(ctx, ended.Visit.ID, office.VisitEnd{State: register.VisitRefused, Reason: "ไม่ยินยอม"}))
	rebuildsEqual(t, second)
	syncOnce(t, second)
	aside, err := malee.Overlaps(ctx)
	must(t, err)
	for _, want := range []office.Overlap{
		{Visit: both.Visit, Question: "off_ground", Mine: "good", Theirs: "bad"},
		{Visit: ended.Visit, Mine: "refused", Theirs: "done"},
	} {
		if !slices.ContainsFunc(aside, func(o office.Overlap) bool {
			return o.Visit.ID == want.Visit.ID && o.Question == want.Question && o.Mine == want.Mine && o.Theirs == want.Theirs
		}) {
			t.Errorf("%q of %s is not set aside: %+v", want.Question, want.Visit.ID, aside)
		}
	}
	if slices.ContainsFunc(aside, func(o office.Overlap) bool { return o.Question == "covered" || o.Visit.ID == own.Visit.ID }) {
		t.Errorf("more is set aside than what the two differ on: %+v", aside)
	}
	if kept, err := malee.Kept(ctx); err != nil || len(kept) != 0 {
		t.Errorf("central is said to keep for another reason: %+v, %v", kept, err)
	}
}
