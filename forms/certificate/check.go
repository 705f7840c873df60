package certificate

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"sala/forms/definition"
)

// span is a piece of a text: words, or a field with its filters.
type span struct {
	words   string
	field   string
	filters []string
}

// parse takes a text apart. A brace that is meant as one is doubled.
func parse(text string) ([]span, error) {
	var out []span
	words := ""
	for text != "" {
		i := strings.IndexAny(text, "{}")
		if i < 0 {
			words += text
			break
		}
		words += text[:i]
		if i+1 < len(text) && text[i+1] == text[i] {
			words += text[i : i+1]
			text = text[i+2:]
			continue
		}
		end := strings.IndexByte(text[i:], '}')
		if text[i] == '}' || end < 0 {
			return nil, fmt.Errorf("a brace stands alone in %q", text)
		}
		if words != "" {
			out, words = append(out, span{words: words}), ""
		}
		parts := strings.Split(text[i+1:i+end], "|")
		out = append(out, span{field: strings.TrimSpace(parts[0]), filters: parts[1:]})
		text = text[i+end+1:]
	}
	if words != "" {
		out = append(out, span{words: words})
	}
	return out, nil
}

// Check returns what is wrong with a template: above all fields that are named
// and not declared, which would be a blank on paper.
func (t *Template) Check() definition.Faults {
	c := &checking{t: t, used: map[string]bool{}}
	for name, text := range map[string]string{"id": t.ID, "version": t.Version, "country": t.Country, "language": t.Language, "title": t.Title, "comment": t.Comment, "subject.name": t.Subject.Name, "certifies": t.Certifies} {
		if strings.TrimSpace(text) == "" {
			c.fault("template_missing", name, "field", name)
		}
	}
	if !slices.Contains([]string{"th", "ko", "en"}, t.Language) {
		c.fault("template_language", "language", "language", t.Language)
	}
	for _, name := range slices.Sorted(maps.Keys(t.Fields)) {
		c.field("fields."+name, t.Fields[name], false)
		if _, ok := known[name]; ok {
			c.fault("template_known", "fields."+name, "name", name)
		}
	}
	scope := maps.Clone(known)
	maps.Copy(scope, t.Fields)
	for path, text := range map[string]string{"title": t.Title, "subtitle": t.Subtitle, "certifies": t.Certifies, "subject.name": t.Subject.Name, "subject.number": t.Subject.Number, "subject.birth": t.Subject.Birth, "subject.place": t.Subject.Place} {
		c.text(path, text, scope)
	}
	if t.Days < 0 || t.Days > 3660 || t.Months < 0 || t.Months > 120 || t.Days > 0 && t.Months > 0 {
		c.fault("template_valid", "days", "days", 3660, "months", 120)
	}
	if len(t.Blocks) == 0 {
		c.fault("template_blocks", "blocks")
	}
	for i, b := range t.Blocks {
		c.block(fmt.Sprintf("blocks[%d]", i), b, scope)
	}
	for _, name := range slices.Sorted(maps.Keys(t.Fields)) {
		if !c.used[name] {
			c.fault("template_unused", "fields."+name, "name", name)
		}
	}
	if len(c.faults) == 0 && len(t.Sample) > 0 {
		if _, err := t.Fill(t.Sample, Specimen(t)); err != nil {
			c.fault("sample", "sample", "detail", err.Error())
		}
	} else if len(t.Sample) == 0 {
		c.fault("sample_missing", "sample")
	}
	slices.SortFunc(c.faults, func(a, b definition.Fault) int { return strings.Compare(a.Path, b.Path) })
	return c.faults
}

type checking struct {
	t      *Template
	used   map[string]bool
	faults definition.Faults
}

func (c *checking) fault(code, path string, pairs ...any) {
	c.faults = append(c.faults, definition.Wrong(code, path, pairs...))
}

func (c *checking) field(path string, f Field, inList bool) {
	switch {
	case !slices.Contains(kinds, f.Kind):
		c.fault("template_kind", path, "kind", string(f.Kind), "kinds", listed(kinds))
	case f.Kind == Choice && len(f.Words) == 0:
		c.fault("template_choice", path)
	case f.Kind == List && (inList || len(f.Fields) == 0):
		c.fault("template_list", path)
	}
	for _, name := range slices.Sorted(maps.Keys(f.Fields)) {
		c.field(path+"."+name, f.Fields[name], true)
	}
}

func (c *checking) block(path string, b TemplateBlock, scope map[string]Field) {
	set := 0
	for _, is := range []bool{b.Head != "", b.Text != "", len(b.Rows) > 0, b.Table != nil, b.Box != nil} {
		if is {
			set++
		}
	}
	if set != 1 {
		c.fault("template_block", path)
	}
	c.text(path+".head", b.Head, scope)
	c.text(path+".text", b.Text, scope)
	for i, r := range b.Rows {
		c.text(fmt.Sprintf("%s.rows[%d].label", path, i), r.Label, scope)
		c.text(fmt.Sprintf("%s.rows[%d].value", path, i), r.Value, scope)
	}
	if b.Box != nil && (b.Box.Height < 5 || b.Box.Height > 120 || b.Box.Title == "") {
		c.fault("template_box", path+".box", "least", 5, "most", 120)
	}
	if b.Table == nil {
		return
	}
	list, ok := scope[b.Table.Of]
	if !ok || list.Kind != List {
		c.fault("template_no_list", path+".table.of", "list", b.Table.Of)
		return
	}
	c.used[b.Table.Of] = true
	if b.Table.End == "" {
		c.fault("template_end", path+".table.end")
	}
	if len(b.Table.Columns) == 0 || len(b.Table.Columns) > 12 {
		c.fault("template_columns", path+".table.columns", "most", 12)
	}
	inner := maps.Clone(list.Fields)
	inner["order"] = Field{Kind: Count}
	for i, col := range b.Table.Columns {
		at := fmt.Sprintf("%s.table.columns[%d]", path, i)
		if col.Share <= 0 || !slices.Contains([]string{"", "center", "right"}, col.Align) {
			c.fault("template_column", at)
		}
		c.text(at+".value", col.Value, inner)
	}
}

// text checks the fields and filters that a text names.
func (c *checking) text(path, text string, scope map[string]Field) {
	spans, err := parse(text)
	if err != nil {
		c.fault("template_brace", path, "text", text)
		return
	}
	for _, s := range spans {
		if s.field == "" {
			continue
		}
		f, ok := scope[s.field]
		if !ok {
			c.fault("template_no_field", path, "name", s.field)
			continue
		}
		c.used[s.field] = true
		if f.Kind == List {
			c.fault("template_is_list", path, "name", s.field)
		}
		for _, filter := range s.filters {
			takes, ok := filters[filter]
			if !ok {
				c.fault("template_no_filter", path, "filter", filter, "filters", listed(slices.Sorted(maps.Keys(filters))))
			} else if !slices.Contains(takes, f.Kind) {
				c.fault("template_filter", path, "filter", filter, "kind", string(f.Kind))
			}
		}
	}
}

// listed writes what may be written, for the words of a fault.
func listed[S ~string](all []S) string {
	names := make([]string, len(all))
	for i, s := range all {
		names[i] = string(s)
	}
	return strings.Join(names, ", ")
}
