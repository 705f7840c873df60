package main

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"io/fs"
	"iter"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/korean"

	"sala/app/office"
	"sala/app/station"
	"sala/cmd/internal/terminal"
)

// bringing are the flags of register import.
type bringing struct {
	columns  []string
	ignore   []string
	key      []string
	refused  string
	encoding string
	comma    string
	update   bool
}

func registerImport(c *console) *cobra.Command {
	var b bringing
	cmd := &cobra.Command{
		Use:   "import REGISTER FILE.csv",
		Short: "Bring a register in from a CSV file, with a report of refused rows",
		Long: `import brings a CSV file with a header line into a register, each row as an entry
of the journal. A column is taken for the field of its own name; --map names
another field for it, --ignore leaves it out. A row whose record is there already
changes nothing, so that an import that was broken off is simply done again.

A resident needs number and a name (first_th, last_th, first_ko, last_ko,
first_en ...); birth, sex, position, household or household_code (the house's
code) may follow. A household needs code; house, village, road, subdistrict,
district, province, postcode may follow. Rows that are refused are told with
their line and reason, and written with these to --refused, to be mended and
brought in again.`,
		Example: `  salactl register import household houses.csv --officer somjai
  salactl register import resident people.csv --map 'ชื่อ=first_th' --map 'สกุล=last_th' --map 'เลขบัตร=number' --refused refused.csv --officer somjai`,
		Args: cobra.ExactArgs(2),
	}
	flags := cmd.Flags()
	flags.StringArrayVar(&b.columns, "map", nil, "COLUMN=FIELD; may be repeated")
	flags.StringSliceVar(&b.ignore, "ignore", nil, "columns that are left out")
	flags.StringSliceVar(&b.key, "key", nil, "fields by which a record is known again (default: the register's own)")
	flags.StringVar(&b.refused, "refused", "", "a new CSV file for the refused rows, with line and reason")
	flags.StringVar(&b.encoding, "encoding", "utf-8", "utf-8, tis-620 or euc-kr")
	flags.StringVar(&b.comma, "separator", ",", "between the columns; tab for a tabulator")
	flags.BoolVar(&b.update, "update", false, "change records that are there and differ")
	cmd.RunE = c.asOfficer(func(ctx context.Context, st *station.Station, s *office.Session, args []string) error {
		if err := knownRegister(st, args[0]); err != nil {
			return err
		}
		return c.bringIn(ctx, s, args[0], args[1], b)
	})
	return cmd
}

// broughtIn is what register import tells.
type broughtIn struct {
	Register string `json:"register"`
	office.BroughtIn
	Rows        []refusedRow `json:"refused_rows"` // the first hundred
	RefusedFile string       `json:"refused_file,omitempty"`
}

// refusedRow is a refused row with its words.
type refusedRow struct {
	office.RefusedRow
	Says string `json:"says"`
}

// mostRefused is how many refused rows are told one by one.
const mostRefused = 100

func (c *console) bringIn(ctx context.Context, s *office.Session, reg, path string, b bringing) error {
	f, err := os.Open(path)
	if err != nil {
		return noFile(path, err)
	}
	defer f.Close()
	sheet, err := b.open(f)
	if err != nil {
		return err
	}
	told := broughtIn{Register: reg, Rows: []refusedRow{}, RefusedFile: b.refused}
	report, err := newRefusals(b.refused, sheet.header)
	if err != nil {
		return err
	}
	plan := office.BringIn{
		Register: reg, Key: b.key, Update: b.update,
		Progress: func(n office.BroughtIn) {
			c.note("salactl.import.progress", "rows", n.Rows, "new", n.New, "refused", n.Refused)
		},
		Refused: func(r office.RefusedRow) error {
			says := c.refusal(r)
			if len(told.Rows) < mostRefused {
				told.Rows = append(told.Rows, refusedRow{r, says})
			}
			return report.write(r.Line, says, sheet.last(r))
		},
	}
	told.BroughtIn, err = s.BringIn(ctx, plan, sheet.rows())
	if err = errors.Join(err, report.close()); err != nil {
		return err
	}
	err = c.print(told, func(w io.Writer) {
		for _, r := range told.Rows {
			c.line(w, "salactl.import.refused", "line", strconv.Itoa(r.Line), "says", r.Says)
		}
		c.line(w, "salactl.import.done", "rows", told.BroughtIn.Rows, "new", told.New, "changed", told.Changed, "same", told.Same, "refused", told.Refused)
	})
	if err == nil && told.Refused > 0 {
		return errQuiet
	}
	return err
}

// refusal says in words why a row was refused.
func (c *console) refusal(r office.RefusedRow) string {
	for _, key := range []string{"salactl.row." + r.Code, "problem." + r.Code, "kit.problem.other"} {
		if c.words.Has(key) {
			says := c.words.Text(c.language, key, r.Args)
			if r.Field != "" {
				says = r.Field + ": " + says
			}
			return says
		}
	}
	return r.Code
}

// csvSheet is a CSV file whose columns have fields.
type csvSheet struct {
	reader *csv.Reader
	header []string
	fields []string // by column, "" for one that is left out
}

// open reads the header and finds each column's field.
func (b bringing) open(f io.Reader) (*csvSheet, error) {
	codings := map[string]encoding.Encoding{"utf-8": encoding.Nop, "tis-620": charmap.Windows874, "euc-kr": korean.EUCKR}
	coding, ok := codings[strings.ToLower(b.encoding)]
	if !ok {
		return nil, terminal.Misused("usage.one_of", "what", "--encoding", "value", b.encoding, "all", "utf-8, tis-620, euc-kr")
	}
	in := bufio.NewReader(coding.NewDecoder().Reader(f))
	if mark, _ := in.Peek(3); string(mark) == "\ufeff" {
		in.Discard(3)
	}
	s := &csvSheet{reader: csv.NewReader(in)}
	switch separator := []rune(b.comma); {
	case b.comma == "tab":
		s.reader.Comma = '\t'
	case len(separator) == 1:
		s.reader.Comma = separator[0]
	default:
		return nil, terminal.Misused("usage.form", "what", "--separator", "value", b.comma, "form", "\",\" \";\" tab")
	}
	s.reader.ReuseRecord = false
	header, err := s.reader.Read()
	if err != nil {
		return nil, s.broken(err)
	}
	s.header = header
	return s, b.columnsOf(s)
}

// columnsOf finds the columns' fields and says which columns have none.
func (b bringing) columnsOf(s *csvSheet) error {
	to := map[string]string{}
	for _, m := range b.columns {
		column, field, ok := strings.Cut(m, "=")
		if !ok || field == "" {
			return terminal.Misused("usage.form", "what", "--map", "value", m, "form", "COLUMN=FIELD")
		}
		if !slices.Contains(s.header, column) {
			return terminal.Misused("usage.no_column", "value", m, "column", column, "columns", strings.Join(s.header, ", "))
		}
		to[column] = field
	}
	var unknown []string
	for _, column := range s.header {
		field, mapped := to[column]
		switch {
		case mapped:
		case slices.Contains(b.ignore, column):
		case isField(column):
			field = column
		default:
			unknown = append(unknown, column)
		}
		s.fields = append(s.fields, field)
	}
	if len(unknown) > 0 {
		return terminal.Misused("usage.columns", "columns", strings.Join(unknown, ", "))
	}
	return nil
}

// isField reports whether a column is named as a field is: in small Latin
// letters.
func isField(name string) bool {
	return name != "" && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == ""
}

// rows yields the rows. A row with another number of cells ends it: what
// follows could be read wrong.
func (s *csvSheet) rows() iter.Seq2[office.Row, error] {
	return func(yield func(office.Row, error) bool) {
		for {
			cells, err := s.reader.Read()
			if err == io.EOF {
				return
			}
			if err != nil {
				yield(office.Row{}, s.broken(err))
				return
			}
			line, _ := s.reader.FieldPos(0)
			row := office.Row{Line: line, Cells: map[string]string{}}
			for i, field := range s.fields {
				if field != "" {
					row.Cells[field] = cells[i]
				}
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}

// broken tells where a file ceases to be a table, unless it cannot be read at all.
func (s *csvSheet) broken(err error) error {
	var machine *fs.PathError
	if errors.As(err, &machine) {
		return noFile(machine.Path, err)
	}
	line := 1
	if wrong := (*csv.ParseError)(nil); errors.As(err, &wrong) {
		line = wrong.Line
	}
	return &office.Error{Op: "read a row", Code: "not_csv", Args: map[string]any{"line": line}, Err: err}
}

// last returns a refused row's cells in the file's own columns.
func (s *csvSheet) last(r office.RefusedRow) []string {
	out := make([]string, len(s.header))
	for i, field := range s.fields {
		out[i] = r.Cells[field]
	}
	return out
}

// refusals is the file of refused rows; nothing when no file is named.
type refusals struct {
	file *os.File
	csv  *csv.Writer
}

func newRefusals(path string, header []string) (*refusals, error) {
	if path == "" {
		return &refusals{}, nil
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, cannotWrite(path, err)
	}
	r := &refusals{file: f, csv: csv.NewWriter(f)}
	return r, r.csv.Write(append([]string{"line", "reason"}, header...))
}

func (r *refusals) write(line int, says string, cells []string) error {
	if r.csv == nil {
		return nil
	}
	return r.csv.Write(append([]string{strconv.Itoa(line), says}, cells...))
}

func (r *refusals) close() error {
	if r.csv == nil {
		return nil
	}
	r.csv.Flush()
	return errors.Join(r.csv.Error(), r.file.Close())
}
