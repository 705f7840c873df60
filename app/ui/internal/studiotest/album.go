package studiotest

import (
	"os"
	"slices"
	"strings"
	"testing"

	"sala/app/ui/kit"
	"sala/app/ui/theme"
)

// Page is one way to draw every screen of a mode.
type Page struct {
	Language string
	Scheme   theme.Scheme
	Scale    float32 // 1, or 2 for letters of twice the size

	dir, mode string
}

// Save keeps the picture of a screen: MODE-SCREEN-LANGUAGE-THEME.png, and
// MODE-SCREEN-LANGUAGE-THEME-large.png in letters of twice the size.
func (p Page) Save(screen string, s *Studio) {
	name := strings.Join([]string{p.mode, screen, p.Language, string(p.Scheme)}, "-")
	if p.Scale > 1 {
		name += "-large"
	}
	s.Save(p.dir, name)
}

// Album says which pictures are wanted of a mode: the task runner gives the
// folder, the modes and whether letters are large in the environment. Without a
// folder one language and theme are drawn, to be thrown away.
func Album(t *testing.T, mode string, draw func(Page)) {
	t.Helper()
	if modes := strings.Fields(os.Getenv("SALA_MODES")); len(modes) > 0 && !slices.Contains(modes, mode) {
		return
	}
	p := Page{Language: "ko", Scheme: theme.Dark, Scale: 1, dir: os.Getenv("SALA_PICTURES"), mode: mode}
	if p.dir == "" {
		p.dir = t.TempDir()
		draw(p)
		return
	}
	if os.Getenv("SALA_LARGE") != "" {
		p.Scale = 2
	}
	for _, p.Language = range kit.Languages() {
		for _, p.Scheme = range theme.Schemes() {
			draw(p)
		}
	}
}
