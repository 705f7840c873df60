package pack

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"sala/forms/certificate"
	"sala/forms/definition"
)

// certificates takes the pack's certificates as they were read, and checks that each form's
// certificate is there and gets every field that it wants: from the register,
// from the form's answers, or from what the form sets.
func (l *loader) certificates(templates *certificate.Templates, err error) error {
	var faults definition.Faults
	if errors.As(err, &faults) {
		l.faults = append(l.faults, faults...)
		return nil // of certificates that cannot be read nothing more can be said
	}
	if err != nil {
		return err
	}
	l.pack.templates = templates
	for _, f := range l.pack.forms {
		for i, o := range f.LeadsTo {
			if o.Certificate != "" {
				l.certificate(f, i, o, templates)
			}
		}
	}
	return nil
}

func (l *loader) certificate(f *definition.Form, i int, o definition.Outcome, templates *certificate.Templates) {
	at := fmt.Sprintf("leads_to[%d]", i)
	t, ok := templates.Template(o.Certificate)
	if !ok {
		l.formFault(f, "no_certificate", at+".certificate", "certificate", o.Certificate, "file", "certificates/"+o.Certificate[strings.IndexByte(o.Certificate, '.')+1:]+".yaml")
		return
	}
	for _, name := range t.Missing(f.Questions()) {
		if _, given := o.Set[name]; given {
			continue
		}
		list, _, nested := strings.Cut(name, ".")
		if _, given := o.Set[list]; nested && given && t.Fields[list].Kind == certificate.List {
			continue
		}
		l.formFault(f, "certificate_field", at, "certificate", o.Certificate, "field", name)
	}
	for name := range o.Set {
		if _, ok := t.Fields[name]; !ok {
			l.formFault(f, "certificate_extra", at+".set", "certificate", o.Certificate, "field", name)
		}
	}
	if o.From != "" && len(l.pack.registers) > 0 && !slices.ContainsFunc(l.pack.registers, named(o.From)) {
		l.formFault(f, "no_register", at+".from", "register", o.From)
	}
}

// formFault is a fault of a form that was read, with its file and line.
func (l *loader) formFault(f *definition.Form, code, path string, pairs ...any) {
	faults := definition.Faults{definition.Wrong(code, path, pairs...)}
	text, _ := l.read(l.sources[f.ID]) // as it was read: without it the fault has no line
	definition.Locate(l.sources[f.ID], text, faults)
	l.faults = append(l.faults, faults...)
}

// Templates returns the pack's certificates.
func (p *Pack) Templates() *certificate.Templates {
	_ = p.Wait()
	return p.templates
}
