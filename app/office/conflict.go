package office

import (
	"context"
	"maps"
	"slices"
	"time"

	"sala/forms/act"
	"sala/forms/register"
)

// Conflict is an entry that central kept but did not apply.
type Conflict struct {
	Seq     uint64          `json:"seq"`
	At      time.Time       `json:"at"`
	Officer string          `json:"officer"`
	Kind    string          `json:"kind"`
	Subject string          `json:"subject"`
	Title   string          `json:"title,omitempty"` // in words, such as the petition's number
	Outcome string          `json:"outcome"`         // conflict, rejected
	Reason  string          `json:"reason"`          // a code
	Fields  []FieldConflict `json:"fields"`          // of a change of a record
	// With is whose change it overlaps with, "STATION/OFFICER", and WithAt when
	// that was made, as central said; "" when it did not.
	With   string    `json:"with,omitempty"`
	WithAt time.Time `json:"with_at,omitzero"`

	Change act.Change `json:"-"` // of a change of a record
}

// FieldConflict is one field with every value that there is.
type FieldConflict struct {
	Name   string `json:"name"`
	Base   any    `json:"base"`   // what the officer saw
	Mine   any    `json:"mine"`   // what the station set; null when it cleared the field
	Theirs any    `json:"theirs"` // what central has
	Clash  bool   `json:"clash"`  // central changed it too, to something else
}

// SettleWithdrawn settles an entry that nobody wants any more.
const SettleWithdrawn = "withdrawn"

// Pick is what an officer decides for one field: SettleMine, SettleTheirs, or
// another value.
type Pick struct {
	How   string // mine, theirs; "" = Value
	Value any
}

// SettleFields settles a change that overlaps with somebody else's, field by
// field. What nobody picked, because it does not clash, is the station's. The
// officer's decision is a change of its own, on top of what central has.
func (s *Session) SettleFields(ctx context.Context, c Conflict, picks map[string]Pick, note string) (register.Record, error) {
	const op = "settle a conflict"
	if c.Kind != act.RecordSet {
		return register.Record{}, &Error{Op: op, Code: "not_settleable", Args: map[string]any{"seq": c.Seq, "kind": c.Kind}}
	}
	change := c.Change
	change.Set, change.Clear = maps.Clone(change.Set), slices.Clone(change.Clear)
	if change.Set == nil {
		change.Set = register.Fields{}
	}
	var fields []string
	for _, f := range c.Fields {
		p, picked := picks[f.Name]
		switch {
		case !picked && f.Clash:
			return register.Record{}, &Error{Op: op, Code: "conflict_open", Args: map[string]any{"field": f.Name}}
		case picked && p.How == SettleTheirs:
			continue
		case picked && p.How == "":
			change.Set[f.Name] = p.Value
			change.Clear = slices.DeleteFunc(change.Clear, func(n string) bool { return n == f.Name })
		}
		fields = append(fields, f.Name)
	}
	if len(fields) == 0 {
		return s.SettleChange(ctx, c.Seq, change, SettleTheirs, note)
	}
	return s.SettleChange(ctx, c.Seq, change, SettleMine, note, fields...)
}

// WithdrawEntry ends the wait of an entry that central set aside and that is not
// to be carried out: it stays in the journal, here and at central, with who
// withdrew it and why.
func (s *Session) WithdrawEntry(ctx context.Context, c Conflict, note string) error {
	const op = "withdraw an entry"
	if err := s.need(op, Decide); err != nil {
		return err
	}
	if note == "" {
		return &Error{Op: op, Code: "reason_needed"}
	}
	return s.office.explain(op, s.office.Store.Write(ctx, s.Officer.ID, func(w Writer) error {
		return w.Append(act.EntrySettled, c.Subject, 0, act.Settlement{Seq: c.Seq, How: SettleWithdrawn, Note: note})
	}))
}
