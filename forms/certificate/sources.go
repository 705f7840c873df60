package certificate

import (
	"maps"
	"slices"
	"strings"

	"sala/forms/definition"
)

// personFields are what the register gives of somebody under resident, applicant (who
// asks), head (of the household) and in each row of members.
var personFields = []string{"name", "number", "sex", "birth", "nationality", "position", "relation", "moved_in", "moved_from", "father", "mother", "state"}

var householdFields = []string{"code", "address", "kind", "registered", "moved_in", "since"}

// FromRegister reports whether the register may give a template's field.
func FromRegister(name string) bool {
	first, rest, _ := strings.Cut(name, ".")
	switch first {
	case "resident", "applicant", "head":
		return slices.Contains(personFields, rest)
	case "household":
		return slices.Contains(householdFields, rest)
	}
	return name == "members"
}

// files are the kinds of questions whose answer is no text for paper.
var files = []definition.Kind{definition.Photo, definition.File, definition.Signature, definition.Note}

// AnswerTo returns the question whose answer a field of a template takes: that
// of its own name, or "child_name" for "child.name".
func AnswerTo(name string, questions []*definition.Question) *definition.Question {
	for _, id := range []string{name, strings.Replace(name, ".", "_", 1)} {
		if i := slices.IndexFunc(questions, func(q *definition.Question) bool { return q.ID == id && !slices.Contains(files, q.Kind) }); i >= 0 {
			return questions[i]
		}
	}
	return nil
}

// ColumnFor returns the column that a field of a list's row takes: that of its
// own name, or one that ends in it: "mover_name" for "name".
func ColumnFor(name string, columns []definition.Question) *definition.Question {
	for _, fits := range []func(id string) bool{
		func(id string) bool { return id == name },
		func(id string) bool { _, end, cut := strings.Cut(id, "_"); return cut && end == name },
	} {
		if i := slices.IndexFunc(columns, func(q definition.Question) bool { return fits(q.ID) }); i >= 0 {
			return &columns[i]
		}
	}
	return nil
}

// Missing returns the fields that a template cannot do without and that neither
// the register nor an answer of the form gives: "movers.relation" of a list.
func (t *Template) Missing(questions []*definition.Question) []string {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(t.Fields)) {
		f := t.Fields[name]
		q := AnswerTo(name, questions)
		switch {
		case f.Optional || FromRegister(name):
		case q == nil:
			out = append(out, name)
		case f.Kind == List:
			for _, column := range slices.Sorted(maps.Keys(f.Fields)) {
				if !f.Fields[column].Optional && ColumnFor(column, q.Columns) == nil {
					out = append(out, name+"."+column)
				}
			}
		}
	}
	return out
}
