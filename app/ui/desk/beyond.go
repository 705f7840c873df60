package desk

import (
	"context"

	"sala/app/office"
)

// Beyond is what a station can do for the desk besides the use cases of
// app/office. A nil member is something that this station cannot do, and the
// screen says so.
type Beyond struct {
	Outbox   Outbox
	Plugged  Plugged
	Files    Files
	Verifier Verifier
}

// Outbox is the journal after the last acknowledgement, as a person sees it.
type Outbox interface {
	// Items returns what waits, or was set aside, the oldest first.
	Items(ctx context.Context, limit int) ([]office.OutboxItem, error)
	// TryNow tries the connection at once and returns when it has ended.
	TryNow(ctx context.Context) error
}

// Plugged is what is plugged into the station.
type Plugged interface {
	List(ctx context.Context) ([]office.PluggedDevice, error)
	Test(ctx context.Context, id string) error
}
