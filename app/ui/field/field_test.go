package field_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"sala/app/office"
	"sala/app/ui/field"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/theme"
	"sala/assets/packs"
	"sala/forms/definition"
	"sala/forms/pack"
	"sala/forms/register"
)

func order(f *field.Field) string {
	var ids []string
	for _, s := range f.View().Stops {
		ids = append(ids, s.ID)
	}
	return strings.Join(ids, " ")
}

func TestRound(t *testing.T) {
	f, o := open(t, true)
	f.SignInWith("wrong")
	if got := f.View().Code; got != "wrong_password" {
		t.Fatalf("a wrong password gives %q", got)
	}
	f.SignInWith(rehearsal.Password)
	if got := order(f); got != "s3 s1 s2" {
		t.Errorf("by route the list is %s", got)
	}
	f.SortByDeadline(true)
	if got := order(f); got != "s2 s1 s3" {
		t.Errorf("by deadline the list is %s: what has none comes last", got)
	}
	f.Open("s2")
	if v := f.View(); v.Screen != field.Visit || v.Visitor == nil || v.Visitor.Resident.ID != "R2" {
		t.Fatalf("the visit is %+v", v)
	}
	f.Finish()
	if v := f.View(); v.Screen != field.Visit || v.Checks != 1 {
		t.Fatal("a form with a missing answer can be finished")
	}
	f.Answer("remarks", "ใช้รถเข็น")
	f.Finish()
	if v := f.View(); v.Screen != field.Done || v.Spot.Petition.Number == "" {
		t.Fatalf("after finishing: %s, code %q", v.Screen, v.Code)
	}
	f.Ticket()
	if v := f.View(); v.Code != "" || v.Spot.Printed == "" || len(o.Printer.Receipts) != 1 {
		t.Errorf("the ticket: code %q, %q, %d slips", v.Code, v.Spot.Printed, len(o.Printer.Receipts))
	}
	f.ToList()
	f.Open("s1")
	f.ToEnding(register.VisitNotMet)
	f.EndNow()
	if v := f.View(); v.Code != "reason_needed" || v.Screen != field.Ending {
		t.Fatalf("a visit ends without a reason: %s, code %q", v.Screen, v.Code)
	}
	f.Because("ไม่มีใครอยู่บ้าน")
	f.Said("ลองวันเสาร์")
	f.EndNow()
	if got := order(f); got != "s3 s1 s2" && got != "s3 s2 s1" {
		t.Errorf("what is done does not come last: %s", got)
	}
	if open, done := f.View().Left(); open != 1 || done != 2 {
		t.Errorf("%d open and %d done, want 1 and 2", open, done)
	}
	stops, err := o.SignedIn("wilai").Stops(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range stops {
		last, was := s.Visit.Last()
		switch s.Visit.ID {
		case "s1":
			if !was || last.State != register.VisitNotMet || last.Reason != "ไม่มีใครอยู่บ้าน" || s.Visit.LastSaid() != "ลองวันเสาร์" || last.Accuracy != 6 || last.Position.IsZero() {
				t.Errorf("the visit that met nobody is %+v", s.Visit)
			}
		case "s2":
			if s.Visit.State != register.VisitDone || s.Visit.Answers["remarks"] != "ใช้รถเข็น" || len(s.Visit.Petitions) != 1 {
				t.Errorf("the visit that was done is %+v", s.Visit)
			}
		}
	}
}

// TestAKeyHeldDownOpensOneForm promises that Enter that repeats on the list
// opens one visit, that what is pressed next reaches it, and that F9 which
// repeats where a visit ends ends it once.
func TestAKeyHeldDownOpensOneForm(t *testing.T) {
	f, o, line := openSlowly(t)
	f.SignInWith(rehearsal.Password)
	line.LetGo()
	f.Open("s2")
	f.Open("s2")
	f.Open("s1")
	line.LetGo()
	f.Open("s2") // of a row that is still under the key when the form shows
	f.Answer("remarks", "ใช้รถเข็น")
	f.Finish()
	line.LetGo()
	if v := f.View(); v.Screen != field.Done || v.Code != "" {
		t.Fatalf("after finishing: %s, code %q", v.Screen, v.Code)
	}
	f.ToList()
	line.LetGo()
	f.Open("s1")
	f.ToList() // gone before the form is there
	line.LetGo()
	if v := f.View(); v.Screen != field.List {
		t.Errorf("a form that was left shows up later: %s", v.Screen)
	}
	f.Open("s1")
	line.LetGo()
	f.ToEnding(register.VisitMoved)
	f.Because("ย้ายแล้ว")
	f.EndNow()
	f.EndNow()
	line.LetGo()
	if v := f.View(); v.Screen != field.List || v.Code != "" {
		t.Errorf("after ending: %s, code %q", v.Screen, v.Code)
	}
	petitions := map[string]int{}
	stops, err := o.SignedIn("somchai").Stops(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range stops {
		petitions[s.Visit.ID] = len(s.Visit.Petitions)
	}
	if petitions["s2"] != 1 || petitions["s1"] != 1 {
		t.Errorf("forms were opened %v times, want once", petitions)
	}
}

// TestEnterAfterAVisitOpensTheNext promises that Enter on the first row of the
// list, before the list is read anew, opens the next visit and never the one that
// has just ended; and that a list which was read before that end is not shown.
func TestEnterAfterAVisitOpensTheNext(t *testing.T) {
	for _, x := range []struct {
		name  string
		first string
		end   func(*field.Field)
	}{
		{"without a form", "s3", func(f *field.Field) {
			f.ToEnding(register.VisitNotMet)
			f.Because("ไม่มีใครอยู่")
			f.EndNow()
		}},
		{"with its form", "s2", func(f *field.Field) {
			f.Answer("remarks", "ใช้รถเข็น")
			f.Finish()
		}},
	} {
		t.Run(x.name, func(t *testing.T) {
			f, _, line := openSlowly(t)
			f.SignInWith(rehearsal.Password)
			line.LetGo()
			f.SortByDeadline(x.first == "s2")
			before := f.View().Stops[0]
			if before.ID != x.first {
				t.Fatalf("the list begins with %s, want %s", before.ID, x.first)
			}
			f.Open(x.first)
			line.LetGo()
			f.ToList() // and it is being read while the officer goes back to the form
			var late []func()
			for len(line.Jobs) > 0 {
				if shown := line.Begin(); shown != nil {
					late = append(late, shown)
				}
			}
			f.Open(x.first)
			line.LetGo()
			x.end(f)
			for len(line.Jobs) > 0 && f.View().Stop != nil {
				line.Step()
			}
			for _, shown := range late {
				shown()
			}
			if f.View().Screen == field.Done {
				f.ToList()
			}
			line.Jobs = nil // the list is not read anew yet
			if v := f.View(); v.Screen != field.List || v.Stops[0].ID == x.first || v.Stops[0].State != register.VisitOpen {
				t.Fatalf("after the end: %s, code %q, the list begins with %s, %s", v.Screen, v.Code, v.Stops[0].ID, v.Stops[0].State)
			}
			next := f.View().Stops[0].ID
			f.Open(next)
			line.LetGo()
			if v := f.View(); next == x.first || v.Screen != field.Visit || v.Stop.ID != next {
				t.Errorf("Enter opens %s at %s, code %q", next, v.Screen, v.Code)
			}
		})
	}
}

func TestWithoutARoundTheListIsTheOfficersOwn(t *testing.T) {
	f, o := open(t, false)
	f.SignInWith(rehearsal.Password)
	f.NewVisit()
	o.Insert()
	if v := f.View().Visitor; v == nil || v.Resident.ID != "R1" {
		t.Fatalf("the card's holder is %+v", v)
	}
	f.Choose("elderly")
	f.Answer("remarks", "x")
	f.ToList()
	if got := f.View().Stops; len(got) != 1 || got[0].State != register.VisitBegun {
		t.Fatalf("the list is %+v, want the visit that was begun", got)
	}
	f.Open(f.View().Stops[0].ID)
	if q, _ := f.View().Page.Question("remarks"); q.Value != "x" {
		t.Errorf("the visit goes on with %v, want what was typed", q.Value)
	}
}

// TestOuting promises that a laptop that carries nothing begins with what is to
// be taken out, says how much that is before, and can be brought back again.
func TestOuting(t *testing.T) {
	f, o := open(t, true)
	road := o.Road.(*rehearsal.Road)
	o.ComeHome()
	f.Tick()
	f.SignInWith(rehearsal.Password)
	f.Tick()
	f.ToOuting()
	if v := f.View(); v.Screen != field.Outing || !v.Planned || v.Plan.Visits != 9 {
		t.Fatalf("the laptop begins with %s and the plan %+v", v.Screen, v.Plan)
	}
	f.Want(func(c *field.Choice) { c.Areas, c.Days = []string{"วัดเกต"}, 40 })
	if got := f.View().Plan.Visits; got != 18 {
		t.Errorf("with an area there are %d visits, want 18: the plan was not asked for again", got)
	}
	f.TakeOutNow()
	if got := f.View().Code; got != "days" {
		t.Errorf("40 days: %q", got)
	}
	road.Up = false
	f.Want(func(c *field.Choice) { c.Days = 3 })
	f.TakeOutNow()
	if got := f.View().Code; got != "no_central" {
		t.Errorf("without a network: %q", got)
	}
	road.Up = true
	f.TakeOutNow()
	if v := f.View(); v.Screen != field.List || !v.Out || v.Carried.Until != "2026-11-24" {
		t.Fatalf("after taking out: %s, %+v, code %q", v.Screen, v.Carried, v.Code)
	}
	road.Waits = 2
	f.ToBack()
	f.BringBack()
	if v := f.View(); v.Code != "not_all_sent" || !v.Out {
		t.Fatalf("with two photos left to send: %q", v.Code)
	}
	road.Waits = 0
	f.BringBack()
	if v := f.View(); v.Screen != field.Outing || v.Out {
		t.Errorf("after bringing back: %s, out %v, code %q", v.Screen, v.Out, v.Code)
	}
}

// TestOverlap promises that what two officers wrote differently shows both values
// and who, when and where of each, and is decided by one who may.
func TestOverlap(t *testing.T) {
	f, o := open(t, true)
	o.Disagree("s1", "remarks", "ใช้ไม้เท้า", "ใช้รถเข็น")
	f.SignInWith(rehearsal.Password)
	f.ToOverlaps()
	list := f.View().Overlaps
	if len(list) != 1 || list[0].Mine != "ใช้ไม้เท้า" || list[0].Theirs != "ใช้รถเข็น" || len(list[0].Others) != 1 || list[0].Others[0].Officer != "wilai" || list[0].Others[0].Position.IsZero() {
		t.Fatalf("the overlaps are %+v", list)
	}
	f.Settle(list[0], office.SettleMine)
	if got := f.View().Code; got != "not_allowed" {
		t.Errorf("a clerk decides: %q", got)
	}
}

// scenes bring the laptop from one screen to the next.
var scenes = []struct {
	name string
	play func(*field.Field, *rehearsal.Office)
}{
	{"sign-in", func(*field.Field, *rehearsal.Office) {}},
	{"list", func(f *field.Field, _ *rehearsal.Office) { f.SignInWith(rehearsal.Password) }},
	{"mine", func(f *field.Field, _ *rehearsal.Office) { f.ToMine(); f.SetPIN("8264") }},
	{"locked", func(f *field.Field, _ *rehearsal.Office) { f.FromMine(); f.Lock(); f.SignInWith("9999") }},
	{"unlocked", func(f *field.Field, _ *rehearsal.Office) { f.SignInWith("8264") }},
	{"map", func(f *field.Field, _ *rehearsal.Office) { f.ShowMap(true) }},
	{"subject", func(f *field.Field, _ *rehearsal.Office) { f.NewVisit(); f.Find("ใจดี") }},
	{"subject-card", func(_ *field.Field, o *rehearsal.Office) { o.Insert() }},
	{"visit", func(f *field.Field, _ *rehearsal.Office) { f.ToList(); f.ShowMap(false); f.Open("s1") }},
	{"visit-problems", func(f *field.Field, _ *rehearsal.Office) { f.Finish() }},
	{"ending", func(f *field.Field, _ *rehearsal.Office) { f.ToEnding(register.VisitNotMet) }},
	{"ending-no-reason", func(f *field.Field, _ *rehearsal.Office) { f.EndNow() }},
	{"done", func(f *field.Field, _ *rehearsal.Office) {
		f.Open("s2")
		f.Answer("remarks", "ok")
		f.Finish()
		f.Ticket()
	}},
	{"done-approval", func(f *field.Field, _ *rehearsal.Office) {
		f.ToList()
		f.Open("s3")
		f.Answer("cid", "1101700230708")
		f.Answer("purpose", "school")
		f.Finish()
	}},
	{"done-no-receipt", func(f *field.Field, o *rehearsal.Office) {
		o.Printer.Fail(office.Failed, "printer_paper_out")
		f.Collect(10_000)
	}},
	{"done-paid", func(f *field.Field, o *rehearsal.Office) {
		o.Printer.Fail(office.Printed, "")
		f.PrintReceipt()
	}},
	{"list-done", func(f *field.Field, _ *rehearsal.Office) { f.ToList() }},
	{"warnings", func(f *field.Field, o *rehearsal.Office) {
		f.Dismiss()
		o.Machine = rehearsal.Worn{Percent: 7, Bytes: 150 << 20}
		f.Tick()
	}},
	{"reader-gone", func(f *field.Field, o *rehearsal.Office) {
		o.Machine = nil
		f.NewVisit()
		o.Reader.Break("reader_gone")
		o.Publish(office.Event{Kind: office.CardInserted})
	}},
	{"exchange", func(f *field.Field, o *rehearsal.Office) {
		o.Letters.(*rehearsal.Sticks).Done.Heard = []string{"TH-5001-F02"}
		f.ToList()
		f.Exchange()
	}},
	{"exchange-no-stick", func(f *field.Field, o *rehearsal.Office) {
		o.Letters.(*rehearsal.Sticks).Err = &office.Error{Code: "no_stick"}
		f.Exchange()
	}},
	{"checks", func(f *field.Field, o *rehearsal.Office) {
		f.NewVisit()
		f.Find("ร้านหน้าโรงเรียน")
		f.Choose("th.food-stall-inspection")
		f.Answer("owner_name", "แม่ค้าหน้าโรงเรียน")
		f.Answer("off_ground", "good")
		f.Answer("covered", "fix")
		f.Answer("covered_severity", "serious")
		f.Answer("clean_water", "bad")
		f.Finish()
	}},
	{"kept", func(f *field.Field, o *rehearsal.Office) {
		o.Keep("s2", "form_unknown")
		f.ToOverlaps()
	}},
	{"overlaps", func(f *field.Field, o *rehearsal.Office) {
		o.Disagree("s1", "remarks", "ใช้ไม้เท้า", "ใช้รถเข็น")
		f.Tick()
		f.ToOverlaps()
	}},
	{"back", func(f *field.Field, _ *rehearsal.Office) { f.ToBack() }},
	{"back-offline", func(f *field.Field, o *rehearsal.Office) {
		o.Road.(*rehearsal.Road).Up = false
		f.BringBack()
	}},
	{"outing", func(f *field.Field, o *rehearsal.Office) {
		o.Road.(*rehearsal.Road).Up = true
		o.ComeHome()
		f.Tick()
		f.ToOuting()
		f.Want(func(c *field.Choice) { c.Areas = []string{"วัดเกต"} })
	}},
}

// more is a catalogue with one form more.
type more struct {
	office.Catalogue
	form *definition.Form
}

func (m more) Form(id string) (*definition.Form, bool) {
	if id == m.form.ID {
		return m.form, true
	}
	return m.Catalogue.Form(id)
}

// withForm gives the office a form of the Thai pack besides its own.
func withForm(t *testing.T, o *rehearsal.Office, id string) {
	t.Helper()
	th, err := pack.Load(packs.Files("th"))
	if err != nil {
		t.Fatal(err)
	}
	form, ok := th.Form(id)
	if !ok {
		t.Fatalf("there is no %s", id)
	}
	o.Forms = more{o.Forms, form}
}

func play(t *testing.T, look field.Look, shown func(name string, s *studiotest.Studio)) {
	t.Helper()
	s, f, o := openInWindow(t, 1366, 768, look)
	withForm(t, o, "th.food-stall-inspection")
	for _, scene := range scenes {
		scene.play(f, o)
		s.Settle()
		shown(scene.name, s)
	}
}

// Every screen says everything in every language, in sunlight and at double size,
// and fits 1366 x 768.
func TestScreensFit(t *testing.T) {
	looks := []field.Look{{Language: "th", Scheme: theme.Light, Scale: 1}, {Language: "ko", Scheme: theme.Light, Scale: 1}, {Language: "en", Scheme: theme.Light, Scale: 1},
		{Language: "th", Scheme: theme.Contrast, Scale: 2}}
	if os.Getenv("SALA_LONG") != "" {
		looks = append(looks, field.Look{Language: "en", Scheme: theme.Contrast, Scale: 2}, field.Look{Language: "ko", Scheme: theme.Contrast, Scale: 2})
	}
	for _, look := range looks {
		play(t, look, func(name string, s *studiotest.Studio) {
			for _, fault := range s.FaultsIn(look.Language) {
				t.Errorf("%s in %s, %s, %.0f times: %s", name, look.Language, look.Scheme, look.Scale, fault)
			}
			if out := os.Getenv("SALA_LOOK"); out != "" {
				s.Save(out, fmt.Sprintf("field-%s-%s-%s-%.0f", name, look.Language, look.Scheme, look.Scale))
			}
		})
	}
}
