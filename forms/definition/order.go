package definition

import (
	"slices"
	"strings"

	"sala/forms/definition/expression"
)

// order fills in the scope's Order, Values and Checks, or finds the circle that
// makes an order impossible.
func (c *compiler) order(s *Scope, path string) {
	needs := make([][]int, len(s.Rules))
	for i, r := range s.Rules {
		for _, name := range r.valueNames() {
			s.Values[name] = append(s.Values[name], i)
			if other, ok := s.ByID[name]; ok {
				needs[i] = append(needs[i], other.Index)
			}
		}
		for _, name := range r.checkNames() {
			s.Checks[name] = append(s.Checks[name], i)
		}
	}
	state := make([]int, len(s.Rules)) // 0 unseen, 1 on the way, 2 done
	var way []int
	var visit func(i int) bool
	visit = func(i int) bool {
		switch state[i] {
		case 2:
			return true
		case 1:
			var ids []string
			for _, j := range append(way[slices.Index(way, i):], i) {
				ids = append(ids, s.Rules[j].Question.ID)
			}
			c.fault("circle", path, "questions", strings.Join(ids, " → "))
			return false
		}
		state[i] = 1
		way = append(way, i)
		for _, j := range needs[i] {
			if !visit(j) {
				return false
			}
		}
		way = way[:len(way)-1]
		state[i] = 2
		s.Order = append(s.Order, i)
		return true
	}
	for i := range s.Rules {
		if !visit(i) {
			return
		}
	}
}

// valueNames are the names on which relevance and value depend, those of rows
// within included.
func (r *Rule) valueNames() []string {
	names := namesOf(r.SectionRelevant, r.Relevant, r.Calculation, r.Default)
	if r.Inner != nil {
		for _, inner := range r.Inner.Rules {
			names = append(names, r.outer(inner.valueNames())...)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// checkNames are the names on which only the problems depend.
func (r *Rule) checkNames() []string {
	names := namesOf(r.Required, r.Constraint, r.Filter)
	names = append(names, namesOf(r.Offered...)...)
	if r.Inner != nil {
		for _, inner := range r.Inner.Rules {
			names = append(names, r.outer(inner.checkNames())...)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// outer drops the names of the row itself.
func (r *Rule) outer(names []string) []string {
	return slices.DeleteFunc(names, func(n string) bool { return n == "row" || r.Inner.ByID[n] != nil })
}

func namesOf(programs ...*expression.Program) []string {
	var out []string
	for _, p := range programs {
		if p != nil {
			out = append(out, p.Names...)
		}
	}
	return slices.DeleteFunc(out, func(n string) bool { return n == "answer" || n == "option" })
}
