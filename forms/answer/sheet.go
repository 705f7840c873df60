// Package answer is a form as it is being filled: which questions are asked
// now, what follows from the answers so far, and what is still wrong.
//
// Problems are codes with arguments, never sentences: the words are looked up
// in the language of whoever reads them.
package answer

import (
	"errors"
	"fmt"
	"maps"
	"strings"

	"sala/forms/calendar"
	"sala/forms/definition"
	"sala/forms/definition/expression"
)

// Problem is one thing that is wrong with an answer.
type Problem struct {
	Question string          `json:"question"` // path: "purpose", "members[2].birth" (the third row)
	Code     string          `json:"code"`     // required, constraint, not_a_date, check_digit ...
	Args     map[string]any  `json:"args,omitempty"`
	Message  definition.Text `json:"message,omitempty"` // the form's own words, where it has any
	Warning  bool            `json:"warning,omitempty"` // does not stop a submission
}

// ErrNoQuestion means that a path names no question of the form.
var ErrNoQuestion = errors.New("the form has no such question")

// Env is what a sheet knows besides the answers.
type Env struct {
	Today calendar.Date
	// Prefill is what is known of whom the form is about, under the names of
	// definition.Known: "resident", "household", "card", "officer", "office".
	// Each value is a map[string]any; Known makes the first three.
	Prefill map[string]any
	// Divisions, when given, checks addresses: it reports whether there is
	// such a sub-district.
	Divisions func(country, subdistrict, district, province string) bool
}

// Sheet is a form being filled. It is not safe for several goroutines.
type Sheet struct {
	form  *definition.Form
	rules *definition.Rules
	env   Env
	names map[string]any // what expressions see
	top   *record
}

// record is one set of answers: the form's, or one row's.
type record struct {
	scope *definition.Scope
	items []item         // by scope.Rules
	other map[string]any // answers to questions that this version of the form does not have
}

// item is the state of one question in one record.
type item struct {
	raw      any // as given, normalised where that was possible
	value    any // raw where it is good and relevant, else nil
	bad      *Problem
	touched  bool // a person answered, or the draft held an answer
	relevant bool
	dirty    bool // value to be worked out again
	unproved bool // problems to be worked out again
	problems []Problem
	rows     []*record
}

// Open begins or goes on with filling form. Answers are those of a draft, nil
// for a new one; what they do not hold is prefilled and defaulted. The error
// says that the form's rules are wrong, never that an answer is.
func Open(form *definition.Form, answers map[string]any, env Env) (*Sheet, error) {
	rules, err := form.Rules()
	if err != nil {
		return nil, fmt.Errorf("open form %s: %w", form.ID, err)
	}
	s := &Sheet{form: form, rules: rules, env: env, names: map[string]any{"today": env.Today.String()}}
	for _, name := range rules.Known {
		known, _ := env.Prefill[name].(map[string]any)
		if known == nil {
			known = map[string]any{}
		}
		s.names[name] = known
	}
	s.top = s.newRecord(rules.Top, answers)
	s.bind(s.top)
	s.settle(s.top, true)
	return s, nil
}

// newRecord fills a record from answers, prefill for what is missing.
func (s *Sheet) newRecord(scope *definition.Scope, answers map[string]any) *record {
	r := &record{scope: scope, items: make([]item, len(scope.Rules))}
	for id, v := range answers {
		if scope.ByID[id] == nil {
			if r.other == nil {
				r.other = map[string]any{}
			}
			r.other[id] = v
		}
	}
	for i, rule := range scope.Rules {
		it := &r.items[i]
		it.dirty, it.unproved = true, true
		given, ok := answers[rule.Question.ID]
		if ok { // nil: a person took the answer away, and it is not prefilled again
			it.touched = true
			s.assign(rule, it, given)
			continue
		}
		if v, ok := s.known(rule.Question.Prefill); ok {
			s.assign(rule, it, v)
		}
	}
	return r
}

// known looks a prefill's path up. What a card does not say the register may,
// and the other way round.
func (s *Sheet) known(path string) (any, bool) {
	if path == "" {
		return nil, false
	}
	if v, ok := s.lookup(path); ok {
		return v, true
	}
	if rest, ok := strings.CutPrefix(path, "card."); ok {
		if v, ok := s.lookup("resident." + rest); ok || rest != "address" {
			return v, ok
		}
		return s.lookup("household.address")
	}
	if path == "household.address" {
		return s.lookup("card.address")
	}
	if rest, ok := strings.CutPrefix(path, "resident."); ok {
		return s.lookup("card." + rest)
	}
	return nil, false
}

func (s *Sheet) lookup(path string) (any, bool) {
	var v any = s.env.Prefill
	for name := range splitDots(path) {
		m, ok := v.(map[string]any)
		if !ok {
			return nil, false
		}
		if v, ok = m[name]; !ok || v == nil || v == "" {
			return nil, false
		}
	}
	return v, true
}

// assign normalises a given value into the item.
func (s *Sheet) assign(rule *definition.Rule, it *item, given any) {
	it.bad, it.rows = nil, nil
	if rule.Inner != nil {
		list, ok := given.([]any)
		if !ok && given != nil {
			it.raw, it.bad = given, &Problem{Code: "not_rows"}
			return
		}
		for _, row := range list {
			if len(it.rows) == definition.MaxRows {
				it.bad = &Problem{Code: "too_many_rows", Args: map[string]any{"max": definition.MaxRows}}
				break
			}
			fields, _ := row.(map[string]any)
			it.rows = append(it.rows, s.newRecord(rule.Inner, fields))
		}
		return
	}
	v, problem := s.normal(rule, given)
	it.raw, it.bad = v, problem
}

// bind shows a record's present values to expressions.
func (s *Sheet) bind(r *record) {
	for i, rule := range r.scope.Rules {
		s.names[rule.Question.ID] = seen(rule.Question.Kind, r.items[i].value)
	}
}

func (s *Sheet) unbind(r *record) {
	for _, rule := range r.scope.Rules {
		delete(s.names, rule.Question.ID)
	}
}

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

// Form returns the form.
func (s *Sheet) Form() *definition.Form { return s.form }

// Answers returns the relevant answers, with what was calculated: what is
// submitted. Answers that are not good are left out.
func (s *Sheet) Answers() map[string]any { return s.collect(s.top, false) }

// All returns every answer that a person gave, also those that are not asked
// for at present or are not good: what a draft keeps. An answer that was taken
// away is there as nil, so that it is not prefilled again; answers to questions
// that this version of the form does not have stay.
func (s *Sheet) All() map[string]any { return s.collect(s.top, true) }

func (s *Sheet) collect(r *record, all bool) map[string]any {
	out := map[string]any{}
	if all {
		maps.Copy(out, r.other)
	}
	for i, rule := range r.scope.Rules {
		it := &r.items[i]
		id := rule.Question.ID
		switch {
		case !all && !it.relevant:
		case rule.Inner != nil:
			if len(it.rows) == 0 {
				continue
			}
			rows := make([]any, 0, len(it.rows))
			for _, row := range it.rows {
				rows = append(rows, s.collect(row, all))
			}
			out[id] = rows
		case all && (it.raw != nil || it.touched) && rule.Calculation == nil:
			out[id] = clone(it.raw)
		case !all && it.value != nil && rule.Question.Kind != definition.Note:
			out[id] = clone(it.value)
		}
	}
	return out
}

func clone(v any) any {
	switch x := v.(type) {
	case map[string]any:
		return maps.Clone(x)
	case []any:
		return append([]any(nil), x...)
	}
	return v
}
