// Package expression is the small language of a form's rules: relevance,
// constraints, calculations, fees. Expressions are compiled and checked when a
// form is loaded, see only the names that they are given, have no effects, and
// are bounded: no loops but over the rows of a table, no ranges, limited
// length, text and memory.
//
// # Values
//
// Texts, dates ("2026-11-22"), times and options are text; numbers and money
// (in minor units) are numbers; yes/no is true or false; rows are a list of
// maps. A question without an answer is "" where it is text, nothing where it
// is a number or yes/no. What cannot be computed because an answer is missing
// is Unknown: Run returns ErrUnknown, and the caller decides what that means.
//
// # Functions
//
// today; age(birth), age(birth, at); days(from, to); months(from, to);
// add_days(date, n), add_months(date, n); year(date), month(date), day(date);
// answered(x); total(rows, "column"); digits(text); replace(text, old, new);
// valid_number("TH", text); whole(x); number(x); text(x); substr(text, from, to);
// text_before(text, mark), text_after(text, mark); modulo(x, y), to_power(x, y), root(x);
// round_to(x, places); sin cos tan asin acos atan exp log log10; format_date(date, "%d/%m/%Y"); lookup("table", "column",
// "key column", key); and expr-lang's all any none one count filter map sum len abs ceil
// floor round min max upper lower trim split join hasPrefix hasSuffix concat, the
// operators and ?:, ??, in, contains, startsWith, endsWith, matches.
package expression

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/types"
	"github.com/expr-lang/expr/vm"
)

// Limits of an expression.
const (
	MaxSource = 4000   // bytes
	MaxNodes  = 400    // parts after parsing
	MaxText   = 65536  // bytes of a text that it may give
	maxMemory = 200000 // elements that it may allocate
	maxRegexp = 2000   // instructions of a pattern
)

// ErrUnknown means that an expression has no value because an answer that it
// needs is missing or not of the right kind.
var ErrUnknown = errors.New("an answer that the expression needs is missing")

// Type is what an expression sees under a name.
type Type int

// The types.
const (
	Any Type = iota
	Text
	Number // whole
	Real
	Bool
	List // of texts
	Rows // list of maps
	Map
)

// Names are the names that an expression may use, besides functions and today.
type Names map[string]Type

// Table is a look-up table: rows of texts under column names.
type Table struct {
	Columns []string
	Rows    [][]string
}

// Program is a compiled expression. It is safe for several goroutines.
type Program struct {
	Source  string
	Names   []string // of Names that it reads, sorted
	program *vm.Program
	always  any // the value of "true" and "false", which most rules are
}

// Result is what an expression must give.
type Result int

// The results.
const (
	AnyResult Result = iota
	BoolResult
	NumberResult
)

// Compile checks source against names and returns it compiled. The error is of
// type *Refused.
func Compile(source string, result Result, names Names, tables map[string]Table) (*Program, error) {
	if len(source) > MaxSource {
		return nil, refused("expression_long", "most", MaxSource)
	}
	if result != NumberResult && (source == "true" || source == "false") {
		return &Program{Source: source, always: source == "true"}, nil
	}
	env := types.Map{"today": types.String}
	for name, t := range names {
		env[name] = t.of()
	}
	found := &inspection{known: names}
	options := []expr.Option{expr.Env(env), expr.DisableAllBuiltins(), expr.MaxNodes(MaxNodes), expr.Patch(addToday{})}
	for _, name := range allowed {
		options = append(options, expr.EnableBuiltin(name))
	}
	options = append(options, functions(tables)...)
	switch result {
	case BoolResult:
		options = append(options, expr.AsBool())
	case NumberResult:
		options = append(options, expr.AsFloat64())
	}
	if err := found.inspect(source, tables); err != nil {
		return nil, err
	}
	program, err := expr.Compile(source, options...)
	if err != nil {
		return nil, foreign(err)
	}
	sort.Strings(found.names)
	return &Program{Source: source, Names: slices.Compact(found.names), program: program}, nil
}

// Run evaluates the expression. Numbers come back as int64 or float64. The
// error wraps ErrUnknown.
func (p *Program) Run(values map[string]any) (any, error) {
	if p.always != nil {
		return p.always, nil
	}
	machine := vm.VM{MemoryBudget: maxMemory}
	v, err := machine.Run(p.program, values)
	if err != nil {
		return nil, fmt.Errorf("%w: %s", ErrUnknown, firstLine(err))
	}
	switch x := v.(type) {
	case int:
		return int64(x), nil
	case string:
		if len(x) > MaxText {
			return nil, fmt.Errorf("%w: the text is longer than %d bytes", ErrUnknown, MaxText)
		}
	}
	return v, nil
}

// allowed are the functions of expr-lang that neither loop without bound nor
// reach outside.
var allowed = []string{"all", "any", "none", "one", "count", "filter", "map", "sum", "len", "abs", "ceil", "floor", "round",
	"min", "max", "upper", "lower", "trim", "split", "join", "hasPrefix", "hasSuffix", "first", "last", "float", "string", "concat"}

func (t Type) of() types.Type {
	switch t {
	case Text:
		return types.String
	case Number:
		return types.Int64
	case Real:
		return types.Float64
	case Bool:
		return types.Bool
	case List:
		return types.Array(types.Any)
	case Rows:
		return types.Array(types.Map{types.Extra: types.Any})
	case Map:
		return types.Map{types.Extra: types.Any}
	}
	return types.Any
}

// inspection walks an expression before it is compiled.
type inspection struct {
	known  Names
	tables map[string]Table
	names  []string
	err    error
}

func (s *inspection) inspect(source string, tables map[string]Table) error {
	tree, err := parser.Parse(source)
	if err != nil {
		return foreign(err)
	}
	s.tables = tables
	ast.Walk(&tree.Node, s)
	return s.err
}

// Visit implements ast.Visitor.
func (s *inspection) Visit(node *ast.Node) {
	refuse := func(code string, pairs ...any) {
		if s.err == nil {
			s.err = refused(code, pairs...)
		}
	}
	switch n := (*node).(type) {
	case *ast.IdentifierNode:
		if _, ok := s.known[n.Value]; ok {
			s.names = append(s.names, n.Value)
		}
	case *ast.BinaryNode:
		switch n.Operator {
		case "..":
			refuse("expression_ranges")
		case "matches":
			pattern, ok := n.Right.(*ast.StringNode)
			if !ok {
				refuse("expression_pattern_constant")
			} else if err := checkPattern(pattern.Value); err != nil {
				s.err = cmp.Or(s.err, err)
			}
		case "**", "^":
			refuse("expression_powers")
		}
	case *ast.PredicateNode:
		inner := &nested{}
		ast.Walk(&n.Node, inner)
		if inner.found {
			refuse("expression_loops")
		}
	case *ast.VariableDeclaratorNode:
		refuse("expression_let")
	case *ast.CallNode:
		if callee, ok := n.Callee.(*ast.IdentifierNode); ok && callee.Value == "lookup" && len(n.Arguments) > 0 {
			if table, ok := n.Arguments[0].(*ast.StringNode); ok {
				if _, ok := s.tables[table.Value]; !ok {
					refuse("expression_table", "table", table.Value)
				}
			}
		}
	}
}

type nested struct{ found bool }

func (s *nested) Visit(node *ast.Node) {
	if _, ok := (*node).(*ast.PredicateNode); ok {
		s.found = true
	}
}

// addToday gives age(birth) its second argument.
type addToday struct{}

func (addToday) Visit(node *ast.Node) {
	call, ok := (*node).(*ast.CallNode)
	if !ok || len(call.Arguments) != 1 {
		return
	}
	if callee, ok := call.Callee.(*ast.IdentifierNode); ok && callee.Value == "age" {
		call.Arguments = append(call.Arguments, &ast.IdentifierNode{Value: "today"})
	}
}

func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}
