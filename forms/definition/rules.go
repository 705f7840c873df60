package definition

import (
	"slices"

	"sala/forms/definition/expression"
)

// Rules are a form's expressions, compiled, with the order in which they are
// to be evaluated. They are read-only and safe for several goroutines.
type Rules struct {
	Top      *Scope
	Fee      *expression.Program   // nil: Fee.Minor
	Exempt   []*expression.Program // by Fee.Exempt
	Outcomes []OutcomeRules        // by LeadsTo
	Known    []string              // names of what is known at the start, such as "resident"
}

// OutcomeRules are the expressions of one outcome.
type OutcomeRules struct {
	When *expression.Program
	Of   *expression.Program
	Set  map[string]*expression.Program
}

// Scope is a set of questions that see one another: the form's, or one row's of
// a group or table.
type Scope struct {
	Rules  []*Rule          // in the order of the form
	ByID   map[string]*Rule // of this scope
	Order  []int            // indexes of Rules: each after those that its value depends on
	Values map[string][]int // by name: rules of which relevance or value depends on it
	Checks map[string][]int // by name: rules of which only the problems depend on it
}

// Rule is a question with its compiled expressions; nil where there is none.
type Rule struct {
	Index    int
	Section  int // index of the form's section
	Question *Question
	Options  []Option // of the question or its list

	SectionRelevant *expression.Program
	Relevant        *expression.Program
	Required        *expression.Program
	Constraint      *expression.Program
	Calculation     *expression.Program
	Default         *expression.Program
	Filter          *expression.Program
	Offered         []*expression.Program // by Options; nil when none depends on anything
	Inner           *Scope                // of a Group or Table
}

// Known are the names of what may be known when a form is opened; each is a map,
// empty when it is not known. They may be used in expressions and prefills. A
// record is that of Outcome.From, and the petition's number and day ("on") are
// known, when a certificate is made out.
func Known() []string {
	return []string{"resident", "household", "card", "officer", "office", "station", "record", "petition"}
}

// Rules returns the form's compiled rules, compiling them when the form was not
// read from a file. The error is of type Faults.
func (f *Form) Rules() (*Rules, error) {
	if f.rules != nil {
		return f.rules, nil
	}
	rules, faults := compile(f, nil)
	if len(faults) > 0 {
		return nil, faults
	}
	return rules, nil
}

// Languages returns the languages in which every title and label of the form
// is there.
func (f *Form) Languages() []string {
	var out []string
	for _, language := range []string{"th", "ko", "en"} {
		if f.Title[language] != "" && !slices.ContainsFunc(f.Questions(), func(q *Question) bool { return q.Label[language] == "" && q.Calculation == "" }) {
			out = append(out, language)
		}
	}
	return out
}

// Questions returns all questions, those of rows after the group they are in.
func (f *Form) Questions() []*Question {
	var out []*Question
	var add func([]Question)
	add = func(list []Question) {
		for i := range list {
			out = append(out, &list[i])
			add(list[i].Columns)
		}
	}
	for i := range f.Sections {
		add(f.Sections[i].Questions)
	}
	return out
}

// Digits reports whether the constraint takes nothing but digits and the signs
// between them, as of a telephone or account number.
func (q *Question) Digits() bool { return expression.Digits(q.Constraint, "answer") }

// typeOf returns what an expression sees of an answer.
func typeOf(k Kind) expression.Type {
	switch k {
	case Integer, Money:
		return expression.Number
	case Decimal:
		return expression.Real
	case YesNo:
		return expression.Bool
	case ManyOf:
		return expression.List
	case Table, Group:
		return expression.Rows
	case Address, Location:
		return expression.Any
	}
	return expression.Text
}
