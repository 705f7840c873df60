package office

import (
	"context"

	"sala/forms/act"
)

// Enter opens the session of an officer whose password has just opened the
// station itself: she is not asked for it twice. The signing in stands in the
// journal. The error's code is "officer_gone" for one who was removed.
func (o *Office) Enter(ctx context.Context, officer string) (*Session, error) {
	const op = "sign in"
	var who act.Officer
	err := o.Store.Write(ctx, officer, func(w Writer) (err error) {
		if who, err = w.Officer(officer); err != nil {
			return err
		}
		if who.Until != 0 && who.Until <= o.Now().Unix() {
			return &Error{Op: op, Code: "officer_gone", Args: map[string]any{"officer": officer}}
		}
		return w.Append(act.SignedIn, "officer/"+officer, 0, act.Officer{ID: officer})
	})
	if who, err = o.atStopped(ctx, who, officer, err); err != nil {
		return nil, o.explain(op, err)
	}
	return &Session{office: o, Officer: who}, nil
}

// atStopped lets an officer in at a machine that was stopped as a second copy,
// so that what is there can be looked at and carried away. Nothing that she does
// there is written, and all that would have to be is refused. It returns who and
// err as they are everywhere else.
func (o *Office) atStopped(ctx context.Context, who act.Officer, officer string, err error) (act.Officer, error) {
	if CodeOf(err) != "second_copy" {
		return who, err
	}
	err = o.Store.Read(ctx, func(r Reader) (err error) {
		who, err = r.Officer(officer)
		return err
	})
	if err == nil && who.Until != 0 && who.Until <= o.Now().Unix() {
		err = &Error{Op: "sign in", Code: "officer_gone", Args: map[string]any{"officer": officer}}
	}
	return who, err
}
