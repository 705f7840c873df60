package station

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"sala/app/office"
	"sala/devices/port"
	"sala/devices/supervisor"
)

// ConfigFile is the name of the file, in the station's folder, that says which
// station it is and what is plugged in. It holds nothing secret and nothing of
// a person.
const ConfigFile = "station.json"

// Config is what ConfigFile holds.
type Config struct {
	Profile office.Profile `json:"profile"`
	Pack    string         `json:"pack"` // the pack's ID: "th"
	// PackFile is the installed pack in use, in PacksFolder, and PackHash its
	// SHA-256 in hex; "" for the program's own.
	PackFile string `json:"pack_file,omitempty"`
	PackHash string `json:"pack_sha256,omitempty"`

	// Field is a laptop that goes out: it holds nothing but what was taken out.
	Field bool `json:"field,omitempty"`

	// Backup is where the second copy is kept and how often it is made.
	Backup office.CopyPlan `json:"backup,omitzero"`
	// Forget is a kiosk, which keeps nothing of a citizen that central has.
	Forget bool `json:"forget,omitempty"`
	// Witnesses are folders outside of the station's own in which the end of its
	// journal is noted, so that an old copy of the station's folder is told.
	Witnesses []string `json:"witnesses,omitempty"`

	Central Central `json:"central"`
	Relay   Relay   `json:"relay,omitzero"`
	// Devices is what is plugged in. A serial line is best given by its name in
	// /dev/serial/by-id; a folder that is not absolute lies in the station's.
	Devices []supervisor.Device `json:"devices,omitempty"`
	// Kiosk says what a kiosk may do by itself.
	Kiosk office.KioskRules `json:"kiosk,omitzero"`
}

// sparse reports whether the station fetches no other's photos and files by
// itself: a laptop whose line is dear, and a kiosk, at which nobody looks at them.
func (c Config) sparse() bool { return c.Field || c.Forget }

// Central says where the central system is. The authority is the SHA-256, in
// hex, of the certificate that central signs stations with: nothing else is
// trusted for the connection.
type Central struct {
	URL       string `json:"url"`
	Authority string `json:"authority"`
	// Budget is how many bytes of photos and files one contact may carry, for a
	// line that is paid by the byte; 0 = no limit.
	Budget int64 `json:"photo_budget,omitempty"`
}

// ErrNoStation means that a folder is not a station's.
var ErrNoStation error = noStation{}

type noStation struct{}

func (noStation) Error() string { return "this folder is not a station's" }

// Code returns the word for the catalogue.
func (noStation) Code() string { return "no_station" }

// Folder returns the station's folder for what a person gave: the folder itself
// or one that holds a "station" folder, as a demonstration's does.
func Folder(dir string) string {
	if _, err := os.Stat(filepath.Join(dir, ConfigFile)); err != nil {
		if _, err := os.Stat(filepath.Join(dir, "station", ConfigFile)); err == nil {
			return filepath.Join(dir, "station")
		}
	}
	return dir
}

// ReadConfig reads the configuration of the station in dir. The error wraps
// ErrNoStation when there is none.
func ReadConfig(dir string) (Config, error) {
	var c Config
	b, err := os.ReadFile(filepath.Join(dir, ConfigFile))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return c, fmt.Errorf("%s: %w", dir, ErrNoStation)
	case err != nil:
		return c, fmt.Errorf("read the station's configuration: %w", err)
	}
	if err := json.Unmarshal(b, &c); err != nil {
		return c, &office.Error{Op: "read the station's settings", Code: "settings_damaged", Err: fmt.Errorf("%s: %w", filepath.Join(dir, ConfigFile), err)}
	}
	return c, nil
}

// Write keeps c in dir: written beside, flushed, then put in place.
func (c Config) Write(dir string) error {
	b, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		return err
	}
	return writeFile(filepath.Join(dir, ConfigFile), append(b, '\n'), 0o644)
}

func writeFile(path string, b []byte, mode fs.FileMode) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	defer os.Remove(f.Name())
	_, err = f.Write(b)
	err = errors.Join(err, f.Chmod(mode), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// Plugs are the devices of an ordinary desk, as a command line names them; ""
// is none.
type Plugs struct {
	Reader  string // serial line of a GemPC Twin reader
	Receipt string // serial line of an ESC/POS printer
	Baud    int    // of the receipt printer; 0 = 9600
	Profile string // of the receipt printer; "" = pictures on 80 mm
	Queue   string // page printer: a queue of the print system
	Folder  string // page printer: a folder in its place
	Till    string // serial line of machines that take money (ccTalk)
	Cards   string // serial line of a card terminal (ZVT), or "host:port"
	Scanner string // serial line of a barcode scanner
	Passes  string // serial line of a reader of travel documents
	Country string // of the till's banknotes and the terminal's currency
}

// Devices returns them as the configuration has them.
func (p Plugs) Devices() []supervisor.Device {
	var out []supervisor.Device
	if p.Reader != "" {
		out = append(out, supervisor.Device{Name: "reader", Kind: supervisor.CardReader, Port: port.Config{Name: p.Reader, Baud: 115200, Frame: "8N2"}})
	}
	if p.Receipt != "" {
		if p.Profile == "" {
			p.Profile = "picture-80"
		}
		out = append(out, supervisor.Device{Name: "receipt", Kind: supervisor.ReceiptPrinter, Port: port.Config{Name: p.Receipt, Baud: p.Baud}, Profile: p.Profile})
	}
	if p.Till != "" {
		out = append(out, supervisor.Device{Name: "till", Kind: supervisor.Till, Port: port.Config{Name: p.Till}, Country: p.Country})
	}
	if p.Cards != "" {
		d := supervisor.Device{Name: "terminal", Kind: supervisor.CardTerminal, Country: p.Country, Port: port.Config{Name: p.Cards, Frame: "8N2"}}
		if !strings.HasPrefix(p.Cards, "/") && strings.Contains(p.Cards, ":") {
			d.Port, d.TCP = port.Config{}, p.Cards
		}
		out = append(out, d)
	}
	if p.Scanner != "" {
		out = append(out, supervisor.Device{Name: "scanner", Kind: supervisor.Scanner, Port: port.Config{Name: p.Scanner}})
	}
	if p.Passes != "" {
		out = append(out, supervisor.Device{Name: "document", Kind: supervisor.DocumentReader, Port: port.Config{Name: p.Passes}})
	}
	if p.Queue != "" || p.Folder != "" {
		out = append(out, supervisor.Device{Name: "pages", Kind: supervisor.PagePrinter, Queue: p.Queue, Folder: p.Folder})
	}
	return out
}
