package spooler

import (
	"errors"
	"slices"
	"strings"
	"time"

	"sala/devices/fault"
)

// condition is how a printer is, as its print system has it.
type condition struct {
	busy    bool         // its queue has a job under way, or is stopped
	trouble *fault.Error // what keeps it from printing; nil for nothing
}

// reason is a word of a printer's state and what it means.
type reason struct {
	word    string
	trouble *fault.Error
}

// reasons are the words of printer-state-reasons (RFC 8011, section 5.4.12) that
// keep a printer from printing, without their suffix; of several the first here
// is told, which is what a person must see to first.
var reasons = [...]reason{
	{"media-jam", ErrJammed},
	{"cover-open", ErrOpen}, {"door-open", ErrOpen}, {"interlock-open", ErrOpen},
	{"media-empty", ErrPaperOut}, {"media-needed", ErrPaperOut},
	{"toner-empty", ErrToner}, {"marker-supply-empty", ErrToner},
	{"offline", ErrOffline}, {"connecting-to-device", ErrOffline}, {"connecting-to-printer", ErrOffline},
}

// troubleOf returns what the reasons of a printer's state mean. One with the
// suffix -warning or -report keeps no page from being printed.
func troubleOf(told []string) *fault.Error {
	for _, r := range reasons {
		for _, t := range told {
			if strings.TrimSuffix(t, "-error") == r.word {
				return r.trouble
			}
		}
	}
	return nil
}

// isReason reports whether err is the trouble of a printer's state.
func isReason(err error) bool {
	return slices.ContainsFunc(reasons[:], func(r reason) bool { return errors.Is(err, r.trouble) })
}

// vigil watches for a trouble that lasts while a job is on its way.
type vigil struct {
	// now is the trouble there is. One that stood when the job was given and has
	// stood since may be left over from an earlier job: no timer runs for it.
	now  *fault.Error
	busy bool // as the printer last said
	// lasted runs out when now has stood long enough to end the job for it.
	lasted *time.Timer
	grace  time.Duration
}

func newVigil(before *fault.Error, grace time.Duration) *vigil {
	v := &vigil{now: before, grace: grace, lasted: time.NewTimer(grace)}
	v.lasted.Stop()
	return v
}

// see takes note of what the printer says of itself. An idle one says nothing
// new: the job is before its turn, or between two tries.
func (v *vigil) see(is condition) {
	v.busy = is.busy
	if !is.busy || is.trouble == v.now {
		return
	}
	v.now = is.trouble
	v.lasted.Stop()
	if v.now != nil {
		v.lasted.Reset(v.grace)
	}
}

// slow is what a job is ended for that took too long.
func (v *vigil) slow() *fault.Error {
	if v.busy && v.now != nil {
		return v.now
	}
	return ErrSlow
}
