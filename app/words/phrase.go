package words

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// phrase is a text cut at its placeholders.
type phrase []piece

// piece is literal text, or the placeholder of an argument, or a choice by it.
type piece struct {
	text   string
	name   string   // of the argument; "" for literal text
	choice []string // of two, nil when the argument itself is shown
}

// parsePhrase cuts "{count} {count|box|boxes} of {name}". A brace that does not
// belong to a placeholder is an error: there is no escape, and none is needed.
func parsePhrase(s string) (phrase, error) {
	var p phrase
	for s != "" {
		open := strings.IndexAny(s, "{}")
		if open < 0 {
			return append(p, piece{text: s}), nil
		}
		if s[open] == '}' {
			return p, fmt.Errorf("a closing brace without an opening one before %q", s[open:])
		}
		if open > 0 {
			p = append(p, piece{text: s[:open]})
		}
		length := strings.IndexAny(s[open+1:], "{}")
		if length < 0 || s[open+1+length] == '{' {
			return p, fmt.Errorf("an opening brace without a closing one at %q", s[open:])
		}
		inside := strings.Split(s[open+1:open+1+length], "|")
		if !isName(inside[0]) {
			return p, fmt.Errorf("%q is not the name of an argument", inside[0])
		}
		if len(inside) != 1 && len(inside) != 3 {
			return p, fmt.Errorf("{%s} chooses between %d words; it must be two", inside[0], len(inside)-1)
		}
		p = append(p, piece{name: inside[0], choice: inside[1:]})
		s = s[open+length+2:]
	}
	return p, nil
}

func isName(s string) bool {
	if s == "" {
		return false
	}
	for _, r := range s {
		if r != '_' && (r < 'a' || r > 'z') && (r < '0' || r > '9') {
			return false
		}
	}
	return true
}

// names returns the arguments of a phrase, sorted, each once.
func (p phrase) names() []string {
	names := []string{}
	for _, piece := range p {
		if piece.name != "" {
			names = append(names, piece.name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// fill puts the arguments in.
func (p phrase) fill(lang string, args map[string]any) string {
	var b strings.Builder
	for _, piece := range p {
		value, given := args[piece.name]
		switch {
		case piece.name == "":
			b.WriteString(piece.text)
		case !given && len(piece.choice) == 0:
			b.WriteString("{" + piece.name + "}")
		case len(piece.choice) == 0:
			b.WriteString(show(value))
		case chooseFirst(lang, show(value), piece.choice[0]):
			b.WriteString(piece.choice[0])
		default:
			b.WriteString(piece.choice[1])
		}
	}
	return b.String()
}

// chooseFirst reports whether the first of two words fits a shown value.
func chooseFirst(lang, value, first string) bool {
	if lang == Korean {
		return closedBefore(value, first)
	}
	return value == "1"
}

// show writes a value for a person: whole numbers grouped by thousands, which
// is the custom in all three languages.
func show(v any) string {
	switch n := v.(type) {
	case int:
		return grouped(int64(n))
	case int32:
		return grouped(int64(n))
	case int64:
		return grouped(n)
	case uint32:
		return grouped(int64(n))
	case uint64:
		return grouped(int64(n))
	}
	return fmt.Sprint(v)
}

func grouped(n int64) string {
	s := strconv.FormatInt(n, 10)
	sign := ""
	if s[0] == '-' {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}
