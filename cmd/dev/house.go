package main

import (
	"bytes"
	"context"
	"fmt"
	"go/ast"
	"go/build/constraint"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"slices"
	"strconv"
	"strings"
)

// house is the tree as the rules see it: every file that is committed or could
// be, and the Go files parsed.
type house struct {
	fsys  fs.FS
	names []string // with forward slashes, sorted
	files []goFile
	fset  *token.FileSet
}

// goFile is one parsed Go file.
type goFile struct {
	name, dir string // "app/words/read.go", "app/words"
	test      bool
	window    bool // built only with the tag "window"
	syntax    *ast.File
	imports   []imported
}

// imported is one import of a file.
type imported struct {
	path string
	pos  token.Pos
}

// fault is a broken rule at a place.
type fault struct {
	file string
	line int // 0 when the whole file is meant
	says string
}

func (f fault) String() string {
	if f.line == 0 {
		return f.file + ": " + f.says
	}
	return fmt.Sprintf("%s:%d: %s", f.file, f.line, f.says)
}

func (h *house) fault(file goFile, pos token.Pos, format string, args ...any) fault {
	return fault{file.name, h.fset.Position(pos).Line, fmt.Sprintf(format, args...)}
}

// openHouse reads the checkout at root. Git says which files count; where there
// is no git, all do but those of the folders that git would ignore.
func openHouse(ctx context.Context, root string) (*house, error) {
	names, err := gitFiles(ctx, root)
	if err != nil {
		names, err = allFiles(os.DirFS(root))
	}
	if err != nil {
		return nil, err
	}
	return readHouse(os.DirFS(root), names)
}

func gitFiles(ctx context.Context, root string) ([]string, error) {
	cmd := exec.CommandContext(ctx, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		return nil, err
	}
	var names []string
	for name := range bytes.SplitSeq(bytes.TrimSuffix(out, []byte{0}), []byte{0}) {
		names = append(names, string(name))
	}
	return names, nil
}

func allFiles(fsys fs.FS) ([]string, error) {
	ignored := []string{".git", ".work", "dist", "pictures"}
	var names []string
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && slices.Contains(ignored, name):
			return fs.SkipDir
		case !d.IsDir():
			names = append(names, name)
		}
		return nil
	})
	return names, err
}

// readHouse parses the Go files among names. A file that is gone again (others
// work in the tree, too) is left out.
func readHouse(fsys fs.FS, names []string) (*house, error) {
	slices.Sort(names)
	h := &house{fsys: fsys, fset: token.NewFileSet()}
	for _, name := range slices.Compact(names) {
		if _, err := fs.Stat(fsys, name); err != nil {
			continue
		}
		h.names = append(h.names, name)
		if !strings.HasSuffix(name, ".go") || slices.Contains(strings.Split(name, "/"), "testdata") {
			continue
		}
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		syntax, err := parser.ParseFile(h.fset, name, text, parser.ParseComments)
		if err != nil {
			return nil, fmt.Errorf("parse: %w", err)
		}
		f := goFile{name: name, dir: path.Dir(name), test: strings.HasSuffix(name, "_test.go"), syntax: syntax, window: needsWindow(syntax)}
		for _, spec := range syntax.Imports {
			if p, err := strconv.Unquote(spec.Path.Value); err == nil {
				f.imports = append(f.imports, imported{p, spec.Pos()})
			}
		}
		h.files = append(h.files, f)
	}
	return h, nil
}

// needsWindow reports whether a file is built with the tag "window" and not
// without it.
func needsWindow(f *ast.File) bool {
	for _, group := range f.Comments {
		if group.Pos() > f.Package {
			break
		}
		for _, c := range group.List {
			expr, err := constraint.Parse(c.Text)
			if err != nil {
				continue
			}
			with := expr.Eval(func(string) bool { return true })
			without := expr.Eval(func(tag string) bool { return tag != "window" })
			return with && !without
		}
	}
	return false
}

// functions returns the names of the top-level functions with this prefix, by
// folder, in files that the filter lets through.
func (h *house) functions(prefix string, filter func(goFile) bool) map[string][]string {
	found := map[string][]string{}
	for _, f := range h.files {
		if !filter(f) {
			continue
		}
		for _, decl := range f.syntax.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && fn.Recv == nil && strings.HasPrefix(fn.Name.Name, prefix) {
				found[f.dir] = append(found[f.dir], fn.Name.Name)
			}
		}
	}
	return found
}
