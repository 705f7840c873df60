package desk_test

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"sala/app/office"
	"sala/app/ui/desk"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/kit"
	"sala/forms/act"
	"sala/forms/register"
)

// recordOf opens the record of somebody who was entered twice.
func recordOf(t *testing.T, officer string) (*desk.Desk, *rehearsal.Office) {
	t.Helper()
	d, o := open(t)
	o.Twice()
	signIn(d, officer)
	d.Go(desk.People)
	d.FindPeople("ประเสริฐ")
	hits := d.View().People.Hits
	at := slices.IndexFunc(hits, func(h office.Hit) bool { return h.ID == "R6" })
	if at < 0 {
		t.Fatalf("the search finds %+v", hits)
	}
	d.AskRecord(hits[at])
	d.OpenRecord(office.Look{Purpose: register.ForCorrection})
	if v := d.View().People; v.Stage != desk.PeopleRecord || v.Opened.Record.ID != "R6" {
		t.Fatalf("the record is not open: %+v, %s", v, trouble(d))
	}
	return d, o
}

func TestARecordTellsItsHistory(t *testing.T) {
	d, o := recordOf(t, "wilai")
	v := d.View().People
	if h := v.Opened.History; len(h) != 2 || h[1].Officer != "somchai" || h[1].Reason == "" || h[1].Record.Fields.Text("sex") != "male" {
		t.Errorf("the history is %+v", v.Opened.History)
	}
	if !slices.Contains(o.Store.Kinds(), act.RecordViewed) {
		t.Error("the look does not stand in the journal")
	}
	d.BackInPeople()
	if v := d.View().People; v.Stage != desk.PeopleSearch || len(v.Hits) == 0 {
		t.Errorf("back is not the search with what it found: %+v", v)
	}
}

func TestTwoRecordsAreComparedAndJoined(t *testing.T) {
	d, o := recordOf(t, "wilai")
	alike := d.View().People.Alike
	if len(alike) != 1 || alike[0].Resident.ID != "R2" {
		t.Fatalf("who may be the same: %+v", alike)
	}
	d.CompareWith("R2")
	v := d.View().People
	if v.Stage != desk.PeopleCompare || v.Stays != "R2" {
		t.Fatalf("the record with the number is to stay: %q at %q, %s", v.Stays, v.Stage, trouble(d))
	}
	if v.Picks["home"] != "R2" || v.Picks["birth"] != "R2" {
		t.Errorf("picked are %v", v.Picks)
	}
	d.JoinCompared("")
	if trouble(d) != "reason_needed" {
		t.Errorf("joined without a reason: %q", trouble(d))
	}
	d.PickAspect("birth", "R6")
	d.JoinCompared("บัตรประชาชน")
	v = d.View().People
	if v.Stage != desk.PeopleRecord || v.Asked.ID != "R2" || len(v.Opened.Joined) != 1 || len(v.Alike) != 0 || v.Asked.Resident.Birth.Day != 9 {
		t.Fatalf("after joining: %+v, %s", v, trouble(d))
	}
	d.PartRecord("R6", "คนละคน")
	if v = d.View().People; len(v.Opened.Joined) != 0 || v.Asked.Resident.Birth.Day != 2 || trouble(d) != "" {
		t.Errorf("after parting: %+v, %s", v, trouble(d))
	}
	if kinds := o.Store.Kinds(); !slices.Contains(kinds, act.RecordJoined) || !slices.Contains(kinds, act.RecordParted) {
		t.Errorf("the journal has %v", kinds)
	}
}

func TestAClerkComparesButDoesNotJoin(t *testing.T) {
	d, _ := recordOf(t, "somchai")
	d.CompareWith("R2")
	if v := d.View().People; v.MayUnite || v.Stage != desk.PeopleCompare {
		t.Errorf("the clerk may %v, stage %q", v.MayUnite, v.Stage)
	}
	d.JoinCompared("ลอง")
	if trouble(d) != "not_allowed" {
		t.Errorf("a clerk joined: %q", trouble(d))
	}
	d.BackInPeople()
	d.ServeRecord()
	want(t, d, desk.Serve, desk.AtPerson)
	if got := d.View().Serve.Visitor.Resident.ID; got != "R6" {
		t.Errorf("served is %s", got)
	}
}

// A registrar finds, compares and joins two records by keys alone.
func TestRecordsAreJoinedByKeys(t *testing.T) {
	d, _, o, s := window(t)
	o.Twice()
	canvas := s.Window.Canvas()
	key := func(name fyne.KeyName) {
		t.Helper()
		if f := canvas.Focused(); f != nil {
			f.TypedKey(&fyne.KeyEvent{Name: name})
		} else if canvas.OnTypedKey() != nil {
			canvas.OnTypedKey()(&fyne.KeyEvent{Name: name})
		}
	}
	signIn(d, "wilai")
	key(fyne.KeyF3)
	test.Type(canvas.Focused(), "ประเสริฐ")
	key(fyne.KeyReturn)
	key(fyne.KeyReturn) // for the usual purpose
	if v := d.View().People; v.Stage != desk.PeopleRecord || v.Asked.ID != "R2" {
		t.Fatalf("the record is not open: %q, %s", v.Stage, trouble(d))
	}
	key(fyne.KeyF8)
	if _, is := canvas.Focused().(*kit.Choice); !is {
		t.Errorf("the keyboard is at %T", canvas.Focused())
	}
	key(fyne.KeyF9)
	test.Type(canvas.Focused(), "บัตรประชาชน")
	key(fyne.KeyReturn)
	if v := d.View().People; v.Stage != desk.PeopleRecord || len(v.Opened.Joined) != 1 {
		t.Errorf("they are not joined: %q, %s", v.Stage, trouble(d))
	}
}
