package office

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"sala/forms/answer"
	"sala/forms/certificate"
	"sala/forms/definition"
	"sala/forms/petition"
	"sala/forms/register"
)

// certified is the certificate that a petition leads to with the answers as they
// are, and the values that its form gives it (Outcome.Set).
func (s *Session) certified(r Reader, form *definition.Form, p petition.Petition) (*certificate.Template, map[string]any, error) {
	const op = "make out a certificate"
	none := &Error{Op: op, Code: "no_template", Args: map[string]any{"form": form.ID}}
	if s.office.Templates == nil {
		return nil, nil, none
	}
	v, err := visitorOf(r, p.Resident)
	if err != nil {
		return nil, nil, err
	}
	env := s.env(&v)
	env.Prefill["petition"] = map[string]any{"number": p.Number, "on": s.office.day(p.Changed).String()}
	sheet, err := answer.Open(form, p.Answers, env)
	if err != nil {
		return nil, nil, err
	}
	o, ok := certifies(sheet)
	if !ok {
		return nil, nil, none
	}
	if o.From != "" {
		recs, err := recordsBy(r, o.From, o.By, o.Record)
		if err == nil && len(recs) == 0 {
			return nil, nil, &Error{Op: op, Code: "record_missing", Args: map[string]any{"register": o.From, "record": o.Record}}
		}
		if err != nil {
			return nil, nil, err
		}
		if env.Prefill["record"], err = prefilled(r, recs); err != nil {
			return nil, nil, err
		}
		if sheet, err = answer.Open(form, p.Answers, env); err != nil {
			return nil, nil, err
		}
		if o, ok = certifies(sheet); !ok {
			return nil, nil, none
		}
	}
	t, ok := s.office.Templates.Template(o.Certificate)
	if !ok {
		return nil, nil, none
	}
	return t, set(t, form, o, p.Answers), nil
}

// certifies is the first of a sheet's outcomes that is a certificate.
func certifies(sheet *answer.Sheet) (answer.Outcome, bool) {
	for _, o := range sheet.Outcomes() {
		if o.Certificate != "" {
			return o, true
		}
	}
	return answer.Outcome{}, false
}

// visitorOf is a resident with household and members, as far as there are any.
func visitorOf(r Reader, resident string) (v Visitor, err error) {
	if resident == "" {
		return v, nil
	}
	if v.Resident, err = r.Resident(resident); err != nil {
		return v, err
	}
	if v.Household, err = r.Household(v.Resident.Household); err != nil && !errors.Is(err, ErrNotFound) {
		return v, err
	}
	v.Members, err = r.Members(v.Resident.Household)
	return v, err
}

// recordsBy finds the records of a register that have a value in a field, or the
// one of that ID where field is "".
func recordsBy(r Reader, reg, field, value string) ([]register.Record, error) {
	one := func(rec register.Record, err error) ([]register.Record, error) {
		if errors.Is(err, ErrNotFound) {
			return nil, nil
		}
		return []register.Record{rec}, err
	}
	switch {
	case value == "":
		return nil, nil
	case field == "":
		return one(r.Record(reg, value))
	case reg == register.Residents && field == "number":
		who, err := r.ResidentByNumber(value)
		return one(who.Record(), err)
	}
	hits, err := r.Find(value, mostRecords)
	if err != nil {
		return nil, err
	}
	var out []register.Record
	for _, h := range hits {
		if h.What != reg {
			continue
		}
		rec, err := r.Record(reg, h.ID)
		if err != nil {
			return nil, err
		}
		if rec.Fields.Text(field) == value {
			out = append(out, rec)
		}
	}
	slices.SortFunc(out, func(a, b register.Record) int { return strings.Compare(a.ID, b.ID) })
	return out, nil
}

// mostRecords is how many records one certificate may be made of.
const mostRecords = 200

// prefilled is what expressions see of records: the fields of the first, and
// those of all under "all". A resident has the address of the household.
func prefilled(r Reader, recs []register.Record) (map[string]any, error) {
	out := maps.Clone(map[string]any(recs[0].Fields))
	if h := recs[0].Fields.Text("household"); h != "" {
		home, err := r.Household(h)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return nil, err
		}
		out["address"] = home.Address.Line()
	}
	all := make([]any, len(recs))
	for i, rec := range recs {
		all[i] = map[string]any(rec.Fields)
	}
	out["all"] = all
	return out, nil
}

// set is what an outcome gives a certificate. What is a question's answer as it
// stands is written in the certificate's words; an address as one line.
func set(t *certificate.Template, form *definition.Form, o answer.Outcome, answers map[string]any) map[string]any {
	out := map[string]any{}
	for name, source := range o.Set {
		field := t.Fields[name]
		if q := certificate.AnswerTo(strings.TrimSpace(source), form.Questions()); q != nil {
			if v := answers[q.ID]; v != nil {
				out[name] = written(form, q, v, field, t.Language)
			}
			continue
		}
		v, ok := o.Fields[name]
		if !ok {
			continue
		}
		if m, is := v.(map[string]any); is && field.Kind == certificate.Text {
			v = answer.AnsweredAddress(m).Line()
		}
		out[name] = v
	}
	return out
}

// rows are the answers to a group as the rows of a certificate's list.
func rows(form *definition.Form, q *definition.Question, v any, list certificate.Field, language string) any {
	given, ok := v.([]any)
	if !ok {
		return v
	}
	out := make([]any, len(given))
	for i, g := range given {
		row, _ := g.(map[string]any)
		line := map[string]any{}
		for name, field := range list.Fields {
			if c := certificate.ColumnFor(name, q.Columns); c != nil && row[c.ID] != nil {
				line[name] = written(form, c, row[c.ID], field, language)
			}
		}
		out[i] = line
	}
	return out
}
