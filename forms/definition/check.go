package definition

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Limits of a definition.
const (
	MaxQuestions = 2000
	MaxOptions   = 20000 // of one question
	MaxRows      = 500   // of a group or table
)

var identifier = regexp.MustCompile(`^[a-z][a-z0-9_]{0,62}$`)

// reserved are names that expressions use for something else.
var reserved = []string{"today", "answer", "option", "row", "and", "or", "not", "in", "matches", "contains", "startsWith", "endsWith", "let", "if", "else",
	"true", "false", "nil", "age", "days", "months", "add_days", "add_months", "year", "month", "day", "answered", "total", "digits", "replace",
	"valid_number", "substr", "text_before", "text_after", "modulo", "to_power", "root", "round_to", "format_date", "sin", "cos", "tan", "asin", "acos", "atan", "exp", "log", "log10", "hasPrefix", "hasSuffix", "whole", "text", "lookup", "number", "all", "any", "none", "one", "count", "filter", "map", "sum", "len", "abs", "ceil",
	"floor", "round", "unit", "min", "max", "upper", "lower", "trim", "split", "join", "first", "last", "float", "string", "concat"}

var kinds = []Kind{ShortText, LongText, Integer, Decimal, Money, Date, Time, DateTime, OneOf, ManyOf, YesNo, Address, NationalNumber, Person, RegisterRef,
	Photo, File, Signature, Location, Line, Outline, Barcode, Table, Group, Note}

// Reserved reports whether expressions use a name for something else, so that
// no question can have it as its id.
func Reserved(id string) bool { return slices.Contains(reserved, id) || slices.Contains(Known(), id) }

// Kinds returns all kinds of questions.
func Kinds() []Kind { return slices.Clone(kinds) }

// question finds the faults of one question that are not in its expressions.
func (c *compiler) question(p placed, seen map[string]bool) {
	q := p.question
	switch {
	case !identifier.MatchString(q.ID):
		c.fault(p.path+".id", "use a lower-case letter, then letters, digits and _", "%q cannot be a question's id", q.ID)
	case Reserved(q.ID):
		c.fault(p.path+".id", "choose another, such as "+q.ID+"_given", "the id %q has a meaning in expressions", q.ID)
	case seen[q.ID]:
		c.fault(p.path+".id", "choose another id: expressions know questions by it", "a question %q is already there", q.ID)
	}
	seen[q.ID] = true
	if len(seen) == MaxQuestions+1 {
		c.fault(p.path, "split the form", "more than %d questions", MaxQuestions)
	}
	if !slices.Contains(kinds, q.Kind) {
		c.fault(p.path+".kind", "use one of "+kindList(), "%q is no kind of question", q.Kind)
		return
	}
	if len(q.Label) == 0 && q.Calculation == "" {
		c.fault(p.path+".label", "add label: {th: ..., ko: ..., en: ...}", "the question has no words")
	}
	choice := q.Kind == OneOf || q.Kind == ManyOf
	if choice && len(q.Options) == 0 && q.List == "" {
		c.fault(p.path+".options", "add options, or the name of a list", "nothing to choose from")
	}
	if !choice && (len(q.Options) > 0 || q.List != "" || q.Filter != "") {
		c.fault(p.path+".options", "make the kind one_of or many_of, or remove the options", "a question of kind %s has no options", q.Kind)
	}
	if len(q.Options) > MaxOptions {
		c.fault(p.path+".options", "keep them in a register", "more than %d options", MaxOptions)
	}
	ids := map[string]bool{}
	for i, o := range q.Options {
		if o.ID == "" || ids[o.ID] {
			c.fault(fmt.Sprintf("%s.options[%d].id", p.path, i), "give each option an id of its own", "the option's id %q is empty or there twice", o.ID)
		}
		ids[o.ID] = true
	}
	c.shapeOf(p)
}

// shapeOf finds members that do not go with the question's kind.
func (c *compiler) shapeOf(p placed) {
	q := p.question
	rows := q.Kind == Group || q.Kind == Table
	if rows != (len(q.Columns) > 0) {
		c.fault(p.path+".columns", "columns belong to questions of kind table or group, and to no others", "kind %s with %d columns", q.Kind, len(q.Columns))
	}
	if q.Kind == Table {
		for i, col := range q.Columns {
			if col.Kind == Table || col.Kind == Group {
				c.fault(fmt.Sprintf("%s.columns[%d].kind", p.path, i), "make the outer question a group", "a table's column cannot have rows of its own")
			}
		}
	}
	if q.Kind == RegisterRef && q.Register == "" {
		c.fault(p.path+".register", "name the register: resident, land, building ...", "a reference without a register")
	}
	if q.Min < 0 || q.Max < 0 || q.Max > 0 && q.Min > q.Max || rows && q.Max > MaxRows {
		c.fault(p.path+".max", fmt.Sprintf("0 <= min <= max, and no more than %d rows", MaxRows), "min %d and max %d", q.Min, q.Max)
	}
	if q.Constraint != "" && len(q.Message) == 0 {
		c.fault(p.path+".message", "add message: {th: ..., ko: ..., en: ...}: it is what the person reads", "a constraint without words")
	}
	if head, _, _ := strings.Cut(q.Prefill, "."); q.Prefill != "" && !slices.Contains(Known(), head) {
		c.fault(p.path+".prefill", "begin with one of "+strings.Join(Known(), ", "), "nothing is known under %q", q.Prefill)
	}
}

// whole finds the faults of the form itself.
func (f *Form) whole() Faults {
	var out Faults
	add := func(path, do, format string, args ...any) {
		out = append(out, Fault{Path: path, What: fmt.Sprintf(format, args...), Do: do})
	}
	if !regexp.MustCompile(`^[a-z0-9]+([.-][a-z0-9]+)*$`).MatchString(f.ID) {
		add("id", "use lower-case letters, digits, dots and hyphens: th.house-register-copy", "%q cannot be a form's id", f.ID)
	}
	if f.Version == "" {
		add("version", "add version: 1.0.0", "the form has no version")
	}
	if len(f.Title) == 0 {
		add("title", "add title: {th: ..., ko: ..., en: ...}", "the form has no title")
	}
	if len(f.Sections) == 0 {
		add("sections", "add one", "the form has no sections")
	}
	sections := map[string]bool{}
	for i, s := range f.Sections {
		if s.ID == "" || sections[s.ID] {
			add(fmt.Sprintf("sections[%d].id", i), "give each section an id of its own", "the section's id %q is empty or there twice", s.ID)
		}
		sections[s.ID] = true
	}
	if f.Fee.Minor < 0 || (f.Fee.Minor > 0 || f.Fee.Rule != "") && f.Fee.Currency == "" {
		add("fee", "an amount in minor units, 0 or more, with currency: THB or KRW", "the fee %d %q", f.Fee.Minor, f.Fee.Currency)
	}
	if f.Deadline < 0 || f.Deadline > 1000 {
		add("deadline", "a number of working days", "the deadline %d", f.Deadline)
	}
	for i, o := range f.LeadsTo {
		n := 0
		for _, s := range []string{o.Form, o.Certificate, o.Register, o.Referral} {
			if s != "" {
				n++
			}
		}
		if (o.By != "" || o.Of != "") && o.Register == "" && o.From == "" || o.By != "" && o.Of == "" || o.Each != "" && o.Register == "" {
			add(fmt.Sprintf("leads_to[%d]", i), "of and by go with register or from, each with register, and by with of", "an outcome says which record, but changes and reads none")
		}
		if o.From != "" && (o.Certificate == "" || o.Of == "") {
			add(fmt.Sprintf("leads_to[%d]", i), "from goes with certificate and of", "an outcome reads a record for no certificate, or does not say which")
		}
		if n != 1 {
			add(fmt.Sprintf("leads_to[%d]", i), "exactly one of form, certificate, register, referral", "an outcome names %d things", n)
		}
	}
	return out
}

func kindList() string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = string(k)
	}
	return strings.Join(names, ", ")
}
