package xlsform

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/parser"
)

// back translates an expression of ours into XPath. names gives each
// question's name in the workbook, many which of them are choices of several.
type back struct {
	names map[string]string
	many  map[string]bool
	yesNo map[string]bool
}

func noXPath(what string) error { return because("no_counterpart", "what", what) }

func (b back) translate(source string) (string, error) {
	tree, err := parser.Parse(source)
	if err != nil {
		return "", err
	}
	return b.node(tree.Node)
}

func (b back) node(n ast.Node) (string, error) {
	switch x := n.(type) {
	case *ast.IntegerNode:
		return strconv.Itoa(x.Value), nil
	case *ast.FloatNode:
		return strconv.FormatFloat(x.Value, 'f', -1, 64), nil
	case *ast.StringNode:
		return quote(x.Value)
	case *ast.BoolNode:
		return map[bool]string{true: "true()", false: "false()"}[x.Value], nil
	case *ast.NilNode:
		return "''", nil
	case *ast.IdentifierNode:
		return b.name(x.Value)
	case *ast.UnaryNode:
		inner, err := b.node(x.Node)
		if err != nil {
			return "", err
		}
		if x.Operator == "-" {
			return "-" + inner, nil
		}
		return "not(" + inner + ")", nil
	case *ast.BinaryNode:
		return b.binary(x)
	case *ast.ConditionalNode:
		return b.list("if(%s, %s, %s)", x.Cond, x.Exp1, x.Exp2)
	case *ast.CallNode:
		if callee, ok := x.Callee.(*ast.IdentifierNode); ok {
			return b.call(callee.Value, x.Arguments)
		}
	case *ast.BuiltinNode:
		return b.call(x.Name, x.Arguments)
	}
	return "", noXPath(n.String())
}

func quote(s string) (string, error) {
	if !strings.Contains(s, "'") {
		return "'" + s + "'", nil
	}
	if !strings.Contains(s, `"`) {
		return `"` + s + `"`, nil
	}
	return "", noXPath(s)
}

func (b back) name(id string) (string, error) {
	switch id {
	case "today":
		return "today()", nil
	case "answer":
		return ".", nil
	case "row":
		return "position(..)", nil
	}
	if name, ok := b.names[id]; ok {
		if b.yesNo[id] {
			return "${" + name + "} = 'yes'", nil
		}
		return "${" + name + "}", nil
	}
	return "", noXPath(id)
}

// list formats nodes.
func (b back) list(format string, nodes ...ast.Node) (string, error) {
	args := make([]any, len(nodes))
	for i, n := range nodes {
		s, err := b.node(n)
		if err != nil {
			return "", err
		}
		args[i] = s
	}
	return fmt.Sprintf(format, args...), nil
}

var operators = map[string]string{"==": "=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">=", "and": "and", "&&": "and", "or": "or", "||": "or",
	"+": "+", "-": "-", "*": "*", "/": "div", "%": "mod"}

func (b back) binary(x *ast.BinaryNode) (string, error) {
	if op, ok := operators[x.Operator]; ok {
		if s, ok := b.yesNoTest(x, op); ok {
			return s, nil
		}
		return b.list("(%s "+op+" %s)", x.Left, x.Right)
	}
	switch x.Operator {
	case "contains":
		return b.list("contains(%s, %s)", x.Left, x.Right)
	case "startsWith":
		return b.list("starts-with(%s, %s)", x.Left, x.Right)
	case "endsWith":
		return b.list("ends-with(%s, %s)", x.Left, x.Right)
	case "matches":
		if p, ok := x.Right.(*ast.StringNode); ok {
			pattern := p.Value
			if cut, ok := strings.CutPrefix(pattern, "^"); ok {
				pattern = cut
			} else {
				pattern = ".*" + pattern
			}
			if cut, ok := strings.CutSuffix(pattern, "$"); ok {
				pattern = cut
			} else {
				pattern += ".*"
			}
			return b.list("regex(%s, %s)", x.Left, &ast.StringNode{Value: pattern})
		}
	case "??":
		return b.list("coalesce(%s, %s)", x.Left, x.Right)
	case "in":
		return b.in(x)
	}
	return "", noXPath(x.Operator)
}

// yesNoTest writes a comparison of a yes/no with true or false as one with the
// choices yes and no.
func (b back) yesNoTest(x *ast.BinaryNode, op string) (string, bool) {
	id, ok := x.Left.(*ast.IdentifierNode)
	value, isBool := x.Right.(*ast.BoolNode)
	if !ok || !isBool || op != "=" && op != "!=" {
		return "", false
	}
	choice := "'no'"
	if value.Value {
		choice = "'yes'"
	}
	if id.Value == "answer" {
		return ". " + op + " " + choice, true
	}
	if !b.yesNo[id.Value] {
		return "", false
	}
	return "${" + b.names[id.Value] + "} " + op + " " + choice, true
}

func (b back) in(x *ast.BinaryNode) (string, error) {
	if list, ok := x.Right.(*ast.ArrayNode); ok && len(list.Nodes) > 0 {
		var parts []string
		for _, n := range list.Nodes {
			s, err := b.list("%s = %s", x.Left, n)
			if err != nil {
				return "", err
			}
			parts = append(parts, s)
		}
		return "(" + strings.Join(parts, " or ") + ")", nil
	}
	return b.list("selected(%s, %s)", x.Right, x.Left)
}

// calls are functions with as many arguments as their formats have verbs.
var calls = map[string]string{
	"answered": "(%s != '')", "len": "string-length(%s)", "abs": "abs(%s)", "floor": "floor(%s)", "ceil": "ceiling(%s)", "round": "round(%s)",
	"whole": "round(%s)", "number": "number(%s)", "text": "string(%s)", "trim": "normalize-space(%s)", "substr": "substr(%s, %s, %s)",
	"text_before": "substring-before(%s, %s)", "text_after": "substring-after(%s, %s)", "modulo": "(%s mod %s)", "to_power": "pow(%s, %s)", "root": "sqrt(%s)",
	"round_to": "round(%s, %s)", "format_date": "format-date(%s, %s)", "year": "number(format-date(%s, '%%Y'))", "month": "number(format-date(%s, '%%n'))",
	"day": "number(format-date(%s, '%%e'))", "add_days": "date(decimal-date-time(%s) + %s)", "hasPrefix": "starts-with(%s, %s)", "hasSuffix": "ends-with(%s, %s)",
}

func (b back) call(name string, args []ast.Node) (string, error) {
	switch {
	case name == "age" && len(args) == 1:
		return b.list("int((decimal-date-time(today()) - decimal-date-time(%s)) div 365.2425)", args[0])
	case name == "age" && len(args) == 2:
		return b.list("int((decimal-date-time(%s) - decimal-date-time(%s)) div 365.2425)", args[1], args[0])
	case name == "days" && len(args) == 2:
		return b.list("(decimal-date-time(%s) - decimal-date-time(%s))", args[1], args[0])
	case name == "total" && len(args) == 2:
		if column, ok := args[1].(*ast.StringNode); ok && b.names[column.Value] != "" {
			return "sum(${" + b.names[column.Value] + "})", nil
		}
	case (name == "min" || name == "max") && len(args) > 1:
		return b.list(name+"("+strings.TrimSuffix(strings.Repeat("%s, ", len(args)), ", ")+")", args...)
	case name == "lookup" && len(args) == 4:
		return b.list("pulldata(%s, %s, %s, %s)", args...)
	case name == "len" && len(args) == 1:
		if id, ok := args[0].(*ast.IdentifierNode); ok && b.many[id.Value] {
			return b.list("count-selected(%s)", args[0])
		}
	}
	if format, ok := calls[name]; ok && strings.Count(strings.ReplaceAll(format, "%%", ""), "%s") == len(args) {
		return b.list(format, args...)
	}
	return "", noXPath(name + "()")
}
