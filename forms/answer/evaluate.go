package answer

import (
	"sala/forms/definition"
	"sala/forms/definition/expression"
)

// settle works out relevance and values of what is dirty in r, in order;
// opening gives defaults, too. It reports whether anything changed.
func (s *Sheet) settle(r *record, opening bool) bool {
	any := false
	for _, i := range r.scope.Order {
		it, rule := &r.items[i], r.scope.Rules[i]
		if !it.dirty {
			continue
		}
		it.dirty = false
		changed := s.work(rule, it, opening)
		it.unproved = true
		if !changed {
			continue
		}
		any = true
		s.names[rule.Question.ID] = seen(rule.Question.Kind, it.value)
		for _, j := range r.scope.Values[rule.Question.ID] {
			r.items[j].dirty = true
			s.soil(r.scope.Rules[j], &r.items[j], rule.Question.ID)
		}
		for _, j := range r.scope.Checks[rule.Question.ID] {
			r.items[j].unproved = true
			s.doubt(r.scope.Rules[j], &r.items[j], rule.Question.ID)
		}
	}
	return any
}

// soil marks, in every row of a group, what depends on name outside.
func (s *Sheet) soil(rule *definition.Rule, it *item, name string) {
	if rule.Inner == nil {
		return
	}
	for _, row := range it.rows {
		for _, j := range rule.Inner.Values[name] {
			row.items[j].dirty = true
			s.soil(rule.Inner.Rules[j], &row.items[j], name)
		}
	}
}

// doubt marks, in every row of a group, the problems that depend on name
// outside.
func (s *Sheet) doubt(rule *definition.Rule, it *item, name string) {
	if rule.Inner == nil {
		return
	}
	for _, row := range it.rows {
		for _, j := range rule.Inner.Checks[name] {
			row.items[j].unproved = true
			s.doubt(rule.Inner.Rules[j], &row.items[j], name)
		}
	}
}

// work evaluates one question and reports whether what others see of it
// changed.
func (s *Sheet) work(rule *definition.Rule, it *item, opening bool) bool {
	was, asked := it.value, it.relevant
	it.relevant = s.holds(rule.SectionRelevant, true, false) && s.holds(rule.Relevant, true, false)
	if rule.Calculation != nil {
		v, err := rule.Calculation.Run(s.names)
		if err != nil {
			v = nil
		}
		s.assign(rule, it, v)
	} else if opening && it.raw == nil && it.rows == nil && !it.touched && rule.Default != nil {
		if v, err := rule.Default.Run(s.names); err == nil {
			s.assign(rule, it, v)
		}
	}
	if rule.Inner != nil {
		if q := rule.Question; opening && !it.touched && q.Min == q.Max { // a fixed number of rows is there from the start
			for len(it.rows) < q.Min {
				it.rows = append(it.rows, s.newRecord(rule.Inner, nil))
			}
		}
		changed := false
		for n, row := range it.rows {
			changed = s.inRow(row, n, func() bool { return s.settle(row, opening) }) || changed
		}
		it.value = nil
		if it.relevant {
			it.value = s.rowValues(it.rows)
		}
		return changed || asked != it.relevant || was == nil || !equal(was, it.value)
	}
	it.value = nil
	if it.relevant && it.bad == nil {
		it.value = it.raw
	}
	return asked != it.relevant || !equal(was, it.value)
}

// inRow runs do while expressions see the row's answers.
func (s *Sheet) inRow(row *record, n int, do func() bool) bool {
	outer, nested := s.names["row"]
	s.names["row"] = int64(n + 1)
	s.bind(row)
	changed := do()
	s.unbind(row)
	delete(s.names, "row")
	if nested {
		s.names["row"] = outer
	}
	return changed
}

func (s *Sheet) rowValues(rows []*record) any {
	list := make([]any, 0, len(rows))
	for _, row := range rows {
		fields := map[string]any{}
		for i, rule := range row.scope.Rules {
			if v := row.items[i].value; v != nil {
				fields[rule.Question.ID] = v
			}
		}
		list = append(list, fields)
	}
	return list
}

// holds evaluates a condition: none is absent, unknown when an answer is
// missing.
func (s *Sheet) holds(p *expression.Program, none, unknown bool) bool {
	if p == nil {
		return none
	}
	v, err := p.Run(s.names)
	if err != nil {
		return unknown
	}
	b, ok := v.(bool)
	return ok && b
}
