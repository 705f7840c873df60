package office

import "time"

// States of what the outbox holds: not sent yet, and set aside by central until a
// person decides. An item that was set aside has central's own word for it.
const (
	OutboxWaiting = "waiting"
	OutboxAside   = "aside"
)

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
	Warns bool      `json:"warns,omitempty"` // it works, but Code says what will soon stop it
	Last  string    `json:"last,omitempty"`  // code of the last trouble, also one that is over
	Since time.Time `json:"since,omitzero"`

	LastAt time.Time `json:"last_at,omitzero"` // when Last was
	Tested time.Time `json:"tested,omitzero"`  // zero for never
	Passed bool      `json:"passed,omitempty"` // that test
}

// Folder is what is in a folder of this machine's, for choosing a file.
type Folder struct {
	Name    string
	Entries []FolderEntry
}

// FolderEntry is a file, or a folder that can be gone into. The folder above is
// the entry "..".
type FolderEntry struct {
	Name   string
	Path   string
	Folder bool
	Size   int64
	At     time.Time
}
