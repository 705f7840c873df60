package main

import (
	"go/ast"
	"go/token"
	"slices"
	"strconv"
	"strings"
)

// checkCodes returns codes of errors and lamps that have no words: literals in
// office.Error{Code: ...} and office.Lamp{Code: ...}, and the constants of
// devices/fault, which are shown both ways; and the codes of the faults of forms
// and packs.
func checkCodes(h *house) []fault {
	keys := catalogueKeys(h)
	var faults []fault
	need := func(f goFile, pos token.Pos, code string, prefixes ...string) {
		for _, p := range prefixes {
			if _, found := slices.BinarySearch(keys, p+code); found {
				return
			}
		}
		faults = append(faults, h.fault(f, pos, "there are no words for %s%s in assets/words", prefixes[0], code))
	}
	for _, f := range h.files {
		switch {
		case f.test || isFake("sala/"+f.dir):
		case f.dir == "devices/fault":
			for _, c := range constantsOf(f, "Code") {
				need(f, c.Pos(), unquoted(c), "device.error.")
				need(f, c.Pos(), unquoted(c), "lamp.")
			}
		case underAny(f.dir, []string{"forms/definition", "forms/certificate", "forms/pack"}):
			for _, code := range faultCodes(f) {
				need(f, code.Pos(), unquoted(code), "form.fault.")
			}
		case underAny(f.dir, []string{"app", "cmd"}):
			ast.Inspect(f.syntax, func(n ast.Node) bool {
				lit, ok := n.(*ast.CompositeLit)
				if !ok {
					return true
				}
				code := codeOf(lit)
				if code == nil || unquoted(code) == "" {
					return true
				}
				switch typeName(lit.Type) {
				case "Error":
					need(f, code.Pos(), unquoted(code), "office.error.", "device.error.", "paper.error.")
				case "Lamp":
					need(f, code.Pos(), unquoted(code), "lamp.")
				}
				return true
			})
		}
	}
	return faults
}

// faultCodes returns the codes that a file gives to the faults of definitions:
// of the calls that make one, and of literals.
func faultCodes(f goFile) []*ast.BasicLit {
	at := map[string]int{"Wrong": 0, "fault": 0, "add": 0, "refuse": 0, "refused": 0, "formFault": 1}
	var found []*ast.BasicLit
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if i, ok := at[typeName(n.Fun)]; ok && i < len(n.Args) {
				if lit, ok := n.Args[i].(*ast.BasicLit); ok && lit.Kind == token.STRING {
					found = append(found, lit)
				}
			}
		case *ast.CompositeLit:
			if code := codeOf(n); code != nil {
				found = append(found, code)
			}
		}
		return true
	})
	return found
}

// constantsOf returns the string literals of the constants of a named type.
func constantsOf(f goFile, named string) []*ast.BasicLit {
	var found []*ast.BasicLit
	for _, decl := range f.syntax.Decls {
		gen, ok := decl.(*ast.GenDecl)
		if !ok || gen.Tok != token.CONST {
			continue
		}
		for _, spec := range gen.Specs {
			v := spec.(*ast.ValueSpec)
			if typeName(v.Type) != named {
				continue
			}
			for _, value := range v.Values {
				if lit, ok := value.(*ast.BasicLit); ok {
					found = append(found, lit)
				}
			}
		}
	}
	return found
}

// codeOf returns the literal of the element Code of a composite literal.
func codeOf(lit *ast.CompositeLit) *ast.BasicLit {
	for _, e := range lit.Elts {
		kv, ok := e.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		if key, ok := kv.Key.(*ast.Ident); ok && key.Name == "Code" {
			value, _ := kv.Value.(*ast.BasicLit)
			return value
		}
	}
	return nil
}

// typeName returns "Error" for Error and office.Error, "" for what has no name.
func typeName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}

func unquoted(lit *ast.BasicLit) string {
	text, err := strconv.Unquote(lit.Value)
	if err != nil || strings.Contains(text, " ") {
		return ""
	}
	return text
}
