package pack

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"slices"
	"strings"

	"sala/forms/answer"
	"sala/forms/calendar"
	"sala/forms/definition"
)

// Example is a set of answers that a form must accept and one that it must
// refuse: examples/FORM-ID.json in the pack.
type Example struct {
	Today   calendar.Date  `json:"today,omitzero"` // 2026-11-22 where it is not given
	Prefill map[string]any `json:"prefill,omitempty"`
	Pass    map[string]any `json:"pass"`
	Fee     *int64         `json:"fee,omitempty"` // of Pass, in minor units
	Files   []string       `json:"files,omitempty"`
	// Fail are answers that replace those of Pass; null takes one away.
	Fail     map[string]any `json:"fail"`
	Problems []string       `json:"problems"` // of Fail: "question:code", in the order of the form
}

// ReadExample reads the example of a form from a pack's files; without one it is
// fs.ErrNotExist.
func ReadExample(files fs.FS, form string) (Example, error) {
	var e Example
	b, err := fs.ReadFile(files, nameOf(form))
	if err != nil {
		return e, err
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	err = d.Decode(&e)
	return e, err
}

func nameOf(form string) string { return "examples/" + form + ".json" }

// Env is what the example is answered with: its day, and what was known before.
func (e Example) Env() answer.Env {
	today := e.Today
	if today.IsZero() {
		today = calendar.Date{Year: 2026, Month: 11, Day: 22}
	}
	return answer.Env{Today: today, Prefill: e.Prefill}
}

// Check tries each form's example and returns the faults: forms without one,
// and answers that are taken otherwise than the example says. A pack that does
// not pass its own check is not put to use.
func (p *Pack) Check(files fs.FS) definition.Faults {
	var faults definition.Faults
	for _, form := range p.Forms() {
		add := func(found ...definition.Fault) {
			for _, f := range found {
				f.File = nameOf(form.ID)
				faults = append(faults, f)
			}
		}
		e, err := ReadExample(files, form.ID)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			add(definition.Wrong("no_example", "", "form", form.ID))
		case err != nil:
			add(unread(err))
		default:
			add(e.try(p, form)...)
		}
	}
	return faults
}

func unread(err error) definition.Fault {
	return definition.Wrong("example", "", "detail", err.Error())
}

func (e Example) try(p *Pack, form *definition.Form) definition.Faults {
	var out definition.Faults
	pass, err := e.open(form, nil)
	if err != nil {
		return definition.Faults{unread(err)}
	}
	if found := spell(pass.Problems()); len(found) > 0 {
		out = append(out, definition.Wrong("example_pass", "pass", "problems", strings.Join(found, ", ")))
	}
	for id := range e.Pass {
		if !pass.Relevant(id) {
			out = append(out, definition.Wrong("example_not_asked", "pass", "question", id))
		}
	}
	if e.Fee != nil {
		if due, err := pass.Fee(); err != nil {
			out = append(out, unread(err))
		} else if due.Minor != *e.Fee {
			out = append(out, definition.Wrong("example_fee", "fee", "due", due.Minor, "said", *e.Fee))
		}
	}
	out = append(out, e.files(p, pass)...)
	fail, err := e.open(form, e.Fail)
	if err != nil {
		return append(out, unread(err))
	}
	if found := spell(fail.Problems()); !slices.Equal(found, e.Problems) || len(found) == 0 {
		out = append(out, definition.Wrong("example_fail", "fail", "problems", strings.Join(found, ", "), "said", strings.Join(e.Problems, ", ")))
	}
	return out
}

// files checks which petitions a life event files from Pass, and that each of
// them could be submitted as it is.
func (e Example) files(p *Pack, pass *answer.Sheet) definition.Faults {
	filed, err := pass.File(p.Form)
	if err != nil {
		return definition.Faults{unread(err)}
	}
	var out definition.Faults
	var names []string
	for _, f := range filed {
		names = append(names, f.Form.ID)
		if found := spell(f.Sheet.Problems()); len(found) > 0 {
			out = append(out, definition.Wrong("example_filed", "pass", "form", f.Form.ID, "problems", strings.Join(found, ", ")))
		}
	}
	if !slices.Equal(names, e.Files) {
		out = append(out, definition.Wrong("example_files", "files", "forms", strings.Join(names, ", "), "said", strings.Join(e.Files, ", ")))
	}
	return out
}

func (e Example) open(form *definition.Form, replace map[string]any) (*answer.Sheet, error) {
	answers := map[string]any{}
	for k, v := range e.Pass {
		answers[k] = v
	}
	for k, v := range replace {
		answers[k] = v
	}
	return answer.Open(form, answers, e.Env())
}

// spell writes problems as "question:code", warnings left out.
func spell(problems []answer.Problem) []string {
	var out []string
	for _, p := range problems {
		if !p.Warning {
			out = append(out, p.Question+":"+p.Code)
		}
	}
	return out
}
