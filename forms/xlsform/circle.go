package xlsform

import (
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/parser"

	"sala/forms/definition"
)

// mentions reports whether an expression of ours asks for the answer to id.
func mentions(expression, id string) bool {
	tree, err := parser.Parse(expression)
	if err != nil {
		return false
	}
	s := search{id: id}
	ast.Walk(&tree.Node, &s)
	return s.found
}

// search looks for a name in a syntax tree.
type search struct {
	id    string
	found bool
}

// Visit implements [ast.Visitor].
func (s *search) Visit(n *ast.Node) {
	if name, ok := (*n).(*ast.IdentifierNode); ok && name.Value == s.id {
		s.found = true
	}
}

// onItself returns the question within a group on which the group's own
// relevance depends; nil when there is none. In XForms the question keeps its
// value while the group is hidden; here it is asked whatever the group's
// relevance is, or nobody could ever bring the group back.
func onItself(n *node, relevant string) *node {
	if relevant == "" {
		return nil
	}
	for _, c := range n.children {
		if c.word == "begin_group" {
			if found := onItself(c, relevant); found != nil {
				return found
			}
		} else if mentions(relevant, c.id) {
			return c
		}
	}
	return nil
}

// apart returns the relevances of the groups around a question that do not
// depend on the question itself.
func apart(around []string, id string) []string {
	return slices.DeleteFunc(slices.Clone(around), func(relevant string) bool { return mentions(relevant, id) })
}

// edge is a rule of a question that asks for the next one of a circle.
type edge struct {
	rule   *string
	column string // as XLSForm has it
	origin map[string]string
	weight int // what the form loses without it
}

// dropCircle takes out one rule of a circle: the one without which least is
// lost. A default is typed by the person, a question without its condition is
// asked in vain, but a calculation that is gone leaves a value out.
func (im *importer) dropCircle(f definition.Fault) bool {
	names, ok := f.Args["questions"].(string)
	if f.Code != "circle" || !ok {
		return false
	}
	ids := strings.Split(names, " → ")
	var least *edge
	for i := range ids[:len(ids)-1] {
		for _, e := range im.edges(ids[i], ids[i+1]) {
			if least == nil || e.weight < least.weight {
				least = &e
			}
		}
	}
	if least == nil {
		return false
	}
	f.Path = "." + least.column
	im.noteRule(f, least.origin, *least.rule)
	*least.rule = ""
	if least.column == "calculation" {
		*least.rule = `""`
	}
	if least.origin["type"] != "" { // of a question
		least.origin[least.column+"_as"] = *least.rule
	}
	return true
}

// edges are the rules of the question from that ask for the question to.
func (im *importer) edges(from, to string) (out []edge) {
	for i := range im.form.Sections {
		s := &im.form.Sections[i]
		for j := range s.Questions {
			q := &s.Questions[j]
			if q.ID != from {
				continue
			}
			out = append(out, rulesAsking(q, to)...)
			if mentions(s.Relevant, to) {
				out = append(out, edge{rule: &s.Relevant, column: "relevant", origin: map[string]string{"name": s.ID}, weight: 1})
			}
		}
		for j := range s.Questions { // a circle within the rows of a repeat
			for k := range s.Questions[j].Columns {
				if q := &s.Questions[j].Columns[k]; q.ID == from {
					out = append(out, rulesAsking(q, to)...)
				}
			}
		}
	}
	return out
}

// rulesAsking are the rules of a question, and of its columns, by which it
// depends on another.
func rulesAsking(q *definition.Question, to string) (out []edge) {
	for weight, r := range []struct {
		column string
		rule   *string
	}{{"default", &q.Default}, {"relevant", &q.Relevant}, {"calculation", &q.Calculation}} {
		if mentions(*r.rule, to) {
			out = append(out, edge{rule: r.rule, column: r.column, origin: q.Origin, weight: weight})
		}
	}
	for i := range q.Columns {
		out = append(out, rulesAsking(&q.Columns[i], to)...)
	}
	return out
}
