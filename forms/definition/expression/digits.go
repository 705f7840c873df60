package expression

import (
	"regexp/syntax"
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/parser"
)

// signs are what stands between the digits of a telephone or account number.
const signs = "0123456789+-()/., "

// Digits reports whether source holds only where the text called name, or what is
// left of it in a function, matches a pattern of digits and the signs between them.
func Digits(source, name string) bool {
	tree, err := parser.Parse(source)
	return err == nil && digits(tree.Node, name)
}

func digits(node ast.Node, name string) bool {
	n, ok := node.(*ast.BinaryNode)
	if !ok {
		return false
	}
	switch n.Operator {
	case "and", "&&":
		return digits(n.Left, name) || digits(n.Right, name)
	case "matches":
		pattern, ok := n.Right.(*ast.StringNode)
		return ok && about(n.Left, name) && whole(pattern.Value)
	}
	return false
}

// about reports whether a node is the text called name, or a function of it.
func about(node ast.Node, name string) bool {
	var arguments []ast.Node
	switch n := node.(type) {
	case *ast.IdentifierNode:
		return n.Value == name
	case *ast.CallNode:
		arguments = n.Arguments
	case *ast.BuiltinNode:
		arguments = n.Arguments
	}
	return len(arguments) > 0 && about(arguments[0], name)
}

// whole reports whether all of a text that matches a pattern is digits and signs.
func whole(pattern string) bool {
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil || re.Op != syntax.OpConcat {
		return false
	}
	parts := re.Sub
	return parts[0].Op == syntax.OpBeginText && parts[len(parts)-1].Op == syntax.OpEndText && inSigns(re)
}

func inSigns(re *syntax.Regexp) bool {
	switch re.Op {
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return false
	case syntax.OpLiteral:
		return !slices.ContainsFunc(re.Rune, func(r rune) bool { return !strings.ContainsRune(signs, r) })
	case syntax.OpCharClass:
		for i := 0; i < len(re.Rune); i += 2 {
			for r := re.Rune[i]; r <= re.Rune[i+1]; r++ {
				if !strings.ContainsRune(signs, r) {
					return false
				}
			}
		}
	}
	return !slices.ContainsFunc(re.Sub, func(sub *syntax.Regexp) bool { return !inSigns(sub) })
}
