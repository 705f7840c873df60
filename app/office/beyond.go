package office

import "time"

// OutboxWaiting is the state of an entry that was not sent yet; the other states
// are central's outcomes: conflict, rejected.
const OutboxWaiting = "waiting"

// OutboxItem is one entry that central has not accepted yet.
type OutboxItem struct {
	Seq     uint64    `json:"seq"`
	Kind    string    `json:"kind"` // of the act
	Subject string    `json:"subject"`
	Title   string    `json:"title,omitempty"` // in words, such as the petition's number
	At      time.Time `json:"at"`
	State   string    `json:"state"`
	Reason  string    `json:"reason,omitempty"` // a code
}

// PluggedDevice is one of the station's devices.
type PluggedDevice struct {
	ID    string    `json:"id"`
	Kind  string    `json:"kind"` // reader, receipt, page ...
	Name  string    `json:"name"`
	Code  string    `json:"code"` // of its state, as a lamp's
	Good  bool      `json:"good"`
	Last  string    `json:"last,omitempty"` // code of the last trouble
	Since time.Time `json:"since,omitzero"`
}
