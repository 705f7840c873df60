package main

import (
	"path"
	"slices"
	"strings"
)

// importRule forbids imports. It holds for the files that from lets through.
type importRule struct {
	says  string
	from  func(f goFile) bool
	never func(importPath string) bool
}

// importRules are the numbered rules of the house (README, the map).
func importRules() []importRule {
	return []importRule{
		{"forms imports nothing of app, sync or devices (rule 1)",
			shipped(within("forms")), paths("sala/app", "sala/sync", "sala/devices", "sala/cmd")},
		{"a test of forms may use invented people, and nothing else of app, sync or devices (rule 1)",
			within("forms"), func(p string) bool {
				return underAny(p, []string{"sala/app", "sala/sync", "sala/devices", "sala/cmd"}) && p != "sala/app/invented"
			}},
		{"forms is pure: no disk, network, database, randomness of its own or screen (rule 1)",
			shipped(within("forms")), paths("os", "net", "database", "syscall", "log", "crypto/rand", "math/rand", "io/ioutil", "plugin",
				"golang.org/x/sys", "fyne.io", "modernc.org", "github.com/jackc", "github.com/tarm", "go.bug.st")},
		{"devices imports nothing of forms, sync or app (rule 2)",
			within("devices"), paths("sala/forms", "sala/sync", "sala/app", "sala/cmd")},
		{"sync imports nothing of app or devices (rule 2)",
			within("sync"), paths("sala/app", "sala/devices", "sala/cmd")},
		{"nothing but a command imports a command",
			outside("cmd"), paths("sala/cmd")},
		{"Fyne is imported in app/ui and cmd/sala only (rule 3)",
			outside("app/ui", "cmd/sala"), paths("fyne.io")},
		{"fyne.io/fyne/v2/app is imported in cmd/sala only (rule 3)",
			outside("cmd/sala"), paths("fyne.io/fyne/v2/app")},
		{"a screen knows app/office and forms, not store, paper, sync or devices (rule 4)",
			shipped(within("app/ui")), paths("sala/app/store", "sala/app/paper", "sala/sync", "sala/devices")},
		{"SQLite belongs to the stores (rule 5)",
			outside("app/store", "sync/central"), paths("modernc.org/sqlite", "modernc.org/libc", "database/sql")},
		{"pgx belongs to the stores (rule 5)", outside("sync/central"), paths("github.com/jackc")},
		{"gofpdf belongs to app/paper (rule 5)", outside("app/paper"), paths("github.com/jung-kurt/gofpdf")},
		{"serial lines belong to devices/port (rule 5)", outside("devices/port"), paths("github.com/tarm/serial", "go.bug.st/serial")},
		{"backoff belongs to sync/client (rule 5)", outside("sync/client"), paths("github.com/cenkalti/backoff")},
		{"mdns belongs to sync/relay (rule 5)", outside("sync/relay"), paths("github.com/hashicorp/mdns")},
		{"excelize belongs to forms/xlsform (rule 5)", shipped(outside("forms/xlsform")), paths("github.com/xuri/excelize")},
		{"cobra belongs to the commands (rule 5)", outside("cmd"), paths("github.com/spf13")},
		{"desk does not import kiosk or field (rule 6)", within("app/ui/desk"), paths("sala/app/ui/kiosk", "sala/app/ui/field")},
		{"kiosk does not import desk or field (rule 6)", within("app/ui/kiosk"), paths("sala/app/ui/desk", "sala/app/ui/field")},
		{"field does not import desk or kiosk (rule 6)", within("app/ui/field"), paths("sala/app/ui/desk", "sala/app/ui/kiosk")},
		{"shipped code imports no simulators, fakes or test helpers (rule 7)", shipped(mayNotFake), isFake},
		{"the task runner uses the standard library only", within("cmd/dev"), func(p string) bool { return strings.Contains(p, ".") || strings.HasPrefix(p, "sala/") }},
	}
}

// checkImports returns the imports that break a rule.
func checkImports(h *house) []fault {
	var faults []fault
	for _, rule := range importRules() {
		for _, f := range h.files {
			if !rule.from(f) {
				continue
			}
			for _, imp := range f.imports {
				if rule.never(imp.path) {
					faults = append(faults, h.fault(f, imp.pos, "imports %s: %s", imp.path, rule.says))
				}
			}
		}
	}
	return faults
}

// under reports whether a path is root or lies below it.
func under(p, root string) bool { return p == root || strings.HasPrefix(p, root+"/") }

func underAny(p string, roots []string) bool {
	return slices.ContainsFunc(roots, func(root string) bool { return under(p, root) })
}

func within(roots ...string) func(goFile) bool {
	return func(f goFile) bool { return underAny(f.dir, roots) }
}

func outside(roots ...string) func(goFile) bool {
	return func(f goFile) bool { return !underAny(f.dir, roots) }
}

func paths(roots ...string) func(string) bool {
	return func(p string) bool { return underAny(p, roots) }
}

// shipped narrows a rule to what is shipped: no tests, and none of the packages
// that exist for tests.
func shipped(from func(goFile) bool) func(goFile) bool {
	return func(f goFile) bool { return !f.test && !isFake("sala/"+f.dir) && from(f) }
}

// isFake reports whether an import path is a simulator, a fake or a helper of
// tests, of ours or of others: "sala/devices/sim", "sala/sync/netsim",
// "sala/devices/port/porttest", "testing", "net/http/httptest".
func isFake(p string) bool {
	for _, elem := range strings.Split(p, "/") {
		if slices.Contains([]string{"sim", "netsim", "fake", "demonstration", "invented", "rehearsal", "suite", "soak", "testing", "chromedp", "rapid", "go-cmp", "pty", "testscript"}, elem) {
			return true
		}
	}
	last := path.Base(p)
	return strings.HasSuffix(last, "test") || strings.HasPrefix(last, "fake") || p == "fyne.io/fyne/v2/test"
}

// mayNotFake lets through all but the simulators' own command, the task runner
// and the demonstration, which may be a folder or files of salactl.
func mayNotFake(f goFile) bool {
	demo := under(f.dir, "cmd/salactl") && strings.HasPrefix(path.Base(f.name), "demo")
	return !underAny(f.dir, []string{"cmd/devsim", "cmd/dev"}) && !demo
}
