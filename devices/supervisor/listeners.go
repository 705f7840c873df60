package supervisor

import (
	"fmt"

	"sala/devices/port"
)

func openListener(_ port.Line, d Device) (driver, error) {
	return nil, fmt.Errorf("supervisor: %s: no driver for %s yet: %w", d.Name, d.Kind, port.ErrSettings)
}
