package main

import (
	"sala/forms/answer"
	"sala/forms/definition"
)

// problem is an answer's problem with its words.
type problem struct {
	Question string         `json:"question"`
	Label    string         `json:"label,omitempty"`
	Code     string         `json:"code"`
	Args     map[string]any `json:"args,omitempty"`
	Says     string         `json:"says"`
	Warning  bool           `json:"warning,omitempty"`
}

// String returns the problem on one line.
func (p problem) String() string {
	name := p.Question
	if p.Label != "" {
		name += " (" + p.Label + ")"
	}
	if p.Warning {
		name = "~ " + name
	}
	return name + ": " + p.Says
}

// problems puts the words to an answer's problems: the form's own where it has
// any. Form may be nil.
func (c *console) problems(form *definition.Form, all []answer.Problem) []problem {
	labels := map[string]definition.Text{}
	if form != nil {
		for _, q := range form.Questions() {
			labels[q.ID] = q.Label
		}
	}
	var out []problem
	for _, p := range all {
		says := p.Message.In(c.language)
		if says == "" {
			key := "problem." + p.Code
			if !c.words.Has(key) {
				key = "kit.problem.other"
			}
			says = c.words.Text(c.language, key, p.Args)
		}
		out = append(out, problem{Question: p.Question, Label: labels[lastStep(p.Question)].In(c.language), Code: p.Code, Args: p.Args, Says: says, Warning: p.Warning})
	}
	return out
}

// lastStep returns the question's own ID at the end of a path: "birth" of
// "members[2].birth".
func lastStep(path string) string {
	for i := len(path) - 1; i >= 0; i-- {
		if path[i] == '.' {
			path = path[i+1:]
			break
		}
	}
	for i := range path {
		if path[i] == '[' {
			return path[:i]
		}
	}
	return path
}
