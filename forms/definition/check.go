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
		c.fault("question_id", p.path+".id", "id", q.ID)
	case Reserved(q.ID):
		c.fault("id_reserved", p.path+".id", "id", q.ID)
	case seen[q.ID]:
		c.fault("id_twice", p.path+".id", "id", q.ID)
	}
	seen[q.ID] = true
	if len(seen) == MaxQuestions+1 {
		c.fault("too_many_questions", p.path, "most", MaxQuestions)
	}
	if !slices.Contains(kinds, q.Kind) {
		c.fault("kind_unknown", p.path+".kind", "kind", string(q.Kind), "kinds", kindList())
		return
	}
	if len(q.Label) == 0 && q.Calculation == "" {
		c.fault("no_label", p.path+".label")
	}
	choice := q.Kind == OneOf || q.Kind == ManyOf
	if choice && len(q.Options) == 0 && q.List == "" {
		c.fault("no_choices", p.path+".options")
	}
	if !choice && (len(q.Options) > 0 || q.List != "" || q.Filter != "") {
		c.fault("options_not_here", p.path+".options", "kind", string(q.Kind))
	}
	if len(q.Options) > MaxOptions {
		c.fault("too_many_options", p.path+".options", "most", MaxOptions)
	}
	ids := map[string]bool{}
	for i, o := range q.Options {
		if o.ID == "" || ids[o.ID] {
			c.fault("option_id", fmt.Sprintf("%s.options[%d].id", p.path, i), "id", o.ID)
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
		c.fault("columns_not_here", p.path+".columns", "kind", string(q.Kind), "count", len(q.Columns))
	}
	if q.Kind == Table {
		for i, col := range q.Columns {
			if col.Kind == Table || col.Kind == Group {
				c.fault("column_rows", fmt.Sprintf("%s.columns[%d].kind", p.path, i))
			}
		}
	}
	if q.Kind == RegisterRef && q.Register == "" {
		c.fault("register_unnamed", p.path+".register")
	}
	if q.Min < 0 || q.Max < 0 || q.Max > 0 && q.Min > q.Max || rows && q.Max > MaxRows {
		c.fault("min_max", p.path+".max", "min", q.Min, "max", q.Max, "most", MaxRows)
	}
	if q.Constraint != "" && len(q.Message) == 0 {
		c.fault("constraint_words", p.path+".message")
	}
	if head, _, _ := strings.Cut(q.Prefill, "."); q.Prefill != "" && !slices.Contains(Known(), head) {
		c.fault("prefill_unknown", p.path+".prefill", "name", q.Prefill, "known", strings.Join(Known(), ", "))
	}
}

// whole finds the faults of the form itself.
func (f *Form) whole() Faults {
	var out Faults
	add := func(code, path string, pairs ...any) { out = append(out, Wrong(code, path, pairs...)) }
	if !regexp.MustCompile(`^[a-z0-9]+([.-][a-z0-9]+)*$`).MatchString(f.ID) {
		add("form_id", "id", "id", f.ID)
	}
	if f.Version == "" {
		add("no_version", "version")
	}
	if len(f.Title) == 0 {
		add("no_title", "title")
	}
	if len(f.Sections) == 0 {
		add("no_sections", "sections")
	}
	sections := map[string]bool{}
	for i, s := range f.Sections {
		if s.ID == "" || sections[s.ID] {
			add("section_id", fmt.Sprintf("sections[%d].id", i), "id", s.ID)
		}
		sections[s.ID] = true
	}
	if f.Fee.Minor < 0 || (f.Fee.Minor > 0 || f.Fee.Rule != "") && f.Fee.Currency == "" {
		add("fee_amount", "fee", "amount", f.Fee.Minor, "currency", f.Fee.Currency)
	}
	if f.Deadline < 0 || f.Deadline > 1000 {
		add("deadline", "deadline", "days", f.Deadline)
	}
	for i, o := range f.LeadsTo {
		n := 0
		for _, s := range []string{o.Form, o.Certificate, o.Register, o.Referral} {
			if s != "" {
				n++
			}
		}
		if (o.By != "" || o.Of != "") && o.Register == "" && o.From == "" || o.By != "" && o.Of == "" || o.Each != "" && o.Register == "" {
			add("outcome_record", fmt.Sprintf("leads_to[%d]", i))
		}
		if o.From != "" && (o.Certificate == "" || o.Of == "") {
			add("outcome_from", fmt.Sprintf("leads_to[%d]", i))
		}
		if n != 1 {
			add("outcome_things", fmt.Sprintf("leads_to[%d]", i), "count", n)
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
