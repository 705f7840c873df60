package main

import (
	"go/ast"
	"go/token"
	"path"
	"slices"
	"strings"
)

// checkNames returns packages whose name says nothing, and Go files where none
// may be.
func checkNames(h *house) []fault {
	empty := []string{"util", "utils", "common", "helper", "helpers", "model", "models", "manager", "managers", "global", "globals"}
	var faults []fault
	for _, f := range h.files {
		name := strings.TrimSuffix(f.syntax.Name.Name, "_test")
		if slices.Contains(empty, name) || slices.Contains(empty, path.Base(f.dir)) {
			faults = append(faults, h.fault(f, f.syntax.Name.Pos(), "a package called %s says nothing of what it is for (rule 8)", name))
		}
		if f.dir == "sync" {
			faults = append(faults, h.fault(f, f.syntax.Name.Pos(), "no Go file directly in sync: the name would shadow the standard library's"))
		}
	}
	return faults
}

// checkState returns init functions and package-level variables that change:
// those that a function assigns to, and those of types that exist to change
// (locks, atomics, channels, pools). Tests may have them.
func checkState(h *house) []fault {
	var faults []fault
	byDir := map[string][]goFile{}
	for _, f := range h.files {
		if !f.test && !isFake("sala/"+f.dir) {
			byDir[f.dir] = append(byDir[f.dir], f)
		}
	}
	for dir, files := range byDir {
		if _, allowed := stateAllowed()[dir]; allowed {
			continue
		}
		vars := packageVars(files)
		for _, f := range files {
			faults = append(faults, stateOf(h, f, vars)...)
		}
	}
	slices.SortFunc(faults, func(a, b fault) int { return strings.Compare(a.String(), b.String()) })
	return faults
}

// stateAllowed returns the packages that may have state of their own, and why.
func stateAllowed() map[string]string {
	return map[string]string{
		"app/store/vfs": "SQLite keeps one list of file systems for the process, and calls back with integers",
	}
}

// packageVars returns the names of a package's variables and where they are.
func packageVars(files []goFile) map[string]*ast.ValueSpec {
	vars := map[string]*ast.ValueSpec{}
	for _, f := range files {
		for _, decl := range f.syntax.Decls {
			if gen, ok := decl.(*ast.GenDecl); ok && gen.Tok == token.VAR {
				for _, spec := range gen.Specs {
					for _, name := range spec.(*ast.ValueSpec).Names {
						if name.Name == "_" {
							continue
						}
						vars[name.Name] = spec.(*ast.ValueSpec)
					}
				}
			}
		}
	}
	return vars
}

func stateOf(h *house, f goFile, vars map[string]*ast.ValueSpec) []fault {
	var faults []fault
	written := func(expr ast.Expr) {
		if name := rootIdent(expr); name != nil && isPackageVar(name, vars) {
			faults = append(faults, h.fault(f, expr.Pos(), "changes the package-level variable %s (rule 8)", name.Name))
		}
	}
	for _, decl := range f.syntax.Decls {
		switch d := decl.(type) {
		case *ast.GenDecl:
			faults = append(faults, changingVars(h, f, d)...)
		case *ast.FuncDecl:
			if d.Recv == nil && d.Name.Name == "init" {
				faults = append(faults, h.fault(f, d.Pos(), "has an init function (rule 8)"))
			}
			if d.Body != nil {
				eachWrite(d.Body, written)
			}
		}
	}
	return faults
}

// changingVars returns the variables of a declaration whose type exists to
// change.
func changingVars(h *house, f goFile, d *ast.GenDecl) []fault {
	if d.Tok != token.VAR {
		return nil
	}
	var faults []fault
	for _, spec := range d.Specs {
		v := spec.(*ast.ValueSpec)
		if v.Names[0].Name != "_" && (changes(v.Type) || slices.ContainsFunc(v.Values, changes)) {
			faults = append(faults, h.fault(f, v.Pos(), "the package-level variable %s is made to change (rule 8)", v.Names[0].Name))
		}
	}
	return faults
}

// changes reports whether a type or a value is one that exists to change: of
// the packages sync and sync/atomic, a channel, an empty map from make, new(T).
func changes(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.ChanType:
		return true
	case *ast.SelectorExpr:
		pkg, ok := e.X.(*ast.Ident)
		once := strings.HasPrefix(e.Sel.Name, "OnceValue") // a computed constant
		return ok && (pkg.Name == "sync" && !once || pkg.Name == "atomic")
	case *ast.UnaryExpr:
		return changes(e.X)
	case *ast.CompositeLit:
		return changes(e.Type)
	case *ast.CallExpr:
		fn, ok := e.Fun.(*ast.Ident)
		return ok && (fn.Name == "make" || fn.Name == "new") || changes(e.Fun)
	}
	return false
}

// eachWrite calls do for each expression that a function body assigns to.
func eachWrite(body ast.Node, do func(ast.Expr)) {
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			if n.Tok != token.DEFINE {
				for _, left := range n.Lhs {
					do(left)
				}
			}
		case *ast.IncDecStmt:
			do(n.X)
		case *ast.RangeStmt:
			if n.Tok == token.ASSIGN {
				do(n.Key)
				do(n.Value)
			}
		case *ast.CallExpr:
			if fn, ok := n.Fun.(*ast.Ident); ok && (fn.Name == "delete" || fn.Name == "clear") && len(n.Args) > 0 {
				do(n.Args[0])
			}
		}
		return true
	})
}

// rootIdent returns x of x, x.f, x[i], *x and what is made of them.
func rootIdent(e ast.Expr) *ast.Ident {
	for {
		switch v := e.(type) {
		case *ast.Ident:
			return v
		case *ast.SelectorExpr:
			e = v.X
		case *ast.IndexExpr:
			e = v.X
		case *ast.StarExpr:
			e = v.X
		case *ast.ParenExpr:
			e = v.X
		default:
			return nil
		}
	}
}

// isPackageVar reports whether an identifier means the package's variable and
// not a local one of the same name. The parser resolves names within a file: a
// local one has an object of its own, one of another file has none.
func isPackageVar(id *ast.Ident, vars map[string]*ast.ValueSpec) bool {
	spec, ok := vars[id.Name]
	return ok && (id.Obj == nil || id.Obj.Decl == spec)
}
