package desk_test

import (
	"slices"
	"testing"

	"sala/app/ui/desk"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/theme"
)

// In every table of every screen the values of a column begin where its heading
// does.
func TestHeadingsStandOverTheirColumns(t *testing.T) {
	var tables []string
	shown := func(name string, s *studiotest.Studio) {
		faults, looked := s.Crooked()
		for _, fault := range faults {
			t.Errorf("%s: %s", name, fault)
		}
		if looked > 0 {
			tables = append(tables, name)
		}
	}
	play(t, desk.Look{Language: "ko", Scheme: theme.Light, Scale: 1}, 1366, 768, shown)
	for _, name := range []string{"looks", "petitions"} {
		if !slices.Contains(tables, name) {
			t.Errorf("%s shows no table", name)
		}
	}
}
