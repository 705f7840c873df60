package office

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"iter"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"

	"sala/forms/calendar"
	"sala/forms/identity"
	"sala/forms/register"
)

// Row is one row that is to be brought into a register: values by field.
type Row struct {
	Line  int               `json:"line"` // in the file, 1 for the first
	Cells map[string]string `json:"cells"`
}

// RefusedRow is a row that was not brought in, and why.
type RefusedRow struct {
	Row
	Field string         `json:"field,omitempty"`
	Code  string         `json:"code"` // "office.row.CODE" in the words catalogue
	Args  map[string]any `json:"args,omitempty"`
}

// BringIn says what is brought into which register.
type BringIn struct {
	Register string
	Key      []string // fields by which a record is known again; nil: by the register
	Update   bool     // change records that are there and differ; otherwise their rows are refused
	Batch    int      // rows in one transaction; 0 = 20,000
	Progress func(BroughtIn)
	Refused  func(RefusedRow) error
}

// BroughtIn counts what became of the rows.
type BroughtIn struct {
	Rows    int            `json:"rows"`
	New     int            `json:"new"`
	Changed int            `json:"changed"`
	Same    int            `json:"same"` // there already, with the same values
	Refused int            `json:"refused"`
	Reasons map[string]int `json:"reasons"` // refused, by code
}

// keyFields are what a record of a register is known again by.
var keyFields = map[string][]string{
	register.Residents: {"number"}, register.Households: {"code"}, register.Lands: {"parcel"}, register.Vehicles: {"plate"},
	register.Businesses: {"number"}, register.Buildings: {"number"},
}

// KeyFields returns the fields by which a register's records are known again.
func KeyFields(reg string) []string {
	if k := keyFields[reg]; k != nil {
		return k
	}
	return []string{"id"}
}

// BringIn brings rows into a register, each as an entry of the journal. A row
// whose record is there already changes nothing, so that an import that was
// broken off goes on when it is done again. Only an administrator may. The rows
// are read by another goroutine, which has ended when BringIn returns.
func (s *Session) BringIn(ctx context.Context, b BringIn, rows iter.Seq2[Row, error]) (BroughtIn, error) {
	const op = "bring a register in"
	in := bringing{BringIn: b, session: s, country: s.office.Profile.Country, office: s.office.Profile.Office}
	in.count.Reasons = map[string]int{}
	if err := s.need(op, Administer); err != nil {
		return in.count, err
	}
	if in.Key == nil {
		in.Key = KeyFields(b.Register)
	}
	if in.Batch == 0 {
		in.Batch = 20_000
	}
	err := in.all(ctx, rows)
	return in.count, s.office.explain(op, err)
}

// bringing is one import under way.
type bringing struct {
	BringIn
	session         *Session
	country, office string
	count           BroughtIn
}

// all brings all rows in, batch by batch. While one is written the next is read.
func (in *bringing) all(ctx context.Context, rows iter.Seq2[Row, error]) error {
	batches := make(chan []readyRow)
	stop := make(chan struct{})
	var torn error // the other side's until batches is closed
	go func() {
		defer close(batches)
		torn = in.read(rows, batches, stop)
	}()
	for ready := range batches {
		if err := in.write(ctx, ready); err != nil {
			close(stop)
			for range batches { // so that nobody reads rows any more
			}
			return err
		}
	}
	return torn
}

// read reads the rows and makes batches of them, of those before an error too.
func (in *bringing) read(rows iter.Seq2[Row, error], batches chan<- []readyRow, stop <-chan struct{}) (torn error) {
	var batch []Row
	for row, err := range rows {
		if torn = err; torn != nil {
			break
		}
		if batch = append(batch, row); len(batch) < in.Batch {
			continue
		}
		select {
		case batches <- in.prepare(batch):
			batch = batch[:0]
		case <-stop:
			return nil
		}
	}
	if len(batch) > 0 {
		select {
		case batches <- in.prepare(batch):
		case <-stop:
		}
	}
	return torn
}

// write brings one batch in; when it fails nothing of the batch has happened.
func (in *bringing) write(ctx context.Context, ready []readyRow) error {
	var refused []RefusedRow
	count := in.count
	count.Reasons = map[string]int{}
	err := in.session.office.Store.Write(ctx, in.session.Officer.ID, func(w Writer) error {
		t := intake{Writer: w, in: in, count: &count, entered: map[string]bool{}, homes: map[string]string{}}
		if err := t.look(ready); err != nil {
			return err
		}
		for i := range ready {
			no, err := t.row(&ready[i])
			if err != nil {
				return fmt.Errorf("row %d: %w", ready[i].Line, err)
			}
			if no != nil {
				no.Row = ready[i].Row
				refused = append(refused, *no)
			}
			count.Rows++
		}
		return t.flush()
	})
	if err != nil {
		return err
	}
	slices.SortFunc(refused, func(a, b RefusedRow) int { return cmp.Compare(a.Line, b.Line) })
	reasons := in.count.Reasons
	in.count, in.count.Reasons = count, reasons
	for _, no := range refused {
		in.count.Refused++
		in.count.Reasons[no.Code]++
		if in.Refused != nil {
			if err := in.Refused(no); err != nil {
				return err
			}
		}
	}
	if in.Progress != nil {
		in.Progress(in.count)
	}
	return nil
}

// readyRow is a row that was read: its fields, or why it is refused.
type readyRow struct {
	Row
	id      string // that its record would have
	fields  register.Fields
	refused *RefusedRow
}

// prepare reads a batch's rows, on all cores, and orders them as the tables are:
// rows that go side by side cost one page, not one each. Rows of one record stay
// in the order of the file.
func (in *bringing) prepare(batch []Row) []readyRow {
	ready := make([]readyRow, len(batch))
	var readers sync.WaitGroup
	part := len(batch)/runtime.GOMAXPROCS(0) + 1
	for from := 0; from < len(batch); from += part {
		readers.Go(func() {
			for i := from; i < min(from+part, len(batch)); i++ {
				r := readyRow{Row: batch[i]}
				if r.fields, r.refused = in.fields(batch[i]); r.refused == nil {
					r.id, r.refused = in.id(r.fields)
				}
				ready[i] = r
			}
		})
	}
	readers.Wait()
	slices.SortStableFunc(ready, func(a, b readyRow) int { return strings.Compare(a.id, b.id) })
	return ready
}

// id makes a record's ID of its key, so that the same row always means the same
// record.
func (in *bringing) id(fields register.Fields) (string, *RefusedRow) {
	if slices.Equal(in.Key, []string{"id"}) {
		id := fields.Text("id")
		delete(fields, "id")
		if id == "" {
			return "", &RefusedRow{Field: "id", Code: "required"}
		}
		return id, nil
	}
	var parts []string
	for _, name := range in.Key {
		v := fields.Text(name)
		if v == "" {
			return "", &RefusedRow{Field: name, Code: "required"}
		}
		parts = append(parts, v)
	}
	return recordID(in.office, in.Register, parts...), nil
}

func recordID(office, reg string, key ...string) string {
	h := sha256.Sum256([]byte(reg + "\x00" + strings.Join(key, "\x00")))
	return office + "-I" + hex.EncodeToString(h[:8])
}

// dates and numbers are the fields that are read before they are kept.
var dateFields = []string{"birth", "death", "moved_in", "registered", "issued", "expires", "built", "from", "until"}

var sexes = map[string]register.Sex{
	"male": register.Male, "m": register.Male, "1": register.Male, "ชาย": register.Male, "남": register.Male, "남자": register.Male,
	"female": register.Female, "f": register.Female, "2": register.Female, "หญิง": register.Female, "여": register.Female, "여자": register.Female,
}

// fields reads a row's cells.
func (in *bringing) fields(row Row) (register.Fields, *RefusedRow) {
	language := in.session.office.Profile.Language()
	out := register.Fields{}
	for name, text := range row.Cells {
		text = strings.TrimSpace(text)
		switch {
		case text == "":
			continue
		case slices.Contains(dateFields, name):
			d, err := calendar.Read(language, text)
			if err != nil {
				return nil, &RefusedRow{Field: name, Code: "not_a_date", Args: map[string]any{"value": text}}
			}
			text = d.String()
		case name == "number" && in.Register == register.Residents:
			text = digits(text)
			if f := identity.Check(in.country, text); f.Refused() {
				return nil, &RefusedRow{Field: name, Code: f.Code, Args: f.Args}
			}
		case name == "code" && in.Register == register.Households:
			text = digits(text)
		case name == "sex":
			sex, ok := sexes[strings.ToLower(text)]
			if !ok {
				return nil, &RefusedRow{Field: name, Code: "not_a_sex", Args: map[string]any{"value": text}}
			}
			text = string(sex)
		}
		out[name] = text
	}
	if in.Register == register.Residents && register.AsResident(register.Record{Fields: out}).Name("") == "" {
		return nil, &RefusedRow{Field: "first_" + language, Code: "required"}
	}
	return out, nil
}

// differing returns the fields that a record has otherwise, and its values.
func differing(fields, before register.Fields) (set, old register.Fields) {
	set, old = register.Fields{}, register.Fields{}
	for name, v := range fields {
		if was, had := before[name]; !had || !reflect.DeepEqual(was, v) {
			set[name] = v
			if had {
				old[name] = was
			}
		}
	}
	return set, old
}

func digits(s string) string { return identity.Digits(strings.TrimSpace(s)) }
