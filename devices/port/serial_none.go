//go:build !linux && !windows && !cgo

package port

import (
	"errors"
	"fmt"
)

// Serial is a Line over a serial device. On macOS the library below needs cgo; a
// program built without it has no serial lines, and devices on TCP remain.
type Serial struct{ over }

// Open fails: this program was built without cgo.
func Open(c Config) (*Serial, error) {
	if _, err := c.check(); err != nil {
		return nil, err
	}
	return nil, fmt.Errorf("port: open %s: %w", c.Name, ErrSettings.Because(errors.ErrUnsupported))
}
