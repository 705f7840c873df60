package xlsform

import (
	"encoding/csv"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"sala/forms/definition"
	"sala/forms/definition/expression"
)

// lists reads the choices, and the tables for pulldata and instance.
func (im *importer) lists() {
	form := &definition.Form{Lists: map[string][]definition.Option{}, Tables: map[string]expression.Table{}, Origin: map[string]string{}}
	im.form = form
	for _, s := range im.choices {
		for _, r := range s.rows {
			list := r.cells["list_name"]
			if list == "" || r.cells["name"] == "" {
				if c, _ := r.first("list_name", "name", "label"); c != "" {
					im.note(s.name, r, c, because("choice_incomplete"))
				}
				continue
			}
			o := definition.Option{ID: r.cells["name"], Label: im.words(r, "label"), Media: im.media(r)}
			if len(o.Label) == 0 {
				o.Label = definition.Text{im.bare(o.ID): o.ID}
			}
			for heading, v := range r.cells {
				if heading == "list_name" || heading == "name" || heading == "label" || strings.HasPrefix(heading, "label::") || strings.HasPrefix(heading, "media::") && !strings.HasPrefix(heading, "media::big-image") {
					continue
				}
				if strings.HasPrefix(heading, "media::big-image") {
					im.note(s.name, r, heading, because("big_image_kept"))
				}
				if o.Values == nil {
					o.Values = map[string]string{}
				}
				o.Values[columnName(heading)] = v
				if name := columnName(heading); name != heading { // Export writes the heading as it was
					form.Origin["choices:"+name] = heading
				}
			}
			form.Lists[list] = append(form.Lists[list], o)
		}
	}
	im.files()
	for name, list := range form.Lists {
		im.scope.tables[name] = true
		if _, ok := form.Tables[name]; !ok && im.asked(name) {
			form.Tables[name] = tableOf(list)
		}
	}
}

// asked reports whether any cell of the survey asks instance() of the list.
func (im *importer) asked(list string) bool {
	for _, r := range im.survey.rows {
		for _, s := range r.cells {
			if strings.Contains(s, "instance(") && strings.Contains(s, list) {
				return true
			}
		}
	}
	return false
}

func tableOf(list []definition.Option) expression.Table {
	columns := map[string]bool{}
	for _, o := range list {
		for c := range o.Values {
			columns[c] = true
		}
	}
	t := expression.Table{Columns: append([]string{"name", "label"}, slices.Sorted(maps.Keys(columns))...)}
	for _, o := range list {
		cells := []string{o.ID, o.Label.In("en")}
		for _, c := range t.Columns[2:] {
			cells = append(cells, o.Values[c])
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

// files reads the CSV files beside the workbook.
func (im *importer) files() {
	if im.options.Files == nil {
		return
	}
	names, err := fs.Glob(im.options.Files, "*.csv")
	if err != nil {
		return
	}
	for _, name := range names {
		f, err := im.options.Files.Open(name)
		if err != nil {
			continue
		}
		r := csv.NewReader(io.LimitReader(f, MaxFile))
		r.FieldsPerRecord, r.LazyQuotes = -1, true
		rows, err := r.ReadAll()
		f.Close()
		if err != nil || len(rows) == 0 || len(rows) > maxRows {
			im.notes = append(im.notes, Note{Sheet: name, Cell: "A1", Why: because("file_no_table", "most", maxRows)})
			continue
		}
		table := strings.TrimSuffix(path.Base(name), ".csv")
		rows[0][0] = strings.TrimPrefix(rows[0][0], "\ufeff")
		im.form.Tables[table] = expression.Table{Columns: rows[0], Rows: rows[1:]}
		im.scope.tables[table] = true
	}
}
