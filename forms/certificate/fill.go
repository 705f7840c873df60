package certificate

import (
	"fmt"
	"strings"

	"sala/forms/calendar"
	"sala/forms/definition"
	"sala/forms/register"
	"sala/forms/script"
)

// Issue is what is known of a certificate when it is made out, beside what it
// says.
type Issue struct {
	Number      string
	Issuer      Issuer
	Officer     Signatory
	On          calendar.Date
	At          int64 // Unix seconds
	Fee         string
	Provisional bool
	AsOf        string
	Order       string // the standing order that permits it, "" where an officer approved
	Mode        string // "", specimen, copy
	Mask        bool   // the citizen wants personal numbers masked
}

// FieldError says which field of a template cannot be printed.
type FieldError struct {
	Template, Field, Problem string
	Label                    string // under which it would stand on the paper, "" for none
}

// Name returns what a person calls the field: its label on the paper, or its
// name in the template where it has none.
func (e *FieldError) Name() string {
	if e.Label != "" {
		return e.Label
	}
	return e.Field
}

func (e *FieldError) Error() string {
	return fmt.Sprintf("certificate %s: field %s %s", e.Template, e.Field, e.Problem)
}

// Fill makes out a document. Values are nested as the names of fields are
// ("resident.name" is values["resident"]["name"]) or flat. Texts are cleaned
// (script.Clean). A field that is wanted and absent, or is not of its kind,
// gives a *FieldError; a character that cannot be printed a
// *script.CharacterError.
func (t *Template) Fill(values map[string]any, in Issue) (Document, error) {
	f := &filling{t: t, in: in}
	doc := Document{
		Template: t.ID, Language: t.Language, Number: in.Number, FormCode: t.FormCode, Issuer: in.Issuer, Officer: in.Officer,
		Issued: in.On, IssuedAt: in.At, Fee: in.Fee, Provisional: in.Provisional, AsOf: in.AsOf, Mode: in.Mode, Expires: t.expires(in.On),
	}
	if in.Order != "" {
		doc.Extra = map[string]string{extraOrder: in.Order}
	}
	s := f.scope(values, doc.Expires)
	doc.Title, doc.Subtitle, doc.Certifies = f.text(t.Title, s), f.text(t.Subtitle, s), f.text(t.Certifies, s)
	doc.Subject = Subject{Name: f.text(t.Subject.Name, s), Number: f.text(t.Subject.Number, s), Birth: f.text(t.Subject.Birth, s), Place: f.text(t.Subject.Place, s)}
	for _, b := range t.Blocks {
		if block, ok := f.block(b, s); ok {
			doc.Blocks = append(doc.Blocks, block)
		}
	}
	if f.err != nil {
		return Document{}, f.err
	}
	return doc, nil
}

func (t *Template) expires(on calendar.Date) calendar.Date {
	switch {
	case t.Days > 0:
		return on.AddDays(t.Days)
	case t.Months > 0:
		return on.AddMonths(t.Months)
	}
	return calendar.Date{}
}

type filling struct {
	t   *Template
	in  Issue
	err error
}

// scope is the fields that texts may name, with their values.
type scope struct {
	fields map[string]Field
	value  func(name string) any
}

func (f *filling) fail(field, problem string) {
	if f.err == nil {
		f.err = &FieldError{Template: f.t.ID, Field: field, Problem: problem, Label: f.t.label(field)}
	}
}

func (f *filling) scope(values map[string]any, expires calendar.Date) scope {
	own := map[string]any{
		"number": f.in.Number, "issued": f.in.On.String(), "expires": expires.String(), "fee": f.in.Fee,
		"office": definition.Text(f.in.Issuer.Names).In(f.t.Language), "officer.name": f.in.Officer.Name, "officer.title": f.in.Officer.Title,
	}
	fields := map[string]Field{}
	for name, k := range known {
		fields[name] = k
	}
	for name, k := range f.t.Fields {
		fields[name] = k
	}
	return scope{fields, func(name string) any {
		if v, ok := own[name]; ok {
			return v
		}
		return find(values, name)
	}}
}

// find returns the value under a name, flat or nested.
func find(values map[string]any, name string) any {
	if v, ok := values[name]; ok {
		return v
	}
	first, rest, nested := strings.Cut(name, ".")
	if !nested {
		return nil
	}
	if inner := register.Fields(values).Fields(first); inner != nil {
		return find(inner, rest)
	}
	return nil
}

func (f *filling) block(b TemplateBlock, s scope) (Block, bool) {
	switch {
	case b.Table != nil:
		return Block{Table: f.table(b.Table, s)}, true
	case b.Box != nil:
		box := *b.Box
		return Block{Box: &box}, true
	case b.Head != "":
		return Block{Head: f.text(b.Head, s)}, true
	case b.Text != "":
		text := f.text(b.Text, s)
		return Block{Text: text}, text != ""
	}
	var rows []Row
	for _, r := range b.Rows {
		row := Row{Label: f.text(r.Label, s), Value: f.text(r.Value, s)}
		if strings.TrimSpace(row.Value) == "" {
			if !r.Keep {
				continue
			}
			row.Value = "-"
		}
		rows = append(rows, row)
	}
	return Block{Rows: rows}, len(rows) > 0
}

func (f *filling) table(t *TemplateTable, s scope) *Table {
	out := &Table{End: t.End}
	for _, c := range t.Columns {
		out.Columns = append(out.Columns, Column{Title: c.Title, Share: c.Share, Align: c.Align})
	}
	list := s.fields[t.Of]
	fields := map[string]Field{"order": {Kind: Count}}
	for name, k := range list.Fields {
		fields[name] = k
	}
	rows, ok := asRows(s.value(t.Of))
	if !ok {
		f.fail(t.Of, "is not a list")
	}
	for i, row := range rows {
		line := make([]string, len(t.Columns))
		in := scope{fields, func(name string) any {
			if name == "order" {
				return int64(i + 1)
			}
			return find(row, name)
		}}
		for j, c := range t.Columns {
			line[j] = f.text(c.Value, in)
		}
		out.Rows = append(out.Rows, line)
	}
	return out
}

// asRows takes a list as Go, YAML, JSON and CBOR give it. No value is an empty
// list.
func asRows(v any) ([]map[string]any, bool) {
	switch l := v.(type) {
	case nil:
		return nil, true
	case []map[string]any:
		return l, true
	case []any:
		out := make([]map[string]any, len(l))
		for i, e := range l {
			m := register.Fields{"row": e}.Fields("row")
			if m == nil {
				return nil, false
			}
			out[i] = m
		}
		return out, true
	}
	return nil, false
}

// text writes a template's text with its fields.
func (f *filling) text(text string, s scope) string {
	spans, err := parse(text)
	if err != nil {
		f.fail(text, err.Error())
		return ""
	}
	var b strings.Builder
	for _, p := range spans {
		if p.field == "" {
			b.WriteString(p.words)
			continue
		}
		b.WriteString(f.write(p, s.fields[p.field], s.value(p.field)))
	}
	clean, err := script.Clean(strings.TrimSpace(b.String()))
	if err != nil && f.err == nil {
		f.err = fmt.Errorf("certificate %s: %w", f.t.ID, err)
	}
	return clean
}
