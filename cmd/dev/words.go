package main

import (
	"go/ast"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// checkWords returns Thai and Korean in the Go code of screens:
// what a person reads comes from the catalogue, in the person's language. The
// names of the languages are written in themselves everywhere.
func checkWords(h *house) []fault {
	screens := shipped(within("app/ui", "cmd/sala"))
	names := map[string]bool{"ไทย": true, "한국어": true}
	var faults []fault
	for _, f := range h.files {
		if !screens(f) || hasLayouts(f) {
			continue
		}
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			if text, err := strconv.Unquote(lit.Value); err == nil && !names[text] && isSentence(text) {
				faults = append(faults, h.fault(f, lit.Pos(), "%.40q belongs in assets/words", text))
			}
			return true
		})
	}
	return faults
}

// hasLayouts reports whether a file holds keys and letters rather than words.
func hasLayouts(f goFile) bool {
	return slices.ContainsFunc([]string{"keyboard", "keys", "layout", "hangul", "kedmanee", "script"}, func(word string) bool {
		return strings.Contains(path.Base(f.name), word)
	})
}

// isSentence reports whether a text has two or more letters of Thai or Hangul
// in a row: a keyboard's or a composer's table of single letters is no words.
func isSentence(text string) bool {
	run := 0
	for _, r := range text {
		if unicode.In(r, unicode.Thai, unicode.Hangul) && unicode.IsLetter(r) {
			if run++; run == 2 && !strings.ContainsAny(text, "|\n") {
				return true
			}
			continue
		}
		run = 0
	}
	return false
}
