package pack

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"sala/forms/certificate"
	"sala/forms/definition"
)

// certificates reads certificates/*.yaml and checks that each form's
// certificate is there and gets every field that it wants: from the register,
// from the form's answers, or from what the form sets.
func (l *loader) certificates() error {
	templates, err := certificate.LoadTemplates(l.files)
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
		l.formFault(f, at+".certificate", fmt.Sprintf("there is no certificate %q", o.Certificate), "add certificates/"+o.Certificate[strings.IndexByte(o.Certificate, '.')+1:]+".yaml, or correct the name")
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
		l.formFault(f, at, fmt.Sprintf("the certificate %s wants the field %q, which neither the register nor an answer gives", o.Certificate, name),
			"add it under set, give a question that name, or make the field optional in the certificate")
	}
	for name := range o.Set {
		if _, ok := t.Fields[name]; !ok {
			l.formFault(f, at+".set", fmt.Sprintf("the certificate %s has no field %q", o.Certificate, name), "correct the name, or declare it in the certificate")
		}
	}
	if o.From != "" && len(l.pack.registers) > 0 && !slices.ContainsFunc(l.pack.registers, named(o.From)) {
		l.formFault(f, at+".from", fmt.Sprintf("there is no register %q", o.From), "add it to registers.yaml, or correct the name")
	}
}

// formFault is a fault of a form that was read, with its file and line.
func (l *loader) formFault(f *definition.Form, path, what, do string) {
	faults := definition.Faults{{Path: path, What: what, Do: do}}
	text, _ := l.read(l.sources[f.ID]) // as it was read: without it the fault has no line
	definition.Locate(l.sources[f.ID], text, faults)
	l.faults = append(l.faults, faults...)
}

// Templates returns the pack's certificates.
func (p *Pack) Templates() *certificate.Templates { return p.templates }
