package definition

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"sala/forms/definition/expression"
)

// compiler turns a form into rules and gathers its faults, each with the path
// of what is wrong.
type compiler struct {
	form   *Form
	cache  *expression.Cache
	faults Faults
}

func compile(f *Form, cache *expression.Cache) (*Rules, Faults) {
	c := &compiler{form: f, cache: cache}
	names := expression.Names{}
	for _, known := range Known() {
		names[known] = expression.Any
	}
	c.form.names(names)
	var list []placed
	for s := range f.Sections {
		for q := range f.Sections[s].Questions {
			list = append(list, placed{fmt.Sprintf("sections[%d].questions[%d]", s, q), s, &f.Sections[s].Questions[q]})
		}
	}
	rules := &Rules{Known: Known(), Top: c.scope(list, names, map[string]bool{})}
	for s := range f.Sections {
		if p := c.expression(fmt.Sprintf("sections[%d].relevant", s), f.Sections[s].Relevant, expression.BoolResult, names); p != nil {
			for _, r := range rules.Top.Rules {
				if r.Section == s {
					r.SectionRelevant = p
				}
			}
		}
	}
	c.order(rules.Top, "sections")
	withUnit := maps.Clone(names)
	withUnit["unit"] = expression.Number
	rules.Fee = c.expression("fee.rule", f.Fee.Rule, expression.NumberResult, withUnit)
	for i, e := range f.Fee.Exempt {
		rules.Exempt = append(rules.Exempt, c.expression(fmt.Sprintf("fee.exempt[%d].when", i), e.When, expression.BoolResult, names))
	}
	for i, o := range f.LeadsTo {
		at := fmt.Sprintf("leads_to[%d]", i)
		names := names
		if o.Each != "" {
			names = c.each(at, o.Each, rules.Top, names)
		}
		r := OutcomeRules{
			When: c.expression(at+".when", o.When, expression.BoolResult, names),
			Of:   c.expression(at+".of", o.Of, expression.AnyResult, names),
			Set:  map[string]*expression.Program{},
		}
		for _, field := range slices.Sorted(maps.Keys(o.Set)) {
			r.Set[field] = c.expression(at+".set."+field, o.Set[field], expression.AnyResult, names)
		}
		rules.Outcomes = append(rules.Outcomes, r)
	}
	return rules, c.faults
}

// placed is a question with its path.
type placed struct {
	path     string
	section  int
	question *Question
}

func (f *Form) names(into expression.Names) {
	for s := range f.Sections {
		for _, q := range f.Sections[s].Questions {
			if q.Kind != Note {
				into[q.ID] = typeOf(q.Kind)
			}
		}
	}
}

func (c *compiler) fault(code, path string, pairs ...any) {
	c.faults = append(c.faults, Wrong(code, path, pairs...))
}

// WrongExpression returns the fault of an expression that does not compile.
func WrongExpression(path, source string, err error) Fault {
	f := Wrong("expression", path, "source", source, "detail", err.Error())
	var refused *expression.Refused
	if errors.As(err, &refused) {
		f.Code, f.Args = refused.Code, map[string]any{"source": source}
		maps.Copy(f.Args, refused.Args)
	}
	return f
}

// expression compiles source, nil where it is empty or wrong.
func (c *compiler) expression(path, source string, result expression.Result, names expression.Names) *expression.Program {
	if strings.TrimSpace(source) == "" {
		return nil
	}
	p, err := c.cache.Compile(source, result, names, c.form.Tables)
	if err != nil {
		c.faults = append(c.faults, WrongExpression(path, source, err))
		return nil
	}
	return p
}

func (c *compiler) scope(list []placed, names expression.Names, seen map[string]bool) *Scope {
	s := &Scope{ByID: map[string]*Rule{}, Values: map[string][]int{}, Checks: map[string][]int{}}
	for i, p := range list {
		q := p.question
		c.question(p, seen)
		r := &Rule{Index: i, Section: p.section, Question: q, Options: q.Options}
		if q.List != "" {
			r.Options = c.form.Lists[q.List]
			if r.Options == nil {
				c.fault("no_list", p.path+".list", "list", q.List)
			}
		}
		r.Relevant = c.expression(p.path+".relevant", q.Relevant, expression.BoolResult, names)
		r.Required = c.expression(p.path+".required", q.Required, expression.BoolResult, names)
		r.Calculation = c.expression(p.path+".calculation", q.Calculation, expression.AnyResult, names)
		r.Default = c.expression(p.path+".default", q.Default, expression.AnyResult, names)
		own := maps.Clone(names)
		own["answer"] = typeOf(q.Kind)
		r.Constraint = c.expression(p.path+".constraint", q.Constraint, expression.BoolResult, own)
		r.offers(c, p.path, names)
		if q.Kind == Group || q.Kind == Table {
			r.Inner = c.inner(p, names, seen)
		}
		s.Rules = append(s.Rules, r)
		s.ByID[q.ID] = r
	}
	return s
}

// offers compiles what decides which options there are.
func (r *Rule) offers(c *compiler, path string, names expression.Names) {
	if r.Question.Filter != "" {
		own := maps.Clone(names)
		own["option"] = expression.Any
		r.Filter = c.expression(path+".filter", r.Question.Filter, expression.BoolResult, own)
	}
	for i, o := range r.Options {
		if o.Relevant == "" {
			continue
		}
		if r.Offered == nil {
			r.Offered = make([]*expression.Program, len(r.Options))
		}
		r.Offered[i] = c.expression(fmt.Sprintf("%s.options[%d].relevant", path, i), o.Relevant, expression.BoolResult, names)
	}
}

func (c *compiler) inner(p placed, names expression.Names, seen map[string]bool) *Scope {
	if strings.Count(p.path, ".columns[") >= 3 {
		c.fault("too_deep", p.path)
		return nil
	}
	within := maps.Clone(names)
	within["row"] = expression.Number
	var list []placed
	for i := range p.question.Columns {
		q := &p.question.Columns[i]
		within[q.ID] = typeOf(q.Kind)
		list = append(list, placed{fmt.Sprintf("%s.columns[%d]", p.path, i), p.section, q})
	}
	inner := c.scope(list, within, seen)
	c.order(inner, p.path)
	return inner
}

// each returns names with those of a group's rows.
func (c *compiler) each(path, group string, top *Scope, names expression.Names) expression.Names {
	r := top.ByID[group]
	if r == nil || r.Inner == nil {
		c.fault("no_group", path+".each", "group", group)
		return names
	}
	within := maps.Clone(names)
	within["row"] = expression.Number
	for id, inner := range r.Inner.ByID {
		within[id] = typeOf(inner.Question.Kind)
	}
	return within
}
