package central

import (
	"context"
	"fmt"
	"time"

	"sala/sync/journal"
	"sala/sync/wire"
)

// Finding is one thing that the doctor looked at.
type Finding struct {
	What   string `json:"what"`
	Good   bool   `json:"good"`
	Detail string `json:"detail"`
}

// Examine reads everything that central keeps and checks it against itself:
// each station's chain from the first entry to the last and its signatures,
// the order of each office, and that no number was leased twice.
func (c *Central) Examine(ctx context.Context) ([]Finding, error) {
	var out []Finding
	err := c.Store.View(ctx, func(tx Tx) error {
		stations, err := tx.Stations("")
		if err != nil {
			return err
		}
		for _, s := range stations {
			f, err := examineChain(tx, s)
			if err != nil {
				return err
			}
			out = append(out, f)
		}
		offices, err := tx.Offices()
		if err != nil {
			return err
		}
		for _, o := range offices {
			f, err := examineOffice(tx, o)
			if err != nil {
				return err
			}
			out = append(out, f)
			if f, err = c.examineLeases(tx, o); err != nil {
				return err
			}
			out = append(out, f)
		}
		return nil
	})
	if err != nil {
		return out, fmt.Errorf("examine central: %w", err)
	}
	out = append(out, c.examineAuthority())
	if c.Papers != nil {
		f, err := c.examineList(ctx)
		if err != nil {
			return out, fmt.Errorf("examine central: %w", err)
		}
		out = append(out, f)
	}
	return out, nil
}

// examineAuthority says how long central's own authority holds.
func (c *Central) examineAuthority() Finding {
	until := c.Authority.Certificate.NotAfter
	return Finding{What: "central's authority", Good: c.Now().AddDate(0, 3, 0).Before(until), Detail: "holds until " + until.UTC().Format(time.DateOnly)}
}

// examineList says how old the list of what is withdrawn is.
func (c *Central) examineList(ctx context.Context) (Finding, error) {
	f := Finding{What: "revocation list"}
	r, err := c.Revocations(ctx)
	if err != nil {
		f.Detail = err.Error()
		return f, nil
	}
	if f.Good = r.Serial == 0 || c.Now().Before(time.Unix(r.Next, 0)); r.Serial == 0 {
		f.Detail = "none yet"
	} else {
		f.Detail = fmt.Sprintf("number %d of %s: %d documents, %d keys", r.Serial, r.AsOf().Format(time.DateOnly), len(r.Documents), len(r.Keys))
	}
	return f, nil
}

func examineChain(tx Tx, s Station) (Finding, error) {
	f := Finding{What: "journal of " + s.Name, Good: true}
	bad := func(format string, args ...any) (Finding, error) {
		f.Good, f.Detail = false, fmt.Sprintf(format, args...)
		return f, nil
	}
	var head journal.Head
	signed := uint64(0)
	for {
		entries, err := tx.Entries(EntryFilter{Station: s.Name, After: head.Seq, Limit: 5000})
		if err != nil {
			return f, err
		}
		if len(entries) == 0 {
			break
		}
		for i := range entries {
			e := &entries[i]
			next, err := head.Follow(&e.Entry)
			if err != nil || next.Hash != e.Hash {
				return bad("entry %d does not follow the one before it, or was changed", e.Seq)
			}
			if head = next; e.Signature != nil {
				if e.Verify(s.JournalKey) != nil {
					return bad("the signature of entry %d is not the station's", e.Seq)
				}
				signed = e.Seq
			}
		}
	}
	if head.Seq != s.Through || head.Hash != s.Head {
		return bad("central signed through %d and has %d", s.Through, head.Seq)
	}
	if signed != head.Seq {
		return bad("entries after %d are not vouched for by any signature", signed)
	}
	f.Detail = fmt.Sprintf("%d entries, chained and signed", head.Seq)
	return f, nil
}

func examineOffice(tx Tx, o Office) (Finding, error) {
	f := Finding{What: "feed of " + o.ID, Good: true}
	n, last := 0, uint64(0)
	for {
		items, err := tx.Feed(o.ID, last, 5000)
		if err != nil {
			return f, err
		}
		if len(items) == 0 {
			break
		}
		n, last = n+len(items), items[len(items)-1].Position
	}
	f.Detail = fmt.Sprintf("%d things, the last at %d of %d", n, last, o.Position)
	f.Good = last <= o.Position
	return f, nil
}

func (c *Central) examineLeases(tx Tx, o Office) (Finding, error) {
	f := Finding{What: "legal numbers of " + o.ID, Good: true}
	leases, err := tx.AllLeases(o.ID)
	if err != nil {
		return f, err
	}
	uses := 0
	for i, l := range leases {
		if wire.VerifyLease(l.Lease, c.Authority.SigningKey()) != nil {
			f.Good, f.Detail = false, l.ID+" is not signed by this central"
			return f, nil
		}
		for _, other := range leases[:i] {
			if other.Kind == l.Kind && other.Year == l.Year && other.From <= l.To && l.From <= other.To {
				f.Good, f.Detail = false, fmt.Sprintf("%s and %s overlap", other.ID, l.ID)
				return f, nil
			}
		}
		used, err := tx.Uses(l.ID)
		if err != nil {
			return f, err
		}
		for _, u := range used {
			if u.Number < l.From || u.Number > l.To {
				f.Good, f.Detail = false, fmt.Sprintf("number %d is not of %s", u.Number, l.ID)
				return f, nil
			}
		}
		uses += len(used)
	}
	f.Detail = fmt.Sprintf("%d blocks, %d numbers used or spoiled", len(leases), uses)
	return f, nil
}
