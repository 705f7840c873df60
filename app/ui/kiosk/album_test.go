//go:build window

package kiosk_test

import (
	"testing"

	"sala/app/ui/internal/studiotest"
	"sala/app/ui/kiosk"
)

// TestPicturesKiosk draws every screen: MODE-SCREEN-LANGUAGE-THEME.png.
func TestPicturesKiosk(t *testing.T) {
	studiotest.Album(t, "kiosk", func(p studiotest.Page) {
		play(t, p.Language, kiosk.Look{Scheme: p.Scheme, Scale: p.Scale}, 1280, 1024, p.Save)
	})
}
