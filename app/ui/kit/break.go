package kit

import (
	"strings"
	"unicode/utf8"

	"sala/forms/script"
)

// pieces splits a paragraph into the pieces between which a line may end.
func (k *Kit) pieces(s string) []string {
	if k.Breaks == nil {
		return strings.SplitAfter(s, " ")
	}
	var out []string
	from := 0
	for _, at := range k.Breaks(s) {
		out, from = append(out, s[from:at]), at
	}
	return append(out, s[from:])
}

// joins reports whether the character at byte i of s must stay with what stands
// before it.
func joins(s string, i int) bool {
	after, _ := utf8.DecodeRuneInString(s[i:])
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	return !script.MaySplit(before, after)
}
