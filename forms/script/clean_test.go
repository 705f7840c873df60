package script_test

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"sala/assets/dictionary"
	"sala/forms/script"
)

func TestClean(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"nothing":                   {"", ""},
		"Latin":                     {"Kim Min-su", "Kim Min-su"},
		"right order stays":         {"ก้ำ น้ำ ที่ ผู้ ปั้น", "ก้ำ น้ำ ที่ ผู้ ปั้น"},
		"tone after SARA AM":        {"กำ้", "ก้ำ"},
		"tone before upper vowel":   {"ท\u0e48\u0e35", "ที่"},
		"tone before lower vowel":   {"ผ\u0e49\u0e39", "ผู้"},
		"two SARA E":                {"เเม่", "แม่"},
		"SARA AM in two parts":      {"ท\u0e4d\u0e32", "ทำ"},
		"the same with a tone":      {"น\u0e4d\u0e49\u0e32", "น้ำ"},
		"the same, tone first":      {"น\u0e49\u0e4d\u0e32", "น้ำ"},
		"a mark twice":              {"ที่\u0e48", "ที่"},
		"hangul in jamo":            {norm.NFD.String("한글"), "한글"},
		"zero-width spaces":         {"สม\u200bชาย\u200d", "สมชาย"},
		"marks of direction":        {"\u200fabc\u202e", "abc"},
		"byte-order mark":           {"\ufeffก", "ก"},
		"tab and no-break space":    {"ก\tข\u00a0ค", "ก ข ค"},
		"line feeds stay":           {"ก\nข", "ก\nข"},
		"compatibility hanja":       {"\uf90a", "金"},
		"latin with combining mark": {"e\u0301", "é"},
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := script.Clean(c.in); err != nil || got != c.want {
				t.Errorf("%+q gives %+q (%v), want %+q", c.in, got, err, c.want)
			}
		})
	}
}

func TestCleanRefuses(t *testing.T) {
	for _, bad := range []string{"a\x00b", "a\x1b[31m", "\u0085", "a\xffb", "\ue000", "\ufffe", "\ufffd"} {
		var e *script.CharacterError
		if _, err := script.Clean(bad); !errors.As(err, &e) || !strings.Contains(err.Error(), "U+") {
			t.Errorf("%+q: %v", bad, err)
		}
	}
}

// The dictionary is right except where it was typed wrong.
func TestCleanChangesFewWords(t *testing.T) {
	changed := 0
	for word := range strings.Lines(dictionary.Thai()) {
		if got, err := script.Clean(strings.TrimSuffix(word, "\n")); err != nil || got+"\n" != word {
			changed++
		}
	}
	if changed != 10 {
		t.Errorf("%d words change, 10 are misspelt", changed)
	}
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{"กำ้", "เเม่", "น\u0e4d\u0e49\u0e32", "한글", "a\u200bb", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once, err := script.Clean(s)
		if err != nil {
			return
		}
		if !utf8.ValidString(once) || !norm.NFC.IsNormalString(once) {
			t.Errorf("%+q gives %+q", s, once)
		}
		if twice, err := script.Clean(once); err != nil || twice != once {
			t.Errorf("%+q gives %+q and then %+q (%v)", s, once, twice, err)
		}
	})
}

// Whoever must mend a text sees the character, or a mark where it cannot be
// seen, and the words around it.
func TestCharacterErrorShowsThePlace(t *testing.T) {
	for _, c := range []struct {
		e             script.CharacterError
		seen, context string
	}{
		{script.CharacterError{'😀', "นายสมชาย😀 ใจดี"}, "😀", "นายสมชาย😀 ใจดี"},
		{script.CharacterError{'\x07', "a\x07b"}, "\ufffd", "a\ufffdb"},
		{script.CharacterError{'x', "0123456789abcdefghijkx0123456789abcdefghijk"}, "x", "…9abcdefghijkx0123456789ab…"},
	} {
		if got := c.e.Seen(); got != c.seen {
			t.Errorf("%U is seen as %q", c.e.Rune, got)
		}
		if got := c.e.Context(); got != c.context {
			t.Errorf("%q is shown as %q, want %q", c.e.Text, got, c.context)
		}
	}
}
