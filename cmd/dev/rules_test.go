package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

// houseOf makes a house of files with their texts.
func houseOf(t *testing.T, files map[string]string) *house {
	t.Helper()
	fsys, names := fstest.MapFS{}, []string{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
		names = append(names, name)
	}
	h, err := readHouse(fsys, names)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func texts(faults []fault) []string {
	var all []string
	for _, f := range faults {
		all = append(all, f.String())
	}
	return all
}

// TestTheHouseKeepsItsRules reads this very tree.
func TestTheHouseKeepsItsRules(t *testing.T) {
	root, err := findRoot()
	if err != nil {
		t.Fatal(err)
	}
	h, err := openHouse(t.Context(), root)
	if err != nil {
		t.Fatal(err)
	}
	if len(h.files) < 50 {
		t.Fatalf("only %d Go files were found", len(h.files))
	}
	for _, check := range []func(*house) []fault{checkImports, checkNames, checkState, checkClock} {
		for _, f := range check(h) {
			t.Error(f)
		}
	}
}

func TestImportRules(t *testing.T) {
	for _, test := range []struct {
		file, imports string
		broken        string // part of what is said; "" when the import is allowed
	}{
		{"forms/petition/p.go", "sala/app/office", "rule 1"},
		{"forms/petition/p.go", "sala/sync/journal", "rule 1"},
		{"forms/petition/p_test.go", "sala/devices/sim", "rule 1"},
		{"forms/petition/p_test.go", "sala/app/invented", ""},
		{"forms/petition/p.go", "sala/app/invented", "rule 1"},
		{"forms/petition/p.go", "os", "rule 1"},
		{"forms/petition/p.go", "os/exec", "rule 1"},
		{"forms/petition/p.go", "net/http", "rule 1"},
		{"forms/petition/p.go", "database/sql", "rule 1"},
		{"forms/petition/p.go", "crypto/rand", "rule 1"},
		{"forms/petition/p_test.go", "os", ""},
		{"forms/petition/p.go", "time", ""},
		{"forms/petition/p.go", "osmosis", ""},
		{"devices/ccid/c.go", "sala/forms/register", "rule 2"},
		{"devices/ccid/c.go", "sala/sync/wire", "rule 2"},
		{"devices/ccid/c_test.go", "sala/app/office", "rule 2"},
		{"devices/ccid/c.go", "sala/devices/port", ""},
		{"sync/client/c.go", "sala/app/store", "rule 2"},
		{"sync/client/c.go", "sala/devices/port", "rule 2"},
		{"sync/central/c.go", "sala/forms/petition", ""},
		{"app/station/s.go", "sala/cmd/salactl", "imports a command"},
		{"app/office/o.go", "fyne.io/fyne/v2", "rule 3"},
		{"app/ui/kit/k.go", "fyne.io/fyne/v2/widget", ""},
		{"app/ui/kit/k.go", "fyne.io/fyne/v2/app", "rule 3"},
		{"cmd/sala/m.go", "fyne.io/fyne/v2/app", ""},
		{"cmd/salactl/m.go", "fyne.io/fyne/v2", "rule 3"},
		{"app/ui/desk/d.go", "sala/app/store", "rule 4"},
		{"app/ui/desk/d.go", "sala/devices/port", "rule 4"},
		{"app/ui/desk/d.go", "sala/sync/client", "rule 4"},
		{"app/ui/desk/d.go", "sala/app/office", ""},
		{"app/office/o.go", "modernc.org/sqlite", "rule 5"},
		{"app/office/o.go", "database/sql", "rule 5"},
		{"app/store/s.go", "modernc.org/sqlite", ""},
		{"app/store/s.go", "github.com/jackc/pgx/v5", "rule 5"},
		{"app/office/o_test.go", "github.com/jung-kurt/gofpdf", "rule 5"},
		{"app/paper/p.go", "github.com/jung-kurt/gofpdf", ""},
		{"devices/ccid/c.go", "github.com/tarm/serial", "rule 5"},
		{"app/station/s.go", "github.com/cenkalti/backoff/v4", "rule 5"},
		{"forms/definition/d.go", "github.com/xuri/excelize/v2", "rule 5"},
		{"app/station/s.go", "github.com/spf13/cobra", "rule 5"},
		{"app/ui/desk/d.go", "sala/app/ui/kiosk", "rule 6"},
		{"app/ui/kiosk/k.go", "sala/app/ui/field", "rule 6"},
		{"app/ui/field/f_test.go", "sala/app/ui/desk", "rule 6"},
		{"app/ui/field/f.go", "sala/app/ui/kit", ""},
		{"app/station/s.go", "sala/devices/sim", "rule 7"},
		{"app/station/s.go", "sala/devices/sim/cards", "rule 7"},
		{"app/station/s.go", "sala/devices/port/porttest", "rule 7"},
		{"app/station/s.go", "testing", "rule 7"},
		{"app/station/s.go", "net/http/httptest", "rule 7"},
		{"app/station/s.go", "github.com/creack/pty", "rule 7"},
		{"cmd/sala/m.go", "sala/app/demonstration", "rule 7"},
		{"cmd/salactl/main.go", "sala/devices/sim", "rule 7"},
		{"cmd/salactl/demo.go", "sala/devices/sim", ""},
		{"cmd/devsim/main.go", "sala/devices/sim", ""},
		{"devices/port/porttest/p.go", "testing", ""},
		{"app/station/s_test.go", "sala/devices/sim", ""},
		{"cmd/dev/m.go", "golang.org/x/sys/unix", "standard library only"},
		{"cmd/dev/m.go", "sala/app/words", "standard library only"},
		{"cmd/dev/m.go", "os", ""},
	} {
		t.Run(test.file+" imports "+test.imports, func(t *testing.T) {
			got := texts(checkImports(houseOf(t, map[string]string{test.file: fmt.Sprintf("package x\n\nimport _ %q\n", test.imports)})))
			switch {
			case test.broken == "" && len(got) > 0:
				t.Errorf("is refused: %q", got)
			case test.broken != "" && !slices.ContainsFunc(got, func(s string) bool {
				return strings.HasPrefix(s, test.file+":3: ") && strings.Contains(s, test.broken)
			}):
				t.Errorf("got %q, want a fault on line 3 with %q", got, test.broken)
			}
		})
	}
}

// Every rule of the table is broken by some line of the test above.
func TestEveryImportRuleCanFail(t *testing.T) {
	breaking := map[string]string{
		"forms/a/a.go": `import ("sala/app/x"; "os"; "github.com/xuri/excelize/v2")`,
		"devices/a.go": `import ("sala/forms/x"; "github.com/tarm/serial")`, "sync/a/a.go": `import ("sala/app/x"; "github.com/cenkalti/backoff/v4"; "github.com/hashicorp/mdns")`,
		"app/a/a.go":       `import ("sala/cmd/x"; "fyne.io/fyne/v2/app"; "modernc.org/sqlite"; "github.com/jackc/pgx/v5"; "github.com/jung-kurt/gofpdf"; "github.com/spf13/cobra"; "testing")`,
		"app/ui/desk/a.go": `import ("sala/app/store"; "sala/app/ui/kiosk")`, "app/ui/kiosk/a.go": `import "sala/app/ui/desk"`,
		"app/ui/field/a.go": `import "sala/app/ui/desk"`, "cmd/dev/a.go": `import "sala/x"`,
	}
	for name, text := range breaking {
		breaking[name] = "package x\n" + text
	}
	all := strings.Join(texts(checkImports(houseOf(t, breaking))), "\n")
	for _, rule := range importRules() {
		if !strings.Contains(all, rule.says) {
			t.Errorf("nothing breaks the rule: %s", rule.says)
		}
	}
}

func TestStateRule(t *testing.T) {
	for _, test := range []struct {
		name, text string
		broken     int
	}{
		{"a sentinel", `var ErrX = errors.New("x")`, 0},
		{"a table", `var states = map[string]int{"a": 1}; func f() int { return states["a"] }`, 0},
		{"a table that is filled", `var states = map[string]int{}; func f() { states["a"] = 1 }`, 1},
		{"a table that is emptied", `var states = map[string]int{"a": 1}; func f() { delete(states, "a") }`, 1},
		{"an empty map", `var states = make(map[string]int)`, 1},
		{"a counter", `var n int; func f() { n++ }`, 1},
		{"a field", `var s struct{ n int }; func f() { s.n = 2 }`, 1},
		{"an element", `var s [4]int; func f() { s[1] = 2 }`, 1},
		{"a pointer's target", `var s = &T{}; func f() { *s = T{} }`, 1},
		{"a lock", `var mu sync.Mutex`, 1},
		{"a pool", `var pool = sync.Pool{}`, 1},
		{"a pool behind a pointer", `var pool = &sync.Pool{}`, 1},
		{"an atomic", `var n atomic.Int64`, 1},
		{"a channel", `var c = make(chan int)`, 1},
		{"a constant computed once", `var table = sync.OnceValue(func() int { return 1 })`, 0},
		{"a local of the same name", `var n = 1; func f() { n := 2; n++ }`, 0},
		{"a parameter of the same name", `var n = 1; func f(n int) { n = 2 }`, 0},
		{"an assertion", `var _ I = T{}; func f() { _ = 1 }`, 0},
		{"init", `func init() {}`, 1},
		{"a method called init", `func (T) init() {}`, 0},
		{"a range", `var k string; func f(m map[string]int) { for k = range m { } }`, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			h := houseOf(t, map[string]string{"app/x/x.go": "package x\n" + test.text})
			if got := checkState(h); len(got) != test.broken {
				t.Errorf("%d faults, want %d: %q", len(got), test.broken, texts(got))
			}
			h = houseOf(t, map[string]string{"app/x/x_test.go": "package x\n" + test.text})
			if got := checkState(h); len(got) != 0 {
				t.Errorf("in a test it is refused: %q", texts(got))
			}
		})
	}
	other := houseOf(t, map[string]string{"app/x/a.go": "package x\nvar n int", "app/x/b.go": "package x\nfunc f() { n = 1 }"})
	if got := texts(checkState(other)); len(got) != 1 || !strings.HasPrefix(got[0], "app/x/b.go:2: ") {
		t.Errorf("a variable of another file: %q", got)
	}
}

func TestNamesRule(t *testing.T) {
	h := houseOf(t, map[string]string{"app/util/x.go": "package util", "app/helper/x.go": "package other", "sync/x.go": "package sync",
		"app/words/x.go": "package words", "app/words/x_test.go": "package words_test"})
	if got := checkNames(h); len(got) != 3 {
		t.Errorf("%q", texts(got))
	}
}

func TestClockRule(t *testing.T) {
	for file, broken := range map[string]bool{"forms/x/x.go": true, "app/office/x.go": true, "forms/x/x_test.go": false, "cmd/x/x.go": false} {
		h := houseOf(t, map[string]string{file: "package x\nimport \"time\"\nvar t = time.Now()\nvar d = time.Unix(1, 2)"})
		if got := checkClock(h); len(got) > 0 != broken {
			t.Errorf("%s: %q", file, texts(got))
		}
	}
}

func TestWordsRule(t *testing.T) {
	for _, test := range []struct {
		file, text string
		broken     bool
	}{
		{"app/ui/desk/d.go", `"เสียบบัตร"`, true},
		{"app/ui/desk/d.go", `"카드"`, true},
		{"app/ui/desk/d.go", `"Insert"`, false},
		{"app/ui/kiosk/k.go", `"ไทย"`, false},
		{"app/ui/kit/keyboard.go", `"ฟหกด"`, false},
		{"app/ui/desk/d_test.go", `"เสียบบัตร"`, false},
		{"app/ui/desk/d.go", `"ก"`, false},
	} {
		h := houseOf(t, map[string]string{test.file: "package x\nvar s = " + test.text})
		if got := checkWords(h); len(got) > 0 != test.broken {
			t.Errorf("%s %s: %q", test.file, test.text, texts(got))
		}
	}
}

func TestKeysRule(t *testing.T) {
	const words = "# words\nkit.yes: {th: x}\nkit.weekday.mon:\n  th: x\nkit.no: {}\n"
	for _, test := range []struct {
		text   string
		broken bool
	}{
		{`k.Say("kit.yes")`, false},
		{`k.Say("kit.yse")`, true},
		{`c.Text(lang, "kit.yse", nil)`, true},
		{`c.Text(lang, "kit.no", nil)`, false},
		{`k.Say("kit.weekday." + day)`, false},
		{`k.Say("kit.month." + month)`, true},
		{`k.Say("th")`, false},
		{`k.Say(key)`, false},
		{`k.Say("kit.rows", "count", "a.b")`, true},
		{`k.Say("kit.yes", "file", "a.b")`, false},
		{`wrong.And("kit.yse", "file", "a.b")`, true},
		{`x.Open("kit.yse")`, false},
	} {
		h := houseOf(t, map[string]string{"app/ui/desk/d.go": "package x\nfunc f() { " + test.text + " }", "assets/words/kit.yaml": words})
		if got := checkKeys(h); len(got) > 0 != test.broken {
			t.Errorf("%s: %q", test.text, texts(got))
		}
	}
}

func TestCodesRule(t *testing.T) {
	const words = "office.error.gone: {}\ndevice.error.reader.mute: {}\nlamp.reader.mute: {}\ndevice.error.reader.blind: {}\nlamp.network.good: {}\nform.fault.no_title: {}\n"
	for _, test := range []struct {
		file, text string
		broken     bool
	}{
		{"app/office/o.go", `var e = &Error{Code: "gone"}`, false},
		{"app/office/o.go", `var e = &Error{Op: "x", Code: "going"}`, true},
		{"app/station/s.go", `var e = office.Error{Code: "reader.mute"}`, false},
		{"app/station/s.go", `var l = office.Lamp{Code: "network.good"}`, false},
		{"app/station/s.go", `var l = office.Lamp{Code: "network.bad"}`, true},
		{"app/station/s.go", `var l = other{Code: "network.bad"}`, false},
		{"devices/fault/f.go", `const Mute Code = "reader.mute"`, false},
		{"devices/fault/f.go", `const ( A Code = "reader.mute"; B Code = "reader.deaf" )`, true},
		{"devices/fault/f.go", `const B = "reader.deaf"`, false},
		{"devices/fault/f.go", `const Blind Code = "reader.blind"`, true},
		{"app/office/o_test.go", `var e = &Error{Code: "going"}`, false},
		{"forms/definition/c.go", `var f = Wrong("no_title", "title")`, false},
		{"forms/definition/c.go", `var f = Wrong("no_label", "title")`, true},
		{"forms/pack/p.go", `func f() { l.formFault(form, "no_label", at) }`, true},
		{"forms/certificate/c.go", `var f = definition.Fault{Path: "id", Code: "no_label"}`, true},
		{"forms/answer/a.go", `var f = Wrong("no_label", "title")`, false},
	} {
		h := houseOf(t, map[string]string{test.file: "package x\n" + test.text, "assets/words/office.yaml": words})
		if got := checkCodes(h); len(got) > 0 != test.broken {
			t.Errorf("%s: %s: %q", test.file, test.text, texts(got))
		}
	}
}

func TestAskedRule(t *testing.T) {
	const words = "kit.yes: {}\nlamp.reader.mute: {}\nfield.none_hint: {}\nfield.reason.moved.1: {}\ndevice.hint.line.gone: {}\n"
	all := map[string]string{
		"kit.yes": `k.Say("kit.yes")`, "lamp.reader.mute": `k.Say("lamp." + code)`, "field.none_hint": `empty("field.none", key + "_hint")`,
		"field.reason.moved.1": `k.Say(fmt.Sprintf("field.reason.%s.%d", state, n))`, "device.hint.line.gone": `k.Say(area + ".hint." + code)`,
	}
	for missing := range all {
		text := "package x\nfunc f() {\n"
		for key, asks := range all {
			if key != missing {
				text += asks + "\n"
			}
		}
		h := houseOf(t, map[string]string{"app/ui/desk/d.go": text + "}", "app/ui/desk/d_test.go": "package x\nvar k = " + strconv.Quote(missing), "assets/words/kit.yaml": words})
		if got := texts(checkAsked(h)); len(got) != 1 || !strings.Contains(got[0], missing) {
			t.Errorf("without %s: %q", all[missing], got)
		}
	}
}

func TestCommentsRule(t *testing.T) {
	for _, test := range []struct {
		text   string
		broken int
	}{
		{"package x\n", 1},
		{"// Package x is.\npackage x\n\nfunc F() {}\n", 1},
		{"// Package x is.\npackage x\n\n// F does.\nfunc F() {}\n", 0},
		{"// Package x is.\npackage x\n\nfunc f() {}\ntype t struct{}\nfunc (t) M() {}\n", 0},
		{"// Package x is.\npackage x\n\n// T is.\ntype T struct{}\nfunc (*T) M() {}\n", 1},
		{"// Package x is.\npackage x\n\n// T is.\ntype T struct{}\nfunc (*T) Error() string { return \"\" }\n", 0},
		{"// Package x is.\npackage x\n\n// T is.\ntype T[A any] struct{}\nfunc (T[A]) M() {}\n", 1},
		{"// Package x is.\npackage x\n\nconst A = 1\n", 1},
		{"// Package x is.\npackage x\n\n// The values.\nconst (\n\tA = 1\n\tB = 2\n)\n", 0},
		{"// Command x is.\npackage main\n\nfunc F() {}\n", 0},
	} {
		if got := checkComments(houseOf(t, map[string]string{"app/x/x.go": test.text})); len(got) != test.broken {
			t.Errorf("%q: %q", test.text, texts(got))
		}
	}
}

func TestQuietRule(t *testing.T) {
	for file, broken := range map[string]bool{"forms/x/x.go": true, "app/store/x.go": true, "cmd/x/x.go": false, "forms/x/x_test.go": false} {
		h := houseOf(t, map[string]string{file: "package x\nimport \"fmt\"\nfunc f() { fmt.Println(fmt.Sprint(1)) }"})
		if got := checkQuiet(h); len(got) > 0 != broken {
			t.Errorf("%s: %q", file, texts(got))
		}
	}
}

func TestTopRule(t *testing.T) {
	files := map[string]string{"FyneApp.toml": "", "README.md": "", "go.mod": "", "go.sum": "", ".ci/run": "", ".gitignore": "",
		"app/x": "", "assets/x": "", "cmd/x": "", "devices/x": "", "forms/x": "", "sync/x": ""}
	if got := checkTop(houseOf(t, files)); len(got) != 0 {
		t.Errorf("%q", texts(got))
	}
	delete(files, "README.md")
	files["docs/x.md"] = ""
	if got := checkTop(houseOf(t, files)); len(got) != 2 {
		t.Errorf("%q", texts(got))
	}
}

func TestFilesRule(t *testing.T) {
	big := "\x00" + strings.Repeat("x", largestBinary)
	for _, test := range []struct {
		name, text, want string
	}{
		{"app/x.go", "package x", ""},
		{"app/x.png", "\x89PNG\x00", ""},
		{"app/x.png", big, "binary of 100 KB"},
		{"assets/fonts/x.ttf", big, ""},
		{"app/x.ttf", big, "binary of 100 KB"},
		{"cmd/x/x", "\x7fELF\x00\x00", "is a program"},
		{"x.exe", "MZ\x00", "is a program"},
		{"package-lock.json", "\n{\"resolved\": \"https://reg" + "istry.npm" + "js.org/x\"}", ":2: names the host"},
		{"README.md", "https://example.org/registry", ""},
		{"README.md", "see /srv/tree/app", "names a folder of this machine"},
		{"README.md", "see other/srv/tree/app", ""},
		{"README.md", "see /home/jo", "names a folder of this machine"},
		{"README.md", "see /home/joan", ""},
		{"key.pem", "-----BEGIN PRIVATE" + " KEY-----\n" + strings.Repeat("A", 64) + "\n", "private key"},
	} {
		got := texts(checkFiles(houseOf(t, map[string]string{test.name: test.text}), textRules("/srv/tree", "/home/jo")))
		if test.want == "" && len(got) > 0 || test.want != "" && (len(got) == 0 || !strings.Contains(got[0], test.want)) {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

func TestLicenceRule(t *testing.T) {
	h := houseOf(t, map[string]string{"assets/fonts/a/a.ttf": "", "assets/fonts/a/OFL.txt": "", "assets/divisions/x.csv": "",
		"assets/packs/kr/tables/x.csv": ""})
	if got := texts(checkLicences(h)); len(got) != 1 || !strings.HasPrefix(got[0], "assets/divisions/") {
		t.Errorf("%q", got)
	}
}

func TestFormatRule(t *testing.T) {
	h := houseOf(t, map[string]string{"app/a.go": "package a\n", "app/b.go": "package  a\n"})
	if got := texts(checkFormat(h)); len(got) != 1 || !strings.HasPrefix(got[0], "app/b.go: ") {
		t.Errorf("%q", got)
	}
}

func TestWindowTag(t *testing.T) {
	h := houseOf(t, map[string]string{
		"cmd/sala/a_test.go": "//go:build window && linux\n\npackage main\n\nfunc TestWindow(t *testing.T) {}\n",
		"cmd/sala/b_test.go": "//go:build !ci\n\npackage main\n\nfunc TestPlain(t *testing.T) {}\n",
	})
	got := h.functions("Test", func(f goFile) bool { return f.window })
	if len(got) != 1 || !slices.Equal(got["cmd/sala"], []string{"TestWindow"}) {
		t.Errorf("%v", got)
	}
}
