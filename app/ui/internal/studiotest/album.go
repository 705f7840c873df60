package studiotest

import (
	"os"
	"slices"
	"strings"
	"testing"

	"sala/app/ui/kit"
	"sala/app/ui/theme"
)

// Album says which pictures are wanted of a mode: the task runner gives the
// folder and the modes in the environment. Without a folder one language and
// theme are drawn, to be thrown away.
func Album(t *testing.T, mode string, draw func(dir, language string, scheme theme.Scheme)) {
	t.Helper()
	if modes := strings.Fields(os.Getenv("SALA_MODES")); len(modes) > 0 && !slices.Contains(modes, mode) {
		return
	}
	dir := os.Getenv("SALA_PICTURES")
	if dir == "" {
		draw(t.TempDir(), "ko", theme.Dark)
		return
	}
	for _, language := range kit.Languages() {
		for _, scheme := range theme.Schemes() {
			draw(dir, language, scheme)
		}
	}
}
