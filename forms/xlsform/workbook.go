// Package xlsform brings forms in from XLSForm workbooks and takes them out
// again: https://xlsform.org and the ODK XForms specification say what stands
// in such a workbook.
//
// What a form of ours cannot carry is never dropped in silence: Import and
// Export list it by sheet and cell.
package xlsform

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Limits of a workbook.
const (
	MaxFile     = 16 << 20 // bytes
	maxUnpacked = 48 << 20 // bytes of all its parts
	maxRows     = 30000    // of one sheet
	maxColumns  = 300
	maxCell     = 32768 // bytes; Excel's own limit is 32,767 characters
	maxEmpty    = 200   // empty rows after which a sheet is taken to end
)

// ErrTooLarge means that a workbook goes beyond the limits.
var ErrTooLarge = errors.New("the workbook is larger than a form can be")

// Note is something of a workbook that the form does not carry, or carries in
// another way.
type Note struct {
	Sheet string `json:"sheet"`
	Cell  string `json:"cell"` // "F12"
	Text  string `json:"text"` // what stands there
	Why          // what became of it
}

// Error returns "survey!F12: what became of it: what stands there", for the log.
func (n Note) Error() string {
	return fmt.Sprintf("%s!%s: %s: %s", n.Sheet, n.Cell, n.Why.Error(), n.Text)
}

// sheet is a sheet as a table: columns by their headings in lower case.
type sheet struct {
	name    string
	columns []string // as written, trimmed
	rows    []row
}

type row struct {
	number int // of the sheet, 1 for the headings
	cells  map[string]string
	at     map[string]int // the column's index
}

// cell returns the cell's name, such as F12.
func (r row) cell(column string) string {
	name, err := excelize.CoordinatesToCellName(r.at[column]+1, r.number)
	if err != nil {
		return "?"
	}
	return name
}

// first returns the first of columns that the row has a text in.
func (r row) first(columns ...string) (column, text string) {
	for _, c := range columns {
		if s := r.cells[c]; s != "" {
			return c, s
		}
	}
	return "", ""
}

func openWorkbook(b []byte) (*excelize.File, error) {
	if len(b) > MaxFile {
		return nil, &Refused{Why: because("too_large"), Err: ErrTooLarge}
	}
	f, err := excelize.OpenReader(bytes.NewReader(b), excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked, RawCellValue: true})
	if err != nil {
		if strings.Contains(err.Error(), "unzip size") {
			return nil, &Refused{Why: because("too_large"), Err: fmt.Errorf("%w: %w", ErrTooLarge, err)}
		}
		return nil, &Refused{Why: because("not_a_workbook"), Err: err}
	}
	return f, nil
}

// readSheet reads the sheet of that name, whatever its capitals; nil when there
// is none.
func readSheet(f *excelize.File, name string) (*sheet, error) {
	actual := ""
	for _, s := range f.GetSheetList() {
		if strings.EqualFold(strings.TrimSpace(s), name) {
			actual = s
		}
	}
	if actual == "" {
		return nil, nil
	}
	rows, err := f.Rows(actual)
	if err != nil {
		return nil, &Refused{Why: because("not_a_workbook"), Sheet: actual, Err: err}
	}
	defer rows.Close()
	out := &sheet{name: actual}
	for number, empty := 1, 0; rows.Next(); number++ {
		cells, err := rows.Columns()
		if err != nil {
			return nil, &Refused{Why: because("not_a_workbook"), Sheet: actual, Row: number, Err: err}
		}
		if len(cells) > maxColumns || len(out.rows) > maxRows {
			return nil, &Refused{Why: because("too_large"), Sheet: actual, Row: number, Err: ErrTooLarge}
		}
		if out.columns == nil {
			out.heading(cells)
			continue
		}
		r, err := out.row(number, cells)
		if err != nil {
			return nil, err
		}
		if len(r.cells) == 0 {
			if empty++; empty > maxEmpty {
				break
			}
			continue
		}
		empty = 0
		out.rows = append(out.rows, r)
	}
	return out, rows.Error()
}

// heading takes the first row that is not empty as the headings.
func (s *sheet) heading(cells []string) {
	if strings.TrimSpace(strings.Join(cells, "")) == "" {
		return
	}
	for _, c := range cells {
		s.columns = append(s.columns, heading(c))
	}
}

// heading writes a column's heading as the reference does: "label:English" and
// "Label :: English (en)" are "label::English (en)".
func heading(s string) string {
	s = strings.TrimSpace(s)
	head, tail, found := strings.Cut(s, "::")
	if !found {
		head, tail, found = strings.Cut(s, ":")
	}
	head = strings.TrimSpace(head)
	if bound := strings.ToLower(strings.TrimPrefix(strings.TrimSpace(tail), "jr:")); found && slices.Contains(prefixes, strings.ToLower(head)) && (slices.Contains(headings, bound) || aliases[bound] != "") {
		head, found = bound, false // "bind::required" is "required"
	}
	if known := strings.ReplaceAll(strings.ToLower(head), " ", "_"); slices.Contains(headings, known) {
		head = known
	} else if same, ok := aliases[known]; ok {
		head = same
	} else if dashed := strings.ReplaceAll(known, "-", "_"); slices.Contains(headings, dashed) {
		head = dashed
	} else if same, ok := aliases[dashed]; ok {
		head = same
	}
	if !found {
		return head
	}
	return head + "::" + strings.TrimSpace(tail)
}

// prefixes stand before columns that have a name of their own.
var prefixes = []string{"bind", "control", "body"}

// headings are the columns of the reference, whatever their capitals.
var headings = []string{"type", "name", "label", "hint", "guidance_hint", "required", "required_message", "relevant", "constraint", "constraint_message",
	"calculation", "default", "readonly", "appearance", "parameters", "choice_filter", "repeat_count", "trigger", "save_to", "media", "list_name", "bind", "body",
	"instance", "autoplay", "note", "form_title", "form_id", "version", "default_language", "instance_name", "public_key", "submission_url", "style"}

// aliases are other headings for the same column.
var aliases = map[string]string{
	"relevance": "relevant", "calculate": "calculation", "read_only": "readonly", "list name": "list_name", "value": "name", "caption": "label",
	"constraint_msg": "constraint_message", "constraintmsg": "constraint_message", "constraining_message": "constraint_message",
	"required_msg": "required_message", "requiredmsg": "required_message", "set_form_title": "form_title", "set_form_id": "form_id",
	"id_string": "form_id", "title": "form_title", "image": "media::image", "audio": "media::audio", "video": "media::video",
	"big-image": "media::big-image", "repeat_count": "repeat_count", "jr:count": "repeat_count",
}

func (s *sheet) row(number int, cells []string) (row, error) {
	r := row{number: number, cells: map[string]string{}, at: map[string]int{}}
	for i, c := range cells {
		if i >= len(s.columns) || s.columns[i] == "" {
			continue
		}
		c = strings.TrimSpace(strings.ReplaceAll(c, "\u00a0", " "))
		if len(c) > maxCell {
			return r, &Refused{Why: because("too_large"), Sheet: s.name, Row: number, Err: ErrTooLarge}
		}
		if _, twice := r.cells[s.columns[i]]; c == "" || twice {
			continue
		}
		r.cells[s.columns[i]], r.at[s.columns[i]] = c, i
	}
	return r, nil
}
