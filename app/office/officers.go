package office

import (
	"context"
	"errors"
	"slices"

	"sala/forms/act"
)

// Roles returns the roles that a person may be given, and the one of the account
// behind glass.
func Roles() []Role {
	return []Role{Clerk, HeadOfSection, Registrar, Engineer, Health, Welfare, Disaster, Auditor, Administrator, Emergency}
}

// SetOfficer makes an officer, or changes one's names, title and roles. Only an
// administrator may: code "not_allowed".
func (s *Session) SetOfficer(ctx context.Context, o act.Officer) error {
	const op = "set an officer"
	if err := s.need(op, Administer); err != nil {
		return err
	}
	if err := s.office.Store.Write(ctx, s.Officer.ID, func(w Writer) error {
		before, err := w.Officer(o.ID)
		switch {
		case errors.Is(err, ErrNotFound):
		case err != nil:
			return err
		case isAdministrator(before) && !isAdministrator(o):
			if err := keepAdministrator(w, op, o.ID); err != nil {
				return err
			}
		}
		return w.Append(act.OfficerSet, "officer/"+o.ID, 0, o)
	}); err != nil {
		return s.office.explain(op, err)
	}
	return nil
}

// RemoveOfficer ends an officer's time from now on. What she did stays under
// her name. The last administrator cannot be removed: "last_administrator".
func (s *Session) RemoveOfficer(ctx context.Context, id string) error {
	const op = "remove an officer"
	if err := s.need(op, Administer); err != nil {
		return err
	}
	return s.office.explain(op, s.office.Store.Write(ctx, s.Officer.ID, func(w Writer) error {
		o, err := w.Officer(id)
		if err != nil {
			return err
		}
		if err := keepAdministrator(w, op, id); err != nil {
			return err
		}
		o.Until = s.office.Now().Unix()
		return w.Append(act.OfficerSet, "officer/"+id, 0, o)
	}))
}

// MaySetPassword reports, as nil or an error, whether the session's officer may
// give id a new password: herself, and as an administrator anybody who is there.
func (s *Session) MaySetPassword(ctx context.Context, id string) error {
	const op = "set a password"
	if id == s.Officer.ID {
		return nil
	}
	if err := s.need(op, Administer); err != nil {
		return err
	}
	return s.office.explain(op, s.office.Store.Read(ctx, func(r Reader) error {
		o, err := r.Officer(id)
		if err == nil && o.Until != 0 && o.Until <= s.office.Now().Unix() {
			err = &Error{Op: op, Code: "officer_gone", Args: map[string]any{"officer": id}}
		}
		return err
	}))
}

func isAdministrator(o act.Officer) bool { return slices.Contains(o.Roles, string(Administrator)) }

// keepAdministrator refuses to lose the last administrator.
func keepAdministrator(r Reader, op, leaving string) error {
	all, err := r.Officers()
	if err != nil {
		return err
	}
	left := 0
	for _, o := range all {
		if o.ID != leaving && isAdministrator(o) {
			left++
		}
	}
	if left == 0 {
		return &Error{Op: op, Code: "last_administrator", Args: map[string]any{"officer": leaving}}
	}
	return nil
}
