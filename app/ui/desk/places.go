package desk

import (
	"context"
	"maps"
	"slices"
	"strings"

	"sala/app/office"
	"sala/forms/petition"
)

// decisionStates are the states in which a petition waits for a decision.
var decisionStates = []petition.State{petition.Submitted, petition.Reviewed}

// many is the most petitions that a screen loads.
const many = 200

// GoOn goes on with a petition where it is; whoever does not serve looks at it.
func (d *Desk) GoOn(p petition.Petition) {
	if !d.view.May.Serve {
		d.GoTo(p.ID)
		return
	}
	d.leave()
	switch p.State {
	case petition.Drafted, petition.Returned:
		d.view.Serve = ServeView{Stage: AtCard}
		d.Resume(p.ID)
	default:
		d.serving = &serving{}
		d.view.Serve = ServeView{}
		d.view.Screen = Serve
		d.onward(p)
	}
}

// Withdraw ends a petition at the citizen's wish; why stands in its history, and
// no key that slipped ends one.
func (d *Desk) Withdraw(p petition.Petition, why string) {
	if why = strings.TrimSpace(why); why == "" {
		d.failed(&office.Error{Op: "withdraw", Code: "reason_needed"})
		return
	}
	s := d.session
	d.run.Run("desk.wait.save", func(ctx context.Context) func() {
		_, err := s.Withdraw(ctx, p, why)
		return func() {
			if d.session != s || d.failed(err) {
				return
			}
			d.done(typedAt(Petitions, p.ID))
			d.say("desk.said.withdrawn", nil)
			d.refresh()
		}
	})
}

// DevicesView is what is plugged in.
type DevicesView struct {
	List   []office.PluggedDevice
	Loaded bool
}

func (d *Desk) loadDevices() {
	if d.beyond.Plugged == nil {
		return
	}
	d.run.Run("desk.wait.devices", func(ctx context.Context) func() {
		list, err := d.beyond.Plugged.List(ctx)
		return func() {
			if d.failed(err) {
				return
			}
			d.view.Devices = DevicesView{List: list, Loaded: true}
			d.changed()
		}
	})
}

// TestDevice tests one device.
func (d *Desk) TestDevice(id string) {
	if d.beyond.Plugged == nil {
		return
	}
	d.aside.Run("desk.wait.test", func(ctx context.Context) func() {
		err := d.beyond.Plugged.Test(ctx, id)
		list, unread := d.beyond.Plugged.List(ctx)
		return func() {
			if unread == nil {
				d.view.Devices = DevicesView{List: list, Loaded: true}
			}
			d.view.Toast = nil // of the device that was tested before
			if which := pluggedAt(d.view.Devices.List, id); !d.failed(failedTest(err, which)) {
				d.say("desk.said.tested", map[string]any{tested: which})
			}
		}
	})
}

// tested is the argument that holds the device that was tested: its words are in
// the language of whoever reads.
const tested = "tested"

func pluggedAt(list []office.PluggedDevice, id string) office.PluggedDevice {
	if at := slices.IndexFunc(list, func(p office.PluggedDevice) bool { return p.ID == id }); at >= 0 {
		return list[at]
	}
	return office.PluggedDevice{ID: id, Kind: id}
}

// failedTest says of which device a test failed.
func failedTest(err error, which office.PluggedDevice) error {
	if err == nil {
		return nil
	}
	args := map[string]any{tested: which}
	if e, ok := asError(err); ok {
		maps.Copy(args, e.Args)
	}
	return &office.Error{Op: "test a device", Code: office.CodeOf(err), Args: args, Err: err}
}
