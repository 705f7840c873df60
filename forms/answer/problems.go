package answer

import (
	"fmt"
	"slices"

	"sala/forms/definition"
	"sala/forms/fee"
	"sala/forms/identity"
)

// Problems returns everything that is wrong, in the order of the form.
func (s *Sheet) Problems() []Problem { return s.problems(s.top, "") }

// ProblemsOf returns what is wrong with the question at path, its rows
// included.
func (s *Sheet) ProblemsOf(path string) []Problem {
	p, err := s.find(path, false)
	if err != nil || p.row >= 0 || !s.Relevant(path) {
		return nil
	}
	var out []Problem
	s.within(p.way, func() { out = s.problemsOf(p.rule, p.it, path) })
	return out
}

// Complete reports whether nothing stands in the way of a submission: there
// may be warnings.
func (s *Sheet) Complete() bool {
	for _, p := range s.Problems() {
		if !p.Warning {
			return false
		}
	}
	return true
}

// Readable reports whether every answer that is asked for could be read, be it
// right or wrong: Answers then leaves none of them out.
func (s *Sheet) Readable() bool { return readable(s.top) }

func readable(r *record) bool {
	for i := range r.items {
		it := &r.items[i]
		if it.relevant && (it.bad != nil || slices.ContainsFunc(it.rows, func(row *record) bool { return !readable(row) })) {
			return false
		}
	}
	return true
}

func (s *Sheet) problems(r *record, prefix string) []Problem {
	var out []Problem
	for i, rule := range r.scope.Rules {
		if it := &r.items[i]; it.relevant {
			out = append(out, s.problemsOf(rule, it, prefix+rule.Question.ID)...)
		}
	}
	return out
}

func (s *Sheet) problemsOf(rule *definition.Rule, it *item, path string) []Problem {
	if it.unproved {
		it.problems, it.unproved = s.prove(rule, it), false
	}
	var out []Problem
	for _, p := range it.problems {
		p.Question = path
		out = append(out, p)
	}
	for n, row := range it.rows {
		s.inRow(row, n, func() bool {
			out = append(out, s.problems(row, fmt.Sprintf("%s[%d].", path, n))...)
			return false
		})
	}
	return out
}

// prove finds what is wrong with one question, its rows left aside.
func (s *Sheet) prove(rule *definition.Rule, it *item) []Problem {
	q := rule.Question
	if it.bad != nil {
		return []Problem{*it.bad}
	}
	if rule.Inner != nil {
		if p := countRows(q, len(it.rows)); p != nil {
			return []Problem{*p}
		}
	}
	if it.raw == nil && len(it.rows) == 0 {
		if s.holds(rule.Required, false, false) {
			return []Problem{{Code: "required"}}
		}
		return nil
	}
	var out []Problem
	out = append(out, s.checkOptions(rule, it)...)
	out = append(out, s.checkKind(q, it)...)
	if rule.Constraint != nil {
		s.names["answer"] = seen(q.Kind, it.value)
		if !s.holds(rule.Constraint, true, true) {
			out = append(out, Problem{Code: "constraint", Message: q.Message})
		}
		delete(s.names, "answer")
	}
	return out
}

func countRows(q *definition.Question, n int) *Problem {
	switch {
	case n < q.Min:
		return &Problem{Code: "too_few_rows", Args: map[string]any{"min": q.Min, "got": n}}
	case q.Max > 0 && n > q.Max:
		return &Problem{Code: "too_many_rows", Args: map[string]any{"max": q.Max, "got": n}}
	}
	return nil
}

// checkOptions refuses an option that the other answers have taken away.
func (s *Sheet) checkOptions(rule *definition.Rule, it *item) []Problem {
	if rule.Filter == nil && rule.Offered == nil {
		return nil
	}
	chosen := map[string]bool{}
	switch x := it.value.(type) {
	case string:
		chosen[x] = true
	case []any:
		for _, v := range x {
			if id, ok := v.(string); ok {
				chosen[id] = true
			}
		}
	}
	for i := range rule.Options {
		if id := rule.Options[i].ID; chosen[id] && !s.offers(rule, i) {
			return []Problem{{Code: "option_not_offered", Args: map[string]any{"got": id}}}
		}
	}
	return nil
}

// checkKind finds what the kind itself requires beyond the form of the value.
func (s *Sheet) checkKind(q *definition.Question, it *item) []Problem {
	switch q.Kind {
	case definition.NationalNumber:
		n, _ := it.raw.(string)
		if f := identity.Check(country(s.form, q), n); !f.OK() {
			return []Problem{{Code: f.Code, Args: f.Args, Warning: f.Warning}}
		}
	case definition.ManyOf:
		chosen, _ := it.value.([]any)
		if q.Max > 0 && len(chosen) > q.Max {
			return []Problem{{Code: "too_many_chosen", Args: map[string]any{"max": q.Max}}}
		}
		if len(chosen) < q.Min {
			return []Problem{{Code: "too_few_chosen", Args: map[string]any{"min": q.Min}}}
		}
	case definition.Address:
		a, _ := it.value.(map[string]any)
		part := func(name string) string { t, _ := a[name].(string); return t }
		if part("subdistrict") == "" || part("province") == "" {
			return []Problem{{Code: "address_incomplete"}}
		}
		land := part("country")
		if land == "" {
			land = country(s.form, q)
		}
		if s.env.Divisions != nil && !s.env.Divisions(land, part("subdistrict"), part("district"), part("province")) {
			return []Problem{{Code: "unknown_division", Args: map[string]any{"got": part("subdistrict")}}}
		}
	}
	return nil
}

// Fee returns what the service costs with the answers as they are. While an
// answer that the rule needs is missing it is the form's basic fee.
func (s *Sheet) Fee() (fee.Money, error) {
	due := fee.Money{Minor: s.form.Fee.Minor, Currency: s.form.Fee.Currency}
	if rate, ok := fee.On(s.form.Fee.Rates, s.env.Today); ok {
		due.Minor = rate.Minor
	}
	for _, p := range s.rules.Exempt {
		if s.holds(p, false, false) {
			return fee.Money{Currency: due.Currency}, nil
		}
	}
	if s.rules.Fee == nil {
		return due, nil
	}
	s.names["unit"] = due.Minor
	v, err := s.rules.Fee.Run(s.names)
	delete(s.names, "unit")
	if err != nil {
		return due, nil
	}
	f, ok := v.(float64)
	if !ok || f < 0 || f > 1e15 {
		return due, fmt.Errorf("fee of form %s: the rule gives %v", s.form.ID, v)
	}
	due.Minor = int64(f + 0.5)
	return due, nil
}

// Exemption returns why nothing is to be paid, nil when there is no such
// reason.
func (s *Sheet) Exemption() definition.Text {
	for i, p := range s.rules.Exempt {
		if s.holds(p, false, false) {
			return s.form.Fee.Exempt[i].Because
		}
	}
	return nil
}
