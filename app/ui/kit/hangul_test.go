package kit_test

import (
	"testing"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"sala/app/ui/internal/studiotest"
)

// TestHangulIsComposedOnAKeyboard promises that letters become syllables on a real
// keyboard, where the driver tells of a key, Shift among them, before it tells of
// its letter; and that a key which moves the cursor ends the syllable.
func TestHangulIsComposedOnAKeyboard(t *testing.T) {
	studiotest.Open(t, 600, 400)
	k := studiotest.Kit(t)
	k.Language = "ko"
	for typed, want := range map[string]string{"dkssud": "안녕", "dlTek": "있다", "dks|sud": "안녕", "rk<sk": "나가", "dk1": "아1"} {
		e := k.Area("", nil)
		k.MayCompose(e)
		for _, r := range typed {
			switch r {
			case '|':
				e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
				continue
			case '<':
				e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
				continue
			}
			if r >= 'A' && r <= 'Z' {
				e.TypedKey(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
			}
			e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyName(unicode.ToUpper(r))})
			e.TypedRune(r)
		}
		if e.Text != want {
			t.Errorf("%s became %q, want %q", typed, e.Text, want)
		}
	}
}

// TestTheTabulatorLeavesALongText promises that by keys alone a form goes on after
// an answer of several lines.
func TestTheTabulatorLeavesALongText(t *testing.T) {
	studiotest.Open(t, 600, 400)
	k := studiotest.Kit(t)
	if k.Area("", nil).AcceptsTab() {
		t.Error("the tabulator is typed into the text")
	}
}
