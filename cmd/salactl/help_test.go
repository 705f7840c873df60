package main

import (
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"sala/app/words"
)

// each calls do for every command that does something.
func each(t *testing.T, do func(t *testing.T, cmd *cobra.Command)) {
	var walk func(*cobra.Command)
	walk = func(cmd *cobra.Command) {
		if below := cmd.Commands(); len(below) > 0 {
			for _, sub := range below {
				walk(sub)
			}
			return
		}
		if cmd.Name() != "help" && cmd.Parent().Name() != "completion" {
			t.Run(cmd.CommandPath(), func(t *testing.T) { do(t, cmd) })
		}
	}
	walk(command(&console{out: io.Discard, progress: io.Discard}))
}

// Every verb says in a line what it does, shows an example, and explains its
// flags.
func TestEveryVerbHelps(t *testing.T) {
	verbs := 0
	each(t, func(t *testing.T, cmd *cobra.Command) {
		verbs++
		if cmd.Short == "" || cmd.Example == "" {
			t.Errorf("short %q, example %q", cmd.Short, cmd.Example)
		}
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			if f.Usage == "" && !f.Hidden {
				t.Errorf("--%s is not explained", f.Name)
			}
		})
	})
	if verbs < 60 {
		t.Errorf("only %d verbs were found", verbs)
	}
}

// What the examples show is a command that there is, with flags that it has.
func TestExamplesParse(t *testing.T) {
	words := regexp.MustCompile(`(?:'[^']*'|"[^"]*"|[^\s'"])+`)
	each(t, func(t *testing.T, cmd *cobra.Command) {
		text := strings.ReplaceAll(cmd.Example, "\\\n", " ")
		for _, line := range strings.Split(text, "\n") {
			_, rest, ok := strings.Cut(line, "salactl ")
			if !ok {
				continue
			}
			rest, _, _ = strings.Cut(rest, " > ")
			var args []string
			for _, w := range words.FindAllString(rest, -1) {
				args = append(args, strings.NewReplacer("'", "", `"`, "").Replace(w))
			}
			root := command(&console{})
			found, left, err := root.Find(args)
			if err != nil || !found.Runnable() {
				t.Errorf("%q names no command: %v", line, err)
				continue
			}
			if err := found.ParseFlags(left); err != nil {
				t.Errorf("%q: %v", line, err)
				continue
			}
			if err := found.ValidateArgs(found.Flags().Args()); err != nil {
				t.Errorf("%q: %v", line, err)
			}
		}
	})
}

// Every phrase that the commands name is in the catalogue.
func TestWordsAreThere(t *testing.T) {
	catalogue, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	literal := regexp.MustCompile(`"((?:salactl|demo|verify|journal|certificate\.status|problem|kit\.problem)\.[a-z_.]*)"`)
	keys := catalogue.Keys("")
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range literal.FindAllStringSubmatch(string(source), -1) {
			begins := func(k string) bool { return strings.HasPrefix(k, m[1]) }
			if !catalogue.Has(m[1]) && !(strings.HasSuffix(m[1], ".") && slices.ContainsFunc(keys, begins)) {
				t.Errorf("%s: there are no words for %s", name, m[1])
			}
		}
	}
}
