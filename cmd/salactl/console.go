package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"sala/app/office"
	"sala/app/words"
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
}

func defaultDir() string {
	base, err := os.UserConfigDir()
	if err != nil {
		return "sala"
	}
	return filepath.Join(base, "sala")
}

// open reads the words once the flags are known.
func (c *console) open() (err error) {
	if c.language == "" {
		c.language = words.Language(os.Getenv("LC_ALL") + os.Getenv("LANG"))
	}
	if c.words, err = words.Load(); err != nil {
		return fmt.Errorf("read the words: %w", err)
	}
	return nil
}

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
}

// fail tells an error: what happened, that nothing is lost, what to do.
func (c *console) fail(err error) {
	f := c.explain(err)
	if c.json {
		_ = c.print(f, nil)
		return
	}
	c.say("%s", f.Says)
	if f.Hint != "" {
		c.say("%s", f.Hint)
	}
	if f.Cause != "" {
		c.say("(%s)", f.Cause)
	}
}

// explain finds the words for an error's code.
func (c *console) explain(err error) failure {
	f := failure{Error: office.CodeOf(err), Cause: err.Error()}
	var e *office.Error
	if errors.As(err, &e) {
		f.Args = e.Args
	}
	if c.words == nil {
		f.Says = err.Error()
		return f
	}
	for _, area := range []string{"office", "device"} {
		if key := area + ".error." + f.Error; c.words.Has(key) {
			f.Says = c.words.Text(c.language, key, f.Args)
			f.Hint = c.words.Text(c.language, area+".hint."+f.Error, f.Args)
			return f
		}
	}
	f.Says = c.words.Text(c.language, "office.error.internal", f.Args)
	f.Hint = c.words.Text(c.language, "office.hint.internal", f.Args)
	return f
}
