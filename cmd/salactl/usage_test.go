package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sala/app/words"
	"sala/cmd/internal/terminal"
	"sala/cmd/internal/terminal/terminaltest"
)

// call runs a command line in this process and returns what it made of it.
func call(t *testing.T, args ...string) (*console, error, func()) {
	t.Helper()
	c := &console{in: strings.NewReader(""), out: io.Discard, progress: io.Discard}
	root := command(c)
	root.SetArgs(args)
	root.SetOut(io.Discard)
	root.SetErr(io.Discard)
	c.foresee(args)
	cmd, err := root.ExecuteContextC(t.Context())
	return c, err, func() { c.failMisused(cmd, err) }
}

// TestEveryMisuseIsTold calls the commands wrongly in every way that there is a
// phrase for. What is wrong is said in the person's own language, with where to
// look, and as JSON where that was asked for.
func TestEveryMisuseIsTold(t *testing.T) {
	p := preparation{dir: t.TempDir()}
	t.Setenv(passwordVariable, "")
	t.Setenv(newPasswordVariable, "")
	at := func(name, content string) string {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	st := []string{"--dir", filepath.Join(p.dir, "station")}
	who := append([]string{"--officer", clerkName, "--password-file", at("password", scriptPassword+"\n")}, st...)
	if err := p.run(append([]string{"init", "--office", "TH-5014", "--station", "TH-5014-D09", "--machine"}, who...)); err != nil {
		t.Fatal(err)
	}
	csv, empty := at("people.csv", "code,colour_of_hair,ชื่อ\n1,2,3\n"), at("empty", "\n")
	cases := map[string][][]string{ // what is said, and to whom
		"no_command":     {{"petitoin"}, {"petition", "aprove"}, {"enrol-me"}},
		"alike":          {{"petitoin"}},
		"arguments":      {{"petition", "show"}, {"backup", "make", "here"}, {"person", "find"}},
		"no_flag":        {{"petition", "list", "--stat", "draft"}, {"journal", "verify", "-x"}},
		"flag_empty":     {{"petition", "list", "--limit"}},
		"flag_syntax":    {{"petition", "list", "--=x"}},
		"not_a_number":   {{"petition", "list", "--limit", "99999999999999999999"}, {"journal", "show", "--after", "-1"}},
		"not_a_time":     {{"device", "trace", "reader", "--for", "soon"}},
		"not_a_value":    {{"init", "--machine=perhaps"}},
		"one_of_flags":   {{"relay", "set"}, slices.Concat([]string{"conflict", "resolve", "1"}, who)},
		"only_one_flag":  {{"relay", "set", "--find", "--off"}, {"enrol", "--token", "t", "--url", "https://c:1"}, {"sync", "proxy", "--url", "http://p:1", "--off"}},
		"needed":         {slices.Concat([]string{"courier", "export"}, who), {"form", "import", csv}, {"pack", "sign", "x"}},
		"one_of":         {{"--language", "fr", "form", "list"}, {"form", "list", "--pack", "fr"}, {"init", "--country", "US"}, slices.Concat([]string{"petition", "list", "--state", "lost"}, st)},
		"form":           {{"init", "--office", "5014"}, slices.Concat([]string{"relay", "set", "--url", "http://x"}, who), slices.Concat([]string{"register", "import", "household", csv, "--map", "code"}, who)},
		"day":            {{"form", "fill", "th.house-register-copy", "--today", "soon", "--answers", at("none.json", "{}")}},
		"days_backwards": {slices.Concat([]string{"report", "--from", "2026-02-01", "--to", "2026-01-01"}, st)},
		"entry":          {slices.Concat([]string{"journal", "show", "first"}, st), slices.Concat([]string{"conflict", "show", "99999999999999999999"}, st)},
		"hash":           nil, // needs a petition: see petition.txtar
		"amount":         {slices.Concat([]string{"receipt", "close", "--counted", "much"}, who)},
		"backup_to":      {slices.Concat([]string{"backup", "make"}, st)},
		"copy_officer":   {{"backup", "drill", "nowhere"}},
		"first_officer":  {{"init", "--office", "TH-5014", "--station", "TH-5014-D02"}},
		"password_whose": {slices.Concat([]string{"journal", "verify", "--password-file", empty}, st)},
		"password":       {slices.Concat([]string{"officer", "list", "--officer", clerkName}, st), slices.Concat([]string{"officer", "add", "malee"}, who)},
		"first_line":     {slices.Concat([]string{"officer", "list", "--officer", clerkName, "--password-file", empty}, st)},
		"purpose":        {slices.Concat([]string{"person", "show", "1", "--purpose", ""}, who)},
		"note":           {slices.Concat([]string{"petition", "return", "1"}, who)},
		"who":            {slices.Concat([]string{"person", "duplicates"}, who)},
		"folder_full":    {slices.Concat([]string{"soak", "store"}, st)},
		"no_forms":       {{"form", "check", t.TempDir()}},
		"public_key":     {slices.Concat([]string{"pack", "trust", "beef"}, who)},
		"signing_key":    {{"pack", "sign", t.TempDir(), "--key", at("key", "beef\n"), "--out", "x"}},
		"authority":      {slices.Concat([]string{"enrol", "--code", "1", "--url", "https://c:1", "--authority", "beef"}, who)},
		"no_column":      {slices.Concat([]string{"register", "import", "household", csv, "--map", "hair=code"}, who)},
		"columns":        {slices.Concat([]string{"register", "import", "household", csv}, who)},
		"sign_in_name":   {slices.Concat([]string{"officer", "add", "-", "--new-password-file", empty}, who)},
		"sample":         {{"certificate", "sample"}},
		"check":          {{"form", "check"}},
		"fill":           {{"form", "fill"}},
		"sheet":          {{"form", "export"}},
		"begin":          {{"petition", "new"}},
		"verify":         {{"verify"}},
	}
	for _, key := range usageKeys(t) {
		if _, ok := cases[key]; !ok && key != "see" {
			t.Errorf("nobody reads usage.%s", key)
		}
	}
	for key, calls := range cases {
		for _, args := range calls {
			t.Run(key+"/"+args[0], func(t *testing.T) {
				c, err, tell := call(t, args...)
				if m := (terminal.Misuse{}); !errors.Is(err, terminal.ErrUsage) || !errors.As(err, &m) || !slices.Contains(m.Keys(), "usage."+key) {
					t.Fatalf("%q gives %v", args, err)
				}
				for _, language := range words.Languages() {
					told, asJSON := &bytes.Buffer{}, &bytes.Buffer{}
					c.language, c.progress, c.json = language, told, false
					tell()
					terminaltest.InLanguage(t, language, told.String())
					c.out, c.json = asJSON, true
					tell()
					var f failure
					if err := json.Unmarshal(asJSON.Bytes(), &f); err != nil || f.Error != "usage" || f.Says+"\n"+f.Hint+"\n" != told.String() {
						t.Errorf("as JSON: %v: %s", err, asJSON)
					}
				}
			})
		}
	}
}

// usageKeys are the ends of the phrases about misuse that the commands name.
func usageKeys(t *testing.T) (keys []string) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`"usage\.([a-z_]+)"`).FindAllStringSubmatch(string(source), -1) {
			if !strings.HasSuffix(name, "_test.go") && !slices.Contains(keys, m[1]) {
				keys = append(keys, m[1])
			}
		}
	}
	if len(keys) < 30 {
		t.Fatalf("only %d phrases were found", len(keys))
	}
	return keys
}
