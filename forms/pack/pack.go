// Package pack is a jurisdiction's set of forms, with what they share: words,
// fees, tables, holidays, life events and offers, in one signed version.
//
// It reads any fs.FS: the folder of the program's own packs, a USB stick, or
// the archive that came by sync.
package pack

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"

	"sala/forms/calendar"
	"sala/forms/definition"
	"sala/forms/definition/expression"
	"sala/forms/fee"
	"sala/forms/register"
)

// Pack is a loaded and checked pack. It is read-only and safe for several
// goroutines.
type Pack struct {
	ID        string                     `json:"id"`
	Version   string                     `json:"version"`           // three numbers: "1.4.0"
	Minimum   string                     `json:"minimum,omitempty"` // the program's oldest version that may use it
	Country   string                     `json:"country"`           // ISO 3166-1 alpha-2
	Languages []string                   `json:"languages"`         // the country's own first
	Currency  string                     `json:"currency"`          // ISO 4217
	Title     definition.Text            `json:"title"`
	Words     map[string]definition.Text `json:"words,omitempty"` // what offices of the country call things

	library  definition.Library
	forms    []*definition.Form // by ID
	holidays calendar.Holidays
	offers   []offer

	registers []register.Definition
}

// Name returns "th@1.0.0", as journal entries and drafts name the pack.
func (p *Pack) Name() string { return p.ID + "@" + p.Version }

// Forms returns all forms in the order of their IDs.
func (p *Pack) Forms() []*definition.Form { return slices.Clone(p.forms) }

// Form returns the form of that ID.
func (p *Pack) Form(id string) (*definition.Form, bool) {
	i, ok := slices.BinarySearchFunc(p.forms, id, func(f *definition.Form, id string) int { return strings.Compare(f.ID, id) })
	if !ok {
		return nil, false
	}
	return p.forms[i], true
}

// Library returns what the pack's forms share.
func (p *Pack) Library() definition.Library { return p.library }

// Holidays returns the country's public holidays that the pack knows.
func (p *Pack) Holidays() calendar.Holidays { return p.holidays }

// Registers returns what the registers of the country hold.
func (p *Pack) Registers() []register.Definition { return slices.Clone(p.registers) }

// Register returns the definition of one register.
func (p *Pack) Register(name string) (register.Definition, bool) {
	i := slices.IndexFunc(p.registers, func(d register.Definition) bool { return d.Name == name })
	if i < 0 {
		return register.Definition{}, false
	}
	return p.registers[i], true
}

// Load reads and checks the pack in files: pack.yaml, library.yaml, fees.yaml,
// holidays.yaml, registers.yaml, offers.yaml, forms/*.yaml, tables/*.csv. The error is of type
// definition.Faults when the pack's own text is at fault: every fault of every
// file, not only the first.
func Load(files fs.FS) (*Pack, error) {
	l := &loader{files: files, pack: &Pack{}}
	if err := l.load(); err != nil {
		return nil, fmt.Errorf("load pack: %w", err)
	}
	if len(l.faults) > 0 {
		return nil, l.faults
	}
	return l.pack, nil
}

type loader struct {
	files  fs.FS
	pack   *Pack
	faults definition.Faults
}

func (l *loader) load() error {
	if _, err := fs.Stat(l.files, "pack.yaml"); err != nil {
		return err
	}
	if err := l.decode("pack.yaml", l.pack); err != nil {
		return err
	}
	if err := l.decode("library.yaml", &l.pack.library); err != nil {
		return err
	}
	if err := l.tables(); err != nil {
		return err
	}
	if err := l.fees(); err != nil {
		return err
	}
	if err := l.holidays(); err != nil {
		return err
	}
	if err := l.decode("registers.yaml", &l.pack.registers); err != nil {
		return err
	}
	l.check()
	if err := l.forms(); err != nil {
		return err
	}
	l.leads()
	return l.offers()
}

// decode reads one YAML file into v; a file that is not there leaves v alone.
func (l *loader) decode(name string, v any) error {
	b, err := l.read(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	l.faults = append(l.faults, definition.Decode(name, b, v)...)
	return nil
}

// read returns a file's bytes, refusing what is larger than a definition may
// be.
func (l *loader) read(name string) ([]byte, error) {
	info, err := fs.Stat(l.files, name)
	if err != nil {
		return nil, err
	}
	if info.Size() > 4*definition.MaxFile {
		return nil, fmt.Errorf("%s is larger than %d bytes", name, 4*definition.MaxFile)
	}
	return fs.ReadFile(l.files, name)
}

func (l *loader) fault(file, what, do string) {
	l.faults = append(l.faults, definition.Fault{File: file, What: what, Do: do})
}

func (l *loader) check() {
	p := l.pack
	if p.ID == "" || p.Country == "" || p.Currency == "" || len(p.Languages) == 0 || len(p.Title) == 0 {
		l.fault("pack.yaml", "id, country, currency, languages or title is missing", "add it")
	}
	if _, err := ParseVersion(p.Version); err != nil {
		l.fault("pack.yaml", err.Error(), "write version: 1.0.0")
	}
}

// tables reads tables/*.csv: the first row names the columns.
func (l *loader) tables() error {
	names, err := fs.Glob(l.files, "tables/*.csv")
	if err != nil {
		return err
	}
	l.pack.library.Tables = map[string]expression.Table{}
	for _, name := range names {
		b, err := l.read(name)
		if err != nil {
			return err
		}
		rows, err := csv.NewReader(strings.NewReader(string(b))).ReadAll()
		if err != nil || len(rows) == 0 {
			l.fault(name, fmt.Sprintf("not a table: %v", err), "write CSV with the names of the columns in the first row")
			continue
		}
		l.pack.library.Tables[strings.TrimSuffix(path.Base(name), ".csv")] = expression.Table{Columns: rows[0], Rows: rows[1:]}
	}
	return nil
}

// fees reads fees.yaml: for each name one rate, or several from different days.
func (l *loader) fees() error {
	var schedule fee.Schedule
	if err := l.decode("fees.yaml", &schedule); err != nil {
		return err
	}
	if name := schedule.Disordered(); name != "" {
		l.fault("fees.yaml", fmt.Sprintf("the rates of %s are missing, negative or not in the order of their days", name), "order them from the oldest")
	}
	l.pack.library.Fees = schedule
	return nil
}

// holiday is a line of holidays.yaml.
type holiday struct {
	Date calendar.Date   `json:"date"`
	Name definition.Text `json:"name"`
}

func (l *loader) holidays() error {
	var days []holiday
	if err := l.decode("holidays.yaml", &days); err != nil {
		return err
	}
	l.pack.holidays = calendar.Holidays{}
	for _, d := range days {
		if d.Date.Day == 0 || !d.Date.Valid() {
			l.fault("holidays.yaml", fmt.Sprintf("%q is not a day", d.Date), "write date: 2026-12-10")
		}
		language := "en"
		if len(l.pack.Languages) > 0 {
			language = l.pack.Languages[0]
		}
		l.pack.holidays[d.Date] = d.Name.In(language)
	}
	return nil
}

// leads checks that what forms lead to is there.
func (l *loader) leads() {
	for _, f := range l.pack.forms {
		for i, o := range f.LeadsTo {
			at := fmt.Sprintf("form %s, leads_to[%d]", f.ID, i)
			l.changes(at, o)
			if o.Form == "" {
				continue
			}
			target, ok := l.pack.Form(o.Form)
			if !ok {
				l.fault(at, fmt.Sprintf("there is no form %q", o.Form), "add it to the pack, or correct the name")
				continue
			}
			rules, err := target.Rules()
			if err != nil {
				continue
			}
			for question := range o.Set {
				if rules.Top.ByID[question] == nil {
					l.fault(at, fmt.Sprintf("the form %s has no question %q", o.Form, question), "correct the name under set")
				}
			}
		}
	}
}

// changes checks that an outcome changes fields that its register has.
func (l *loader) changes(at string, o definition.Outcome) {
	if o.Register == "" || len(l.pack.registers) == 0 {
		return
	}
	d, ok := l.pack.Register(o.Register)
	if !ok {
		l.fault(at, fmt.Sprintf("there is no register %q", o.Register), "add it to registers.yaml, or correct the name")
		return
	}
	for field := range o.Set {
		if _, ok := d.Field(field); !ok {
			l.fault(at, fmt.Sprintf("the register %s has no field %q", o.Register, field), "add it to registers.yaml, or correct the name under set")
		}
	}
}

// forms reads forms/*.yaml, on as many cores as there are.
func (l *loader) forms() error {
	names, err := fs.Glob(l.files, "forms/*.yaml")
	if err != nil {
		return err
	}
	forms, failed := make([]*definition.Form, len(names)), make([]error, len(names))
	next := make(chan int)
	var readers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), 8) {
		readers.Go(func() {
			for i := range next {
				b, err := l.read(names[i])
				if err == nil {
					forms[i], err = definition.Read(names[i], b, l.pack.library)
				}
				failed[i] = err
			}
		})
	}
	for i := range names {
		next <- i
	}
	close(next)
	readers.Wait()
	for i, name := range names {
		var faults definition.Faults
		switch {
		case errors.As(failed[i], &faults):
			l.faults = append(l.faults, faults...)
		case failed[i] != nil:
			return failed[i]
		default:
			l.add(name, forms[i])
		}
	}
	slices.SortFunc(l.pack.forms, func(a, b *definition.Form) int { return strings.Compare(a.ID, b.ID) })
	return nil
}

// add takes a form into the pack, which must have no other of its ID.
func (l *loader) add(file string, form *definition.Form) {
	if slices.ContainsFunc(l.pack.forms, func(f *definition.Form) bool { return f.ID == form.ID }) {
		l.fault(file, fmt.Sprintf("the form %s is in another file, too", form.ID), "give each form an id of its own")
		return
	}
	if form.Country != l.pack.Country {
		l.fault(file, fmt.Sprintf("the form is of country %q, the pack of %q", form.Country, l.pack.Country), "correct the country")
	}
	l.pack.forms = append(l.pack.forms, form)
}
