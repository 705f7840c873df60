package web

import (
	"cmp"
	"net/http"
	"slices"
	"time"

	"sala/sync/central"
	"sala/sync/wire"
)

// What of a station wants a person's eye.
const (
	quietAfter  = 24 * time.Hour // without contact
	skewedAfter = 2 * time.Minute
	expiresSoon = 30 * 24 * time.Hour
	littleDisk  = 2 << 30
	shown       = 200 // stations on a page
)

// fleet is what the page of stations shows.
type fleet struct {
	Stations []machine
	Counts   central.Counts
	All      int
	Quiet    int
	Troubled int
	Stopped  int
	Waiting  uint64
	Only     bool // those that want a person's eye
}

// machine is a station with its last word.
type machine struct {
	central.Station
	Status  central.StationStatus
	Quiet   bool
	Skewed  bool
	Expires bool // its certificate, soon
	Full    bool // its disk, soon
	Devices []wire.DeviceStatus
}

// troubled reports whether somebody should look.
func (m machine) troubled() bool {
	if m.State == central.StationRevoked {
		return false
	}
	return m.State == central.StationForked || m.Quiet || m.Skewed || m.Expires || m.Full || m.Status.OfferState == "refused" ||
		slices.ContainsFunc(m.Devices, func(d wire.DeviceStatus) bool { return d.State != "ready" })
}

// Sick reports whether a device does not work.
func (machine) Sick(d wire.DeviceStatus) bool { return d.State != "ready" }

// Minutes is the clock's error, in whole minutes.
func (m machine) Minutes() int64 { return m.ClockSkew / 60000 }

func (s *Site) stations(r *http.Request, office string) (any, error) {
	f := fleet{Only: r.URL.Query().Get("only") != ""}
	now := s.central.Now()
	err := s.central.Store.View(r.Context(), func(tx central.Tx) error {
		all, err := tx.Stations(office)
		if err != nil {
			return err
		}
		if f.Counts, err = tx.Counts(); err != nil {
			return err
		}
		said := map[string]map[string]central.StationStatus{}
		for _, st := range all {
			if said[st.Office] == nil {
				if said[st.Office], err = central.Statuses(tx, st.Office); err != nil {
					return err
				}
			}
			f.add(inspect(st, said[st.Office][st.Name], now))
		}
		return nil
	})
	slices.SortStableFunc(f.Stations, func(a, b machine) int {
		if x, y := a.troubled(), b.troubled(); x != y {
			if x {
				return -1
			}
			return 1
		}
		return cmp.Compare(a.Name, b.Name)
	})
	if f.Only {
		f.Stations = slices.DeleteFunc(f.Stations, func(m machine) bool { return !m.troubled() })
	}
	f.Stations = f.Stations[:min(len(f.Stations), shown)]
	return f, err
}

// inspect says what of a station wants a person's eye.
func inspect(st central.Station, said central.StationStatus, now time.Time) machine {
	m := machine{Station: st, Status: said, Devices: said.Devices}
	active := st.State != central.StationRevoked
	m.Quiet = active && now.Sub(time.UnixMilli(st.Contact)) > quietAfter
	m.Skewed = active && time.Duration(max(st.ClockSkew, -st.ClockSkew))*time.Millisecond > skewedAfter
	m.Expires = active && st.Expires > 0 && time.UnixMilli(st.Expires).Sub(now) < expiresSoon
	m.Full = active && said.Free > 0 && said.Free < littleDisk
	return m
}

func (f *fleet) add(m machine) {
	f.All++
	f.Waiting += m.Waiting
	switch {
	case m.State == central.StationRevoked:
	case m.State == central.StationForked:
		f.Stopped++
	case m.Quiet:
		f.Quiet++
	case m.troubled():
		f.Troubled++
	}
	f.Stations = append(f.Stations, m)
}
