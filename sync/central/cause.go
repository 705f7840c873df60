package central

import "errors"

// Cause is what lies at the bottom of an error, for the log. What is wrapped
// around it may name what was asked for, and with it a person.
func Cause(err error) string {
	for err != nil {
		var inner error
		switch e := err.(type) {
		case interface{ Unwrap() error }:
			inner = e.Unwrap()
		case interface{ Unwrap() []error }:
			for _, one := range e.Unwrap() {
				if inner == nil {
					inner = one
				}
			}
		}
		if inner == nil {
			break
		}
		err = inner
	}
	if err == nil {
		return ""
	}
	var known interface{ SQLState() string } // a server's message may quote what it refused
	if errors.As(err, &known) {
		return "SQLSTATE " + known.SQLState()
	}
	return err.Error()
}
