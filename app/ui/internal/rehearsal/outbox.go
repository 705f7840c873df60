package rehearsal

import (
	"context"
	"slices"
	"time"

	"sala/app/office"
	"sala/forms/number"
	"sala/forms/petition"
)

// waits notes an entry for the outbox, at the time of the petition that it
// concerns.
func (v *view) waits(kind, subject string, payload any) {
	i := office.OutboxItem{Seq: v.journal.Entries, Kind: kind, Subject: subject, State: office.OutboxWaiting, Reason: "no_network"}
	if p, ok := v.petitions[petition.Concerns(payload)]; ok {
		i.Title, i.At = p.Number, time.UnixMilli(p.Changed)
	} else if n := len(v.unsent); n > 0 {
		i.At = v.unsent[n-1].At
	} else {
		i.At = v.store.Now()
	}
	v.unsent = append(v.unsent, i)
}

// Outbox is what waits for central, which cannot be reached.
type Outbox struct{ *Office }

// Items are the entries that wait.
func (o Outbox) Items(_ context.Context, limit int) ([]office.OutboxItem, error) {
	o.Store.mu.Lock()
	defer o.Store.mu.Unlock()
	return slices.Clone(o.Store.unsent[:min(limit, len(o.Store.unsent))]), nil
}

// TryNow does not reach central.
func (Outbox) TryNow(context.Context) error {
	return &office.Error{Op: "reach central", Code: "sync.no_network"}
}

// Line is down, and tries again at five past two.
func (o Outbox) Line(ctx context.Context) (office.LineState, error) {
	s, err := o.Status(ctx)
	return office.LineState{URL: "https://central.example:8443", Reason: "no_network", Tried: o.Clock.At, NextTry: s.Lamps.Network.Next}, err
}

// Conflict finds none.
func (Outbox) Conflict(context.Context, uint64) (office.Conflict, error) {
	return office.Conflict{}, office.ErrNotFound
}

// Leases are the numbers of certificates and receipts.
func (o Outbox) Leases(ctx context.Context) (list []office.LeaseLeft, _ error) {
	err := o.Store.Read(ctx, func(r office.Reader) error {
		for _, kind := range []string{number.Certificates, number.Receipts} {
			left, err := r.NumbersLeft(kind)
			if err != nil {
				return err
			}
			list = append(list, office.LeaseLeft{Kind: kind, Year: 2569, Left: uint64(left), Size: 100})
		}
		return nil
	})
	return list, err
}
