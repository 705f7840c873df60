package kit_test

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"sala/app/ui/kit"
)

// What there is in a folder is listed again when a name that was typed wrong is
// taken away.
func TestPickerListsAgain(t *testing.T) {
	k, s := outside(t)
	p := k.Picker(func(_ string, shown func(kit.Listing)) {
		shown(kit.Listing{Name: "Pictures", Files: []kit.Listed{{Name: "stall.jpg", Path: "stall.jpg"}}})
	}, func(string) {})
	s.Window.SetContent(p)
	s.Settle()
	listed := func() bool { return slices.Contains(s.Texts(), "stall.jpg") }
	if !listed() {
		t.Fatalf("the folder is not listed: %q", s.Texts())
	}
	s.Window.Canvas().Focus(p.Ahead.Entry)
	test.Type(p.Ahead.Entry, "x")
	if listed() {
		t.Error("a file is listed that has not what was typed in its name")
	}
	p.Ahead.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	if !listed() {
		t.Error("with nothing typed the folder is not listed")
	}
}

// Whoever taps a folder types the file's name next: the keyboard comes back from
// the tap.
func TestAFolderThatIsTappedHasTheKeyboard(t *testing.T) {
	k, s := outside(t)
	p := k.Picker(func(folder string, shown func(kit.Listing)) {
		if folder == "" {
			shown(kit.Listing{Name: "Where", Files: []kit.Listed{{Name: "DCIM", Path: "DCIM", Folder: true}}})
			return
		}
		shown(kit.Listing{Name: folder, Files: []kit.Listed{{Name: "stall.jpg", Path: "stall.jpg"}}})
	}, func(string) {})
	s.Window.SetContent(p)
	s.Settle()
	s.Window.Canvas().Focus(p.Ahead.Entry)
	s.Window.Canvas().Unfocus() // as a tap beside the entry does
	test.TapCanvas(s.Window.Canvas(), s.Places("DCIM")[0].AddXY(5, 5))
	if at := s.Window.Canvas().Focused(); at != fyne.Focusable(p.Ahead.Entry) {
		t.Errorf("in the folder %T has the keyboard", at)
	}
}
