package formview_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"sala/app/office"
	"sala/app/ui/formview"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/kit"
	"sala/app/ui/theme"
	"sala/app/ui/work"
	"sala/assets/packs"
	"sala/forms/pack"
)

// filled is one of the rehearsed office's forms at a desk.
func filled(t *testing.T, form string, language string) *laid {
	t.Helper()
	f, _ := rehearsal.New().Forms.Form(form)
	return lay(t, studiotest.Open(t, 800, 700), theme.Desk, language, f, nil)
}

func value(t *testing.T, p formview.Page, path string) any {
	t.Helper()
	q, ok := p.Question(path)
	if !ok {
		t.Fatalf("%s is not asked", path)
	}
	return q.Value
}

// A question that matters only now comes up beside the one that made it matter,
// and what was typed elsewhere stays.
func TestQuestionsComeAndGo(t *testing.T) {
	v := filled(t, "house-register-copy", "th")
	v.Focus("telephone")
	test.Type(v.Window.Canvas().Focused(), "053123456")
	v.Focus("purpose")
	test.Type(v.Window.Canvas().Focused(), "5") // other
	if _, asked := v.page().Question("purpose_other"); !asked {
		t.Fatal("the other purpose is not asked for")
	}
	v.Focus("purpose_other")
	typing := v.Window.Canvas().Focused()
	test.Type(typing, "ขอวีซ่า")
	if v.Window.Canvas().Focused() != typing {
		t.Error("the keyboard was taken away while typing")
	}
	if got := value(t, v.page(), "purpose_other"); got != "ขอวีซ่า" {
		t.Errorf("the other purpose is %v", got)
	}
	if got := value(t, v.page(), "telephone"); got != "053123456" {
		t.Errorf("the telephone is %v", got)
	}
	v.Focus("purpose")
	test.Type(v.Window.Canvas().Focused(), "1")
	if _, asked := v.page().Question("purpose_other"); asked {
		t.Error("the other purpose is asked for still")
	}
}

// Problems stand beside their question, once a person was there or asked.
func TestProblemsWaitForThePerson(t *testing.T) {
	v := filled(t, "house-register-copy", "en")
	if got := v.Problem("purpose"); got != "" {
		t.Errorf("before anything was done it says %q", got)
	}
	v.Focus("copies")
	test.Type(v.Window.Canvas().Focused(), "9")
	if got := v.Problem("copies"); got != "One to five copies" {
		t.Errorf("too many copies: %q", got)
	}
	if got := v.Check(); got != 3 {
		t.Errorf("%d answers stand in the way, want the number, the purpose and the copies", got)
	}
	if v.Problem("purpose") == "" {
		t.Error("after the check the missing purpose is not shown")
	}
}

// A choice that the form works out is shown in the words of its list, like one that
// a person made.
func TestAWorkedOutChoiceIsShownInWords(t *testing.T) {
	th, err := pack.Load(packs.Files("th"))
	if err != nil {
		t.Fatal(err)
	}
	form, _ := th.Form("th.food-stall-inspection")
	for language, want := range map[string]string{"th": "อันตราย ต้องแก้ไขทันที", "ko": "위험, 즉시 시정", "en": "dangerous, at once"} {
		v := lay(t, studiotest.Open(t, 800, 700), theme.Desk, language, form, map[string]any{"covered": "fix", "covered_severity": "danger"})
		if q, _ := v.page().Question("worst"); q.Value != "danger" || formview.Answer(&v.kit, q) != want || !slices.Contains(v.Texts(), want) {
			t.Errorf("%v is shown as %q, want %q, in %q", q.Value, formview.Answer(&v.kit, q), want, v.Texts())
		}
	}
}

func TestRowsAreAddedAndRemoved(t *testing.T) {
	v := filled(t, "move-in", "en")
	rows := func() int { q, _ := v.page().Question("members"); return len(q.Rows) }
	had := rows()
	for _, name := range []string{"Kim", "Lee"} {
		v.Focus("members") // the button that adds a row
		v.Window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		test.Type(v.Window.Canvas().Focused(), name) // in the new row, without going there
		if got := value(t, v.page(), fmt.Sprintf("members[%d].name", rows()-1)); got != name {
			t.Errorf("the new row's name is %v, want %s", got, name)
		}
	}
	if rows() != had+2 {
		t.Fatalf("there are %d rows, want %d", rows(), had+2)
	}
	for left := rows() - 1; left >= 0; left-- {
		v.Press("Remove")
		focused := v.Window.Canvas().Focused()
		switch in, typed := focused.(*kit.Entry); {
		case focused == nil:
			t.Fatalf("with %d rows left nothing has the keyboard", left)
		case typed != (left > 0):
			t.Errorf("with %d rows left the keyboard is at %T", left, focused)
		case typed && left == 1 && in.Text != "Kim":
			t.Errorf("with one row left the keyboard is at %q, want the row before the one that is gone", in.Text)
		}
	}
}

// However fast somebody types, no more is saved than what was typed, and all of
// it in the end.
func TestFillingSavesEverything(t *testing.T) {
	o := rehearsal.New()
	s := o.SignedIn("somchai")
	d, err := s.Begin(context.Background(), "elderly", office.Visitor{})
	if err != nil {
		t.Fatal(err)
	}
	before := len(o.Store.Kinds())
	f := formview.Fill(d, formview.Screen{Runner: work.Inline{}, Do: func(f func()) { f() }, Session: func() *office.Session { return s },
		Shown: func(formview.Page) {}, Failed: func(err error) { t.Error(err) }, Delay: work.Never})
	for _, text := range []string{"ใ", "ใช", "ใช้", "ใช้ร", "ใช้รถ"} {
		f.Answer("remarks", text)
	}
	if got := len(o.Store.Kinds()) - before; got != 0 {
		t.Errorf("%d entries were written while typing", got)
	}
	f.Save(nil)
	if got := len(o.Store.Kinds()) - before; got != 1 {
		t.Errorf("%d entries were written, want one", got)
	}
	again, err := s.Resume(context.Background(), d.Petition.ID)
	if err != nil {
		t.Fatal(err)
	}
	if got := again.Sheet.Value("remarks"); got != "ใช้รถ" {
		t.Errorf("after a restart the answer is %v", got)
	}
}
