package main

import (
	"fmt"
	"slices"
	"strings"

	"sala/forms/answer"
	"sala/forms/definition"
)

// answered writes an answer as a person reads it: the words of a choice, an
// address on one line, the rows of a group one after the other. Form may be nil.
func (c *console) answered(form *definition.Form, question string, v any) string {
	var q *definition.Question
	if form != nil {
		if i := slices.IndexFunc(form.Questions(), func(q *definition.Question) bool { return q.ID == question }); i >= 0 {
			q = form.Questions()[i]
		}
	}
	if q == nil {
		return fmt.Sprint(v)
	}
	switch x := v.(type) {
	case map[string]any:
		if q.Kind == definition.Address {
			return answer.AnsweredAddress(x).Line()
		}
	case []any:
		parts := make([]string, len(x))
		for i, one := range x {
			parts[i] = c.part(form, q, one)
		}
		return strings.Join(parts, ", ")
	}
	return c.part(form, q, v)
}

// part writes one choice or one row.
func (c *console) part(form *definition.Form, q *definition.Question, v any) string {
	row, ok := v.(map[string]any)
	if !ok {
		return c.choice(form, q, v)
	}
	var cells []string
	for i := range q.Columns {
		if cell := row[q.Columns[i].ID]; cell != nil {
			cells = append(cells, c.choice(form, &q.Columns[i], cell))
		}
	}
	if len(q.Columns) == 0 {
		return fmt.Sprint(v)
	}
	return strings.Join(cells, " ")
}

func (c *console) choice(form *definition.Form, q *definition.Question, v any) string {
	options := q.Options
	if q.List != "" {
		options = form.Lists[q.List]
	}
	for _, o := range options {
		if o.ID == v {
			return o.Label.In(c.language)
		}
	}
	return fmt.Sprint(v)
}
