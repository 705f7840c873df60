package desk_test

import (
	"slices"
	"testing"

	"sala/app/ui/desk"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/theme"
)

// A certificate and a house are called in the reader's language what the pack
// calls them, whatever language was recorded.
func TestKindsAreCalledInTheReadersLanguage(t *testing.T) {
	for language, want := range map[string]map[string]string{
		"ko": {"certificates": "주택등록부 등본", "verify-final": "주택등록부 등본", "record-household": "주택"},
		"en": {"certificates": "Copy of the house register", "verify-final": "Copy of the house register", "record-household": "house"},
	} {
		play(t, desk.Look{Language: language, Scheme: theme.Light, Scale: 1}, 1366, 768, func(name string, s *studiotest.Studio) {
			if words := want[name]; words != "" && !slices.Contains(s.Texts(), words) {
				t.Errorf("%s in %s does not say %q", name, language, words)
			}
		})
	}
}
