package office

import (
	"context"
	"errors"

	"sala/forms/answer"
)

// Error is what a use case returns: Code is looked up in the words catalogue
// ("office.error.CODE" says what happened and that nothing is lost,
// "office.hint.CODE" what to do), Err is for the log.
type Error struct {
	Op       string           `json:"op"`
	Code     string           `json:"code"`
	Args     map[string]any   `json:"args,omitempty"`
	Problems []answer.Problem `json:"problems,omitempty"` // of a refused form
	Err      error            `json:"-"`
}

// Error returns the operation, the code and the cause, in English.
func (e *Error) Error() string {
	s := e.Op + ": " + e.Code
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// CodeOf returns the code of an error of this package, or of one that has a
// method Code, as the store's have; "cancelled" where somebody ended the wait,
// "internal" for any other, "" for nil.
func CodeOf(err error) string {
	var e *Error
	var coded interface{ Code() string }
	switch {
	case err == nil:
		return ""
	case errors.As(err, &e):
		return e.Code
	case errors.As(err, &coded):
		return coded.Code()
	case errors.Is(err, context.Canceled):
		return "cancelled"
	}
	return "internal"
}
