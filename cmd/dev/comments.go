package main

import (
	"go/ast"
	"go/token"
	"path"
	"slices"
	"strings"
)

// checkComments returns packages without a comment and exported things of
// shipped packages without one.
func checkComments(h *house) []fault {
	var faults []fault
	first, told := map[string]goFile{}, map[string]bool{}
	for _, f := range h.files {
		if f.test {
			continue
		}
		if _, seen := first[f.dir]; !seen {
			first[f.dir] = f
		}
		told[f.dir] = told[f.dir] || f.syntax.Doc != nil
		for _, decl := range f.syntax.Decls {
			if name := uncommented(decl); name != nil && f.syntax.Name.Name != "main" && !wellKnown(f, decl) {
				faults = append(faults, h.fault(f, name.Pos(), "%s is exported and has no comment", name.Name))
			}
		}
	}
	for dir, f := range first {
		if !told[dir] {
			faults = append(faults, h.fault(f, f.syntax.Package, "the package %s has no comment", path.Base(dir)))
		}
	}
	slices.SortFunc(faults, func(a, b fault) int { return strings.Compare(a.String(), b.String()) })
	return faults
}

// uncommented returns the name of what a declaration exports without saying
// what it is. In a group the group's comment does for all.
func uncommented(decl ast.Decl) *ast.Ident {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && d.Doc == nil && (d.Recv == nil || ast.IsExported(receiver(d))) {
			return d.Name
		}
	case *ast.GenDecl:
		if d.Doc != nil || d.Tok == token.IMPORT {
			return nil
		}
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				if s.Name.IsExported() && s.Doc == nil && s.Comment == nil {
					return s.Name
				}
			case *ast.ValueSpec:
				if s.Names[0].IsExported() && s.Doc == nil && s.Comment == nil {
					return s.Names[0]
				}
			}
		}
	}
	return nil
}

// wellKnown reports whether a method is one of an interface that every reader
// knows: of errors, of fmt, and in app/ui of Fyne.
func wellKnown(f goFile, decl ast.Decl) bool {
	fn, ok := decl.(*ast.FuncDecl)
	return ok && fn.Recv != nil && (under(f.dir, "app/ui") || slices.Contains([]string{"Error", "Unwrap", "String"}, fn.Name.Name))
}

// receiver returns the name of a method's type.
func receiver(d *ast.FuncDecl) string {
	t := d.Recv.List[0].Type
	if star, ok := t.(*ast.StarExpr); ok {
		t = star.X
	}
	if generic, ok := t.(*ast.IndexExpr); ok {
		t = generic.X
	}
	return typeName(t)
}

// checkQuiet returns what prints, logs or ends the program below the border:
// there, errors are returned.
func checkQuiet(h *house) []fault {
	below := shipped(within("forms", "sync/journal", "sync/merge", "sync/wire", "sync/client", "sync/courier", "devices", "app/office", "app/store", "app/paper", "app/words"))
	loud := map[string][]string{
		"fmt": {"Print", "Println", "Printf"},
		"log": {"Print", "Println", "Printf", "Fatal", "Fatalf", "Fatalln", "Panic", "Panicf"},
		"os":  {"Exit"},
	}
	var faults []fault
	for _, f := range h.files {
		if !below(f) {
			continue
		}
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			if sel, ok := call.Fun.(*ast.SelectorExpr); ok {
				if pkg, ok := sel.X.(*ast.Ident); ok && pkg.Obj == nil && slices.Contains(loud[pkg.Name], sel.Sel.Name) {
					faults = append(faults, h.fault(f, call.Pos(), "%s.%s: below the border errors are returned, nothing is said", pkg.Name, sel.Sel.Name))
				}
			}
			return true
		})
	}
	return faults
}
