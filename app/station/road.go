package station

import (
	"context"
	"fmt"

	"sala/app/office"
	"sala/forms/act"
	"sala/sync/client"
	"sala/sync/wire"
)

// road is the way between a field laptop and central.
type road struct{ st *Station }

func (r road) request(t act.TakeOut) wire.TakeOutRequest {
	return wire.TakeOutRequest{ID: t.ID, Areas: t.Areas, Officer: t.Officer, Forms: t.Forms, Until: t.Until, Photos: t.Photos}
}

// Plan implements office.Road.
func (r road) Plan(ctx context.Context, t act.TakeOut) (office.OutPlan, error) {
	out, err := r.st.Sync.PlanTakeOut(ctx, r.request(t))
	if err != nil {
		return office.OutPlan{}, unreached("plan a take-out", err)
	}
	p := office.OutPlan{Households: out.Households, Residents: out.Residents, Visits: out.Visits, Petitions: out.Petitions, Photos: out.Photos,
		Bytes: out.Bytes, PhotoBytes: out.PhotoBytes}
	for _, a := range out.Areas {
		p.Areas = append(p.Areas, office.OutArea(a))
	}
	return p, nil
}

// Fetch implements office.Road.
func (r road) Fetch(ctx context.Context, t act.TakeOut, progress func(done, total int)) error {
	const op = "take out"
	var c office.Carried
	err := r.st.Store.Read(ctx, func(v office.Reader) (err error) {
		c, err = v.(office.Outings).TakenOut()
		return err
	})
	if err != nil {
		return err
	}
	_, photos, err := r.st.Sync.TakeOut(ctx, r.request(t), uint64(c.Fetched), func(p wire.Page, total int) error {
		err := r.st.Store.ApplyTakeOut(ctx, p, total)
		progress(int(p.Cursor), total)
		return err
	})
	if err != nil {
		return unreached(op, err)
	}
	for _, hash := range photos {
		if err := r.st.Store.WantAttachment(ctx, hash); err != nil {
			return err
		}
	}
	// the officers, the numbers, and the photographs
	if _, err = r.st.Sync.SyncOnce(ctx); err != nil {
		return unreached(op, err)
	}
	return nil
}

// Deliver implements office.Road. A run of the line ends when new text may wait,
// however many photographs are left: it takes as many runs as there is more.
func (r road) Deliver(ctx context.Context) error {
	for {
		report, err := r.st.Sync.SyncOnce(ctx)
		if err != nil {
			return unreached("deliver", err)
		}
		if !report.More {
			return nil
		}
	}
}

// Unsent implements office.Road.
func (r road) Unsent(ctx context.Context) (int, error) {
	list, err := r.st.Store.Attachments().Outgoing(ctx)
	return len(list), err
}

// End implements office.Road.
func (r road) End(ctx context.Context, t act.TakeOut) error {
	if err := r.st.Sync.EndTakeOut(ctx, t.ID); err != nil {
		return unreached("bring back", err)
	}
	if err := r.st.Store.Forget(ctx, t.ID); err != nil {
		return fmt.Errorf("bring back: %w", err)
	}
	return nil
}

// unreached says why the network did not do.
func unreached(op string, err error) error {
	reason := client.ReasonOf(err)
	if reason == wire.RefusedStillOut {
		return &office.Error{Op: op, Code: "still_out", Args: map[string]any{"until": ""}, Err: err}
	}
	return &office.Error{Op: op, Code: "no_central", Args: map[string]any{"reason": reason}, Err: err}
}
