package xlsform

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"sala/forms/definition"
)

// Export writes a form as an XLSForm workbook. A form that came from a workbook
// gets back what Import kept of it, unless it was changed since. The notes
// list what XLSForm cannot say.
func Export(f *definition.Form) ([]byte, []Note, error) {
	ex := &exporter{form: f, back: back{names: map[string]string{}, many: map[string]bool{}, yesNo: map[string]bool{}}, lists: map[string][]definition.Option{}}
	ex.survey.name, ex.choices.name, ex.external.name, ex.settings.name = "survey", "choices", "external_choices", "settings"
	for _, q := range f.Questions() {
		ex.back.names[q.ID] = nameOf(q)
		ex.back.many[q.ID] = q.Kind == definition.ManyOf
		ex.back.yesNo[q.ID] = q.Kind == definition.YesNo && q.Origin == nil
	}
	ex.sections()
	ex.choiceRows()
	ex.settingRow()
	b, err := ex.write()
	if err != nil {
		return nil, nil, fmt.Errorf("export form %s: %w", f.ID, err)
	}
	return b, ex.notes, nil
}

type exporter struct {
	form     *definition.Form
	back     back
	survey   outSheet
	choices  outSheet
	external outSheet // choices of select_one_external
	settings outSheet
	lists    map[string][]definition.Option
	order    []string
	group    []string // the groups that are open
	notes    []Note
}

// outSheet is a sheet on its way out: rows by heading.
type outSheet struct {
	name    string
	columns []string
	rows    []map[string]string
}

func (s *outSheet) add(r map[string]string) {
	for _, c := range slices.Sorted(maps.Keys(r)) {
		if !slices.Contains(s.columns, c) {
			s.columns = append(s.columns, c)
		}
	}
	s.rows = append(s.rows, r)
}

// note names the cell that the note is about: the row that will be added next.
func (ex *exporter) note(column, text string, why Why) {
	ex.notes = append(ex.notes, Note{Sheet: "survey", Cell: column + strconv.Itoa(len(ex.survey.rows)+2), Text: text, Why: why})
}

func nameOf(q *definition.Question) string {
	if name := q.Origin["name"]; name != "" {
		return name
	}
	return q.ID
}

func (ex *exporter) sections() {
	for i := range ex.form.Sections {
		s := &ex.form.Sections[i]
		imported := len(s.Questions) > 0 && s.Questions[0].Origin != nil
		if !imported {
			ex.open(nil)
			name := s.ID
			if ex.back.names[name] != "" { // names are unique in a workbook
				name = "section_" + name
			}
			r := map[string]string{"type": "begin_group", "name": name}
			ex.words(r, "label", s.Title)
			ex.rule(r, nil, "relevant", s.Relevant)
			ex.survey.add(r)
		}
		for q := range s.Questions {
			ex.question(&s.Questions[q], imported)
		}
		if !imported {
			ex.survey.add(map[string]string{"type": "end_group"})
		}
	}
	ex.open(nil)
}

// open closes and begins groups until exactly those of path are open.
func (ex *exporter) open(path []string) {
	same := 0
	for same < len(path) && same < len(ex.group) && path[same] == ex.group[same] {
		same++
	}
	for len(ex.group) > same {
		ex.survey.add(map[string]string{"type": "end_group"})
		ex.group = ex.group[:len(ex.group)-1]
	}
	for _, name := range path[same:] {
		ex.group = append(ex.group, name)
		r := map[string]string{"type": "begin_group", "name": name}
		var kept map[string]string
		if json.Unmarshal([]byte(ex.form.Origin["group:"+strings.Join(ex.group, "/")]), &kept) == nil {
			r = kept
		}
		ex.survey.add(r)
	}
}

func (ex *exporter) question(q *definition.Question, imported bool) {
	if imported {
		var path []string
		if g := q.Origin["group"]; g != "" {
			path = strings.Split(g, "/")
		}
		ex.open(path)
	}
	if q.Origin["generated"] != "" {
		return
	}
	r := map[string]string{"name": nameOf(q)}
	for heading, s := range q.Origin { // first what was kept; what the question says goes over it
		switch {
		case strings.HasSuffix(heading, "_as"), heading == "group", heading == "generated", heading == "name":
		default:
			r[heading] = s
		}
	}
	if q.Origin["label_as"] != "none" {
		ex.words(r, "label", q.Label)
	}
	ex.words(r, "hint", q.Hint)
	if q.Origin["message_as"] != "none" {
		ex.words(r, "constraint_message", q.Message)
	}
	ex.media(r, q.Media)
	if q.Origin["type"] == "" {
		ex.typeOf(r, q)
	} else {
		ex.keptList(q)
	}
	for column, rule := range map[string]string{"relevant": q.Relevant, "required": q.Required, "constraint": q.Constraint, "calculation": q.Calculation, "default": q.Default, "choice_filter": q.Filter} {
		ex.rule(r, q.Origin, column, rule)
	}
	if q.Calculation != "" && r["calculation"] == "" && r["type"] == "calculate" { // shown, since it cannot be worked out
		r["type"], r["readonly"] = "text", "yes"
	}
	if q.ReadOnly && !isYes(r["readonly"]) {
		r["readonly"] = "yes"
	}
	if q.Prefill != "" {
		ex.note("B", q.Prefill, because("prefill_lost"))
	}
	ex.survey.add(r)
	if q.Kind == definition.Group || q.Kind == definition.Table {
		outer := ex.group
		ex.group = nil
		for i := range q.Columns {
			ex.question(&q.Columns[i], q.Columns[i].Origin != nil)
		}
		ex.open(nil)
		ex.group = outer
		ex.survey.add(map[string]string{"type": "end_repeat"})
	}
}

// rule writes an expression: what stood there, when it still means the same.
func (ex *exporter) rule(r map[string]string, origin map[string]string, column, rule string) {
	if as, ok := origin[column+"_as"]; ok && as == rule {
		if origin[column] != "" {
			r[column] = origin[column]
		}
		return
	}
	delete(r, column)
	switch {
	case rule == "":
		return
	case column == "required" && rule == "true":
		r[column] = "yes"
		return
	case column == "default":
		if text, err := strconv.Unquote(rule); err == nil {
			r[column] = text
			return
		}
	}
	text, err := ex.back.translate(rule)
	if err != nil {
		why := because("column_lost", "column", column)
		if behind := (Why{}); errors.As(err, &behind) {
			why.Because = &behind
		}
		ex.note("B", rule, why)
		return
	}
	r[column] = text
}
