package field_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"sala/app/office"
	"sala/app/ui/field"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/kit"
	"sala/forms/register"
)

// ended ends a visit as another laptop does, of which this one hears by the line.
func ended(t *testing.T, o *rehearsal.Office, visit string) {
	t.Helper()
	if err := o.SignedIn("wilai").EndVisit(t.Context(), visit, office.VisitEnd{State: register.VisitNotMet, Reason: "nobody"}); err != nil {
		t.Fatal(err)
	}
	o.Publish(office.Event{Kind: office.SyncChanged})
}

// What the other laptop in the car has done is on the list at once: nobody drives
// to a house where a colleague was. What went wrong before stays to be read.
func TestWhatTheOtherLaptopDidIsOnTheList(t *testing.T) {
	f, o := open(t, true)
	f.SignInWith(rehearsal.Password)
	o.Letters.(*rehearsal.Sticks).Err = &office.Error{Code: "no_stick"}
	f.Exchange()
	ended(t, o, "s3")
	if got := order(f); got != "s1 s2 s3" {
		t.Errorf("the list is %s, want what the other has done at its end", got)
	}
	if left, done := f.View().Left(); left != 2 || done != 1 {
		t.Errorf("%d to do and %d done, want 2 and 1", left, done)
	}
	if got := f.View().Code; got != "no_stick" {
		t.Errorf("what went wrong has become %q", got)
	}
}

// Much that comes at once is read twice at most: what is under way, and once more.
func TestNewsDoesNotPileUp(t *testing.T) {
	f, o, line := openSlowly(t)
	f.SignInWith(rehearsal.Password)
	line.LetGo()
	o.Publish(office.Event{Kind: office.SyncChanged})
	after := line.Begin() // it has been read, and is not shown yet
	for _, visit := range []string{"s3", "s1", "s2"} {
		ended(t, o, visit)
	}
	if after != nil {
		after()
	}
	line.LetGo()
	if left, _ := f.View().Left(); left != 0 {
		t.Errorf("%d visits are still to do on the list", left)
	}
}

// A list that is made anew for news stays where the officer was on it: at the same
// visit, or at one that is left when that is the visit that was done.
func TestTheListStaysWhereTheOfficerWas(t *testing.T) {
	s, f, o := openInWindow(t, 1366, 768, light("en"))
	f.SignInWith(rehearsal.Password) // s3 s1 s2
	at := func() string {
		b, _ := s.Window.Canvas().Focused().(*kit.Button)
		i := slices.IndexFunc(f.View().Stops, func(stop field.Stop) bool { return b != nil && stop.Title == b.Label })
		if i < 0 {
			return ""
		}
		return f.View().Stops[i].ID
	}
	for _, b := range studiotest.All[*kit.Button](s) {
		if b.Label == f.View().Stops[2].Title {
			s.Window.Canvas().Focus(b)
		}
	}
	ended(t, o, "s3")
	if got := at(); got != "s2" {
		t.Errorf("the keyboard is at %q, want s2, where it was", got)
	}
	ended(t, o, "s2")
	if got := at(); got != "s1" {
		t.Errorf("the keyboard is at %q, want s1, the visit that is left", got)
	}
}

// A page that a finger has moved is not moved back by news.
func TestNewsDoesNotMoveTheList(t *testing.T) {
	s, f, o := openInWindow(t, 1366, 320, light("en"))
	f.SignInWith(rehearsal.Password)
	scroll := func() *kit.DragScroll { return studiotest.All[*kit.DragScroll](s)[0] }
	scroll().Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(0, -40)})
	was := scroll()
	if was.Scroll.Offset.Y == 0 {
		t.Fatal("the list did not move by finger")
	}
	ended(t, o, "s3")
	if now := scroll(); now == was || now.Scroll.Offset != was.Scroll.Offset || !now.Slid() {
		t.Errorf("the list stands at %v, slid %v; it stood at %v", now.Scroll.Offset, now.Slid(), was.Scroll.Offset)
	}
}

// The map stays as near as the officer drew it.
func TestNewsDoesNotMoveTheMap(t *testing.T) {
	s, f, o := openInWindow(t, 1366, 768, light("en"))
	f.SignInWith(rehearsal.Password)
	f.ShowMap(true)
	shown := func() *field.Map { return studiotest.All[*field.Map](s)[0] }
	was := shown()
	was.Nearer(2)
	at := was.Where(register.Point{Lat: 18.902, Lon: 99.022})
	ended(t, o, "s3")
	if got := shown().Where(register.Point{Lat: 18.902, Lon: 99.022}); got != at {
		t.Errorf("a place is drawn at %v, it was at %v", got, at)
	}
}

// How two officers ended one visit is told in words, not by the names that records
// have for it.
func TestHowAVisitEndedIsToldInWords(t *testing.T) {
	s, f, o := openInWindow(t, 1366, 768, light("en"))
	o.Disagree("s1", "", "refused", "done")
	f.SignInWith(rehearsal.Password)
	f.ToOverlaps()
	said := s.Texts()
	for _, want := range []string{"How the visit ended", "Refused", "Done"} {
		if !slices.Contains(said, want) {
			t.Errorf("there is no %q: %q", want, said)
		}
	}
}

// What central set aside for another reason than a difference is counted as that,
// and shown with its reason: no page says that nothing differs where something waits.
func TestWhatCentralKeepsIsShown(t *testing.T) {
	s, f, o := openInWindow(t, 1366, 768, light("en"))
	f.SignInWith(rehearsal.Password)
	f.Open("s1")
	f.Answer("remarks", "ok")
	f.Finish()
	o.Keep("s1", "form_unknown")
	f.ToList()
	says := func(want string) bool {
		return slices.ContainsFunc(s.Texts(), func(words string) bool { return strings.Contains(words, want) })
	}
	if !says("Set aside: 1") || says("Differences") {
		t.Errorf("the list says %q", s.Texts())
	}
	f.ToBack()
	if !says("has set 1 entry aside") || says("another officer wrote") {
		t.Errorf("before it is brought back it says %q", s.Texts())
	}
	f.ToOverlaps()
	if says("Nothing differs") || says("Two officers") || !says("does not have this version of the form") || !says("Nothing is lost") || !says(f.View().Kept[0].Number) {
		t.Errorf("the page says %q", s.Texts())
	}
	o.Disagree("s2", "remarks", "a", "b")
	f.ToList()
	if !says("Differences: 1") || !says("Set aside: 1") {
		t.Errorf("with both the list says %q", s.Texts())
	}
}

// A visit of which nobody knows where it is has no pin: the map says so.
func TestTheMapSaysWhatIsNotOnIt(t *testing.T) {
	s, f, o := openInWindow(t, 1366, 768, light("en"))
	f.SignInWith(rehearsal.Password)
	f.ShowMap(true)
	says := func() bool {
		return slices.ContainsFunc(s.Texts(), func(words string) bool { return strings.Contains(words, "1 without a place") })
	}
	if says() {
		t.Error("a visit is said to be without a place")
	}
	if _, err := o.SignedIn("somchai").PlanVisit(t.Context(), register.Visit{Subject: "a stall", Officer: "somchai"}); err != nil {
		t.Fatal(err)
	}
	o.Publish(office.Event{Kind: office.SyncChanged})
	if !says() {
		t.Errorf("the map does not say what is not on it: %q", s.Texts())
	}
}
