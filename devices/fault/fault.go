// Package fault names what can go wrong with a device. A Code is a stable
// string: the words that a person reads are looked up from it in the catalogue
// ("device.error.CODE" says what happened, "device.hint.CODE" what to do), and a
// site's statistics count it. Every error that a driver returns carries one.
package fault

import (
	"errors"
	"fmt"
)

// Code is the stable name of a trouble, such as "printer.paper_out".
type Code string

// Error is a trouble with its code. Drivers declare theirs as variables, so
// that errors.Is finds them however deeply they are wrapped.
type Error struct {
	Code Code
	Err  error // the cause; may be nil
}

// New returns an error that means nothing but its code; drivers use it for
// their sentinels.
func New(code Code) *Error { return &Error{Code: code} }

// Error returns the English meaning, the code, and the cause.
func (e *Error) Error() string {
	s := fmt.Sprintf("%s (%s)", Meaning(e.Code), e.Code)
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Is reports whether target is a trouble of the same code, so that a sentinel
// matches the same trouble with a cause.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code
}

// Because returns the trouble e with cause err.
func (e *Error) Because(err error) error { return &Error{Code: e.Code, Err: err} }

// CodeOf returns the code of err, Internal for an error without one, "" for nil.
func CodeOf(err error) Code {
	var e *Error
	switch {
	case err == nil:
		return ""
	case errors.As(err, &e):
		return e.Code
	}
	return Internal
}
