package xlsform_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sala/forms/xlsform"
)

// Every code that the package gives is one of Codes, so that there are words
// for it; and each of them is given.
func TestCodesAreAll(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	given := regexp.MustCompile(`(?:because|refuse|fault\([^,]+,|say)\(?\s?"([a-z_]+)"|note: "([a-z_]+)"|: +"([a-z_]+_kept)"`)
	all := ""
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") || name == "why.go" {
			continue
		}
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all += string(source)
	}
	var found []string
	for _, m := range given.FindAllStringSubmatch(all, -1) {
		code := m[1] + m[2] + m[3]
		found = append(found, code)
		if !slices.Contains(xlsform.Codes(), code) {
			t.Errorf("%s is none of the codes", code)
		}
	}
	for _, code := range xlsform.Codes() {
		if !slices.Contains(found, code) && !strings.Contains(all, `"`+code+`"`) {
			t.Errorf("nothing gives %s", code)
		}
	}
}
