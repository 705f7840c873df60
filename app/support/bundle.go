// Package support makes the file that an office sends to whoever helps it: what
// the station is and how it fares, without anything of a citizen.
//
// The file is a zip of JSON and text that a person can read before sending it.
// What goes in are facts: numbers, times, and codes from the program's own
// lists. Log lines go in word by word: a word that is not in the program's own
// vocabulary is left out, as is every number of four digits or more. The
// package does not look for personal data in order to remove it; it lets
// through what is known to be none. A name that is also a word of the
// vocabulary ("Grace") can stay, alone among words that say nothing of a person.
package support

import (
	"archive/zip"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Bundle collects facts and logs. It is not safe for use by several goroutines.
type Bundle struct {
	made  time.Time
	facts map[string]map[string]any
	logs  map[string][]string
	words Vocabulary
}

// New returns an empty bundle, made at a time, with the vocabulary of its logs.
func New(made time.Time, words Vocabulary) *Bundle {
	return &Bundle{made: made.UTC().Truncate(time.Second), facts: map[string]map[string]any{}, logs: map[string][]string{}, words: words}
}

// code is what a text among the facts may look like: a code, a version, an
// identifier of an office or a station, a hash. No spaces, no letters but Latin.
var code = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._:+/-]{0,79}$`)

// number13 is what no code may hold: a national number, with or without signs
// between its digits.
var number13 = regexp.MustCompile(`(?:[0-9][-. ]?){10,}`)

// Fact adds one fact of an area ("store", "pages", 1234). The value is a
// number, a boolean, a time, a duration, or a text that is a code; anything else
// is refused, for it could say something of a person.
func (b *Bundle) Fact(area, name string, value any) error {
	kept, err := fact(value)
	if err != nil {
		return fmt.Errorf("fact %s of %s: %w", name, area, err)
	}
	if b.facts[area] == nil {
		b.facts[area] = map[string]any{}
	}
	b.facts[area][name] = kept
	return nil
}

func fact(value any) (any, error) {
	switch v := value.(type) {
	case bool, int, int32, int64, uint32, uint64, float64:
		return v, nil
	case time.Time:
		return v.UTC().Format(time.RFC3339), nil
	case time.Duration:
		return v.String(), nil
	case string:
		isHash := len(v) == 64 && strings.Trim(v, "0123456789abcdef") == ""
		if v == "" || code.MatchString(v) && (isHash || !number13.MatchString(v)) {
			return v, nil
		}
		return nil, fmt.Errorf("a text that is not a code is kept out")
	}
	return nil, fmt.Errorf("a %T is kept out", value)
}

// Log adds the lines of a log, redacted, the last limit of them.
func (b *Bundle) Log(name string, lines iter.Seq[string], limit int) {
	var kept []string
	for line := range lines {
		kept = append(kept, b.words.Redact(line))
		if len(kept) > 2*limit {
			kept = slices.Clone(kept[len(kept)-limit:])
		}
	}
	b.logs[name] = kept[max(0, len(kept)-limit):]
}

const explanation = `This file says how a station of Sala fares. It holds numbers, times, codes, and
log lines from which every word that is not the program's own was left out
(shown as ` + gap + `). It holds no citizen's name, number, address or document.
Read it before you send it.
`

// Write writes the bundle as a zip archive: README.txt, facts.json and a text
// for each log. The same bundle gives the same bytes.
func (b *Bundle) Write(w io.Writer) error {
	facts, err := json.MarshalIndent(map[string]any{"made": b.made.Format(time.RFC3339), "facts": b.facts}, "", "  ")
	if err != nil {
		return fmt.Errorf("write support bundle: %w", err)
	}
	z := zip.NewWriter(w)
	add := func(name, text string) error {
		f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: b.made})
		if err == nil {
			_, err = io.WriteString(f, text)
		}
		if err != nil {
			return fmt.Errorf("write support bundle: %w", err)
		}
		return nil
	}
	if err := add("README.txt", explanation); err != nil {
		return err
	}
	if err := add("facts.json", string(facts)+"\n"); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(b.logs)) {
		if err := add("log/"+name+".txt", strings.Join(b.logs[name], "\n")+"\n"); err != nil {
			return err
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("write support bundle: %w", err)
	}
	return nil
}
