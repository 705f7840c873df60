package station

import (
	"fmt"
	"path/filepath"

	"sala/devices/port"
	"sala/devices/supervisor"
)

// TryDevices returns a supervisor of the devices that the station in dir has by
// its configuration, without the station: it needs no password. Nothing else may
// have the devices meanwhile. trace, which may be nil, is told everything that
// passes over their lines.
func TryDevices(dir string, c Config, trace func(device string, r port.Record)) (*supervisor.Supervisor, error) {
	var all []supervisor.Device
	for _, d := range c.Devices {
		if d.Folder != "" && !filepath.IsAbs(d.Folder) {
			d.Folder = filepath.Join(dir, d.Folder)
		}
		all = append(all, d)
	}
	s, err := supervisor.New(all, supervisor.Options{Now: ClockOf(c.Profile.Country), Trace: trace})
	if err != nil {
		return nil, fmt.Errorf("set up the devices: %w", err)
	}
	return s, nil
}
