// Package formview shows a form that is being filled: one column of questions,
// what is wrong with an answer beside the question.
//
// Page is the form as it stands, in all languages at once and free of the
// sheet, so that it can be made away from the screen; View is the column of
// controls over it.
package formview

import (
	"fmt"

	"sala/forms/answer"
	"sala/forms/definition"
	"sala/forms/fee"
)

// Page is a form as it is filled so far.
type Page struct {
	Form     *definition.Form
	Sections []Section
	Problems []answer.Problem // all, in the order of the form
	Fee      fee.Money

	older func(path string) bool // than what was answered there since; nil never
}

// Section is a part of the page. Questions that are not asked now are not in it.
type Section struct {
	ID        string
	Title     definition.Text
	Questions []Question
}

// Question is one question as it stands.
type Question struct {
	Path     string // "purpose", "members[2].birth"
	Kind     definition.Kind
	Label    definition.Text
	Hint     definition.Text
	Value    any // as given, good or not
	Required bool
	ReadOnly bool
	Known    bool // answered from the card or the register
	Options  []definition.Option
	Problems []answer.Problem // of the question itself, not of its rows
	Country  string           // of a national number or an address
	Currency string           // of money
	Max      int
	Rows     []Row // of a Table or Group
	Columns  []definition.Question
}

// Row is one row of a group.
type Row struct {
	Path      string // "members[2]"
	Questions []Question
}

// Of returns the page of a form and its sheet.
func Of(form *definition.Form, sheet *answer.Sheet) Page {
	m := maker{form: form, sheet: sheet, wrong: map[string][]answer.Problem{}}
	p := Page{Form: form, Problems: sheet.Problems()}
	for _, problem := range p.Problems {
		m.wrong[problem.Question] = append(m.wrong[problem.Question], problem)
	}
	for _, s := range form.Sections {
		section := Section{ID: s.ID, Title: s.Title, Questions: m.questions(s.Questions, "")}
		if len(section.Questions) > 0 {
			p.Sections = append(p.Sections, section)
		}
	}
	if due, err := sheet.Fee(); err == nil {
		p.Fee = due
	}
	return p
}

type maker struct {
	form  *definition.Form
	sheet *answer.Sheet
	wrong map[string][]answer.Problem
}

func (m maker) questions(list []definition.Question, prefix string) []Question {
	var out []Question
	for i := range list {
		if path := prefix + list[i].ID; m.sheet.Relevant(path) {
			out = append(out, m.question(&list[i], path))
		}
	}
	return out
}

func (m maker) question(q *definition.Question, path string) Question {
	country := q.Country
	if country == "" {
		country = m.form.Country
	}
	out := Question{
		Path: path, Kind: q.Kind, Label: q.Label, Hint: q.Hint, Value: m.sheet.Raw(path), Required: m.sheet.Required(path), ReadOnly: q.ReadOnly || q.Calculation != "",
		Options: m.sheet.Options(path), Problems: m.wrong[path], Country: country, Currency: m.form.Fee.Currency, Max: q.Max, Columns: q.Columns,
	}
	out.Known = q.Prefill != "" && out.Answered() && len(out.Problems) == 0
	if q.Kind == definition.Table || q.Kind == definition.Group {
		out.Value = nil
		for n := range m.sheet.Rows(path) {
			row := fmt.Sprintf("%s[%d]", path, n)
			out.Rows = append(out.Rows, Row{Path: row, Questions: m.questions(q.Columns, row+".")})
		}
	}
	return out
}

// Question returns the question at path.
func (p Page) Question(path string) (Question, bool) {
	for _, q := range p.All() {
		if q.Path == path {
			return q, true
		}
	}
	return Question{}, false
}

// All returns every question, those of rows included, in the order of the form.
func (p Page) All() []Question {
	var out []Question
	var walk func([]Question)
	walk = func(list []Question) {
		for _, q := range list {
			out = append(out, q)
			for _, r := range q.Rows {
				walk(r.Questions)
			}
		}
	}
	for _, s := range p.Sections {
		walk(s.Questions)
	}
	return out
}

// Wrong returns the problems that stand in the way of handing the form in.
func (p Page) Wrong() []answer.Problem {
	var out []answer.Problem
	for _, problem := range p.Problems {
		if !problem.Warning {
			out = append(out, problem)
		}
	}
	return out
}

// Answered reports whether the question has any answer.
func (q Question) Answered() bool {
	switch v := q.Value.(type) {
	case nil:
		return len(q.Rows) > 0
	case string:
		return v != ""
	case []any:
		return len(v) > 0
	case map[string]any:
		return len(v) > 0
	}
	return true
}
