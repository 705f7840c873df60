//go:build window

package kiosk_test

import (
	"testing"

	"sala/app/ui/internal/studiotest"
	"sala/app/ui/kiosk"
	"sala/app/ui/theme"
)

// TestPicturesKiosk draws every screen: MODE-SCREEN-LANGUAGE-THEME.png.
func TestPicturesKiosk(t *testing.T) {
	studiotest.Album(t, "kiosk", func(dir, language string, scheme theme.Scheme) {
		play(t, language, kiosk.Look{Scheme: scheme, Scale: 1}, 1280, 1024, func(name string, s *studiotest.Studio) {
			s.Save(dir, "kiosk-"+name+"-"+language+"-"+string(scheme))
		})
	})
}
