package register

import (
	"maps"
	"reflect"
	"slices"

	"sala/forms/calendar"
)

// Revision is one version of a record with why it came to be. A correction adds
// a revision; nothing is overwritten.
type Revision struct {
	Record    Record        `json:"record"`
	Effective calendar.Date `json:"effective,omitzero"` // from when it holds in the world; zero: from when it was recorded
	Recorded  int64         `json:"recorded"`           // Unix milliseconds
	Officer   string        `json:"officer,omitempty"`
	Reason    string        `json:"reason,omitempty"`
	Petition  string        `json:"petition,omitempty"`
}

// History is a record's revisions in the order in which they were recorded.
type History []Revision

// Current returns the newest revision's record.
func (h History) Current() (Record, bool) {
	if len(h) == 0 {
		return Record{}, false
	}
	return h[len(h)-1].Record, true
}

// On returns what held in the world on day, by all that is known now: of the
// revisions that had taken effect, the one that took effect last, and of
// several the one that was recorded last.
func (h History) On(day calendar.Date) (Record, bool) {
	var found *Revision
	for i := range h {
		r := &h[i]
		if r.from().Compare(day) <= 0 && (found == nil || r.from().Compare(found.from()) >= 0) {
			found = r
		}
	}
	if found == nil {
		return Record{}, false
	}
	return found.Record, true
}

// KnownAt returns what the register said at a moment (Unix milliseconds): what
// an officer saw then.
func (h History) KnownAt(moment int64) (Record, bool) {
	for _, r := range slices.Backward(h) {
		if r.Recorded <= moment {
			return r.Record, true
		}
	}
	return Record{}, false
}

func (r Revision) from() calendar.Date {
	if !r.Effective.IsZero() {
		return r.Effective
	}
	return calendar.OfMilliseconds(r.Recorded)
}

// Of returns the revisions that changed a field, with its value in each.
func (h History) Of(field string) []Revision {
	var out []Revision
	var last any
	for _, r := range h {
		v := r.Record.Fields[field]
		if !same(v, last) {
			out = append(out, r)
		}
		last = v
	}
	return out
}

// Difference returns what must be set and cleared to make before into after,
// and the values that this replaces: the parts of act.Change.
func Difference(before, after Fields) (set Fields, clear []string, old Fields) {
	set, old = Fields{}, Fields{}
	for _, name := range slices.Sorted(maps.Keys(after)) {
		if v := after[name]; !same(v, before[name]) && !empty(v) {
			set[name] = v
			if !empty(before[name]) {
				old[name] = before[name]
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(before)) {
		if !empty(before[name]) && empty(after[name]) {
			clear = append(clear, name)
			old[name] = before[name]
		}
	}
	return set, clear, old
}

// Change returns fields with a change made to them; fields stays as it is.
func (f Fields) Change(set Fields, clear []string) Fields {
	out := maps.Clone(f)
	if out == nil {
		out = Fields{}
	}
	maps.Copy(out, set)
	for _, name := range clear {
		delete(out, name)
	}
	return out
}

func empty(v any) bool { return v == nil || v == "" }

func same(a, b any) bool { return empty(a) && empty(b) || reflect.DeepEqual(a, b) }
