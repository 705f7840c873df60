package kit_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"sala/app/ui/kit"
)

// A long line, such as a code that a scanner types, makes neither the window
// wider nor the cursor leave the entry; a short one leaves the wheel to the page.
func TestALongLineStaysInItsEntry(t *testing.T) {
	k, s := outside(t)
	e := k.Entry("", nil)
	s.Window.SetContent(kit.Column(1, e))
	s.Window.Resize(fyne.NewSize(600, 400))
	s.Settle()
	s.Window.Canvas().Focus(e)
	test.Type(e, "TH-5014")
	if e.Scroll != fyne.ScrollNone {
		t.Error("an entry with a short line takes the wheel from the page")
	}
	for range 60 {
		test.Type(e, "SALA1:")
	}
	s.Settle()
	if got := s.Window.Canvas().Content().MinSize().Width; got > 600 {
		t.Errorf("with a long line the window is at least %v wide", got)
	}
	if e.Scroll != fyne.ScrollVerticalOnly {
		t.Error("the end of a long line is out of sight")
	}
	if long := e.MinSize(); long.Width < 100 || long.Height != k.Entry("", nil).MinSize().Height {
		t.Errorf("with a long line the entry is at least %v", long)
	}
	e.Put("")
	s.Settle()
	if e.Scroll != fyne.ScrollNone {
		t.Error("an entry that was emptied takes the wheel from the page still")
	}
	password := k.Password(nil)
	password.SetText(strings.Repeat("x", 400))
	if got := password.MinSize().Width; got > 600 {
		t.Errorf("a long password is %v wide", got)
	}
}
