package station

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"sala/app/office"
	"sala/forms/act"
	"sala/forms/number"
	"sala/forms/register"
)

// Conflict is an entry that central kept but did not apply.
type Conflict = office.Conflict

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
				Outcome: v.Outcome, Reason: v.Reason, Fields: []office.FieldConflict{}, With: v.With}
			if v.WithAt != 0 {
				c.WithAt = time.UnixMilli(v.WithAt)
			}
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
		f := office.FieldConflict{Name: name, Base: c.Change.Old[name], Mine: c.Change.Set[name], Theirs: rec.Fields[name]}
		f.Clash = fmt.Sprint(f.Theirs) != fmt.Sprint(f.Base) && fmt.Sprint(f.Theirs) != fmt.Sprint(f.Mine)
		c.Fields = append(c.Fields, f)
	}
	return nil
}

// Conflict returns one entry that central set aside.
func (o Outbox) Conflict(ctx context.Context, seq uint64) (office.Conflict, error) {
	all, err := o.st.Conflicts(ctx)
	if err != nil {
		return Conflict{}, err
	}
	for _, c := range all {
		if c.Seq == seq {
			return c, nil
		}
	}
	return Conflict{}, &office.Error{Op: "find a conflict", Code: "no_conflict", Args: map[string]any{"seq": seq}}
}

// Line returns how the line to central is, whoever of the station's programs
// tried it last.
func (o Outbox) Line(ctx context.Context) (office.LineState, error) {
	st := o.st
	l, err := ReadLine(st.Dir)
	if err != nil {
		return office.LineState{}, err
	}
	out := office.LineState{URL: st.Config.Central.URL, Online: l.Online, Reason: l.Reason, Tried: l.Tried, LastSync: l.LastSync, Skew: l.Skew, Relay: st.Config.Relay.URL}
	if l.NextTry.After(st.Office.Now()) {
		out.NextTry = l.NextTry
	}
	if st.Config.Relay.Listen != "" {
		out.Relay = office.RelaySelf
	}
	if out.RelayHolds, err = st.Store.RelayHolds(ctx); err != nil {
		return out, err
	}
	files, err := st.Store.Attachments().Outgoing(ctx)
	if err != nil {
		return out, err
	}
	for _, f := range files {
		out.Files, out.FileBytes = out.Files+1, out.FileBytes+f.Size
	}
	offer, err := st.Offer()
	out.Pack, out.PackState, out.PackCode = offer.Name, offer.State, offer.Code
	if offer.Name == st.Pack.Name() {
		out.Pack, out.PackState = "", ""
	}
	return out, err
}

// Leases returns how many numbers are left of each kind and year.
func (o Outbox) Leases(ctx context.Context) ([]office.LeaseLeft, error) {
	g, err := o.st.Ledger(ctx)
	if err != nil {
		return nil, err
	}
	now := o.st.Office.Now()
	var out []office.LeaseLeft
	at := func(l number.Lease) *office.LeaseLeft {
		i := slices.IndexFunc(out, func(x office.LeaseLeft) bool { return x.Kind == l.Kind && x.Year == l.Year })
		if i < 0 {
			out, i = append(out, office.LeaseLeft{Kind: string(l.Kind), Year: l.Year}), len(out)
		}
		return &out[i]
	}
	for _, b := range g.Balances() {
		until := time.Unix(b.Lease.Expires, 0)
		if b.Lease.Spare() || b.Handed > 0 || b.Lease.Expires != 0 && !until.After(now) {
			continue
		}
		x := at(b.Lease)
		x.Left, x.Size = x.Left+b.Free, x.Size+b.Lease.Size()
		if b.Free > 0 && (x.Until.IsZero() || until.Before(x.Until)) {
			x.Until = until
		}
	}
	for i := range out {
		out[i].Low = out[i].Left*5 < out[i].Size
	}
	return out, nil
}
