package central_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// TestOpenAPI promises that the description that central serves has every route
// for machines, and no other.
func TestOpenAPI(t *testing.T) {
	b, err := os.ReadFile("openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var described struct {
		Paths map[string]map[string]any `yaml:"paths"`
	}
	if err := yaml.Unmarshal(b, &described); err != nil {
		t.Fatal(err)
	}
	var said []string
	for path, methods := range described.Paths {
		for method, operation := range methods {
			if method == "parameters" {
				continue
			}
			said = append(said, strings.ToUpper(method)+" "+path)
			o, ok := operation.(map[string]any)
			if !ok || o["summary"] == nil || o["responses"] == nil {
				t.Errorf("%s %s has no summary or no responses", method, path)
			}
		}
	}
	constants := paths(t)
	var served []string
	for _, dir := range []string{".", "outward", "service"} {
		served = append(served, routes(t, dir, constants)...)
	}
	if len(served) < 20 {
		t.Fatalf("only %d routes were found in the sources", len(served))
	}
	for _, r := range served {
		if !slices.Contains(said, r) {
			t.Errorf("%s is served, and not described", r)
		}
	}
	for _, r := range said {
		if !slices.Contains(served, r) {
			t.Errorf("%s is described, and not served", r)
		}
	}
}

func sources(t *testing.T, dir string) []*ast.File {
	t.Helper()
	set := token.NewFileSet()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var out []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(set, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, f)
	}
	if len(out) == 0 {
		t.Fatal(fs.ErrNotExist)
	}
	return out
}

// paths are the constants of package wire, by name.
func paths(t *testing.T) map[string]string {
	out := map[string]string{}
	for _, f := range sources(t, "../wire") {
		ast.Inspect(f, func(n ast.Node) bool {
			if v, ok := n.(*ast.ValueSpec); ok && len(v.Names) == 1 && len(v.Values) == 1 {
				out[v.Names[0].Name] = text(v.Values[0], nil)
			}
			return true
		})
	}
	return out
}

// routes are the patterns that a package's handlers are registered under.
func routes(t *testing.T, dir string, constants map[string]string) []string {
	var out []string
	for _, f := range sources(t, dir) {
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) != 2 {
				return true
			}
			pattern := text(call.Args[0], constants)
			switch name := called(call.Fun); {
			case name == "HandleFunc" && strings.Contains(pattern, " /"):
				out = append(out, pattern)
			case name == "get" && strings.HasPrefix(pattern, "/admin/"):
				out = append(out, "GET "+pattern)
			}
			return true
		})
	}
	return out
}

func called(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}

// text is what a constant expression of texts says.
func text(e ast.Expr, constants map[string]string) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, _ := strconv.Unquote(e.Value)
		return s
	case *ast.SelectorExpr:
		return constants[e.Sel.Name]
	case *ast.BinaryExpr:
		return text(e.X, constants) + text(e.Y, constants)
	}
	return ""
}
