// Package pack is a jurisdiction's set of forms, with what they share: words,
// fees, tables, holidays, life events and offers, in one signed version.
//
// It reads any fs.FS: the folder of the program's own packs, a USB stick, or
// the archive that came by sync.
package pack

import (
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"slices"
	"strings"
	"sync"

	"sala/forms/calendar"
	"sala/forms/certificate"
	"sala/forms/definition"
	"sala/forms/definition/expression"
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

	library   definition.Library
	holidays  calendar.Holidays
	registers []register.Definition

	rest      func() error       // reads, once,
	forms     []*definition.Form // by ID
	offers    []offer
	templates *certificate.Templates
}

// Name returns "th@1.0.0", as journal entries and drafts name the pack.
func (p *Pack) Name() string { return p.ID + "@" + p.Version }

// Wait reads what Begin left, unless that is done, and returns what Load would
// have: a pack that has faults has no forms, offers and templates.
func (p *Pack) Wait() error { return p.rest() }

// Forms returns all forms in the order of their IDs.
func (p *Pack) Forms() []*definition.Form {
	_ = p.Wait()
	return slices.Clone(p.forms)
}

// Form returns the form of that ID.
func (p *Pack) Form(id string) (*definition.Form, bool) {
	_ = p.Wait()
	return p.form(id)
}

func (p *Pack) form(id string) (*definition.Form, bool) {
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
	i := slices.IndexFunc(p.registers, named(name))
	if i < 0 {
		return register.Definition{}, false
	}
	return p.registers[i], true
}

func named(name string) func(register.Definition) bool {
	return func(d register.Definition) bool { return d.Name == name }
}

// Load reads and checks the pack in files: pack.yaml, library.yaml, fees.yaml,
// holidays.yaml, registers.yaml, offers.yaml, forms/*.yaml, tables/*.csv,
// certificates/*.yaml. The error is of type
// definition.Faults when the pack's own text is at fault: every fault of every
// file, not only the first.
func Load(files fs.FS) (*Pack, error) {
	p, err := Begin(files)
	if err == nil {
		err = p.Wait()
	}
	if err != nil {
		return nil, err
	}
	return p, nil
}

// Begin is Load that leaves the forms, the certificates and the offers for when
// they are asked for first, which takes ten times as long as the rest: whoever
// puts the pack to use asks Wait before.
func Begin(files fs.FS) (*Pack, error) {
	l := &loader{files: files, pack: &Pack{}, sources: map[string]string{}}
	if err := l.head(); err != nil {
		return nil, fmt.Errorf("load pack: %w", err)
	}
	l.pack.rest = sync.OnceValue(func() error {
		err := l.rest()
		if err != nil {
			l.pack.forms, l.pack.offers, l.pack.templates = nil, nil, &certificate.Templates{}
		}
		return err
	})
	if len(l.faults) > 0 {
		return nil, l.pack.Wait()
	}
	return l.pack, nil
}

type loader struct {
	files   fs.FS
	pack    *Pack
	faults  definition.Faults
	sources map[string]string // the files of the forms that were read, by ID
}

// head reads what tells a pack from others, and what its forms share.
func (l *loader) head() error {
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
	return nil
}

// rest reads the forms and what belongs to them.
func (l *loader) rest() error {
	var templates *certificate.Templates
	var unread error
	var beside sync.WaitGroup // an eighth of the whole, which nothing of the forms waits for
	beside.Go(func() { templates, unread = certificate.LoadTemplates(l.files) })
	err := l.forms()
	beside.Wait()
	if err == nil {
		l.leads()
		err = l.certificates(templates, unread)
	}
	if err == nil {
		err = l.offers()
	}
	switch {
	case err != nil:
		return fmt.Errorf("load pack: %w", err)
	case len(l.faults) > 0:
		return l.faults
	}
	return nil
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

func (l *loader) fault(code, file string, pairs ...any) {
	f := definition.Wrong(code, "", pairs...)
	f.File = file
	l.faults = append(l.faults, f)
}

func (l *loader) check() {
	p := l.pack
	if p.ID == "" || p.Country == "" || p.Currency == "" || len(p.Languages) == 0 || len(p.Title) == 0 {
		l.fault("pack_incomplete", "pack.yaml")
	}
	if _, err := ParseVersion(p.Version); err != nil {
		l.fault("pack_version", "pack.yaml", "version", p.Version)
	}
}

// forms reads forms/*.yaml, on as many cores as there are.
func (l *loader) forms() error {
	names, err := fs.Glob(l.files, "forms/*.yaml")
	if err != nil {
		return err
	}
	forms, failed := make([]*definition.Form, len(names)), make([]error, len(names))
	library := l.pack.library
	library.Compiled = &expression.Cache{}
	next := make(chan int)
	var readers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), 8) {
		readers.Go(func() {
			for i := range next {
				b, err := l.read(names[i])
				if err == nil {
					forms[i], err = definition.Read(names[i], b, library)
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
		l.fault("form_twice", file, "form", form.ID)
		return
	}
	if form.Country != l.pack.Country {
		l.fault("form_country", file, "country", form.Country, "pack", l.pack.Country)
	}
	l.pack.forms, l.sources[form.ID] = append(l.pack.forms, form), file
}
