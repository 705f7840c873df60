// Package words is the catalogue of what the program says, in Thai, Korean and
// English.
//
// A phrase is found by its key ("office.error.no_card") and may have
// placeholders: {count} stands for an argument, {count|petition|petitions}
// chooses by it, in English by number (the first for exactly one), in Korean by
// sound ("{name|을|를}": the first after a closed syllable, the second after an
// open one). Every phrase has all three languages with the same arguments, or
// the catalogue does not load.
//
// The package never guesses: a key that is not there is returned in ⟦brackets⟧,
// which a test of a screen can look for.
package words

import (
	"io/fs"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"

	files "sala/assets/words"
)

// The languages of the catalogue, as BCP 47 tags.
const (
	Thai    = "th"
	Korean  = "ko"
	English = "en"
)

// Languages returns the languages of every catalogue, in the order in which a
// person is offered them.
func Languages() []string { return []string{Thai, Korean, English} }

// Catalogue is a set of phrases. What it says does not change, and it may be used
// from any goroutine.
type Catalogue struct {
	mu      sync.Mutex // guards
	entries map[string]entry
	unread  map[string]string // the lines of those that nobody has asked for
}

// entry is one key's phrases by language, and where they are written.
type entry struct {
	at      string // file:line
	phrases map[string]phrase
}

// Load reads the program's own catalogue. The error names every fault at once,
// each with file and line.
func Load() (*Catalogue, error) { return LoadFS(files.Files) }

// LoadFS reads the *.yaml files at the root of fsys as one catalogue.
func LoadFS(fsys fs.FS) (*Catalogue, error) {
	names, err := fs.Glob(fsys, "*.yaml")
	if err != nil {
		return nil, err
	}
	r := reading{entries: map[string]entry{}}
	for _, name := range names {
		b, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		r.file(name, b)
	}
	if err := r.err(); err != nil {
		return nil, err
	}
	return &Catalogue{entries: r.entries}, nil
}

// Text returns the phrase of a key with its placeholders filled. A language may
// carry a region ("ko-KR"); one that the catalogue does not have is read as
// English. Whole numbers are grouped by thousands, so pass years and document
// numbers as strings; a fee.Money is written as Money does. An argument that is missing shows as its placeholder.
func (c *Catalogue) Text(lang, key string, args map[string]any) string {
	e, ok := c.find(key)
	if !ok {
		return "⟦" + key + "⟧"
	}
	lang = Language(lang)
	return e.phrases[lang].fill(lang, c.spoken(lang, args))
}

// Has reports whether there is a phrase of this key.
func (c *Catalogue) Has(key string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, read := c.entries[key]
	_, unread := c.unread[key]
	return read || unread
}

// Keys returns the keys that begin with prefix, sorted.
func (c *Catalogue) Keys(prefix string) []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var keys []string
	for _, all := range []iter.Seq[string]{maps.Keys(c.entries), maps.Keys(c.unread)} {
		for k := range all {
			if strings.HasPrefix(k, prefix) {
				keys = append(keys, k)
			}
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// Trouble returns the two sentences of an error code: what happened (and that
// nothing is lost) and what to do. The code is one of a use case ("fee_unpaid"),
// of a device ("reader.no_card") or of what cannot be put on paper ("character");
// one without words of its own is told as "internal".
func (c *Catalogue) Trouble(lang, code string, args map[string]any) (says, hint string) {
	area := "office"
	switch {
	case c.Has("office.error." + code):
	case c.Has("device.error." + code):
		area = "device"
	case c.Has("paper.error." + code):
		area = "paper"
	case c.Has("sync.reason." + strings.TrimPrefix(code, "sync.")):
		code = strings.TrimPrefix(code, "sync.")
		return c.Text(lang, "sync.reason."+code, args), c.Text(lang, "sync.hint."+code, args)
	default:
		code = "internal"
	}
	return c.Text(lang, area+".error."+code, args), c.Text(lang, area+".hint."+code, args)
}

// Known reports whether the catalogue has the language of a BCP 47 tag or a
// POSIX locale.
func Known(tag string) bool { return slices.Contains(Languages(), base(tag)) }

// Language returns the catalogue's language for a BCP 47 tag or a POSIX locale:
// "ko" for "ko-KR" and "ko_KR.UTF-8", English for what it does not have.
func Language(tag string) string {
	if Known(tag) {
		return base(tag)
	}
	return English
}

// base is the language of a tag without its region.
func base(tag string) string {
	base, _, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(tag), "_", "-"), "-")
	return base
}
