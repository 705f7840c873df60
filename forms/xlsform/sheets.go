package xlsform

import (
	"bytes"
	"cmp"
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

// typeOf gives a question of our own its type.
func (ex *exporter) typeOf(r map[string]string, q *definition.Question) {
	list := q.List
	if list == "" {
		list = q.ID
	}
	say := func(code string, pairs ...any) { ex.note("A", string(q.Kind), because(code, pairs...)) }
	switch q.Kind {
	case definition.LongText:
		r["type"], r["appearance"] = "text", "multiline"
	case definition.Integer:
		r["type"] = "integer"
	case definition.Decimal:
		r["type"] = "decimal"
	case definition.Money:
		r["type"] = "decimal"
		say("money_as_number", "currency", ex.form.Fee.Currency)
	case definition.OneOf, definition.ManyOf:
		r["type"] = map[definition.Kind]string{definition.OneOf: "select_one ", definition.ManyOf: "select_multiple "}[q.Kind] + list
		ex.list(list, ex.options(q))
		if slices.ContainsFunc(ex.options(q), func(o definition.Option) bool { return o.Relevant != "" }) {
			say("options_always")
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
	case definition.DateTime:
		r["type"] = "dateTime"
	case definition.Line:
		r["type"] = "geotrace"
	case definition.Outline:
		r["type"] = "geoshape"
	case definition.Group, definition.Table:
		r["type"] = "begin_repeat"
		if q.Min > 0 && q.Min == q.Max {
			r["repeat_count"] = strconv.Itoa(q.Min)
		}
	case definition.NationalNumber, definition.Address, definition.Person, definition.RegisterRef:
		r["type"] = "text"
		say("asked_as_text")
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
	external := map[string]bool{}
	for _, q := range ex.form.Questions() {
		if word, list, _ := splitType(q.Origin["type"]); word == "select_one_external" {
			external[list] = true
		}
	}
	for _, list := range ex.order {
		sheet := &ex.choices
		if external[list] {
			sheet = &ex.external
		}
		for _, o := range ex.lists[list] {
			r := map[string]string{"list_name": list, "name": o.ID}
			ex.words(r, "label", o.Label)
			ex.media(r, o.Media)
			for name, v := range o.Values {
				r[cmp.Or(ex.form.Origin["choices:"+name], name)] = v
			}
			sheet.add(r)
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

// entities gives back the sheet that Import kept.
func (ex *exporter) entities() (*outSheet, error) {
	kept := ex.form.Origin["sheet:entities"]
	if kept == "" {
		return nil, nil
	}
	var rows []map[string]string
	if err := json.Unmarshal([]byte(kept), &rows); err != nil {
		return nil, err
	}
	out := &outSheet{name: "entities"}
	for _, r := range rows {
		out.add(r)
	}
	return out, nil
}

// leading are the columns that stand first, in this order.
var leading = []string{"type", "list_name", "name", "label", "hint", "required", "relevant", "constraint", "constraint_message", "calculation", "default", "choice_filter"}

func (ex *exporter) write() ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	sheets := []*outSheet{&ex.survey, &ex.choices, &ex.settings}
	if len(ex.external.rows) > 0 {
		sheets = append(sheets, &ex.external)
	}
	if entities, err := ex.entities(); err != nil {
		return nil, err
	} else if entities != nil {
		sheets = append(sheets, entities)
	}
	for i, s := range sheets {
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
		last, err := excelize.CoordinatesToCellName(max(len(s.columns), 1), len(s.rows)+1)
		if err != nil {
			return nil, err
		}
		if err := f.SetSheetDimension(s.name, "A1:"+last); err != nil { // readers that stream believe it
			return nil, err
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
