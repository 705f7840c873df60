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
	Stick    Stick
	Plugged  Plugged
	Files    Files
	Verifier Verifier
	Safe     office.Safekeeping
	Accounts Accounts
	Shelf    office.Shelf
	Version  string // of the program, "" unknown
}

// Plugged is what is plugged into the station.
type Plugged interface {
	List(ctx context.Context) ([]office.PluggedDevice, error)
	Test(ctx context.Context, id string) error
}
