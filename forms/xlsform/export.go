package xlsform

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"sala/forms/definition"
)

// Export writes a form as an XLSForm workbook. A form that came from a workbook
// gets back what Import kept of it, unless it was changed since. The notes
// list what XLSForm cannot say.
func Export(f *definition.Form) ([]byte, []Note, error) {
	ex := &exporter{form: f, back: back{names: map[string]string{}, many: map[string]bool{}, yesNo: map[string]bool{}}, lists: map[string][]definition.Option{}}
	ex.survey.name, ex.choices.name, ex.settings.name = "survey", "choices", "settings"
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
func (ex *exporter) note(column, text, what string) {
	ex.notes = append(ex.notes, Note{Sheet: "survey", Cell: column + strconv.Itoa(len(ex.survey.rows)+2), Text: text, What: what})
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
			r := map[string]string{"type": "begin_group", "name": s.ID}
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
	ex.words(r, "label", q.Label)
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
	if q.ReadOnly {
		r["readonly"] = "yes"
	}
	if q.Prefill != "" {
		ex.note("B", q.Prefill, "prefill has no counterpart in XLSForm")
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
		ex.note("B", rule, column+" is left out: "+err.Error())
		return
	}
	r[column] = text
}

// typeOf gives a question of our own its type.
func (ex *exporter) typeOf(r map[string]string, q *definition.Question) {
	list := q.List
	if list == "" {
		list = q.ID
	}
	say := func(what string) { ex.note("A", string(q.Kind), what) }
	switch q.Kind {
	case definition.LongText:
		r["type"], r["appearance"] = "text", "multiline"
	case definition.Integer:
		r["type"] = "integer"
	case definition.Decimal:
		r["type"] = "decimal"
	case definition.Money:
		r["type"] = "decimal"
		say("money is asked as a number in " + ex.form.Fee.Currency + ", not in minor units")
	case definition.OneOf, definition.ManyOf:
		r["type"] = map[definition.Kind]string{definition.OneOf: "select_one ", definition.ManyOf: "select_multiple "}[q.Kind] + list
		ex.list(list, ex.options(q))
		if slices.ContainsFunc(ex.options(q), func(o definition.Option) bool { return o.Relevant != "" }) {
			say("options that depend on other answers are always offered")
		}
	case definition.YesNo:
		r["type"] = "select_one yes_no"
		ex.list("yes_no", []definition.Option{{ID: "yes", Label: definition.Text{"th": "ใช่", "en": "Yes", "ko": "예"}}, {ID: "no", Label: definition.Text{"th": "ไม่ใช่", "en": "No", "ko": "아니요"}}})
	case definition.Photo:
		r["type"] = "image"
	case definition.Signature:
		r["type"], r["appearance"] = "image", "signature"
	case definition.Location:
		r["type"] = "geopoint"
	case definition.Group, definition.Table:
		r["type"] = "begin_repeat"
		if q.Min > 0 && q.Min == q.Max {
			r["repeat_count"] = strconv.Itoa(q.Min)
		}
	case definition.NationalNumber, definition.Address, definition.Person, definition.RegisterRef:
		r["type"] = "text"
		say("asked as text: XLSForm does not know this kind")
	case definition.Note:
		r["type"] = "note"
	default:
		r["type"] = string(q.Kind)
	}
	if q.Calculation != "" {
		r["type"] = "calculate"
	}
}

func (ex *exporter) options(q *definition.Question) []definition.Option {
	if q.List != "" {
		return ex.form.Lists[q.List]
	}
	return q.Options
}

// keptList takes along the list that a question from a workbook chooses from.
func (ex *exporter) keptList(q *definition.Question) {
	if q.List == "" || strings.HasSuffix(q.List, ".csv") {
		return
	}
	name := strings.TrimSuffix(q.List, " or_other")
	ex.list(name, ex.form.Lists[name])
}

func (ex *exporter) list(name string, options []definition.Option) {
	if _, ok := ex.lists[name]; !ok {
		ex.order = append(ex.order, name)
		ex.lists[name] = options
	}
}

func (ex *exporter) heading(column, language string) string {
	written, ok := ex.form.Origin["language:"+language]
	switch {
	case ok && written == "":
		return column
	case ok:
		return column + "::" + written
	}
	return column + "::" + map[string]string{"th": "ไทย (th)", "en": "English (en)", "ko": "한국어 (ko)"}[language]
}

func (ex *exporter) words(r map[string]string, column string, t definition.Text) {
	for lang, s := range t {
		r[ex.heading(column, lang)] = s
	}
}

func (ex *exporter) media(r map[string]string, m *definition.Media) {
	if m == nil {
		return
	}
	ex.words(r, "media::image", m.Image)
	ex.words(r, "media::audio", m.Audio)
	ex.words(r, "media::video", m.Video)
}

func (ex *exporter) choiceRows() {
	for _, name := range slices.Sorted(maps.Keys(ex.form.Lists)) { // lists that only instance() asks
		if !strings.HasSuffix(name, " or_other") && !strings.HasSuffix(name, ".csv") && ex.form.Origin != nil {
			ex.list(name, ex.form.Lists[name])
		}
	}
	for _, list := range ex.order {
		for _, o := range ex.lists[list] {
			r := map[string]string{"list_name": list, "name": o.ID}
			ex.words(r, "label", o.Label)
			ex.media(r, o.Media)
			maps.Copy(r, o.Values)
			ex.choices.add(r)
		}
	}
}

func (ex *exporter) settingRow() {
	r := map[string]string{"form_title": ex.form.Title.In("en"), "form_id": ex.form.ID, "version": ex.form.Version}
	for key, s := range ex.form.Origin {
		if column, ok := strings.CutPrefix(key, "settings:"); ok {
			r[column] = s
		}
	}
	ex.settings.add(r)
}

// leading are the columns that stand first, in this order.
var leading = []string{"type", "list_name", "name", "label", "hint", "required", "relevant", "constraint", "constraint_message", "calculation", "default", "choice_filter"}

func (ex *exporter) write() ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	for i, s := range []*outSheet{&ex.survey, &ex.choices, &ex.settings} {
		if i == 0 {
			if err := f.SetSheetName("Sheet1", s.name); err != nil {
				return nil, err
			}
		} else if _, err := f.NewSheet(s.name); err != nil {
			return nil, err
		}
		rank := func(column string) string {
			head, _, _ := strings.Cut(column, "::")
			return fmt.Sprintf("%02d%s", (slices.Index(leading, head)+100)%100, column)
		}
		slices.SortFunc(s.columns, func(a, b string) int { return strings.Compare(rank(a), rank(b)) })
		if err := f.SetSheetRow(s.name, "A1", &s.columns); err != nil {
			return nil, err
		}
		for n, r := range s.rows {
			cells := make([]string, len(s.columns))
			for c, column := range s.columns {
				cells[c] = r[column]
			}
			if err := f.SetSheetRow(s.name, "A"+strconv.Itoa(n+2), &cells); err != nil {
				return nil, err
			}
		}
	}
	out, err := f.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// Tables returns the CSV files that go beside an exported workbook: the tables
// for pulldata and the choices from files, by name.
func Tables(f *definition.Form) (map[string][]byte, error) {
	out := map[string][]byte{}
	for name, t := range f.Tables {
		if f.Lists[name] != nil {
			continue // made of the sheet choices
		}
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		if err := w.WriteAll(append([][]string{t.Columns}, t.Rows...)); err != nil {
			return nil, fmt.Errorf("write table %s: %w", name, err)
		}
		out[name+".csv"] = b.Bytes()
	}
	return out, nil
}
