package certificate

import (
	"fmt"
	"strconv"
	"strings"

	"sala/forms/calendar"
	"sala/forms/definition"
	"sala/forms/fee"
	"sala/forms/identity"
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
	Mode        string // "", specimen, copy
	Mask        bool   // the citizen wants personal numbers masked
}

// FieldError says which field of a template cannot be printed.
type FieldError struct {
	Template, Field, Problem string
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
		f.err = &FieldError{Template: f.t.ID, Field: field, Problem: problem}
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

// write writes one field by its kind and filters.
func (f *filling) write(p span, field Field, value any) string {
	if value == nil || value == "" {
		if !field.Optional {
			f.fail(p.field, "is wanted and has no value")
		}
		return ""
	}
	has := func(filter string) bool {
		for _, n := range p.filters {
			if n == filter {
				return true
			}
		}
		return false
	}
	var out string
	switch field.Kind {
	case Count, Money:
		n, ok := asInt(value)
		if !ok {
			f.fail(p.field, fmt.Sprintf("is %v, not a whole number", value))
			return ""
		}
		out = f.amount(n, field.Kind, has("plain"))
	default:
		text, ok := value.(string)
		if !ok {
			f.fail(p.field, fmt.Sprintf("is %v, not text", value))
			return ""
		}
		out = f.words(p, field, text, has)
	}
	if has("thai") {
		out = calendar.ThaiDigits(out)
	}
	return out
}

func (f *filling) words(p span, field Field, text string, has func(string) bool) string {
	switch field.Kind {
	case Date:
		d, err := calendar.Parse(text)
		if err != nil {
			f.fail(p.field, fmt.Sprintf("is %q, not a date", text))
			return ""
		}
		switch {
		case has("formal"):
			return d.Formal(f.t.Language)
		case has("short"):
			return d.Short(f.t.Language)
		case has("year"):
			return calendar.Date{Year: d.Year}.Long(f.t.Language)
		}
		return d.Long(f.t.Language)
	case NationalNumber:
		if has("masked") || f.in.Mask && !has("plain") {
			return identity.Mask(f.t.Country, text)
		}
		return identity.Format(f.t.Country, text)
	case HouseCode:
		return identity.FormatHouse(text)
	case Choice:
		w, ok := field.Words[text]
		if !ok {
			f.fail(p.field, fmt.Sprintf("is %q, for which there are no words", text))
		}
		return w
	}
	return text
}

func (f *filling) amount(n int64, kind Kind, plain bool) string {
	if kind == Money {
		currency := map[string]string{"TH": "THB", "KR": "KRW"}[f.t.Country]
		s := strings.TrimSuffix(fee.Money{Minor: n, Currency: currency}.String(), " "+currency)
		whole, minor, _ := strings.Cut(s, ".")
		if minor != "" {
			minor = "." + minor
		}
		return group(whole) + minor
	}
	if plain {
		return strconv.FormatInt(n, 10)
	}
	return group(strconv.FormatInt(n, 10))
}

// group puts commas between thousands.
func group(s string) string {
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}

// asInt takes a whole number as Go, YAML, JSON and CBOR give it.
func asInt(v any) (int64, bool) {
	switch n := v.(type) {
	case int:
		return int64(n), true
	case int64:
		return n, true
	case uint64:
		return int64(n), n <= 1<<62
	case float64:
		return int64(n), n == float64(int64(n))
	}
	return 0, false
}

// Specimen returns the particulars of a sample of t, by invented people.
func Specimen(t *Template) Issue {
	in := Issue{On: calendar.Date{Year: 2026, Month: 11, Day: 22}, At: 1795329600, Mode: "specimen", AsOf: "2026-11-22 09:30"}
	switch t.Country {
	case "KR":
		in.Number = "KR-3001-2026-000045"
		in.Issuer = Issuer{ID: "KR-3001", Names: map[string]string{"ko": "한밭시 솔내구청장", "en": "Head of Solnae District, Hanbat City"}}
		in.Officer = Signatory{ID: "officer-b", Name: "박하늘", Title: "민원 담당"}
		in.Fee = "수수료 400원"
	default:
		in.Number = "TH-5001-2569-000128"
		in.Issuer = Issuer{ID: "TH-5001", Names: map[string]string{"th": "สำนักทะเบียนท้องถิ่นเทศบาลเมืองบ้านสวน", "en": "Ban Suan Municipality"}}
		in.Officer = Signatory{ID: "officer-a", Name: "นางสาวฟ้าใส ปั้นทอง", Title: "นายทะเบียนท้องถิ่น"}
		in.Fee = "ค่าธรรมเนียม 20 บาท"
	}
	return in
}

// SampleDocument is a filled template.
type SampleDocument struct {
	Template string
	Document Document
}

// Samples returns one specimen of every template, with invented people.
func (ts *Templates) Samples() ([]SampleDocument, error) {
	out := make([]SampleDocument, len(ts.all))
	for i, t := range ts.all {
		doc, err := t.Fill(t.Sample, Specimen(t))
		if err != nil {
			return nil, fmt.Errorf("sample of %s: %w", t.ID, err)
		}
		out[i] = SampleDocument{t.ID, doc}
	}
	return out, nil
}
