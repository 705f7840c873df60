package xlsform

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"sala/forms/definition"
)

func (im *importer) fromFile(q *definition.Question, n *node) {
	name := strings.TrimSuffix(n.list, ".csv")
	t, ok := im.form.Tables[name]
	if !ok || !strings.HasSuffix(n.list, ".csv") {
		im.note(im.survey.name, n.row, "type", because("file_missing", "file", n.list))
		q.Kind = definition.ShortText
		return
	}
	if im.form.Lists[n.list] == nil {
		named := parameters(n.row.cells["parameters"])
		value, label := slices.Index(t.Columns, cmp.Or(named["value"], "name")), slices.Index(t.Columns, cmp.Or(named["label"], "label"))
		for _, cells := range t.Rows {
			if value < 0 || value >= len(cells) || cells[value] == "" {
				continue
			}
			o := definition.Option{ID: cells[value], Values: map[string]string{}}
			for i, c := range t.Columns {
				if i < len(cells) && i != value && i != label {
					o.Values[columnName(c)] = cells[i]
				}
			}
			words := cells[value]
			if label >= 0 && label < len(cells) && cells[label] != "" {
				words = cells[label]
			}
			o.Label = definition.Text{im.bare(words): words}
			im.form.Lists[n.list] = append(im.form.Lists[n.list], o)
		}
	}
	q.List = n.list
}

// span makes a range's parameters a constraint.
func (im *importer) span(q *definition.Question, r row) {
	limits := map[string]string{"start": "1", "end": "10", "step": "1"}
	for k, v := range parameters(r.cells["parameters"]) {
		if _, err := strconv.ParseFloat(v, 64); err == nil {
			limits[k] = v
		}
	}
	q.Constraint = fmt.Sprintf("answer >= %s and answer <= %s", limits["start"], limits["end"])
	if !strings.Contains(limits["start"]+limits["step"], ".") {
		q.Kind = definition.Integer
	}
	q.Origin["constraint_as"] = q.Constraint
}

func isYes(s string) bool {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "yes", "true", "true()", "1", "y":
		return true
	}
	return false
}

func isNo(s string) bool {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "", "no", "false", "false()", "0", "n":
		return true
	}
	return false
}

// other makes the text that "or_other" asks for.
func (im *importer) other(q *definition.Question) []definition.Question {
	list := q.List + " or_other"
	if im.form.Lists[list] == nil {
		o := definition.Option{ID: "other", Label: definition.Text{}}
		for lang := range im.languages {
			o.Label[lang] = map[string]string{"th": "อื่น ๆ", "ko": "기타"}[lang]
			if o.Label[lang] == "" {
				o.Label[lang] = "Other"
			}
		}
		im.form.Lists[list] = append(slices.Clone(im.form.Lists[q.List]), o)
	}
	q.List = list
	relevant := q.ID + ` == "other"`
	if q.Kind == definition.ManyOf {
		relevant = `"other" in ` + q.ID
	}
	return []definition.Question{{ID: im.unique(q.ID+"_other", "other"), Kind: definition.ShortText, Label: maps.Clone(im.form.Lists[list][len(im.form.Lists[list])-1].Label),
		Relevant: relevant, Origin: map[string]string{"generated": "or_other", "group": q.Origin["group"]}}}
}

func (im *importer) repeat(n *node, group string, around []string, within map[string]bool) *definition.Question {
	r := n.row
	q := &definition.Question{ID: n.id, Kind: definition.Group, Label: im.words(r, "label"), Media: im.media(r), Origin: map[string]string{"type": r.cells["type"], "name": r.cells["name"]}}
	if group != "" {
		q.Origin["group"] = group
	}
	if len(q.Label) == 0 {
		q.Label = definition.Text{im.bare(r.cells["name"]): r.cells["name"]}
		q.Origin["label_as"] = "none"
	}
	s := im.scope
	s.within, s.at = within, n.path
	im.rule(&q.Relevant, r, "relevant", boolKind, s, q.Origin)
	q.Relevant = strings.Join(append(slices.Clone(around), nonEmpty(q.Relevant)...), " and ")
	q.Origin["relevant_as"] = q.Relevant
	im.count(q, r, s)
	im.rest(r, q.Origin)
	inside := maps.Clone(within)
	inside[n.id] = true
	for _, c := range n.children {
		q.Columns = append(q.Columns, im.questions(c, "", nil, inside)...)
	}
	if len(q.Columns) == 0 {
		im.note(im.survey.name, r, "type", because("repeat_empty"))
		return nil
	}
	return q
}

// count carries how many rows a repeat has: a number, or a rule, with which the
// rows that the person adds must agree.
func (im *importer) count(q *definition.Question, r row, s scope) {
	count := r.cells["repeat_count"]
	if count == "" {
		return
	}
	q.Origin["repeat_count"] = count
	if rows, err := strconv.Atoi(strings.TrimSuffix(count, ".0")); err == nil && rows > 0 && rows <= definition.MaxRows {
		q.Min, q.Max = rows, rows
		return
	}
	var wanted string
	im.rule(&wanted, r, "repeat_count", numberKind, s, nil)
	if wanted == "" {
		return
	}
	q.Constraint, q.Required = "len(answer) == whole("+wanted+")", "whole("+wanted+") > 0"
	q.Message = definition.Text{"th": "จำนวนรายการต้องตรงกับคำตอบข้างต้น", "en": "There must be as many entries as was answered above", "ko": "앞에서 답한 수만큼 적어야 합니다"}
	q.Origin["constraint_as"], q.Origin["required_as"], q.Origin["message_as"] = q.Constraint, q.Required, "none" // Export writes the count
}

func nonEmpty(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}
