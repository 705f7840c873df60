package central

import (
	"context"
	"errors"

	"sala/forms/number"
	"sala/sync/journal"
	"sala/sync/wire"
)

// ErrNotFound is what a Tx returns, wrapped, for what is not there.
var ErrNotFound = errors.New("not found")

// Store keeps what central knows. sqlstore implements it on SQLite and on
// PostgreSQL.
type Store interface {
	// Update runs do in one durable transaction. Where transactions of other
	// processes stand in the way, do runs again: it must not keep anything of a
	// run that failed.
	Update(ctx context.Context, do func(Tx) error) error
	// UpdateUnflushed is Update without the wait for the disk: a power cut may
	// undo it, with all that came after it and was not flushed either, and
	// nothing before. It is for what is asked for again when it is missing.
	UpdateUnflushed(ctx context.Context, do func(Tx) error) error
	// View runs do on a consistent view.
	View(ctx context.Context, do func(Tx) error) error
	Close() error
}

// Tx is a transaction.
type Tx interface {
	// Office returns an office. In an Update it holds the office until the end:
	// whoever changes anything of an office holds it first, so that its order
	// has no gap that fills up later.
	Office(id string) (Office, error)
	Offices() ([]Office, error)
	PutOffice(Office) error

	Station(name string) (Station, error)
	Stations(office string) ([]Station, error) // all when office is ""
	PutStation(Station) error

	AddEntries([]Entry) error
	Hashes(station string, after, through uint64) ([]journal.Hash, error) // through-after of them
	Entries(EntryFilter) ([]Entry, error)
	AddRuling(Ruling) error

	Items(office string, keys []Key) (map[Key]Item, error)
	Owners(keys []Key) (map[Key]string, error) // the offices in which the items are
	PutItems([]Item) error
	Feed(office string, after uint64, limit int) ([]Item, error)
	Newest(office, what string, limit int) ([]Item, error) // last changed first; of all offices when office is ""

	Leases(station string) ([]Lease, error)
	AllLeases(office string) ([]Lease, error)
	PutLease(Lease) error
	// MoveLease makes a block that there is another station's.
	MoveLease(Lease) error
	Uses(lease string) ([]Use, error)
	Used(lease string, numbers []uint64) (map[uint64]bool, error)
	AddUses([]Use) error

	Code(hash []byte) (Code, error)
	PutCode(Code) error

	// Chunks of an attachment come in order, from 0.
	Attachment(hash string) (Attachment, error)
	PutAttachment(Attachment) error
	AddChunk(hash string, n int, b []byte) error
	Chunk(hash string, n int) ([]byte, error)

	// Settings are small things of central's own, by space and ID.
	Setting(space, id string) ([]byte, error)
	Settings(space string) (map[string][]byte, error)
	PutSetting(space, id string, body []byte) error // nil removes it

	Counts() (Counts, error)
}

// Office is a community centre.
type Office struct {
	ID       string `json:"id"`
	Country  string `json:"country"` // ISO 3166-1 alpha-2: TH counts years by the Buddhist era
	Name     string `json:"name"`
	Position uint64 `json:"position"` // the last place taken in its order
}

// States of a station.
const (
	StationActive  = "active"
	StationRevoked = "revoked"
	StationForked  = "forked" // it sent other entries under numbers that central has
)

// Station is a machine as central knows it.
type Station struct {
	Name       string       `json:"name"`
	Office     string       `json:"office"`
	State      string       `json:"state"`
	JournalKey []byte       `json:"journal_key"`
	Serial     string       `json:"serial"` // of its current certificate, hex
	Expires    int64        `json:"expires"`
	Through    uint64       `json:"through"` // of its journal
	Head       journal.Hash `json:"-"`
	Enrolled   int64        `json:"enrolled"` // Unix milliseconds, as are the next
	Contact    int64        `json:"contact"`
	Waiting    uint64       `json:"waiting"` // entries that it still has to send, by its own last word
	ClockSkew  int64        `json:"clock_skew"`
	Software   string       `json:"software"`
	Cursor     uint64       `json:"cursor"` // how far it has pulled
	Note       string       `json:"note,omitempty"`
}

// Entry is an entry of a station's journal, and what central made of it.
type Entry struct {
	journal.Entry
	Hash     journal.Hash
	Office   string
	Received int64 // Unix milliseconds
	Verdict  wire.Verdict
}

// Ruling is a later word on an entry that was set aside.
type Ruling struct {
	Station string
	Verdict wire.Verdict
}

// EntryFilter selects entries of all stations, in the order of arrival; zero
// members select all.
type EntryFilter struct {
	Office, Station, Subject, Officer, Kind string
	After, Through                          uint64   // sequence numbers, with Station
	Outcomes                                []string // by central's last word
	Since, Until                            int64    // received, Unix milliseconds
	Newest                                  bool     // newest first
	Limit                                   int
	Bare                                    bool // without payloads
}

// Key names an item.
type Key struct{ What, ID string }

// Item is the newest state of a thing in an office's feed.
type Item struct {
	Key
	Office   string
	Version  uint64
	Position uint64
	Body     []byte // empty when it left the office
}

// Lease is a leased block and when it was given.
type Lease struct {
	number.Lease
	Given int64 // Unix milliseconds
}

// Use is what became of one leased number.
type Use struct {
	Lease   string `json:"lease"`
	Number  uint64 `json:"number"`
	Text    string `json:"text"`
	State   string `json:"state"` // used, spoiled, returned
	Reason  string `json:"reason,omitempty"`
	Station string `json:"station"`
	Seq     uint64 `json:"seq"`
}

// Attachment is a photo or a file of which an answer has the hash.
type Attachment struct {
	Hash     string // OFFICE/SHA-256 in hex
	Office   string // "*" for all
	Station  string // that sends it
	Size     int64
	Received int64 // bytes so far; complete when it is Size
}

// Code is a one-time code for enrolment. Only its hash is kept.
type Code struct {
	Hash    []byte
	Office  string
	Station string // "" for any name
	Expires int64  // Unix milliseconds
	Used    int64
}

// Counts are the totals of the whole system.
type Counts struct {
	Offices  int            `json:"offices"`
	Stations int            `json:"stations"`
	Entries  int            `json:"entries"`
	Outcomes map[string]int `json:"outcomes"` // of entries, by central's last word
}
