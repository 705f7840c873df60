package station

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"sala/forms/calendar"
)

// hall is the line before the counters of an office; queueLimit is how long a
// citizen waits for a place in it.
const (
	hall       = "hall"
	queueLimit = 2 * time.Second
)

// queue gives out places in the hall's line: those of the whole office, which
// its relay counts, or else the station's own, with its name before them, so
// that the two are never the same. A number of the relay's that comes too late
// is lost, and the relay gives it to nobody else.
type queue struct{ st *Station }

// Next implements office.Queue.
func (q queue) Next(ctx context.Context) (string, error) {
	st := q.st
	day := calendar.Of(st.Office.Now()).String()
	r := st.Config.Relay
	if r.Listen != "" { // this station counts for all
		n, err := st.Store.Relay().Ticket(ctx, hall, day)
		return strconv.FormatUint(n, 10), err
	}
	if r.URL != "" || r.Find {
		asking, cancel := context.WithTimeout(ctx, queueLimit)
		t, err := st.Sync.Ticket(asking, hall)
		cancel()
		if err == nil && t.Day == day {
			return strconv.FormatUint(t.Number, 10), nil
		}
	}
	own := st.ownName()
	n, err := st.Store.Relay().Ticket(ctx, hall+"/"+own, day)
	return fmt.Sprintf("%s-%d", own, n), err
}

// ownName is the station's name in its own office: "K01" of "TH-5014-K01".
func (st *Station) ownName() string {
	p := st.Config.Profile
	if own, ok := strings.CutPrefix(p.Station, p.Office+"-"); ok && own != "" {
		return own
	}
	return p.Station
}
