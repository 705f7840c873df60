package office

import (
	"context"
	"strings"

	"sala/forms/act"
)

// Emergency is the role of the account behind glass: its password lies sealed
// in the office's safe, for the day on which nobody else can sign in.
const Emergency Role = "emergency"

// BreakGlass opens a session of the account behind glass. It may do what a
// clerk and a head of section may; who broke the glass and why stands in the
// journal before anything else can be done, and reaches central with it.
func (o *Office) BreakGlass(ctx context.Context, officer, password, person, reason string) (*Session, error) {
	const op = "break the glass"
	if strings.TrimSpace(reason) == "" || strings.TrimSpace(person) == "" {
		return nil, &Error{Op: op, Code: "reason_needed"}
	}
	s, err := o.SignIn(ctx, officer, password)
	if err != nil {
		return nil, err
	}
	if !s.Has(Emergency) {
		return nil, &Error{Op: op, Code: "not_allowed"}
	}
	err = o.Store.Write(ctx, officer, func(w Writer) error {
		return w.Append(act.GlassBroken, "officer/"+officer, 0, act.Emergency{Officer: officer, Person: person, Reason: reason})
	})
	if err != nil {
		return nil, o.explain(op, err)
	}
	s.glass = true
	s.Officer.Roles = append([]string{string(Clerk), string(HeadOfSection)}, s.Officer.Roles...)
	return s, nil
}

// sealed reports whether the account behind glass was opened like any other,
// without a word on who did it and why: it may decide on nothing then.
func (s *Session) sealed() bool { return s.Has(Emergency) && !s.glass }
