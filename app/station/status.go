package station

import (
	"context"
	"runtime"

	"sala/app/store"
	"sala/forms/seal"
	"sala/sync/wire"
)

// status is how the station is, for central's console: machines and versions,
// never people. What cannot be found out stays empty.
func (st *Station) status() wire.Status {
	ctx := context.Background()
	s := wire.Status{Software: Version, System: runtime.GOOS + "/" + runtime.GOARCH, Pack: st.Pack.Name(), Mode: st.shows()}
	if head, err := st.Store.Head(ctx); err == nil {
		if acked, err := st.Store.Acknowledged(ctx); err == nil {
			s.Waiting = head.Seq - min(head.Seq, acked)
		}
	}
	if aside, err := st.Store.SetAside(ctx); err == nil {
		s.Aside = uint64(len(aside))
	}
	if free, err := store.DiskFree(st.Dir); err == nil {
		s.Free = int64(free)
	}
	if o, err := st.Offer(); err == nil {
		s.Offer, s.OfferState, s.OfferCode = o.Name, o.State, o.Code
	}
	s.Revocations = st.revocationSerial(ctx)
	s.Devices = st.deviceStatus()
	return s
}

// deviceStatus is how the devices are: the station's own, or as its window told the
// sender that runs for it.
func (st *Station) deviceStatus() []wire.DeviceStatus {
	if st.bare {
		return st.told
	}
	var out []wire.DeviceStatus
	if st.Devices == nil {
		return out
	}
	for _, r := range st.Devices.Reports() {
		d := wire.DeviceStatus{Name: r.Name, Kind: string(r.Kind), State: string(r.State), Code: string(r.Code), Model: r.Model}
		if d.Code == "" {
			d.Code = string(r.Warning)
		}
		if !r.Since.IsZero() {
			d.Since = r.Since.UnixMilli()
		}
		out = append(out, d)
	}
	return out[:min(len(out), wire.MaxDevices)]
}

// shows is what citizens and officers see of the station: what its window shows,
// or else what it was set up as.
func (st *Station) shows() string {
	switch {
	case st.mode != "":
		return st.mode
	case st.Config.Field:
		return "field"
	case st.Config.Forget:
		return "kiosk"
	}
	return "desk"
}

// revocationSerial is the serial of the list that the station has, 0 for none.
func (st *Station) revocationSerial(ctx context.Context) uint64 {
	body, err := st.Store.Told(ctx, wire.WhatRevocation, "list")
	if err != nil {
		return 0
	}
	trust, err := ReadTrust(st.Dir)
	if err != nil {
		return 0
	}
	list, err := seal.ReadRevocations(body, trust.Roots)
	if err != nil {
		return 0
	}
	return list.Serial
}
