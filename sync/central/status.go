package central

import (
	"context"
	"encoding/json"
	"fmt"

	"sala/sync/wire"
)

// spaceStatus and the office's ID are the space of the last words of its
// stations on how they are.
const spaceStatus = "status/"

// StationStatus is a station's last word on how it is, and when central had it.
type StationStatus struct {
	wire.Status
	At int64 `json:"at"` // Unix milliseconds, central's clock
}

// Report takes a station's word on how it is.
func (c *Central) Report(ctx context.Context, station string, m wire.Status) (wire.StatusTaken, error) {
	if len(m.Devices) > wire.MaxDevices || !short(m.Software, m.System, m.Pack, m.Mode, m.Offer, m.OfferState, m.OfferCode) {
		return wire.StatusTaken{}, &wire.Refusal{Code: wire.RefusedTooLarge}
	}
	for _, d := range m.Devices {
		if !short(d.Name, d.Kind, d.State, d.Code, d.Model) {
			return wire.StatusTaken{}, &wire.Refusal{Code: wire.RefusedTooLarge}
		}
	}
	at := c.millis()
	err := c.Store.Update(ctx, func(tx Tx) error {
		s, err := hold(tx, station)
		if err != nil {
			return err
		}
		s.Contact, s.Waiting, s.Software = at, m.Waiting, m.Software
		if m.Clock != 0 {
			s.ClockSkew = m.Clock - at
		}
		if err := tx.PutStation(s); err != nil {
			return err
		}
		return putJSON(tx, spaceStatus+s.Office, station, StationStatus{m, at})
	})
	if err != nil {
		return wire.StatusTaken{}, fmt.Errorf("status of %s: %w", station, err)
	}
	return wire.StatusTaken{At: at}, nil
}

func short(texts ...string) bool {
	for _, t := range texts {
		if len(t) > 100 {
			return false
		}
	}
	return true
}

// Statuses returns the last words of an office's stations.
func Statuses(tx Tx, office string) (map[string]StationStatus, error) {
	all, err := tx.Settings(spaceStatus + office)
	if err != nil {
		return nil, err
	}
	out := make(map[string]StationStatus, len(all))
	for name, b := range all {
		var s StationStatus
		if err := json.Unmarshal(b, &s); err != nil {
			return nil, fmt.Errorf("status of %s: %w", name, err)
		}
		out[name] = s
	}
	return out, nil
}
