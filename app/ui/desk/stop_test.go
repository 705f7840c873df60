package desk_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"sala/app/ui/desk"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/work"
)

// Escape ends the reading of a card that never answers, from where the keyboard
// is: the page says so, stays where it is, and reads the next card.
func TestEscapeStopsACardThatNeverAnswers(t *testing.T) {
	for _, language := range []string{"th", "ko", "en"} {
		s := studiotest.Open(t, 1366, 768)
		o := rehearsal.New()
		screen := make(chan func(), 64)
		do := func(f func()) { screen <- f }
		var d *desk.Desk
		aside := work.NewLine(do, func(wait *work.Wait) { d.WaitingAside(wait) })
		with := options(o)
		with.Aside, with.Do = aside, do
		d, _ = inWindow(s, parts(t), with, light(language))
		canvas := s.Window.Canvas()
		until := func(what string, holds func(desk.View) bool) {
			t.Helper()
			for end := time.After(20 * time.Second); !holds(d.View()); {
				select {
				case f := <-screen:
					f()
				case <-end:
					t.Fatalf("%s: it does not come to %s: %+v", language, what, d.View().Serve)
				}
			}
		}
		signIn(d, "somchai")
		d.NextVisitor()
		d.Go(desk.Serve)
		o.Reader.Mute(true)
		o.Reader.Insert(rehearsal.Card())
		d.ReadCard()
		until("a reading that can be stopped", func(v desk.View) bool { return v.Serve.Stop != nil })
		at := canvas.Focused()
		if at == nil {
			t.Fatal("nothing has the keyboard while a card is read")
		}
		at.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
		until("the end of the reading", func(v desk.View) bool { return v.Serve.Reading == "" })
		want(t, d, desk.Serve, desk.AtCard)
		if v := d.View(); v.Toast == nil || v.Toast.Key != "desk.said.read_stopped" || v.Trouble != nil || v.Serve.Stop != nil {
			t.Errorf("%s: it says %+v, trouble %+v", language, v.Toast, v.Trouble)
		}
		s.Settle()
		for _, fault := range s.Faults() {
			t.Errorf("%s: %s", language, fault)
		}
		o.Reader.Mute(false)
		d.ReadCard()
		until("the person", func(v desk.View) bool { return v.Serve.Stage == desk.AtPerson })
		d.Close()
		aside.Close()
	}
}
