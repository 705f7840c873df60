//go:build window

package desk_test

import (
	"testing"

	"sala/app/ui/desk"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/theme"
)

// TestPicturesDesk draws every screen: MODE-SCREEN-LANGUAGE-THEME.png.
func TestPicturesDesk(t *testing.T) {
	studiotest.Album(t, "desk", func(dir, language string, scheme theme.Scheme) {
		look := desk.Look{Language: language, Scheme: scheme, Scale: 1}
		save := func(name string, s *studiotest.Studio) {
			s.Save(dir, "desk-"+name+"-"+language+"-"+string(scheme))
		}
		play(t, look, 1366, 768, save)
		playSettings(t, look, save)
		playDevices(t, look, save)
		playSync(t, look, func(name string, s *studiotest.Studio, _ *desk.Window) { save(name, s) })
	})
}
