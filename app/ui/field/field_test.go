package field_test

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"sala/app/office"
	"sala/app/ui/field"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/theme"
	"sala/app/ui/work"
	"sala/forms/calendar"
)

// round is a work list in memory.
type round struct{ stops []field.Stop }

func (r *round) Stops(context.Context) ([]field.Stop, error) { return slices.Clone(r.stops), nil }

func (r *round) Mark(_ context.Context, id string, s field.State, petition string) error {
	for i := range r.stops {
		if r.stops[i].ID == id {
			r.stops[i].State, r.stops[i].Petition = s, petition
		}
	}
	return nil
}

func newRound() *round {
	return &round{[]field.Stop{
		{ID: "s1", Title: "นางบุญมี ใจดี", Detail: "99/1 หมู่ที่ 5 ตำบลวัดเกต", Form: "elderly", Resident: "R4", Due: calendar.Date{Year: 2026, Month: 12, Day: 1}, Order: 2, State: field.ToDo, Last: "ขอให้มาตอนเช้า"},
		{ID: "s2", Title: "นายประเสริฐ ใจดี", Detail: "99/1 หมู่ที่ 5 ตำบลวัดเกต", Form: "disability", Resident: "R2", Due: calendar.Date{Year: 2026, Month: 11, Day: 25}, Order: 3, State: field.ToDo},
		{ID: "s3", Title: "김민수", Detail: "99/1 หมู่ที่ 5 ตำบลวัดเกต", Form: "house-register-copy", Resident: "R5", Order: 1, State: field.ToDo},
	}}
}

func open(t *testing.T, r field.Round, changed func()) (*field.Field, *rehearsal.Office) {
	t.Helper()
	o := rehearsal.New()
	f := field.New(field.Options{Office: o.Office, Round: r, Runner: work.Inline{}, Delay: work.AtOnce, Do: func(f func()) { f() }, Changed: changed, Officer: "somchai"})
	t.Cleanup(f.Close)
	return f, o
}

func order(f *field.Field) string {
	var ids []string
	for _, s := range f.View().Stops {
		ids = append(ids, s.ID)
	}
	return strings.Join(ids, " ")
}

func TestRound(t *testing.T) {
	r := newRound()
	f, _ := open(t, r, func() {})
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
	if v := f.View(); v.Screen != field.Visit || !v.Checked {
		t.Fatal("a form with a missing answer can be finished")
	}
	f.Answer("remarks", "ใช้รถเข็น")
	f.Finish()
	if v := f.View(); v.Screen != field.List || v.Toast == "" {
		t.Fatalf("after finishing: %s, code %q", v.Screen, v.Code)
	}
	f.Open("s1")
	f.End(field.NotMet)
	if got := order(f); got != "s3 s1 s2" && got != "s3 s2 s1" {
		t.Errorf("what is done does not come last: %s", got)
	}
	if open, done := f.View().Left(); open != 1 || done != 2 {
		t.Errorf("%d open and %d done, want 1 and 2", open, done)
	}
	if r.stops[1].Petition == "" || r.stops[0].State != field.NotMet {
		t.Errorf("the round was told %+v", r.stops)
	}
}

func TestWithoutARoundTheListIsTheOfficersOwn(t *testing.T) {
	f, o := open(t, nil, func() {})
	f.SignInWith(rehearsal.Password)
	f.NewVisit()
	o.Insert()
	if v := f.View().Visitor; v == nil || v.Resident.ID != "R1" {
		t.Fatalf("the card's holder is %+v", v)
	}
	f.Choose("elderly")
	f.Answer("remarks", "x")
	f.ToList()
	if got := f.View().Stops; len(got) != 1 || got[0].State != field.Begun {
		t.Fatalf("the list is %+v, want the visit that was begun", got)
	}
	f.Open(f.View().Stops[0].ID)
	if q, _ := f.View().Page.Question("remarks"); q.Value != "x" {
		t.Errorf("the visit goes on with %v, want what was typed", q.Value)
	}
}

// scenes bring the laptop from one screen to the next.
var scenes = []struct {
	name string
	play func(*field.Field, *rehearsal.Office)
}{
	{"sign-in", func(*field.Field, *rehearsal.Office) {}},
	{"list", func(f *field.Field, _ *rehearsal.Office) { f.SignInWith(rehearsal.Password) }},
	{"subject", func(f *field.Field, _ *rehearsal.Office) { f.NewVisit(); f.Find("ใจดี") }},
	{"subject-card", func(_ *field.Field, o *rehearsal.Office) { o.Insert() }},
	{"visit", func(f *field.Field, _ *rehearsal.Office) { f.ToList(); f.Open("s1") }},
	{"visit-problems", func(f *field.Field, _ *rehearsal.Office) { f.Finish() }},
	{"list-done", func(f *field.Field, _ *rehearsal.Office) { f.Answer("remarks", "ok"); f.Finish() }},
	{"reader-gone", func(f *field.Field, o *rehearsal.Office) {
		f.NewVisit()
		o.Reader.Break("reader_gone")
		o.Publish(office.Event{Kind: office.CardInserted})
	}},
}

func play(t *testing.T, look field.Look, shown func(name string, s *studiotest.Studio)) {
	t.Helper()
	s := studiotest.Open(t, 1366, 768)
	var w *field.Window
	f, o := open(t, newRound(), func() {
		if w != nil {
			w.Render()
		}
	})
	w = field.NewWindow(f, s.Window.Canvas(), studiotest.Kit(t), look, func(th fyne.Theme) { s.Use(th) })
	for _, scene := range scenes {
		scene.play(f, o)
		s.Settle()
		shown(scene.name, s)
	}
}

// Every screen says everything in every language and fits 1366 x 768.
func TestScreensFit(t *testing.T) {
	for _, language := range []string{"th", "ko", "en"} {
		play(t, field.Look{Language: language, Scheme: theme.Light, Scale: 1}, func(name string, s *studiotest.Studio) {
			for _, fault := range s.Faults() {
				t.Errorf("%s in %s: %s", name, language, fault)
			}
			if out := os.Getenv("SALA_LOOK"); out != "" && strings.Contains(os.Getenv("SALA_LOOK_LANGUAGES")+"th", language) {
				s.Save(out, "field-"+name+"-"+language+"-light")
			}
		})
	}
}
