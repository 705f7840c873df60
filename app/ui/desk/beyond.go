package desk

import (
	"context"
	"time"
)

// Beyond is what a station can do for the desk besides the use cases of
// app/office. A nil member is something that this station cannot do, and the
// screen says so.
type Beyond struct {
	Outbox  Outbox
	Plugged Plugged
}

// Outbox is the journal after the last acknowledgement, as a person sees it.
type Outbox interface {
	// Items returns what waits, or was set aside, the oldest first.
	Items(ctx context.Context, limit int) ([]OutboxItem, error)
	// TryNow tries the connection at once and returns when it has ended.
	TryNow(ctx context.Context) error
}

// OutboxItem is one entry that central has not accepted yet.
type OutboxItem struct {
	Seq     uint64
	Kind    string // of the act
	Subject string
	Title   string // in words, such as the petition's number; "" where there are none
	At      time.Time
	State   string // waiting, conflict, rejected
	Reason  string // a code, looked up as "reject.CODE"
}

// Plugged is what is plugged into the station.
type Plugged interface {
	List(ctx context.Context) ([]Device, error)
	Test(ctx context.Context, id string) error
}

// Device is one of them.
type Device struct {
	ID    string
	Kind  string // reader, pages, receipt ...
	Name  string
	Code  string // of its state, as a lamp's
	Good  bool
	Last  string // code of the last error, "" none
	Since time.Time
}
