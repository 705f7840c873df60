// Package answer is a form as it is being filled: which questions are asked
// now, what follows from the answers so far, and what is still wrong.
//
// Problems are codes with arguments, never sentences: the words are looked up
// in the language of whoever reads them.
package answer

import "sala/forms/definition"

// Problem is one thing that is wrong with an answer.
type Problem struct {
	Question string          `json:"question"` // path: "purpose", "members[2].birth"
	Code     string          `json:"code"`     // required, constraint, not_a_date, check_digit ...
	Args     map[string]any  `json:"args,omitempty"`
	Message  definition.Text `json:"message,omitempty"` // the form's own words, where it has any
	Warning  bool            `json:"warning,omitempty"` // does not stop a submission
}
