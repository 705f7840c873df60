package client_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// TestEveryReasonHasWords promises that whatever code a lamp gets, there is a
// sentence and an advice for it in three languages.
func TestEveryReasonHasWords(t *testing.T) {
	b, err := os.ReadFile("../../assets/words/sync.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var words map[string]map[string]string
	if err := yaml.Unmarshal(b, &words); err != nil {
		t.Fatal(err)
	}
	codes := 0
	for file, prefix := range map[string]string{"reason.go": "Reason", "../wire/messages.go": "Refused", "../central/intake.go": "Reason"} {
		for _, code := range constants(t, file, prefix) {
			codes++
			for _, key := range []string{"sync.reason." + code, "sync.hint." + code} {
				for _, language := range []string{"th", "ko", "en"} {
					if words[key][language] == "" {
						t.Errorf("%s has no words in %s", key, language)
					}
				}
			}
		}
	}
	if codes < 40 {
		t.Errorf("only %d codes were found", codes)
	}
}

// constants returns the string constants of a file whose names begin so.
func constants(t *testing.T, file, prefix string) []string {
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	ast.Inspect(f, func(n ast.Node) bool {
		if v, ok := n.(*ast.ValueSpec); ok && len(v.Values) == 1 && strings.HasPrefix(v.Names[0].Name, prefix) {
			if s, ok := v.Values[0].(*ast.BasicLit); ok && s.Kind == token.STRING {
				text, err := strconv.Unquote(s.Value)
				if err != nil {
					t.Fatal(err)
				}
				out = append(out, text)
			}
		}
		return true
	})
	return out
}
