package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"sala/app/office"
	"sala/app/store/keys"
	"sala/app/words"
	"sala/cmd/internal/terminal"
	"sala/sync/client"
)

// console is how the commands talk: results on out, all else on progress.
type console struct {
	in       io.Reader
	out      io.Writer
	progress io.Writer

	dir      string
	json     bool
	language string
	words    *words.Catalogue
	who      unlocking
	pack     string    // of the commands about forms
	cost     keys.Cost // of guessing a password; zero = keys.Recommended
}

func defaultDir() string {
	base, err := os.UserConfigDir()
	if err != nil {
		return "sala"
	}
	return filepath.Join(base, "sala")
}

// open finds the words once the flags are known.
func (c *console) open() error {
	v, err := terminal.Speak(c.language)
	c.words, c.language = v.Words, v.Language
	return err
}

func (c *console) voice() terminal.Voice { return terminal.Voice{Words: c.words, Language: c.language} }

// word returns a phrase in the person's language: key, then names and values
// of its arguments by turns.
func (c *console) word(key string, args ...any) string { return c.voice().Word(key, args...) }

// line writes one phrase as a line.
func (c *console) line(w io.Writer, key string, args ...any) {
	fmt.Fprintln(w, c.word(key, args...))
}

// note writes one phrase as progress.
func (c *console) note(key string, args ...any) { c.line(c.progress, key, args...) }

// say writes one line of progress.
func (c *console) say(format string, args ...any) { fmt.Fprintf(c.progress, format+"\n", args...) }

// print writes a result: v as JSON with --json, else whatever people writes.
func (c *console) print(v any, people func(w io.Writer)) error {
	if !c.json {
		people(c.out)
		return nil
	}
	e := json.NewEncoder(c.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// failure is what --json prints of an error.
type failure struct {
	Error string         `json:"error"` // the code
	Says  string         `json:"says"`  // what happened
	Hint  string         `json:"hint"`  // what to do
	Args  map[string]any `json:"args,omitempty"`
	Cause string         `json:"cause,omitempty"`

	Problems []problem `json:"problems,omitempty"` // of a refused form
}

// fail tells an error: what happened, that nothing is lost, what to do; of a file
// that the machine refused, which and why; and what nobody expected as the
// administrator has to know it.
func (c *console) fail(err error) {
	f := c.explain(err)
	if c.json {
		_ = c.print(f, nil)
		return
	}
	c.say("%s", f.Says)
	for _, p := range f.Problems {
		c.say("  %s", p)
	}
	refused := ""
	if c.words != nil && f.Error != "no_file" {
		refused = c.voice().Refused(err)
	}
	if refused != "" {
		c.say("%s", refused)
	}
	if f.Hint != "" {
		c.say("%s", f.Hint)
	}
	if unexpected := f.Error == "internal" || f.Error == "file_trouble"; unexpected && refused == "" && c.words != nil {
		c.note("machine.cause", "cause", f.Cause)
	}
}

// codeOf is the code of an error. What is not there, and what the machine said
// of a file, was expected though no use case named it.
func codeOf(err error) string {
	code := office.CodeOf(err)
	var file *fs.PathError
	switch {
	case code != "internal":
	case errors.Is(err, office.ErrNotFound):
		return "not_found"
	case errors.As(err, &file):
		return "file_trouble"
	}
	return code
}

// explain finds the words for an error's code.
func (c *console) explain(err error) failure {
	f := failure{Error: codeOf(err), Cause: err.Error()}
	var e *office.Error
	if errors.As(err, &e) {
		f.Args = e.Args
	}
	if c.words == nil {
		f.Says = err.Error()
		return f
	}
	if e != nil {
		f.Problems = c.problems(nil, e.Problems)
	}
	if reason := client.ReasonOf(err); f.Error == "internal" && reason != client.ReasonOther && c.words.Has("sync.reason."+reason) {
		f.Error = "sync." + reason
		f.Says, f.Hint = c.words.Text(c.language, "sync.reason."+reason, f.Args), c.words.Text(c.language, "sync.hint."+reason, f.Args)
		return f
	}
	if key, ok := strings.CutPrefix(f.Error, "sync."); ok && c.words.Has("sync.reason."+key) {
		f.Says, f.Hint = c.words.Text(c.language, "sync.reason."+key, f.Args), c.words.Text(c.language, "sync.hint."+key, f.Args)
		return f
	}
	f.Says, f.Hint = c.words.Trouble(c.language, f.Error, f.Args)
	return f
}
