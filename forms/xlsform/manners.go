package xlsform

import (
	"slices"
	"strings"

	"sala/forms/definition"
)

// heard are the parameters that have an effect here, by type; all others are
// kept for Export.
var heard = map[string][]string{
	"range": {"start", "end", "step"}, "select_one_from_file": {"value", "label"}, "select_multiple_from_file": {"value", "label"},
}

// parameters reads "start=0 end=10; step=1".
func parameters(s string) map[string]string {
	out := map[string]string{}
	for field := range strings.FieldsSeq(strings.NewReplacer(",", " ", ";", " ", " =", "=", "= ", "=").Replace(s)) {
		if k, v, ok := strings.Cut(field, "="); ok {
			out[k] = v
		}
	}
	return out
}

// manners lists the parameters and the appearances that change nothing here: how
// a question is shown is the program's own.
func (im *importer) manners(q *definition.Question, r row) {
	word, _, _ := splitType(r.cells["type"])
	var without []string
	for name := range parameters(r.cells["parameters"]) {
		if !slices.Contains(heard[word], name) {
			without = append(without, name)
		}
	}
	slices.Sort(without)
	switch {
	case slices.Equal(without, []string{"randomize"}), slices.Equal(without, []string{"randomize", "seed"}):
		im.note(im.survey.name, r, "parameters", because("not_shuffled"))
	case len(without) > 0:
		im.note(im.survey.name, r, "parameters", because("parameters_kept", "names", strings.Join(without, ", ")))
	}
	for look := range strings.FieldsSeq(r.cells["appearance"]) {
		if look == "multiline" && q.Kind == definition.LongText || look == "signature" && q.Kind == definition.Signature {
			continue
		}
		im.note(im.survey.name, r, "appearance", because("appearance_kept", "name", look))
		break
	}
	if only := r.cells["readonly"]; !isYes(only) && !isNo(only) {
		im.note(im.survey.name, r, "readonly", because("readonly_rule"))
	}
}
