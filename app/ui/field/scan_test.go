package field_test

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"sala/app/office"
	"sala/app/ui/field"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/kit"
	"sala/forms/seal"
)

// forged knows one seal, which does not stand.
type forged struct{}

func (forged) Seal(context.Context, string) (office.Verdict, error) {
	return office.Verdict{Word: "revoked", Sealed: &seal.Sealed{Number: "TH-5014-2569-000123"}}, nil
}

// TestScanner promises that a code which a scanner read opens the visit that it
// stands for, is the answer to the form's question of a code, shows in the entry
// even when somebody is typing there, tells of a paper that does not stand, and
// changes nothing where nobody asked for it.
func TestScanner(t *testing.T) {
	studio := studiotest.Open(t, 1366, 768)
	o := rehearsal.New()
	o.GoOut()
	with := options(o)
	with.Verifier = forged{}
	f := inWindow(studio, studiotest.Kit(t), with, light("th"))
	t.Cleanup(f.Close)
	scan := func(text string) { o.Publish(office.Event{Kind: office.SymbolRead, Text: text}) }
	scan("s1") // nobody is signed in
	f.SignInWith(rehearsal.Password)
	scan("s9")
	if v := f.View(); v.Screen != field.List || v.Told != "field.told.code_unknown" {
		t.Errorf("a code of nobody: %s, %q", v.Screen, v.Told)
	}
	scan("s1")
	if v := f.View(); v.Screen != field.Visit || v.Stop.ID != "s1" {
		t.Fatalf("the visit's own code opens %s", v.Screen)
	}
	scan("8850001")
	if v := f.View(); v.Told != "field.told.no_code_asked" {
		t.Errorf("a form that asks for no code: %q", v.Told)
	}
	f.NewVisit()
	f.Find("แผงลอยหน้าโรงเรียน")
	f.Choose("inspection")
	at := func() any { q, _ := f.View().Page.Question("licence"); return q.Value }
	scan("8850001")
	if at() != "8850001" || f.View().Told != "" {
		t.Errorf("the code's answer is %v, %q", at(), f.View().Told)
	}
	entry := showing(studio.Window.Content(), "8850001")
	if entry == nil {
		t.Fatal("the code does not show in its entry")
	}
	studio.Window.Canvas().Focus(entry)
	scan(seal.Prefix + "ABC")
	if at() != "TH-5014-2569-000123" || entry.Text != "TH-5014-2569-000123" {
		t.Errorf("the seal's answer is %v: the number of the paper is wanted, also where somebody stands", at())
	}
	if v := f.View().Scan.Verdict; v == nil || v.Stands {
		t.Errorf("what is known of the paper: %+v", v)
	}
	o.Publish(office.Event{Kind: office.SymbolRead, Code: "barcode.unreadable"})
	if v := f.View(); v.Code != "barcode.unreadable" || at() != "TH-5014-2569-000123" {
		t.Errorf("what cannot be read: %q, the answer is %v", v.Code, at())
	}
}

// showing returns the entry in which a text stands, nil for none.
func showing(o fyne.CanvasObject, text string) *kit.Entry {
	var inner []fyne.CanvasObject
	switch x := o.(type) {
	case *kit.Entry:
		if x.Text == text {
			return x
		}
	case *fyne.Container:
		inner = x.Objects
	case fyne.Widget:
		inner = test.WidgetRenderer(x).Objects()
	}
	for _, child := range inner {
		if e := showing(child, text); e != nil {
			return e
		}
	}
	return nil
}
