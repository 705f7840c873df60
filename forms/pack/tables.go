package pack

import (
	"encoding/csv"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"sala/forms/calendar"
	"sala/forms/definition"
	"sala/forms/definition/expression"
	"sala/forms/fee"
	"sala/forms/petition"
)

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
			l.fault("table", name)
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
		l.fault("rates", "fees.yaml", "name", name)
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
			l.fault("holiday", "holidays.yaml", "date", fmt.Sprint(d.Date))
		}
		language := "en"
		if len(l.pack.Languages) > 0 {
			language = l.pack.Languages[0]
		}
		l.pack.holidays[d.Date] = d.Name.In(language)
	}
	return nil
}

// leads checks that somebody can approve each form, and that what it leads to is
// there.
func (l *loader) leads() {
	for _, f := range l.pack.forms {
		for i, role := range f.Approvals {
			if !petition.Approver(role) {
				l.formFault(f, "approver", fmt.Sprintf("approvals[%d]", i), "role", role, "roles", "head, registrar, engineer, health, welfare, disaster")
			}
		}
		for i, o := range f.LeadsTo {
			at := fmt.Sprintf("leads_to[%d]", i)
			l.changes(f, at, o)
			if o.Form == "" {
				continue
			}
			target, ok := l.pack.form(o.Form)
			if !ok {
				l.formFault(f, "no_form", at+".form", "form", o.Form)
				continue
			}
			rules, err := target.Rules()
			if err != nil {
				continue
			}
			for question := range o.Set {
				if rules.Top.ByID[question] == nil {
					l.formFault(f, "form_question", at+".set", "form", o.Form, "question", question)
				}
			}
		}
	}
}

// changes checks that an outcome changes fields that its register has.
func (l *loader) changes(f *definition.Form, at string, o definition.Outcome) {
	if o.Register == "" || len(l.pack.registers) == 0 {
		return
	}
	d, ok := l.pack.Register(o.Register)
	if !ok {
		l.formFault(f, "no_register", at+".register", "register", o.Register)
		return
	}
	for field := range o.Set {
		if _, ok := d.Field(field); !ok {
			l.formFault(f, "register_field", at+".set", "register", o.Register, "field", field)
		}
	}
}
