package words

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// reading collects the entries of files and all that is wrong with them.
type reading struct {
	entries map[string]entry
	faults  []error
}

func (r *reading) fault(at, format string, args ...any) {
	r.faults = append(r.faults, fmt.Errorf("%s: %s", at, fmt.Sprintf(format, args...)))
}

func (r *reading) err() error { return errors.Join(r.faults...) }

// file reads one YAML file.
func (r *reading) file(name string, b []byte) {
	// Duplicate keys are looked for here, over all files, with both places.
	f, err := parser.ParseBytes(b, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		line := 1
		if e := (yaml.Error)(nil); errors.As(err, &e) {
			line = e.GetToken().Position.Line
			r.fault(fmt.Sprintf("%s:%d", name, line), "%s", e.GetMessage())
			return
		}
		r.fault(fmt.Sprintf("%s:%d", name, line), "%v", err)
		return
	}
	for _, doc := range f.Docs {
		if doc.Body == nil {
			continue
		}
		top, ok := doc.Body.(ast.MapNode)
		if !ok {
			r.fault(place(name, doc.Body), "is not a mapping of keys to languages")
			continue
		}
		for it := top.MapRange(); it.Next(); {
			r.entry(place(name, it.Key()), it.Key().String(), it.Value())
		}
	}
}

// entry reads the languages of one key.
func (r *reading) entry(at, key string, value ast.Node) {
	if was, ok := r.entries[key]; ok {
		r.fault(at, "%s is already defined at %s", key, was.at)
		return
	}
	langs, ok := value.(ast.MapNode)
	if !ok {
		r.fault(at, "%s is not a mapping of languages to phrases", key)
		return
	}
	e := entry{at: at, phrases: map[string]phrase{}}
	for it := langs.MapRange(); it.Next(); {
		lang := it.Key().String()
		text, isText := textOf(it.Value())
		switch _, twice := e.phrases[lang]; {
		case !slices.Contains(Languages(), lang):
			r.fault(at, "%s has a phrase in %q, which is none of %s", key, lang, strings.Join(Languages(), ", "))
		case twice:
			r.fault(at, "%s has two phrases in %s", key, lang)
		case !isText || strings.TrimSpace(text) == "":
			r.fault(at, "%s has no words in %s", key, lang)
		default:
			p, err := parsePhrase(text)
			if err != nil {
				r.fault(at, "%s in %s: %v", key, lang, err)
			}
			e.phrases[lang] = p
		}
	}
	r.complete(at, key, e)
	r.entries[key] = e
}

// complete checks that an entry has every language, with the same arguments.
func (r *reading) complete(at, key string, e entry) {
	var missing []string
	for _, lang := range Languages() {
		if _, ok := e.phrases[lang]; !ok {
			missing = append(missing, lang)
		}
	}
	if len(missing) > 0 {
		r.fault(at, "%s is missing in %s", key, strings.Join(missing, ", "))
		return
	}
	want := e.phrases[English].names()
	for _, lang := range Languages() {
		if got := e.phrases[lang].names(); !slices.Equal(got, want) {
			r.fault(at, "%s has the placeholders %v in %s but %v in %s", key, got, lang, want, English)
		}
	}
}

func textOf(n ast.Node) (string, bool) {
	switch v := n.(type) {
	case *ast.StringNode:
		return v.Value, true
	case *ast.LiteralNode:
		return strings.TrimSuffix(v.Value.Value, "\n"), true
	}
	return "", false
}

func place(file string, n ast.Node) string {
	return fmt.Sprintf("%s:%d", file, n.GetToken().Position.Line)
}
