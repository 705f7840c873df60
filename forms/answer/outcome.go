package answer

import (
	"maps"

	"sala/forms/definition"
	"sala/forms/definition/expression"
)

// Outcome is something that the petition leads to with the answers as they
// are.
type Outcome struct {
	definition.Outcome
	Record string         // for Register: the ID of the record that changes (or its field By), "" for a new one
	Fields map[string]any // for Register and Form: what Set gives
}

// Outcomes returns what the petition leads to: those outcomes of the form whose
// condition holds, one that is for each row of a group once for each.
func (s *Sheet) Outcomes() []Outcome {
	var out []Outcome
	for i, o := range s.form.LeadsTo {
		if o.Each == "" {
			out = append(out, s.outcome(i)...)
			continue
		}
		group := &s.top.items[s.rules.Top.ByID[o.Each].Index]
		if !group.relevant {
			continue
		}
		for n, row := range group.rows {
			s.inRow(row, n, func() bool { out = append(out, s.outcome(i)...); return false })
		}
	}
	return out
}

// outcome evaluates one outcome, none when its condition does not hold.
func (s *Sheet) outcome(i int) []Outcome {
	r := s.rules.Outcomes[i]
	if !s.holds(r.When, true, false) {
		return nil
	}
	found := Outcome{Outcome: s.form.LeadsTo[i], Fields: map[string]any{}}
	if r.Of != nil {
		if v, err := r.Of.Run(s.names); err == nil {
			found.Record, _ = v.(string)
		}
	}
	for field, p := range r.Set {
		if v, err := p.Run(s.names); err == nil && expression.Answered(v) {
			found.Fields[field] = v
		}
	}
	return []Outcome{found}
}

// Filed is one of the petitions that a life event's intake files.
type Filed struct {
	Form  *definition.Form
	Sheet *Sheet
}

// File opens the petitions that the intake's answers lead to. A question of the
// new form that has the id and kind of one of the intake takes its answer over;
// Set goes before that. What is then missing shows in each sheet's Problems.
func (s *Sheet) File(find func(id string) (*definition.Form, bool)) ([]Filed, error) {
	var out []Filed
	given := s.Answers()
	for _, o := range s.Outcomes() {
		if o.Form == "" {
			continue
		}
		form, ok := find(o.Form)
		if !ok {
			return nil, &missingForm{o.Form}
		}
		answers := map[string]any{}
		for _, section := range form.Sections {
			for _, q := range section.Questions {
				own, ok := s.rules.Top.ByID[q.ID]
				if v := given[q.ID]; ok && v != nil && own.Question.Kind == q.Kind {
					answers[q.ID] = v
				}
			}
		}
		maps.Copy(answers, o.Fields)
		sheet, err := Open(form, answers, s.env)
		if err != nil {
			return nil, err
		}
		out = append(out, Filed{form, sheet})
	}
	return out, nil
}

type missingForm struct{ id string }

func (m *missingForm) Error() string { return "file a petition: there is no form " + m.id }
