package main

import (
	"bytes"
	"fmt"
	"go/format"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

// largestBinary is the size of the largest file that is not text, in bytes,
// outside the embedded fonts and data.
const largestBinary = 100 << 10

// checkTop returns what stands at the top level and should not, or should and
// does not. Names that begin with a dot are free.
func checkTop(h *house) []fault {
	want := []string{"FyneApp.toml", "README.md", "app", "assets", "cmd", "devices", "forms", "go.mod", "go.sum", "sync"}
	have := map[string]bool{}
	for _, name := range h.names {
		top, _, _ := strings.Cut(name, "/")
		have[top] = true
	}
	var faults []fault
	for top := range have {
		if !slices.Contains(want, top) && !strings.HasPrefix(top, ".") {
			faults = append(faults, fault{file: top, says: "does not belong at the top level"})
		}
	}
	for _, top := range want {
		if !have[top] {
			faults = append(faults, fault{file: top, says: "is missing at the top level"})
		}
	}
	return faults
}

// checkFormat returns the Go files that gofmt would change.
func checkFormat(h *house) []fault {
	var faults []fault
	for _, f := range h.files {
		text, err := fs.ReadFile(h.fsys, f.name)
		if err != nil {
			continue
		}
		if formatted, err := format.Source(text); err == nil && !bytes.Equal(text, formatted) {
			faults = append(faults, fault{file: f.name, says: "is not formatted: gofmt -w " + f.name})
		}
	}
	return faults
}

// fileRules are what must not stand in a text file.
type textRule struct {
	says  string
	finds *regexp.Regexp
}

// textRules returns the rules for texts; root and home are folders of this
// machine (a home such as /root is not looked for: paths in documents begin so,
// too). The patterns are put together so that this file does not break its own
// rules.
func textRules(root, home string) []textRule {
	rules := []textRule{
		{"names the host of a package registry", regexp.MustCompile(`https?://[a-z0-9.-]*(registry\.|npm` + `js|py` + `pi\.|python` + `hosted|goproxy\.|artifactory|nexus\.|crates\.` + `io|(proxy|sum)\.golang)`)},
		{"holds a private key", regexp.MustCompile(`-----BEGIN [A-Z ]*PRIVATE` + ` KEY-----\n[A-Za-z0-9+/=\n]{64}`)},
	}
	for _, dir := range []string{root, home} {
		if strings.Count(dir, "/") > 1 {
			rules = append(rules, textRule{"names a folder of this machine", regexp.MustCompile(`(^|[^A-Za-z0-9._/-])` + regexp.QuoteMeta(dir) + `(/|\s|"|$)`)})
		}
	}
	return rules
}

// checkFiles returns binaries that are not fonts or data, and texts with what a
// public repository must not name.
func checkFiles(h *house, rules []textRule) []fault {
	var faults []fault
	for _, name := range h.names {
		text, err := fs.ReadFile(h.fsys, name)
		if err != nil {
			continue
		}
		if isBinary(text) {
			faults = append(faults, binaryFaults(name, text)...)
			continue
		}
		for _, rule := range rules {
			if at := rule.finds.FindIndex(text); at != nil {
				line := 1 + bytes.Count(text[:at[0]], []byte("\n"))
				faults = append(faults, fault{name, line, rule.says})
			}
		}
	}
	return faults
}

func isBinary(b []byte) bool { return bytes.IndexByte(b[:min(len(b), 8000)], 0) >= 0 }

func binaryFaults(name string, b []byte) []fault {
	executable := slices.ContainsFunc([]string{"\x7fELF", "MZ", "\xcf\xfa\xed\xfe", "!<arch>\n"}, func(magic string) bool {
		return bytes.HasPrefix(b, []byte(magic))
	})
	data := slices.Contains([]string{".ttf", ".otf", ".ttc", ".gz", ".zst", ".bin", ".dat", ".icc", ".xlsx", ".db"}, path.Ext(name)) &&
		(strings.HasPrefix(name, "assets/") || strings.Contains(name, "/testdata/"))
	switch {
	case executable:
		return []fault{{file: name, says: "is a program or a library: build it, do not commit it"}}
	case len(b) > largestBinary && !data:
		return []fault{{file: name, says: fmt.Sprintf("is a binary of %d KB; only fonts and data may be larger than %d", len(b)>>10, largestBinary>>10)}}
	}
	return nil
}

// checkLicences returns folders with fonts or data sets that have no licence or
// source beside them. The tables of a pack are the pack's own.
func checkLicences(h *house) []fault {
	needs, has := map[string]bool{}, map[string]bool{}
	for _, name := range h.names {
		dir, base := path.Split(name)
		upper := strings.ToUpper(base)
		if strings.HasPrefix(name, "assets/") && !strings.HasPrefix(name, "assets/packs/") && slices.Contains([]string{".ttf", ".otf", ".ttc", ".csv", ".gz", ".zst", ".icc"}, path.Ext(name)) {
			needs[dir] = true
		}
		if strings.Contains(upper, "LICEN") || strings.Contains(upper, "OFL") || strings.Contains(upper, "COPYING") || strings.HasPrefix(upper, "SOURCE") {
			has[dir] = true
		}
	}
	var faults []fault
	for dir := range needs {
		parent := path.Dir(strings.TrimSuffix(dir, "/")) + "/"
		if !has[dir] && !has[parent] {
			faults = append(faults, fault{file: dir, says: "has fonts or data, but no licence or source beside them"})
		}
	}
	return faults
}
