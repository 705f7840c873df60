package answer_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Every code that a problem can have is said in three languages.
func TestEveryProblemHasWords(t *testing.T) {
	words, err := os.ReadFile("../../assets/words/forms.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var sources []string
	for _, dir := range []string{".", "../identity"} {
		more, err := filepath.Glob(dir + "/*.go")
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, more...)
	}
	code := regexp.MustCompile(`(?:Code: +|fail\(|Code = )"([a-z_]+)"|^\s+[A-Z][A-Za-z]+ += "([a-z_]+)" +//`)
	said := regexp.MustCompile(`(?m)^problem\.([a-z_]+): \{th: ".+", ko: ".+", en: ".+"\}$`)
	have := map[string]bool{}
	for _, m := range said.FindAllStringSubmatch(string(words), -1) {
		have[m[1]] = true
	}
	found := 0
	for _, file := range sources {
		if strings.HasSuffix(file, "_test.go") || strings.HasSuffix(file, "migrate.go") {
			continue
		}
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(b)) {
			for _, m := range code.FindAllStringSubmatch(line, -1) {
				found++
				if c := m[1] + m[2]; !have[c] {
					t.Errorf("%s: no words for problem.%s", filepath.Base(file), c)
				}
			}
		}
	}
	if found < 25 {
		t.Errorf("only %d codes were found in the sources", found)
	}
}
