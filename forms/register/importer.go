package register

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"sala/forms/calendar"
	"sala/forms/identity"
)

// Mapping says which column of a CSV file becomes which field of a register.
type Mapping struct {
	Register string            `json:"register"`
	Office   string            `json:"office"`  // to which the records belong, where Columns has no office
	Country  string            `json:"country"` // of national numbers and addresses
	Language string            `json:"language,omitempty"`
	Columns  map[string]Column `json:"columns"` // by the file's heading
	Comma    string            `json:"comma,omitempty"`
}

// Column is where a column's text goes and how it is read.
type Column struct {
	Field    string            `json:"field"`            // of the register; "id" and "office" are the record's own
	As       string            `json:"as,omitempty"`     // "", date, number, house, sex, whole
	Values   map[string]string `json:"values,omitempty"` // text in the file -> value, such as "1": male
	Required bool              `json:"required,omitempty"`
}

// Refusal is a row that was not imported.
type Refusal struct {
	Row    int    `json:"row"` // in the file, 1 for the headings
	Column string `json:"column,omitempty"`
	Code   string `json:"code"` // a problem's code
	Text   string `json:"text,omitempty"`
}

// Progress is how far an import has come. It is all that is needed to go on
// after an interruption.
type Progress struct {
	Row     int   `json:"row"`    // the last row that was read
	Offset  int64 `json:"offset"` // bytes of the file read, up to and including Row
	Taken   int   `json:"taken"`
	Refused int   `json:"refused"`
}

// ErrMapping means that the mapping does not go with the file.
var ErrMapping = errors.New("the mapping does not go with the file")

// Import reads a CSV file (UTF-8, headings in the first row) and gives each
// good row to take and each refused one to refuse; either stops the import by
// returning an error. To go on after an interruption, open the file again from
// the beginning and hand in the Progress that was last returned; take is then
// not called again for rows before it. report, when not nil, is called every
// thousand rows.
func Import(ctx context.Context, file io.ReadSeeker, m Mapping, from Progress, take func(Record) error, refuse func(Refusal) error, report func(Progress)) (Progress, error) {
	im, err := newImport(file, m, from)
	if err != nil {
		return from, fmt.Errorf("import: %w", err)
	}
	p := from
	for {
		if p.Row%1000 == 0 {
			if err := ctx.Err(); err != nil {
				return p, err
			}
			if report != nil && p.Row > 0 {
				report(p)
			}
		}
		cells, err := im.reader.Read()
		if errors.Is(err, io.EOF) {
			return p, nil
		}
		next := Progress{Row: max(p.Row, 1) + 1, Offset: im.start + im.reader.InputOffset(), Taken: p.Taken, Refused: p.Refused}
		rec, refusal := Record{}, &Refusal{Code: "not_csv"}
		var parse *csv.ParseError
		switch {
		case errors.As(err, &parse):
			refusal.Text = parse.Err.Error()
		case err != nil:
			return p, fmt.Errorf("import row %d: %w", next.Row, err)
		default:
			rec, refusal = im.record(cells, next.Row)
		}
		if refusal != nil {
			refusal.Row = next.Row
			next.Refused++
			err = refuse(*refusal)
		} else {
			next.Taken++
			err = take(rec)
		}
		if err != nil {
			return p, fmt.Errorf("import row %d: %w", next.Row, err)
		}
		p = next
	}
}

type importing struct {
	mapping Mapping
	reader  *csv.Reader
	columns []Column // by position; the zero Column is skipped
	heads   []string
	start   int64 // of the reader in the file
}

func newImport(file io.ReadSeeker, m Mapping, from Progress) (*importing, error) {
	im := &importing{mapping: m}
	open := func(at int64) error {
		if _, err := file.Seek(at, io.SeekStart); err != nil {
			return err
		}
		in := bufio.NewReaderSize(file, 1<<16)
		im.start = at
		if at == 0 {
			if mark, _ := in.Peek(3); string(mark) == "\ufeff" {
				_, _ = in.Discard(3)
				im.start = 3
			}
		}
		im.reader = csv.NewReader(in)
		im.reader.ReuseRecord, im.reader.FieldsPerRecord = true, -1
		if m.Comma != "" {
			im.reader.Comma, _ = utf8.DecodeRuneInString(m.Comma)
		}
		return nil
	}
	if err := open(0); err != nil {
		return nil, err
	}
	heads, err := im.reader.Read()
	if err != nil {
		return nil, fmt.Errorf("headings: %w", err)
	}
	im.heads = slices.Clone(heads)
	im.columns = make([]Column, len(heads))
	found := 0
	for i, h := range heads {
		if c, ok := m.Columns[strings.TrimSpace(h)]; ok {
			im.columns[i] = c
			found++
		}
	}
	if found < len(m.Columns) {
		return nil, fmt.Errorf("%w: of %d columns the file has %d; its headings are %s", ErrMapping, len(m.Columns), found, strings.Join(im.heads, ", "))
	}
	if from.Offset > 0 {
		return im, open(from.Offset)
	}
	return im, nil
}

// record makes a record of a row, or says why not.
func (im *importing) record(cells []string, row int) (Record, *Refusal) {
	rec := Record{Register: im.mapping.Register, Office: im.mapping.Office, Version: 1, Fields: make(Fields, len(im.columns))}
	for i, c := range im.columns {
		if c.Field == "" {
			continue
		}
		text := ""
		if i < len(cells) {
			text = strings.TrimSpace(cells[i])
		}
		refuse := func(code string) (Record, *Refusal) {
			return Record{}, &Refusal{Row: row, Column: im.heads[i], Code: code, Text: strings.Clone(text)}
		}
		if text == "" {
			if c.Required {
				return refuse("required")
			}
			continue
		}
		v, code := im.value(c, text)
		switch {
		case code != "":
			return refuse(code)
		case c.Field == "id":
			rec.ID, _ = v.(string)
		case c.Field == "office":
			rec.Office, _ = v.(string)
		default:
			rec.Fields[c.Field] = v
		}
	}
	if rec.ID == "" {
		number := rec.Fields.Text("number")
		if number == "" {
			number = rec.Fields.Text("code")
		}
		if number == "" {
			return Record{}, &Refusal{Row: row, Code: "no_identity"}
		}
		rec.ID = rec.Office + "-" + number
	}
	return rec, nil
}

// value reads a cell, or returns a problem's code.
func (im *importing) value(c Column, text string) (any, string) {
	if !utf8.ValidString(text) {
		return nil, "not_text"
	}
	if c.Values != nil {
		v, ok := c.Values[text]
		if !ok {
			return nil, "no_such_option"
		}
		return v, ""
	}
	switch c.As {
	case "date":
		d, err := calendar.Parse(text)
		if err != nil || d.Year > 2400 {
			if d, err = calendar.Read(im.mapping.Language, text); err != nil {
				return nil, "not_a_date"
			}
		}
		return d.String(), ""
	case "number":
		n := identity.Digits(text)
		if f := identity.Check(im.mapping.Country, n); f.Refused() {
			return nil, f.Code
		}
		return n, ""
	case "house":
		n := identity.Digits(text)
		if f := identity.CheckHouse(n); f.Refused() {
			return nil, f.Code
		}
		return n, ""
	case "whole":
		n, neg := int64(0), strings.HasPrefix(text, "-")
		for _, r := range strings.ReplaceAll(strings.TrimPrefix(text, "-"), ",", "") {
			if r < '0' || r > '9' || n > 1<<58 {
				return nil, "not_a_number"
			}
			n = n*10 + int64(r-'0')
		}
		if neg {
			n = -n
		}
		return n, ""
	}
	return strings.Clone(text), ""
}
