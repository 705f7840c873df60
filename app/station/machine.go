package station

import (
	"io/fs"
	"os"
	"strconv"
	"strings"

	"sala/app/store"
)

// powerSupplies is where Linux tells of batteries.
const powerSupplies = "/sys/class/power_supply"

// machine is the computer that the station runs on.
type machine struct {
	dir      string // the station's
	supplies fs.FS  // powerSupplies
}

func newMachine(dir string) machine { return machine{dir, os.DirFS(powerSupplies)} }

// Battery implements office.Machine. Of several batteries it tells of all
// together; where the system does not say, there is none.
func (m machine) Battery() (percent int, charging, there bool) {
	entries, err := fs.ReadDir(m.supplies, ".")
	if err != nil {
		return 0, false, false
	}
	sum, count := 0, 0
	for _, e := range entries {
		kind, scope := m.read(e.Name(), "type"), m.read(e.Name(), "scope")
		if kind == "Mains" || kind == "USB" {
			charging = charging || m.read(e.Name(), "online") == "1"
			continue
		}
		if kind != "Battery" || scope == "Device" { // a mouse has a battery, too
			continue
		}
		full, err := strconv.Atoi(m.read(e.Name(), "capacity"))
		if err != nil {
			continue
		}
		status := m.read(e.Name(), "status")
		charging = charging || status == "Charging" || status == "Full"
		sum, count = sum+full, count+1
	}
	if count == 0 {
		return 0, false, false
	}
	return sum / count, charging, true
}

func (m machine) read(supply, name string) string {
	b, err := fs.ReadFile(m.supplies, supply+"/"+name)
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(b))
}

// Free implements office.Machine.
func (m machine) Free() (int64, error) {
	n, err := store.DiskFree(m.dir)
	return int64(n), err
}
