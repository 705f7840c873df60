//go:build window

package field_test

import (
	"testing"

	"sala/app/ui/field"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/theme"
)

// TestPicturesField draws every screen: MODE-SCREEN-LANGUAGE-THEME.png.
func TestPicturesField(t *testing.T) {
	studiotest.Album(t, "field", func(dir, language string, scheme theme.Scheme) {
		play(t, field.Look{Language: language, Scheme: scheme, Scale: 1}, func(name string, s *studiotest.Studio) {
			s.Save(dir, "field-"+name+"-"+language+"-"+string(scheme))
		})
	})
}
