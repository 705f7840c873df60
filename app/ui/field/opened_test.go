package field_test

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"sala/app/office"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/kit"
)

// camera is a stick with one photograph, held upright.
type camera struct{ photo []byte }

// List implements field.Files.
func (c camera) List(_ context.Context, folder string) (office.Folder, error) {
	if folder == "" {
		return office.Folder{Entries: []office.FolderEntry{{Name: "DCIM", Path: "DCIM", Folder: true}}}, nil
	}
	return office.Folder{Name: folder, Entries: []office.FolderEntry{{Name: "wall.jpg", Path: "DCIM/wall.jpg", Size: 1000}}}, nil
}

// Read implements field.Files.
func (c camera) Read(context.Context, string) (office.File, error) {
	return office.File{Name: "wall.jpg", MIME: "image/jpeg", Body: c.photo}, nil
}

// TestWhatIsOpenedIsSeen promises that the list of photographs, the photograph to
// draw on with what keeps the drawing, and the pad of a signature are in sight as
// soon as they are opened, though their buttons stand at the page's lower edge.
func TestWhatIsOpenedIsSeen(t *testing.T) {
	s, o := studiotest.Open(t, 1366, 768), rehearsal.New()
	o.GoOut()
	var photo bytes.Buffer
	if err := jpeg.Encode(&photo, image.NewGray(image.Rect(0, 0, 600, 800)), nil); err != nil {
		t.Fatal(err)
	}
	var later []func()
	with := options(o)
	with.Files, with.Delay = camera{photo.Bytes()}, func(_ time.Duration, do func()) { later = append(later, do) }
	f := inWindow(s, studiotest.Kit(t), with, light("en"))
	t.Cleanup(f.Close)
	settle := func() {
		s.Settle()
		for len(later) > 0 {
			next := later
			later = nil
			for _, do := range next {
				do()
			}
			s.Settle()
		}
	}
	f.SignInWith(rehearsal.Password)
	f.NewVisit()
	f.Find("a shop")
	f.Choose("inspection")
	settle()
	page := scrolled(s.Window.Content())
	at := func(o fyne.CanvasObject) (top, bottom float32) {
		top = fyne.CurrentApp().Driver().AbsolutePositionForObject(o).Y - fyne.CurrentApp().Driver().AbsolutePositionForObject(page).Y
		return top, top + o.Size().Height
	}
	button := func(label string) *kit.Button {
		for _, b := range all[*kit.Button](page) {
			if b.Label == label {
				return b
			}
		}
		t.Fatalf("there is no button %q", label)
		return nil
	}
	press := func(label string) {
		b := button(label)
		_, bottom := at(b)
		offset := page.Scroll.Offset.Y
		page.Scroll.ScrollToOffset(fyne.NewPos(0, max(offset+bottom-page.Size().Height, 0))) // its lower edge is the page's, where the page is long enough
		s.Window.Canvas().Unfocus()                                                          // as a tap does, after which the window gives the keyboard back
		b.Tapped(nil)
		settle()
		f.Tick()
		settle()
	}
	seen := func(what string, o fyne.CanvasObject) {
		t.Helper()
		if top, bottom := at(o); top < 0 || bottom > page.Size().Height {
			t.Errorf("%s lies from %.0f to %.0f of a page that is %.0f high", what, top, bottom, page.Size().Height)
		}
	}
	first := func() fyne.CanvasObject { return all[*kit.Picker](page)[0] }

	s.Window.Canvas().Focus(all[*kit.Entry](page)[0])
	press("Choose a photo")
	seen("the list of folders", first())
	picker := all[*kit.Picker](page)[0]
	picker.Ahead.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	settle()
	seen("the list of photographs", first())
	picker.Ahead.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	settle()

	press("Draw on it")
	pads := all[*kit.SketchPad](page)
	if len(pads) == 0 {
		t.Fatal("there is nothing to draw on")
	}
	seen("the photograph", pads[0])
	seen("what keeps the drawing", button("Keep the drawing"))

	press("Sign")
	seen("the pad of the signature", all[*kit.SignaturePad](page)[0])
	seen("what keeps the signature", button("Use this signature"))
}

// all returns the controls of a kind, the upper first.
func all[T fyne.CanvasObject](o fyne.CanvasObject) (found []T) {
	if x, ok := o.(T); ok {
		found = append(found, x)
	}
	switch x := o.(type) {
	case *kit.DragScroll:
		return append(found, all[T](x.Scroll.Content)...)
	case *fyne.Container:
		for _, child := range x.Objects {
			found = append(found, all[T](child)...)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(x).Objects() {
			found = append(found, all[T](child)...)
		}
	}
	return found
}
