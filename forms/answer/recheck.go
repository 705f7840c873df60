package answer

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"sala/forms/definition"
	"sala/forms/definition/expression"
	"sala/forms/fee"
)

// Codes of problems that only answers which were handed in elsewhere can have.
const (
	NotAsked = "not_asked" // the form does not ask this with these answers
	Differs  = "differs"   // the rule calculates another value
)

// Rechecked is what Recheck finds.
type Rechecked struct {
	Problems []Problem
	Fee      fee.Money
	FeeSure  bool // Fee follows from the answers alone
}

// Recheck looks at answers that were handed in elsewhere, as submitted, by the
// same rules. Whoever filled the form knew things that are not known here: the
// card, the household of that day. What hangs on those, and on answers that
// hang on them, is left to where it was known; all else must hold.
func Recheck(form *definition.Form, submitted map[string]any, env Env) (Rechecked, error) {
	rules, err := form.Rules()
	if err != nil {
		return Rechecked{}, fmt.Errorf("recheck form %s: %w", form.ID, err)
	}
	s, err := Open(form, explicit(rules.Top, submitted), env)
	if err != nil {
		return Rechecked{}, err
	}
	d := newDoubts(rules)
	var out Rechecked
	for _, p := range s.Problems() {
		if rule := ruleAt(rules.Top, p.Question); !p.Warning && (rule == nil || !d.excuses(rule, p.Code)) {
			out.Problems = append(out.Problems, p)
		}
	}
	out.Problems = append(out.Problems, s.foreign(s.top, submitted, "", d)...)
	out.FeeSure = rules.Fee == nil || !d.any(rules.Fee)
	for _, p := range rules.Exempt {
		out.FeeSure = out.FeeSure && !d.any(p)
	}
	if out.Fee, err = s.Fee(); err != nil { // with such answers no desk could have handed it in
		out.Problems = append(out.Problems, Problem{Question: "fee", Code: Differs})
	}
	return out, nil
}

// explicit says of each question that was not answered that it was not, so that
// nothing is prefilled or defaulted.
func explicit(scope *definition.Scope, given map[string]any) map[string]any {
	out := maps.Clone(given)
	if out == nil {
		out = map[string]any{}
	}
	for _, rule := range scope.Rules {
		id := rule.Question.ID
		rows, isRows := out[id].([]any)
		if rule.Inner == nil || !isRows {
			if _, there := out[id]; !there {
				out[id] = nil
			}
			continue
		}
		rows = slices.Clone(rows)
		for i, row := range rows {
			if fields, ok := row.(map[string]any); ok {
				rows[i] = explicit(rule.Inner, fields)
			}
		}
		out[id] = rows
	}
	return out
}

// foreign finds answers that the form does not ask for, and values that it
// calculates otherwise.
func (s *Sheet) foreign(r *record, given map[string]any, prefix string, d doubts) []Problem {
	var out []Problem
	for _, id := range slices.Sorted(maps.Keys(given)) {
		rule := r.scope.ByID[id]
		if rule == nil || !r.items[rule.Index].relevant && !d.named[id] {
			out = append(out, Problem{Question: prefix + id, Code: NotAsked})
		}
	}
	for i, rule := range r.scope.Rules {
		it, id := &r.items[i], rule.Question.ID
		switch {
		case !it.relevant || d.named[id]:
		case rule.Inner != nil:
			rows, _ := given[id].([]any)
			for n := range min(len(rows), len(it.rows)) {
				fields, _ := rows[n].(map[string]any)
				out = append(out, s.foreign(it.rows[n], fields, fmt.Sprintf("%s%s[%d].", prefix, id, n), d)...)
			}
		case rule.Calculation != nil && rule.Question.Kind != definition.Note:
			if got, _ := s.normal(rule, given[id]); !equal(got, it.value) {
				out = append(out, Problem{Question: prefix + id, Code: Differs})
			}
		}
	}
	return out
}

// doubts are the names of which the value or relevance cannot be told from the
// answers alone.
type doubts struct{ named map[string]bool }

func newDoubts(rules *definition.Rules) doubts {
	d := doubts{named: map[string]bool{}}
	for _, name := range rules.Known {
		d.named[name] = true
	}
	for d.spread(rules.Top, false) {
	}
	return d
}

// spread carries doubt on one step, and reports whether it did. A group is
// doubtful with any of its columns, for others see its rows.
func (d doubts) spread(scope *definition.Scope, within bool) bool {
	moved := false
	for _, rule := range scope.Rules {
		id := rule.Question.ID
		doubtful := within || d.any(rule.SectionRelevant, rule.Relevant, rule.Calculation)
		if rule.Inner != nil {
			moved = d.spread(rule.Inner, doubtful || d.named[id]) || moved
			doubtful = doubtful || slices.ContainsFunc(rule.Inner.Rules, func(r *definition.Rule) bool { return d.named[r.Question.ID] })
		}
		if doubtful && !d.named[id] {
			d.named[id], moved = true, true
		}
	}
	return moved
}

// any reports whether one of the expressions reads a doubtful name.
func (d doubts) any(programs ...*expression.Program) bool {
	return slices.ContainsFunc(programs, func(p *expression.Program) bool {
		return p != nil && slices.ContainsFunc(p.Names, func(n string) bool { return d.named[n] })
	})
}

// excuses reports whether a problem may come from what is not known here.
func (d doubts) excuses(rule *definition.Rule, code string) bool {
	switch code {
	case "required", "too_few_rows", "too_few_chosen":
		return d.named[rule.Question.ID] || d.any(rule.Required)
	case "constraint":
		return d.any(rule.Constraint) || rule.Calculation != nil && d.named[rule.Question.ID]
	case "option_not_offered":
		return d.any(rule.Filter) || d.any(rule.Offered...)
	}
	return rule.Calculation != nil && d.named[rule.Question.ID]
}

// ruleAt finds the rule of a problem's path.
func ruleAt(scope *definition.Scope, path string) *definition.Rule {
	var rule *definition.Rule
	for _, part := range strings.Split(path, ".") {
		if scope == nil {
			return nil
		}
		id, _, _ := strings.Cut(part, "[")
		if rule = scope.ByID[id]; rule == nil {
			return nil
		}
		scope = rule.Inner
	}
	return rule
}
