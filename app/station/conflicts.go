package station

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"sala/app/office"
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

// Conflicts returns what central set aside and nobody has settled yet, the
// oldest first.
func (st *Station) Conflicts(ctx context.Context) ([]Conflict, error) {
	aside, err := st.Store.SetAside(ctx)
	if err != nil {
		return nil, err
	}
	var out []Conflict
	err = st.Store.Read(ctx, func(r office.Reader) error {
		for _, a := range aside {
			e, v := a.Entry, a.Verdict
			c := Conflict{Seq: e.Seq, At: e.Time.Wall(), Officer: e.Officer, Kind: e.Kind, Subject: e.Subject, Title: titleOf(r, e.Subject),
				Outcome: v.Outcome, Reason: v.Reason, Fields: []FieldConflict{}}
			if e.Kind == act.RecordSet && e.Payload != nil {
				if err := st.compare(ctx, &c, e.Payload); err != nil {
					return err
				}
			}
			out = append(out, c)
		}
		return nil
	})
	return out, err
}

// compare lays the station's values beside central's.
func (st *Station) compare(ctx context.Context, c *Conflict, payload []byte) (err error) {
	if c.Change, err = act.Decode[act.Change](payload); err != nil {
		return fmt.Errorf("entry %d: %w", c.Seq, err)
	}
	rec, err := st.Store.Record(ctx, c.Change.Register, c.Change.ID)
	if err != nil {
		rec = register.Record{} // central has taken it away
	}
	names := slices.Collect(maps.Keys(c.Change.Set))
	names = append(names, c.Change.Clear...)
	slices.Sort(names)
	for _, name := range names {
		f := FieldConflict{Name: name, Base: c.Change.Old[name], Mine: c.Change.Set[name], Theirs: rec.Fields[name]}
		f.Clash = fmt.Sprint(f.Theirs) != fmt.Sprint(f.Base) && fmt.Sprint(f.Theirs) != fmt.Sprint(f.Mine)
		c.Fields = append(c.Fields, f)
	}
	return nil
}
