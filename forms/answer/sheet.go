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
			s.assign(rule, it, rowsOf(rule, v))
		}
	}
	return r
}

// rowsOf are the rows with which a group is prefilled: of each that is known a
// column takes what has its own name, or the name that its prefill says:
// "household.members.birth". Anything but rows stays as it is.
func rowsOf(rule *definition.Rule, known any) any {
	list, ok := known.([]any)
	if rule.Inner == nil || !ok {
		return known
	}
	out := make([]any, len(list))
	for i, row := range list {
		from, _ := row.(map[string]any)
		fields := map[string]any{}
		for _, column := range rule.Inner.Rules {
			name := column.Question.ID
			if said, ok := strings.CutPrefix(column.Question.Prefill, rule.Question.Prefill+"."); ok {
				name = said
			}
			if v := from[name]; v != nil {
				fields[column.Question.ID] = v
			}
		}
		out[i] = fields
	}
	return out
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
