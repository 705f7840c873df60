//go:build window

package field_test

import (
	"testing"

	"sala/app/ui/field"
	"sala/app/ui/internal/studiotest"
)

// TestPicturesField draws every screen: MODE-SCREEN-LANGUAGE-THEME.png.
func TestPicturesField(t *testing.T) {
	studiotest.Album(t, "field", func(p studiotest.Page) {
		play(t, field.Look{Language: p.Language, Scheme: p.Scheme, Scale: p.Scale}, p.Save)
	})
}
