package web

import (
	_ "embed"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"strings"

	"github.com/goccy/go-yaml"

	common "sala/assets/words"
)

//go:embed words.yaml
var wordsFile []byte

// languages of the pages, in the order in which they are offered.
var languages = []language{{"th", "ไทย"}, {"ko", "한국어"}, {"en", "English"}}

type language struct{ Code, Name string }

// words are the pages' words by key and language.
type words map[string]map[string]string

// shared are the words that stations use too: what an act is called, what is
// wrong with a device or with an answer.
var shared = []string{"desk.act.", "device.error.", "problem.", "office.error.pack_"}

func readWords() (words, error) {
	w := words{}
	for _, prefix := range shared {
		if err := w.add(prefix); err != nil {
			return nil, err
		}
	}
	var own words
	if err := yaml.Unmarshal(wordsFile, &own); err != nil {
		return nil, fmt.Errorf("read central's words: %w", err)
	}
	maps.Copy(w, own)
	return w, nil
}

// add takes the words under a prefix over from those of the whole program.
func (w words) add(prefix string) error {
	files, err := fs.Glob(common.Files, "*.yaml")
	if err != nil {
		return fmt.Errorf("read the words: %w", err)
	}
	for _, name := range files {
		b, err := common.Files.ReadFile(name)
		if err != nil {
			return fmt.Errorf("read the words: %w", err)
		}
		if !strings.Contains(string(b), "\n"+prefix) {
			continue
		}
		var all words
		if err := yaml.Unmarshal(b, &all); err != nil {
			return fmt.Errorf("read the words of %s: %w", name, err)
		}
		for key, said := range all {
			if strings.HasPrefix(key, prefix) {
				w[key] = said
			}
		}
	}
	return nil
}

// in returns the words of a key, or the key where it has none: a code that is
// newer than the catalogue is better than nothing.
func (w words) in(lang, key string) string {
	if s := w[key][lang]; s != "" {
		return s
	}
	return key
}

// or returns the words of a key, or another text where it has none.
func (w words) or(lang, key, other string) string {
	if s := w[key][lang]; s != "" {
		return s
	}
	return other
}

// languageOf is the language that was asked for, remembered, or preferred by
// the browser.
func languageOf(r *http.Request) string {
	asked := []string{r.URL.Query().Get("lang")}
	if c, err := r.Cookie("lang"); err == nil {
		asked = append(asked, c.Value)
	}
	for _, part := range strings.Split(r.Header.Get("Accept-Language"), ",") {
		code, _, _ := strings.Cut(strings.TrimSpace(part), ";")
		code, _, _ = strings.Cut(code, "-")
		asked = append(asked, code)
	}
	for _, a := range asked {
		for _, l := range languages {
			if a == l.Code {
				return a
			}
		}
	}
	return "th"
}
