package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"sala/app/words"
	"sala/cmd/internal/terminal"
	"sala/cmd/internal/terminal/terminaltest"
	"sala/sync/central/sqlstore"
)

func TestEveryVerbHelps(t *testing.T) { terminaltest.Helps(t, newCommand(), 15) }

func TestExamplesParse(t *testing.T) { terminaltest.ExamplesParse(t, newCommand) }

// TestWhatWentWrongIsTold calls central as nobody should, and as somebody may on a
// bad day. What went wrong is told in the person's own language, and the exit code
// says whose fault it is.
func TestWhatWentWrongIsTold(t *testing.T) {
	data := t.TempDir()
	at := func(name, content string) string {
		path := filepath.Join(data, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	noise, folder := at("noise", strings.Repeat("noise\x00", 400)), t.TempDir()
	here := filepath.Join(data, "central")
	for _, id := range []string{"A", "B"} {
		run(t, "", "office", "--id", id, "--data", here)
	}
	blocked := filepath.Join(data, "blocked")
	if err := os.MkdirAll(filepath.Join(blocked, sqlstore.FileName), 0o700); err != nil { // a folder where the database would be
		t.Fatal(err)
	}
	stranger := at("records", `{"register":"household","id":"h1","office":"Z","fields":{"code":"1"}}`)
	cases := []struct {
		says string // the phrase
		line string
	}{
		{"usage.no_command", "srve"}, {"usage.arguments", "serve now"}, {"usage.no_flag", "serve --listne :1"}, {"usage.needed", "office"}, {"usage.flag_empty", "office --id"},
		{"usage.one_of", "office --id C --country XX"}, {"usage.one_of", "--language fr doctor"},
		{"usage.no_command", "pack sned"}, {"usage.no_command", "pack sned --office A"}, {"usage.public_key", "pack trust beef"}, {"usage.arguments", "pack send"}, {"usage.needed", "pack send th@1.0.0"},
		{"usage.all_flags", "enrol-code --office A --token t"}, {"usage.all_flags", "enrol-code --office A --url https://c:1"}, {"usage.not_a_time", "enrol-code --office A --life soon"},
		{"usage.form", "enrol-code --office A --token " + filepath.Join(data, "token") + " --url http://c:1"}, {"usage.form", "enrol-code --office A --station B-D01"},
		{"usage.not_a_time", "enrol-code --office A --life -1h"},
		{"usage.arguments", "courier import"}, {"usage.needed", "backup"}, {"usage.needed", "restore"}, {"usage.needed", "relay"}, {"usage.needed", "official"}, {"usage.one_of", "official --name malee --role king"},
		{"usage.needed", "partner"}, {"usage.one_of", "partner --name x --way y"}, {"usage.needed", "partner --name x --way called"},
		{"usage.form", "partner --name x --way called --url pay.example/sala"}, {"usage.form", "partner --name x --way openrosa --url http://odk.example"},

		{"central.error.absent", "enrol-code --office Z"}, {"central.error.absent", "relay --station Z-D01"},
		{"central.error.absent_one", "pack send th@9.9.9 --office A"}, {"central.error.absent_one", "pack back th --office Z"},
		{"central.error.file", "seed --from " + filepath.Join(data, "none")}, {"central.error.file", "seed --from " + folder}, {"central.error.file", "courier import " + folder},
		{"central.error.file", "backup --to " + noise}, {"central.error.file", "backup --to " + filepath.Join(noise, "x")}, {"central.error.file", "restore --from " + filepath.Join(data, "none")},
		{"central.error.file", "pack add " + filepath.Join(data, "none")}, {"central.error.file", "enrol-code --office A --token " + noise + " --url https://c:1"},
		{"central.error.record", "seed --from " + noise}, {"central.error.record_office", "seed --from " + stranger},
		{"central.error.bundle_damaged", "courier import " + noise}, {"central.error.pack_altered", "pack add " + noise}, {"central.error.unsound", "restore --from " + noise},
		{"central.error.password", "official --name malee --password short"}, {"central.error.secret", "partner --name x --secret short"},
		{"central.error.listen", "serve --listen nonsense"}, {"central.error.database", "doctor --data " + blocked}, {"central.error.database", "doctor --postgres postgres://127.0.0.1:1/x?connect_timeout=1"},
	}
	catalogue, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.says+"/"+strings.Fields(c.line)[0], func(t *testing.T) {
			for _, language := range words.Languages() {
				var out, told bytes.Buffer
				root := newCommand()
				root.SetIn(strings.NewReader(""))
				root.SetOut(&out)
				root.SetErr(&told)
				t.Setenv("LC_ALL", language)
				want := terminal.ExitFailed
				if strings.HasPrefix(c.says, "usage.") {
					want = terminal.ExitMisused
				}
				if got := execute(t.Context(), root, append([]string{"--data", here}, strings.Fields(c.line)...)); got != want {
					t.Fatalf("exits with %d, want %d: %s", got, want, told.String())
				}
				terminaltest.InLanguage(t, language, told.String())
				phrase := regexp.QuoteMeta(catalogue.Text(language, c.says, nil))
				says := regexp.MustCompile("^" + regexp.MustCompile(`\\\{.*?\\\}`).ReplaceAllString(phrase, ".+") + "\n")
				if language == words.English && !says.MatchString(told.String()) {
					t.Errorf("%q is not what %s says", told.String(), c.says)
				}
				if out.Len() > 0 {
					t.Errorf("it prints %q", out.String())
				}
			}
		})
	}
}

// TestEveryCauseHasWords: whatever the packages below tell apart, and what only a
// damaged database comes to, is said in every language.
func TestEveryCauseHasWords(t *testing.T) {
	all := []error{&trouble{"migrated_badly", []any{"count", 2}, nil}, &trouble{"findings", []any{"count", 1}, nil}, &trouble{"full", nil, nil}}
	for _, c := range causes() {
		if got := troubleOf(fmt.Errorf("add a pack: %w", c.err)).code; got != c.code {
			t.Errorf("%v is told as %s, want %s", c.err, got, c.code)
		}
		all = append(all, c.err)
	}
	for _, err := range all {
		for _, language := range words.Languages() {
			v, broken := terminal.Speak(language)
			if broken != nil {
				t.Fatal(broken)
			}
			var told bytes.Buffer
			root := newCommand()
			root.SetErr(&told)
			tellFailure(root, v, err)
			terminaltest.InLanguage(t, language, told.String())
		}
	}
}
