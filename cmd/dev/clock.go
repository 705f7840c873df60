package main

import (
	"go/ast"
	"slices"
)

// checkClock returns calls that read the machine's clock or wait, in packages
// to which time is passed in.
func checkClock(h *house) []fault {
	timeless := shipped(within("forms", "sync/journal", "sync/merge", "sync/wire", "app/office", "app/paper", "app/words"))
	reads := []string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTicker", "NewTimer"}
	var faults []fault
	for _, f := range h.files {
		if !timeless(f) {
			continue
		}
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			if sel, ok := call.Fun.(*ast.SelectorExpr); ok && slices.Contains(reads, sel.Sel.Name) {
				if pkg, ok := sel.X.(*ast.Ident); ok && pkg.Name == "time" && pkg.Obj == nil {
					faults = append(faults, h.fault(f, call.Pos(), "time.%s: here time is passed in (rule 1)", sel.Sel.Name))
				}
			}
			return true
		})
	}
	return faults
}
