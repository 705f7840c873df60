package web

import (
	_ "embed"
	"fmt"
	"net/http"
	"strings"

	"github.com/goccy/go-yaml"
)

//go:embed words.yaml
var wordsFile []byte

// languages of the pages, in the order in which they are offered.
var languages = []language{{"th", "ไทย"}, {"ko", "한국어"}, {"en", "English"}}

type language struct{ Code, Name string }

// words are the pages' words by key and language.
type words map[string]map[string]string

func readWords() (words, error) {
	var w words
	if err := yaml.Unmarshal(wordsFile, &w); err != nil {
		return nil, fmt.Errorf("read central's words: %w", err)
	}
	return w, nil
}

// in returns the words of a key, or the key where it has none: a code that is
// newer than the catalogue is better than nothing.
func (w words) in(lang, key string) string {
	if s := w[key][lang]; s != "" {
		return s
	}
	return key
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
