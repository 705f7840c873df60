package main

import (
	"go/ast"
	"go/token"
	"io/fs"
	"path"
	"regexp"
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

// checkKeys returns keys of words that the catalogue does not have, where code
// names them: k.Say("kit.yes"), c.Text(lang, "kit.yes", nil). A key that is put
// together ("kit.weekday." + day) must be the beginning of one.
func checkKeys(h *house) []fault {
	keys := catalogueKeys(h)
	key := regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+\.?$|^[a-z][a-z0-9_]*\.$`)
	var faults []fault
	for _, f := range h.files {
		if f.test || !underAny(f.dir, []string{"app", "cmd"}) {
			continue
		}
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			lit := keyArgument(call)
			if lit == nil {
				return true
			}
			if text, err := strconv.Unquote(lit.Value); err == nil && key.MatchString(text) && !hasKey(keys, text) {
				faults = append(faults, h.fault(f, lit.Pos(), "there are no words for %s in assets/words", text))
			}
			return true
		})
	}
	return faults
}

// checkAsked returns the keys of words that no code asks for. One is asked for
// where shipped code has it in a literal, or its beginning ("lamp." + code), its
// end (key + "_hint") or its middle (area + ".hint." + code).
func checkAsked(h *house) []fault {
	whole, begins, ends, middles := map[string]bool{}, []string{}, []string{}, []string{}
	part := regexp.MustCompile(`^[a-z][a-z0-9_]*\.[a-z0-9_.]*$`)
	for _, f := range h.files {
		if f.test || under(f.dir, "cmd/dev") {
			continue
		}
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			text, _ := strconv.Unquote(lit.Value)
			text, _, formatted := strings.Cut(text, "%")
			switch inner := strings.Trim(text, "._"); {
			case inner == "" || !part.MatchString("a."+inner):
			case text[0] == '.' && strings.HasSuffix(text, "."):
				middles = append(middles, text)
			case text[0] == '.' || text[0] == '_':
				ends = append(ends, text)
			case part.MatchString(text) && (formatted || strings.HasSuffix(text, ".") || strings.HasSuffix(text, "_")):
				begins = append(begins, text)
			default:
				whole[text] = true
			}
			return true
		})
	}
	asked := func(key string) bool {
		return whole[key] ||
			slices.ContainsFunc(begins, func(s string) bool { return strings.HasPrefix(key, s) }) ||
			slices.ContainsFunc(ends, func(s string) bool { before, ok := strings.CutSuffix(key, s); return ok && whole[before] }) ||
			slices.ContainsFunc(middles, func(s string) bool { return strings.Contains(key, s) })
	}
	var faults []fault
	for _, key := range catalogueKeys(h) {
		if !asked(key) {
			faults = append(faults, fault{file: "assets/words", says: "nothing says " + key})
		}
	}
	return faults
}

// keyArgument returns the literal that begins the key in a call that looks up
// words: the first argument of Say and its like, the second of Text and Line.
func keyArgument(call *ast.CallExpr) *ast.BasicLit {
	name := ""
	switch fn := call.Fun.(type) {
	case *ast.SelectorExpr:
		name = fn.Sel.Name
	case *ast.Ident:
		name = fn.Name
	}
	at, ok := map[string]int{"say": 0, "tell": 0, "note": 0, "word": 0, "misused": 0, "and": 0, "narrate": 0, "text": 1, "line": 1}[strings.ToLower(name)]
	if !ok || at >= len(call.Args) {
		return nil
	}
	arg := call.Args[at]
	for {
		sum, ok := arg.(*ast.BinaryExpr)
		if !ok {
			break
		}
		arg = sum.X
	}
	lit, _ := arg.(*ast.BasicLit)
	return lit
}

// catalogueKeys returns the keys of assets/words, sorted.
func catalogueKeys(h *house) []string {
	line := regexp.MustCompile(`(?m)^([a-z][a-z0-9_.]*):`)
	var keys []string
	for _, name := range h.names {
		if path.Dir(name) != "assets/words" || path.Ext(name) != ".yaml" {
			continue
		}
		text, err := fs.ReadFile(h.fsys, name)
		if err != nil {
			continue
		}
		for _, m := range line.FindAllSubmatch(text, -1) {
			keys = append(keys, string(m[1]))
		}
	}
	slices.Sort(keys)
	return keys
}

// hasKey reports whether a sorted list has a key, or, for a text that ends in a
// full stop, one that begins with it.
func hasKey(keys []string, text string) bool {
	i, found := slices.BinarySearch(keys, text)
	return found || strings.HasSuffix(text, ".") && i < len(keys) && strings.HasPrefix(keys[i], text)
}
