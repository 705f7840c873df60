package certificate

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"sala/forms/definition"
)

// Template is a kind of certificate as data: which fields it wants and where
// they stand. Texts hold fields in braces: "{resident.name}",
// "{issued|formal}".
//
// A field's kind says how it is written; a filter after "|" says otherwise:
// see filters. Fields that every template
// has are in known.
type Template struct {
	ID        string           `json:"id"`
	Version   string           `json:"version"`
	Country   string           `json:"country"`
	Language  string           `json:"language"`
	FormCode  string           `json:"form_code,omitempty"`
	Title     string           `json:"title"`
	Subtitle  string           `json:"subtitle,omitempty"`
	Called    definition.Text  `json:"called,omitempty"` // its title for readers of other languages; on no paper
	Confirmed bool             `json:"confirmed"`        // fields and wording were checked against the published form
	Comment   string           `json:"comment"`          // where the fields are from, and what is not confirmed
	Fields    map[string]Field `json:"fields"`
	Subject   TemplateSubject  `json:"subject"`
	Blocks    []TemplateBlock  `json:"blocks"`
	Certifies string           `json:"certifies"`
	Months    int              `json:"months,omitempty"` // how long it is valid
	Days      int              `json:"days,omitempty"`
	Sample    map[string]any   `json:"sample"` // invented people, for specimens
}

// Field is one thing that a template wants to know.
type Field struct {
	Kind     Kind              `json:"kind"`
	Words    map[string]string `json:"words,omitempty"`  // of a choice: what is printed for each value
	Fields   map[string]Field  `json:"fields,omitempty"` // of a list: each row's
	Optional bool              `json:"optional,omitempty"`
}

// Kind is what a field's value is and how it is written.
type Kind string

// The kinds of fields.
const (
	Text           Kind = "text"            // string, as it is
	Date           Kind = "date"            // string in calendar.Date's form
	Count          Kind = "count"           // an integer, grouped by thousands
	Money          Kind = "money"           // an integer in minor units
	NationalNumber Kind = "national_number" // string of digits; masked by choice
	HouseCode      Kind = "house_code"      // string of 11 digits
	Choice         Kind = "choice"          // string, one of Words
	List           Kind = "list"            // list of maps
)

var kinds = []Kind{Text, Date, Count, Money, NationalNumber, HouseCode, Choice, List}

// TemplateSubject is whom the certificate is about.
type TemplateSubject struct {
	Name   string `json:"name"`
	Number string `json:"number,omitempty"`
	Birth  string `json:"birth,omitempty"`
	Place  string `json:"place,omitempty"`
}

// TemplateBlock is one part of the page: exactly one member is set.
type TemplateBlock struct {
	Head  string         `json:"head,omitempty"`
	Text  string         `json:"text,omitempty"`
	Rows  []TemplateRow  `json:"rows,omitempty"`
	Table *TemplateTable `json:"table,omitempty"`
	Box   *Box           `json:"box,omitempty"`
}

// TemplateRow is a label and its value. A row without a value is left out, or
// printed with a dash where Keep is set.
type TemplateRow struct {
	Label string `json:"label"`
	Value string `json:"value"`
	Keep  bool   `json:"keep,omitempty"`
}

// TemplateTable prints one line for each row of a list.
type TemplateTable struct {
	Of      string           `json:"of"`
	Columns []TemplateColumn `json:"columns"`
	End     string           `json:"end"`
}

// TemplateColumn is a column whose value names fields of the list, {order}
// among them.
type TemplateColumn struct {
	Title string  `json:"title"`
	Share float64 `json:"share"`
	Align string  `json:"align,omitempty"`
	Value string  `json:"value"`
}

// known are the fields of every template.
var known = map[string]Field{
	"number": {Kind: Text}, "issued": {Kind: Date}, "expires": {Kind: Date, Optional: true},
	"office": {Kind: Text}, "officer.name": {Kind: Text}, "officer.title": {Kind: Text}, "fee": {Kind: Text, Optional: true},
}

// filters are the ways in which a field may be written other than its kind's,
// and the kinds that they take.
var filters = map[string][]Kind{
	"formal": {Date}, "short": {Date}, "year": {Date}, "thai": {Text, Count, Money, NationalNumber, HouseCode, Date}, "masked": {NationalNumber},
	"plain": {NationalNumber, HouseCode, Count}, // never masked, never grouped
}

// ReadTemplate reads and checks one template in YAML. The error is of type
// definition.Faults.
func ReadTemplate(file string, source []byte) (*Template, error) {
	t := &Template{}
	faults := definition.Decode(file, source, t)
	if len(faults) == 0 {
		faults = t.Check()
		definition.Locate(file, source, faults)
	}
	if len(faults) > 0 {
		return nil, faults
	}
	return t, nil
}

// Templates are the certificates of one or more packs.
type Templates struct{ all []*Template }

// LoadTemplates reads every certificates/*.yaml of packs' folders. The error
// names every fault of every file.
func LoadTemplates(packs ...fs.FS) (*Templates, error) {
	ts := &Templates{}
	var faults definition.Faults
	for _, p := range packs {
		files, err := fs.Glob(p, "certificates/*.yaml")
		if err != nil {
			return nil, fmt.Errorf("look for templates: %w", err)
		}
		for _, file := range files {
			source, err := fs.ReadFile(p, file)
			if err != nil {
				return nil, fmt.Errorf("read a template: %w", err)
			}
			t, err := ReadTemplate(file, source)
			var more definition.Faults
			switch {
			case errors.As(err, &more):
				faults = append(faults, more...)
			case err != nil:
				return nil, err
			case ts.index(t.ID) >= 0:
				faults = append(faults, definition.Fault{File: file, Path: "id", Code: "template_twice", Args: map[string]any{"id": t.ID}})
			default:
				if base := strings.TrimSuffix(path.Base(file), ".yaml"); t.ID != strings.ToLower(t.Country)+"."+base {
					faults = append(faults, definition.Fault{File: file, Path: "id", Code: "template_name", Args: map[string]any{"id": t.ID}})
				}
				ts.all = append(ts.all, t)
			}
		}
	}
	if len(faults) > 0 {
		return nil, faults
	}
	slices.SortFunc(ts.all, func(a, b *Template) int { return strings.Compare(a.ID, b.ID) })
	return ts, nil
}

func (ts *Templates) index(id string) int {
	return slices.IndexFunc(ts.all, func(t *Template) bool { return t.ID == id })
}

// Template returns the template of that ID.
func (ts *Templates) Template(id string) (*Template, bool) {
	if i := ts.index(id); i >= 0 {
		return ts.all[i], true
	}
	return nil, false
}

// All returns all templates in the order of their IDs.
func (ts *Templates) All() []*Template { return slices.Clone(ts.all) }
