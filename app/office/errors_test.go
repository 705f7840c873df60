package office_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"sala/app/office"
)

// coded is an error of another layer with a word of its own.
type coded struct{}

func (coded) Error() string { return "coded" }
func (coded) Code() string  { return "disk_full" }

// Every error has words: who ended a wait is not told of a fault, whichever layer
// says so.
func TestCodeOf(t *testing.T) {
	for want, err := range map[string]error{
		"":          nil,
		"not_found": &office.Error{Op: "find", Code: "not_found", Err: coded{}},
		"disk_full": fmt.Errorf("save: %w", coded{}),
		"cancelled": fmt.Errorf("read: %w", context.Canceled),
		"internal":  errors.New("a fault"),
	} {
		if got := office.CodeOf(err); got != want {
			t.Errorf("%v is %q, want %q", err, got, want)
		}
	}
}
