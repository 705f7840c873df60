package station

import (
	"context"
	"strings"

	"sala/app/office"
	"sala/devices/supervisor"
	"sala/sync/journal"
)

// Outbox is the journal after the last acknowledgement, as a person sees it.
type Outbox struct{ st *Station }

// Outbox returns the station's.
func (st *Station) Outbox() Outbox { return Outbox{st} }

// Items returns what waits, and what central set aside, the oldest first.
func (o Outbox) Items(ctx context.Context, limit int) ([]office.OutboxItem, error) {
	var out []office.OutboxItem
	aside, err := o.st.Store.SetAside(ctx)
	if err != nil {
		return nil, err
	}
	for _, a := range aside {
		out = append(out, item(&a.Entry, a.Verdict.Outcome, a.Verdict.Reason))
	}
	through, err := o.st.Store.Acknowledged(ctx)
	if err != nil {
		return nil, err
	}
	waiting, err := o.st.Store.Unacknowledged(ctx, through, max(0, limit-len(out)), 64<<20)
	if err != nil {
		return nil, err
	}
	reason := o.st.Sync.State().Reason
	for i := range waiting {
		out = append(out, item(&waiting[i], office.OutboxWaiting, reason))
	}
	err = o.st.Store.Read(ctx, func(r office.Reader) error {
		for i := range out {
			out[i].Title = titleOf(r, out[i].Subject)
			out[i].At = out[i].At.In(o.st.Office.Now().Location())
		}
		return nil
	})
	return out, err
}

func item(e *journal.Entry, state, reason string) office.OutboxItem {
	return office.OutboxItem{Seq: e.Seq, Kind: e.Kind, Subject: e.Subject, At: e.Time.Wall(), State: state, Reason: reason}
}

// titleOf names an entry's subject as people do: a petition or a certificate by
// its number, a resident by name; "" for what has no name here.
func titleOf(r office.Reader, subject string) string {
	what, id, _ := strings.Cut(subject, "/")
	switch what {
	case "petition":
		if p, err := r.Petition(id); err == nil {
			return p.Number
		}
	case "resident":
		if p, err := r.Resident(id); err == nil {
			return p.Name("")
		}
	case "certificate", "receipt":
		return id
	}
	return ""
}

// TryNow synchronises at once and returns when that has ended.
func (o Outbox) TryNow(ctx context.Context) error {
	_, err := o.st.Sync.SyncOnce(ctx)
	return err
}

// Plugged is what is plugged into the station.
type Plugged struct {
	devices *supervisor.Supervisor
	kiosk   bool // which is to sound
}

// Plugged returns the station's devices.
func (st *Station) Plugged() Plugged { return Plugged{st.Devices, st.Config.Forget} }

// List returns every device and how it is.
func (p Plugged) List(context.Context) ([]office.PluggedDevice, error) {
	var out []office.PluggedDevice
	for _, r := range p.devices.Reports() {
		l := lampOf(r)
		name := strings.TrimSpace(r.Maker + " " + r.Model)
		if name == "" {
			name = r.Line
		}
		d := office.PluggedDevice{ID: r.Name, Kind: string(r.Kind), Name: name, Code: l.Code,
			Good: l.Light == office.LightGood || l.Light == office.LightWarn, Warns: l.Light == office.LightWarn, Last: string(r.LastCode), Since: r.Since, LastAt: r.LastAt}
		if r.SelfTest != nil {
			d.Tested, d.Passed = r.SelfTest.At, r.SelfTest.OK
		}
		out = append(out, d)
	}
	if p.kiosk {
		out = append(out, soundOf())
	}
	return out, nil
}

// Test tries a device out, quietly: nothing is printed.
func (p Plugged) Test(ctx context.Context, id string) error {
	if p.kiosk && id == soundID {
		return testSound()
	}
	r, err := p.devices.Test(ctx, id, false)
	if err != nil {
		return coded("test "+id, err)
	}
	if r.SelfTest != nil && !r.SelfTest.OK {
		for _, step := range r.SelfTest.Steps {
			if !step.OK {
				return &office.Error{Op: "test " + id, Code: string(step.Code)}
			}
		}
	}
	return nil
}
