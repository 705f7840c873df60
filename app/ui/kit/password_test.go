package kit_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"sala/app/ui/internal/studiotest"
	"sala/app/ui/theme"
)

// A PIN that is typed in a hall can be shown to nobody; a password at a desk can.
func TestAPasswordInAHallStaysHidden(t *testing.T) {
	test.NewTempApp(t)
	for front, shows := range map[theme.Front]bool{theme.Desk: true, theme.Field: true, theme.Kiosk: false} {
		k := studiotest.Kit(t)
		k.Front = front
		e := k.Password(nil)
		test.NewTempWindow(t, e)
		e.Refresh()
		if _, can := e.ActionItem.(fyne.Tappable); can != shows || !e.Entry.Password {
			t.Errorf("%s: it can be shown: %t, want %t", front, can, shows)
		}
	}
}
