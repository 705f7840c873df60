package formview

import (
	"slices"

	"sala/forms/answer"
	"sala/forms/definition"
)

// Recorded returns the page of answers that were handed in: each of them, and
// nothing else. The form's rules are not asked again: on another day, or without
// the records that it was filled from, they would hide what is signed, or add to
// it.
func Recorded(form *definition.Form, answers map[string]any) (Page, error) {
	plain := &definition.Form{ID: form.ID, Version: form.Version, Country: form.Country, Fee: definition.Fee{Currency: form.Fee.Currency}, Lists: map[string][]definition.Option{}}
	for name, options := range form.Lists {
		plain.Lists[name] = offered(options)
	}
	for _, s := range form.Sections {
		s.Relevant, s.Questions = "", unruled(s.Questions)
		plain.Sections = append(plain.Sections, s)
	}
	sheet, err := answer.Open(plain, answers, answer.Env{})
	if err != nil {
		return Page{}, err
	}
	page := Of(plain, sheet)
	page.Form, page.Problems = form, nil
	for i := range page.Sections {
		page.Sections[i].Questions = answered(page.Sections[i].Questions)
	}
	page.Sections = slices.DeleteFunc(page.Sections, func(s Section) bool { return len(s.Questions) == 0 })
	return page, nil
}

// unruled are questions that are asked always and filled by a person alone.
func unruled(list []definition.Question) []definition.Question {
	out := slices.Clone(list)
	for i, q := range out {
		q.Relevant, q.Required, q.Constraint, q.Calculation, q.Default, q.Prefill, q.Filter, q.Min = "", "", "", "", "", "", "", 0
		q.Options, q.Columns = offered(q.Options), unruled(q.Columns)
		out[i] = q
	}
	return out
}

func offered(list []definition.Option) []definition.Option {
	out := slices.Clone(list)
	for i := range out {
		out[i].Relevant = ""
	}
	return out
}

func answered(list []Question) []Question {
	var out []Question
	for _, q := range list {
		for i, r := range q.Rows {
			q.Rows[i].Questions = answered(r.Questions)
		}
		if q.Answered() {
			out = append(out, q)
		}
	}
	return out
}
