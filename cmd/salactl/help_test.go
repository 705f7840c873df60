package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"sala/app/words"
	"sala/cmd/internal/terminal/terminaltest"
)

func TestEveryVerbHelps(t *testing.T) {
	terminaltest.Helps(t, command(&console{}), 60)
}

func TestExamplesParse(t *testing.T) {
	terminaltest.ExamplesParse(t, func() *cobra.Command { return command(&console{}) })
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
