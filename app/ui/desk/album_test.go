//go:build window

package desk_test

import (
	"testing"

	"sala/app/ui/desk"
	"sala/app/ui/internal/studiotest"
)

// TestPicturesDesk draws every screen: MODE-SCREEN-LANGUAGE-THEME.png.
func TestPicturesDesk(t *testing.T) {
	studiotest.Album(t, "desk", func(p studiotest.Page) {
		look := desk.Look{Language: p.Language, Scheme: p.Scheme, Scale: p.Scale}
		play(t, look, 1366, 768, p.Save)
		playSettings(t, look, p.Save)
		playDevices(t, look, p.Save)
		playSync(t, look, func(screen string, s *studiotest.Studio, _ *desk.Window) { p.Save(screen, s) })
	})
}
