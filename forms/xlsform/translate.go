package xlsform

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"sala/forms/definition"
)

// kind is what a translated part gives, so that the right conversion can be
// put around it.
type kind int

const (
	anyKind kind = iota
	textKind
	dateKind // text, but days can be counted with it
	numberKind
	boolKind
	listKind
	rowsKind
)

// part is a piece of a translated expression.
type part struct {
	code    string
	kind    kind
	literal *string // of a constant text
	field   string  // of a question in a repeat that is seen from outside: the repeat's id
	column  string  // ... and the question's own
}

// scope says what names mean where an expression stands.
type scope struct {
	questions map[string][]seenQuestion // by the workbook's name
	lists     map[string][]definition.Option
	language  string          // the workbook's first, "" when it names none
	at        string          // path of the row whose rule it is: group/group/name
	within    map[string]bool // ids of the repeats around the expression
	self      kind            // what "." is
	choices   bool            // a choice_filter: bare names are columns of the choice
	tables    map[string]bool
	noticed   *[]Why // what is carried, but not quite; nil when nobody asks
}

type seenQuestion struct {
	id     string
	kind   kind
	repeat string // id of the innermost repeat around it, ""
	path   string // group/group/name
	list   string // of choices, ""
}

func (s scope) see(name string, q seenQuestion) { s.questions[name] = append(s.questions[name], q) }

// translator turns XLSForm's XPath into package expression's language. Its
// methods panic with a refusal, which Translate returns as the error.
type translator struct {
	tokens []token
	at     int
	depth  int
	scope  scope
}

type refusal struct{ why Why }

func refuse(code string, pairs ...any) { panic(refusal{because(code, pairs...)}) }

// translate returns the expression in package expression's language, converted
// to what want asks for. The error says what has no counterpart.
func translate(source string, want kind, s scope) (code string, err error) {
	defer func() {
		if r := recover(); r != nil {
			why, ok := r.(refusal)
			if !ok {
				panic(r)
			}
			err = why.why
		}
	}()
	tokens, err := lex(source)
	if err != nil {
		return "", err
	}
	t := &translator{tokens: tokens, scope: s}
	p := t.expression(0)
	if t.peek().kind != tokenEnd {
		refuse("unexpected", "found", t.peek().text)
	}
	switch want {
	case boolKind:
		return t.truth(p), nil
	case numberKind:
		return t.number(p), nil
	case textKind:
		return t.text(p), nil
	}
	return t.outside(p).code, nil
}

func (t *translator) peek() token { return t.tokens[t.at] }

func (t *translator) next() token {
	tok := t.tokens[t.at]
	if tok.kind != tokenEnd {
		t.at++
	}
	return tok
}

func (t *translator) symbol(s string) bool {
	if tok := t.peek(); tok.kind == tokenSymbol && tok.text == s {
		t.at++
		return true
	}
	return false
}

func (t *translator) need(s string) {
	if !t.symbol(s) {
		refuse("missing", "what", s, "before", t.peek().text)
	}
}

// precedence of the binary operators; 0 is no operator.
func precedence(tok token) int {
	switch {
	case tok.kind == tokenName && strings.EqualFold(tok.text, "or"):
		return 1
	case tok.kind == tokenName && strings.EqualFold(tok.text, "and"):
		return 2
	case tok.kind == tokenSymbol && (tok.text == "=" || tok.text == "!="):
		return 3
	case tok.kind == tokenSymbol && strings.Contains("< <= > >=", tok.text) && tok.text[0] != '=':
		return 4
	case tok.kind == tokenSymbol && (tok.text == "+" || tok.text == "-"):
		return 5
	case tok.kind == tokenSymbol && tok.text == "*", tok.kind == tokenName && (tok.text == "div" || tok.text == "mod"):
		return 6
	}
	return 0
}

func (t *translator) expression(least int) part {
	if t.depth++; t.depth > 60 {
		refuse("too_deep")
	}
	defer func() { t.depth-- }()
	left := t.unary()
	for {
		op := t.peek()
		p := precedence(op)
		if p == 0 || p <= least {
			return left
		}
		t.next()
		left = t.binary(strings.ToLower(op.text), left, t.expression(p))
	}
}

func (t *translator) unary() part {
	if t.symbol("-") {
		return part{code: "-" + t.number(t.unary()), kind: numberKind}
	}
	return t.path(t.primary())
}

func (t *translator) primary() part {
	switch tok := t.next(); tok.kind {
	case tokenNumber:
		if _, err := strconv.ParseFloat(tok.text, 64); err != nil {
			refuse("not_a_number", "text", tok.text)
		}
		return part{code: tok.text, kind: numberKind}
	case tokenText:
		return part{code: strconv.Quote(tok.text), kind: textKind, literal: &tok.text}
	case tokenQuestion:
		name := strings.TrimPrefix(tok.text, "last-saved#")
		return t.question(name, tok.text, t.beside(name))
	case tokenName:
		if t.symbol("(") {
			return t.call(tok.text, t.arguments())
		}
		return t.bare(tok.text)
	case tokenSymbol:
		switch tok.text {
		case "(":
			p := t.expression(0)
			t.need(")")
			p.code, p.literal = "("+p.code+")", nil
			return p
		case ".":
			if t.symbol("/") {
				return t.steps(t.scope.at)
			}
			return part{code: "answer", kind: t.scope.self}
		case "..":
			return t.steps(above(t.scope.at))
		case "/", "//":
			return t.steps("")
		}
		refuse("cannot_begin", "text", tok.text)
	}
	refuse("ends_early")
	return part{}
}

// above is the path of the group around a path.
func above(path string) string { return path[:max(0, strings.LastIndexByte(path, '/'))] }

// steps reads the rest of a path that begins at another: "../../name" or
// "/data/group/name".
func (t *translator) steps(from string) part {
	for {
		switch {
		case t.symbol(".."):
			from = above(from)
			continue
		case t.symbol("/"), t.symbol("//"), t.symbol("."):
			continue
		}
		if next := t.peek(); next.kind == tokenSymbol && next.text == ")" {
			return part{code: "row", kind: numberKind} // position(..)
		}
		if t.peek().kind != tokenName {
			refuse("path_ends", "text", t.peek().text)
		}
		name := t.next().text
		path := strings.TrimPrefix(from+"/"+name, "/")
		if t.peek().kind == tokenSymbol && t.peek().text == "/" {
			from = path
			continue
		}
		return t.question(name, name, path)
	}
}

// path continues a part with "/name": a question of a repeat.
func (t *translator) path(p part) part {
	if p.kind == rowsKind && t.symbol("/") {
		return t.steps("")
	}
	return p
}

// find returns the question of that name; of several, which only paths tell
// apart, the one whose path has most steps in common with the path that was
// written.
func (t *translator) find(name, path string) seenQuestion {
	all := t.scope.questions[name]
	if len(all) == 0 {
		refuse("no_question", "name", name)
	}
	return slices.MaxFunc(all, func(a, b seenQuestion) int { return cmp.Compare(inCommon(a.path, path), inCommon(b.path, path)) })
}

func (t *translator) question(name, written, path string) part {
	if strings.HasPrefix(written, "last-saved#") {
		refuse("last_saved", "name", written)
	}
	if len(t.scope.questions[name]) == 0 && name == "null" { // a path to nothing, by which authors mean no answer
		return part{code: `""`, kind: textKind}
	}
	q := t.find(name, path)
	if q.repeat != "" && !t.scope.within[q.repeat] {
		return part{code: q.id, kind: q.kind, field: q.repeat, column: q.id}
	}
	return part{code: q.id, kind: q.kind}
}

// inCommon counts the steps in which two paths end alike.
func inCommon(a, b string) (n int) {
	x, y := strings.Split(a, "/"), strings.Split(b, "/")
	for n < len(x) && n < len(y) && x[len(x)-1-n] == y[len(y)-1-n] {
		n++
	}
	return n
}

// bare is a name without ${}: a column of the choice in a choice_filter, else a
// question.
func (t *translator) bare(name string) part {
	if t.scope.choices {
		if name == "name" {
			return part{code: "option.id", kind: textKind}
		}
		return part{code: "(option." + columnName(name) + ` ?? "")`, kind: textKind}
	}
	return t.question(name, name, t.beside(name))
}

// beside is the path of a question of the same group.
func (t *translator) beside(name string) string {
	return strings.TrimPrefix(above(t.scope.at)+"/"+name, "/")
}

func (t *translator) arguments() []part {
	var args []part
	if t.symbol(")") {
		return nil
	}
	for {
		args = append(args, t.expression(0))
		if t.symbol(")") {
			return args
		}
		t.need(",")
	}
}

// outside refuses a question of a repeat where a single answer is needed.
func (t *translator) outside(p part) part {
	if p.field != "" {
		refuse("of_a_repeat", "name", p.column)
	}
	return p
}
