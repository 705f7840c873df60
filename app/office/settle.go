package office

import (
	"context"

	"sala/forms/act"
	"sala/forms/register"
)

// Ways to settle a change that central set aside.
const (
	SettleMine   = "mine"   // the station's values are put on top of what central has
	SettleTheirs = "theirs" // what central has stands
)

// SettleChange settles a change of a record that central did not apply because
// somebody else had changed the same fields. With SettleMine the change is made
// anew on top of what central has, in the fields that are named or in all; with
// SettleTheirs nothing is changed. Either stands in the journal. The old entry
// stays where it is, at central as here.
func (s *Session) SettleChange(ctx context.Context, seq uint64, c act.Change, how, note string, fields ...string) (register.Record, error) {
	const op = "settle a conflict"
	var rec register.Record
	if err := s.need(op, Decide); err != nil {
		return rec, err
	}
	err := s.office.Store.Write(ctx, s.Officer.ID, func(w Writer) (err error) {
		if rec, err = w.Record(c.Register, c.ID); err != nil {
			return err
		}
		if how == SettleMine {
			again := over(c, rec, fields)
			if again.Reason = note; note == "" {
				again.Reason = c.Reason
			}
			if err := w.Append(act.RecordSet, c.Register+"/"+c.ID, rec.Version, again); err != nil {
				return err
			}
		}
		if err := w.Append(act.EntrySettled, c.Register+"/"+c.ID, rec.Version, act.Settlement{Seq: seq, How: how, Fields: fields, Note: note}); err != nil {
			return err
		}
		rec, err = w.Record(c.Register, c.ID)
		return err
	})
	return rec, s.office.explain(op, err)
}

// over is the change as it is to be made on top of rec: with its fields, or
// those that are named, and the values that they have now as the old ones.
func over(c act.Change, rec register.Record, fields []string) act.Change {
	chosen := func(name string) bool {
		if len(fields) == 0 {
			return true
		}
		for _, f := range fields {
			if f == name {
				return true
			}
		}
		return false
	}
	again := c
	again.Set, again.Old, again.Clear = register.Fields{}, register.Fields{}, nil
	for name, v := range c.Set {
		if chosen(name) {
			again.Set[name] = v
			if was, had := rec.Fields[name]; had {
				again.Old[name] = was
			}
		}
	}
	for _, name := range c.Clear {
		if chosen(name) {
			again.Clear = append(again.Clear, name)
			if was, had := rec.Fields[name]; had {
				again.Old[name] = was
			}
		}
	}
	return again
}
