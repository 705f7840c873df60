package formview_test

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"sala/app/office"
	"sala/app/ui/formview"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/kit"
	"sala/app/ui/theme"
	"sala/app/ui/work"
)

// shopFront is a picture of a file.
func shopFront(t *testing.T) []byte {
	t.Helper()
	p := image.NewRGBA(image.Rect(0, 0, 90, 60))
	for i := range 90 * 60 {
		p.Set(i%90, i/90, color.RGBA{R: 0xB4, G: 0x53, B: uint8(i / 60), A: 255})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// inspection is the form with photos on a window, filled as the desk fills it.
func inspection(t *testing.T) (*formview.View, *formview.Filling, *studiotest.Studio) {
	t.Helper()
	return inspectionAfter(t, map[string]string{})
}

// inspectionAfter is one in which strokes were drawn before the program ended.
func inspectionAfter(t *testing.T, drawn map[string]string) (*formview.View, *formview.Filling, *studiotest.Studio) {
	t.Helper()
	s := studiotest.Open(t, 900, 1500)
	s.Use(theme.New(theme.Desk, theme.Light, 1))
	k := studiotest.Kit(t)
	k.Language, k.Front = "en", theme.Desk
	session := rehearsal.New().SignedIn("somchai")
	d, err := session.Begin(context.Background(), "inspection", office.Visitor{})
	if err != nil {
		t.Fatal(err)
	}
	var v *formview.View
	f := formview.Fill(d, formview.Screen{Runner: work.Inline{}, Do: func(f func()) { f() }, Session: func() *office.Session { return session },
		Shown: func(p formview.Page) { v.Update(p) }, Failed: func(err error) { t.Error(err) }, Delay: work.Never})
	files := map[string][]byte{"stick/shop.png": shopFront(t), "stick/plan.pdf": []byte("%PDF-1.7")}
	v = formview.New(&k, formview.Of(d.Form, d.Sheet), "", formview.Changes{
		Answer: f.Answer, AddRow: f.AddRow, RemoveRow: f.RemoveRow,
		Browse: func(folder string, shown func(kit.Listing)) {
			if folder == "" {
				shown(kit.Listing{Name: "Where", Files: []kit.Listed{{Name: "stick", Path: "stick", Folder: true}}})
				return
			}
			shown(kit.Listing{Name: folder, Files: []kit.Listed{{Name: "plan.pdf", Path: "stick/plan.pdf"}, {Name: "shop.png", Path: "stick/shop.png"}}})
		},
		Attach: func(path, file string) {
			v.Update(formview.Of(d.Form, d.Sheet)) // the window is drawn while the file is read
			f.Attach(path, func(context.Context) (office.File, error) {
				return office.File{Name: filepath.Base(file), Body: files[file]}, nil
			})
		},
		Sign: func(path string, picture []byte) {
			f.Attach(path, func(context.Context) (office.File, error) {
				return office.File{Name: "signature.png", MIME: "image/png", Body: picture}, nil
			})
		},
		Drawn: func(path string) string { return drawn[path] },
		Draw:  func(path, strokes string) { drawn[path] = strokes },
		Picture: func(hash string, shown func([]byte)) {
			file, err := session.Attachment(context.Background(), hash)
			if err != nil {
				t.Error(err)
			}
			shown(file.Body)
		},
	})
	s.Window.SetContent(v.Column)
	s.Settle()
	return v, f, s
}

func press(s *studiotest.Studio, keys ...fyne.KeyName) {
	for _, key := range keys {
		s.Window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: key})
	}
}

// A photo is found by typing a part of its name, with keys alone, and the answer
// is the hash of what is kept.
func TestPhotoIsAttachedByKeys(t *testing.T) {
	v, f, s := inspection(t)
	v.Focus("front")
	press(s, fyne.KeyReturn) // opens the picker
	press(s, fyne.KeyReturn) // goes into the stick
	test.Type(s.Window.Canvas().Focused(), "shop")
	press(s, fyne.KeyReturn)
	hash, _ := f.Draft.Sheet.Value("front").(string)
	if len(hash) != 64 {
		t.Fatalf("the answer is %q", hash)
	}
	s.Settle()
	if out := os.Getenv("SALA_LOOK"); out != "" {
		s.Save(out, "formview-photo")
	}
	if at := s.Window.Canvas().Focused(); !walk(s.Window.Content(), func(o fyne.CanvasObject) bool { f, ok := o.(fyne.Focusable); return ok && f == at }) {
		t.Error("the keyboard is at a button that is not there any more")
	}
	press(s, fyne.KeyReturn) // the keyboard is at the photo still: change it
	if _, ok := s.Window.Canvas().Focused().(*kit.Entry); !ok {
		t.Error("the picker is not open again")
	}
	v.Focus("plan")
	press(s, fyne.KeyReturn, fyne.KeyReturn)
	test.Type(s.Window.Canvas().Focused(), "plan")
	press(s, fyne.KeyReturn)
	if plan, _ := f.Draft.Sheet.Value("plan").(string); len(plan) != 64 || plan == hash {
		t.Errorf("the plan is %q", plan)
	}
	f.Answer("front", nil)
	if got := f.Draft.Sheet.Value("front"); got != nil {
		t.Errorf("a photo that was taken off is %v", got)
	}
}

// A signature becomes the answer when it is kept, not while it is drawn.
func TestSignatureIsKept(t *testing.T) {
	v, f, s := inspection(t)
	sign(t, v, s)
	if got := f.Draft.Sheet.Value("signature"); got != nil {
		t.Errorf("before it is kept the answer is %v", got)
	}
	keep := findButton(s.Window.Content(), "Use this signature")
	if keep == nil || keep.Disabled() {
		t.Fatal("a signature that was drawn cannot be kept")
	}
	keep.Tapped(nil)
	if got, _ := f.Draft.Sheet.Value("signature").(string); len(got) != 64 {
		t.Errorf("the signature is %q", got)
	}
}

// What was drawn and not kept is kept when the form is to be handed in, once.
func TestSignatureIsKeptBeforeTheForm(t *testing.T) {
	v, f, s := inspection(t)
	if v.KeepDrawn() {
		t.Error("something was kept although nothing was drawn")
	}
	sign(t, v, s)
	if !v.KeepDrawn() {
		t.Error("a signature that was drawn is not kept")
	}
	if got, _ := f.Draft.Sheet.Value("signature").(string); len(got) != 64 {
		t.Errorf("the signature is %q", got)
	}
	if v.KeepDrawn() {
		t.Error("it is kept twice")
	}
}

// A crash takes no stroke that has ended: the pad is open again with all of them,
// and one can be taken off. The answer ends them.
func TestStrokesOutliveACrash(t *testing.T) {
	drawn := map[string]string{}
	v, _, s := inspectionAfter(t, drawn)
	sign(t, v, s)
	pad := find[*kit.SignaturePad](s.Window.Content())
	pad.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(300, 60)}})
	pad.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(340, 61)}})
	pad.DragEnd()
	want, picture := pad.Strokes, pad.Picture()

	v, f, s := inspectionAfter(t, drawn) // the program begins again
	if pad = find[*kit.SignaturePad](s.Window.Content()); pad == nil || !reflect.DeepEqual(pad.Strokes, want) || !bytes.Equal(pad.Picture(), picture) {
		t.Fatalf("the pad came back as %v, want %v", pad, want)
	}
	pad.Undo()
	if len(pad.Strokes) != 1 || strings.Contains(drawn["signature"], "\n") {
		t.Errorf("a stroke taken off is kept: %q", drawn["signature"])
	}
	if !v.KeepDrawn() || drawn["signature"] != "" {
		t.Errorf("after it became the answer %q is kept", drawn["signature"])
	}
	if got, _ := f.Draft.Sheet.Value("signature").(string); len(got) != 64 {
		t.Errorf("the signature is %q", got)
	}
}

// sign draws on the pad of the form's signature.
func sign(t *testing.T, v *formview.View, s *studiotest.Studio) {
	t.Helper()
	v.Focus("signature")
	press(s, fyne.KeyReturn)
	s.Settle()
	pad := find[*kit.SignaturePad](s.Window.Content())
	if pad == nil {
		t.Fatal("there is no pad")
	}
	pad.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(40, 90)}})
	for x := float32(50); x < 200; x += 10 {
		pad.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, 70+x/10)}})
	}
	pad.DragEnd()
}

// A table's rows stand under one heading; a problem stands in its cell.
func TestTableIsAGrid(t *testing.T) {
	v, f, s := inspection(t)
	for range 2 {
		v.Focus("items")
		press(s, fyne.KeyReturn)
	}
	v.Focus("items[1].what")
	test.Type(s.Window.Canvas().Focused(), "Fridge")
	v.Focus("items[1].pieces")
	test.Type(s.Window.Canvas().Focused(), "-1")
	if got := v.Problem("items[1].pieces"); got != "Not below 0" {
		t.Errorf("a wrong number in a table says %q", got)
	}
	if got := f.Draft.Sheet.Value("items[1].what"); got != "Fridge" {
		t.Errorf("the cell is %v", got)
	}
	s.Settle()
	headings := 0
	for _, text := range s.Texts() {
		if text == "How many" {
			headings++
		}
	}
	if headings != 1 {
		t.Errorf("the heading stands %d times", headings)
	}
	if out := os.Getenv("SALA_LOOK"); out != "" {
		s.Save(out, "formview-table")
	}
	f.RemoveRow("items[0]")
	if got := f.Draft.Sheet.Value("items[0].what"); got != "Fridge" {
		t.Errorf("after the first row was taken away it is %v", got)
	}
}

// find returns the first control of a kind, depth first.
func find[T fyne.CanvasObject](o fyne.CanvasObject) (found T) {
	walk(o, func(x fyne.CanvasObject) bool {
		if w, ok := x.(T); ok {
			found = w
			return true
		}
		return false
	})
	return found
}

func findButton(o fyne.CanvasObject, label string) (found *kit.Button) {
	walk(o, func(x fyne.CanvasObject) bool {
		if b, ok := x.(*kit.Button); ok && b.Label == label {
			found = b
			return true
		}
		return false
	})
	return found
}

func walk(o fyne.CanvasObject, done func(fyne.CanvasObject) bool) bool {
	if done(o) {
		return true
	}
	switch x := o.(type) {
	case *fyne.Container:
		for _, c := range x.Objects {
			if walk(c, done) {
				return true
			}
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(x).Objects() {
			if walk(c, done) {
				return true
			}
		}
	}
	return false
}
