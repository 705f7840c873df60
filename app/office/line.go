package office

import "time"

// LineState is how the line to central is, for a screen.
type LineState struct {
	URL      string        `json:"url"`
	Online   bool          `json:"online"`
	Reason   string        `json:"reason,omitempty"` // a code: "sync.reason.CODE"
	Tried    time.Time     `json:"tried,omitzero"`
	LastSync time.Time     `json:"last_sync,omitzero"`
	NextTry  time.Time     `json:"next_try,omitzero"` // zero when nobody is going to try by itself
	Skew     time.Duration `json:"skew,omitempty"`    // how far the station's clock is ahead of central's

	Relay      string `json:"relay,omitempty"`       // where the office's relay is; "self" = this station
	RelayHolds int    `json:"relay_holds,omitempty"` // batches of others that central does not have yet

	Files     int   `json:"files,omitempty"` // photos and files that central does not have yet
	FileBytes int64 `json:"file_bytes,omitempty"`

	Pack      string `json:"pack,omitempty"`       // that central sent out: "th@1.1.0"
	PackState string `json:"pack_state,omitempty"` // coming, taken, refused
	PackCode  string `json:"pack_code,omitempty"`  // why it was refused
}

// RelaySelf is the Relay of a station that is the office's relay itself.
const RelaySelf = "self"

// LeaseLeft is how many numbers of a kind and year the station may still use.
type LeaseLeft struct {
	Kind  string    `json:"kind"` // certificate, receipt ...
	Year  int       `json:"year"`
	Left  uint64    `json:"left"`
	Size  uint64    `json:"size"`
	Until time.Time `json:"until,omitzero"` // the first of them to expire
	Low   bool      `json:"low"`            // less than a fifth is left: central gives more at the next contact
}

// Bundle is what was carried by USB.
type Bundle struct {
	Files    []string `json:"files"`
	Number   uint64   `json:"number,omitempty"`
	Entries  int      `json:"entries"`
	Accepted int      `json:"accepted,omitempty"`
	Aside    int      `json:"aside,omitempty"`
	Changes  int      `json:"changes,omitempty"`
	Leases   int      `json:"leases,omitempty"`
	Pictures int      `json:"pictures,omitempty"`
}
