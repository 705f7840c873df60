// Package demonstration sets up an office that can be tried out: a central
// system, a card reader and a receipt printer, and a station with a register of
// invented people. Nothing between them is faked: central is a program of its
// own that is spoken to over TLS, the devices are a program behind
// pseudo-terminals, and this package links neither of them.
package demonstration

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"sala/app/invented"
	"sala/app/office"
	"sala/app/station"
	"sala/forms/register"
	"sala/sync/netsim"
)

// Options say what Prepare sets up.
type Options struct {
	Dir    string
	People int                           // in the register; 0 = 10,000
	Field  bool                          // with a laptop for which visits wait, a satellite receiver and a scanner
	Kiosk  bool                          // with a machine that takes money, a card terminal, a scanner and a reader of passports
	Tell   func(key string, args ...any) // tells a person what is going on: a phrase (demo...), then names and values of its arguments
}

// Account is an officer of the demonstration and the password.
type Account struct {
	ID       string `json:"id"`
	Password string `json:"password"`
}

// Scene is a demonstration that is running.
type Scene struct {
	Dir       string            `json:"dir"`
	Station   string            `json:"station"`          // the station's folder
	Laptop    string            `json:"laptop,omitempty"` // the field laptop's, with Options.Field
	Central   string            `json:"central"`          // its address, past the link
	Direct    string            `json:"direct"`           // its own address: the way of a desk whose line is not cut
	Clerk     Account           `json:"clerk"`
	Registrar Account           `json:"registrar"`
	Holder    register.Resident `json:"holder"` // whose card lies beside the reader
	Link      *netsim.Link      `json:"-"`      // between the station and central

	central, devices *program
	token            string          // one-time code of the station
	laptopToken      string          // and of the laptop
	first            []invented.Home // whom the laptop is to visit
	authority        string
	home             invented.Home
	bin              string
	tell             func(string, ...any)
}

// marker is a file that says that a folder is a demonstration's own.
const marker = "demonstration.json"

// Prepare sets everything up in a fresh folder. What an earlier demonstration
// left there is taken away; a folder with anything else in it is refused.
func Prepare(ctx context.Context, o Options) (scene *Scene, err error) {
	if o.People == 0 {
		o.People = 10_000
	}
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return nil, err
	}
	if err := clear(dir); err != nil {
		return nil, err
	}
	s := &Scene{
		Dir: dir, Station: filepath.Join(dir, "station"), bin: filepath.Join(dir, "bin"), tell: o.Tell,
		Clerk: Account{"somjai", "try-out-somjai"}, Registrar: Account{"wichai", "try-out-wichai"},
	}
	defer func() {
		if err != nil {
			s.Close()
		}
	}()
	for _, step := range []func(context.Context, Options) error{s.startCentral, s.startDevices, s.found, s.foundLaptop} {
		if err := step(ctx, o); err != nil {
			return nil, err
		}
	}
	return s, s.keep()
}

// keep writes down where everything is.
func (s *Scene) keep() error {
	b, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(s.Dir, marker), append(b, '\n'), 0o644)
}

func clear(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) || err == nil && len(entries) == 0 {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return fmt.Errorf("make the demonstration's folder: %w", err)
		}
		return os.WriteFile(filepath.Join(dir, marker), []byte("{}\n"), 0o644)
	}
	if err != nil {
		return fmt.Errorf("look into the demonstration's folder: %w", err)
	}
	if _, err := os.Stat(filepath.Join(dir, marker)); err != nil {
		return &office.Error{Op: "demonstrate", Code: "folder_in_use", Args: map[string]any{"dir": dir}}
	}
	for _, name := range []string{"station", "laptop", "central", "devices", "log", "certificate.pdf", "receipt.png", "receipt.bin"} {
		if err := os.RemoveAll(filepath.Join(dir, name)); err != nil {
			return fmt.Errorf("clear the demonstration's folder: %w", err)
		}
	}
	return nil
}

func (s *Scene) log(name string) string {
	_ = os.MkdirAll(filepath.Join(s.Dir, "log"), 0o755)
	return filepath.Join(s.Dir, "log", name+".log")
}

// startCentral makes central's data, brings the people in, and serves.
func (s *Scene) startCentral(ctx context.Context, o Options) error {
	path, err := find(ctx, "central", s.bin, s.tell)
	if err != nil {
		return err
	}
	data := filepath.Join(s.Dir, "central")
	call := func(in io.Reader, args ...string) ([]byte, error) {
		cmd := exec.CommandContext(ctx, path, append(args, "--data", data)...)
		cmd.Stdin = in
		var trouble strings.Builder
		cmd.Stderr = &trouble
		out, err := cmd.Output()
		if err != nil {
			return nil, fmt.Errorf("central %s: %w\n%s", args[0], err, trouble.String())
		}
		return out, nil
	}
	if _, err := call(nil, "office", "--id", invented.ThaiOffice, "--country", "TH", "--name", officeNames["th"]); err != nil {
		return err
	}
	s.tell("demo.people", "count", o.People)
	people, feed := io.Pipe()
	go func() { feed.CloseWithError(s.writePeople(feed, o.People)) }()
	if _, err := call(people, "seed"); err != nil {
		return err
	}
	out, err := call(nil, "enrol-code", "--office", invented.ThaiOffice, "--station", stationName)
	if err != nil {
		return err
	}
	var code struct {
		Code string `json:"code"`
	}
	if err := json.Unmarshal(out, &code); err != nil {
		return fmt.Errorf("central's enrolment code: %w", err)
	}
	s.token = code.Code
	if out, err = call(nil, "enrol-code", "--office", invented.ThaiOffice, "--station", laptopName); err != nil {
		return err
	}
	if err := json.Unmarshal(out, &code); err != nil {
		return fmt.Errorf("central's enrolment code: %w", err)
	}
	s.laptopToken = code.Code
	if s.central, err = start(ctx, path, s.log("central"), "serve", "--data", data, "--listen", "127.0.0.1:0"); err != nil {
		return err
	}
	var ready struct {
		URL         string `json:"url"`
		Fingerprint string `json:"ca_fingerprint"`
	}
	wait, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	if err := s.central.hear(wait, &ready); err != nil {
		return err
	}
	s.Direct, s.authority = ready.URL, ready.Fingerprint
	target, err := url.Parse(ready.URL)
	if err != nil {
		return fmt.Errorf("central's address: %w", err)
	}
	if s.Link, err = netsim.Listen(target.Host); err != nil {
		return err
	}
	s.Central = "https://" + s.Link.Addr()
	s.tell("demo.central", "url", s.Direct, "link", s.Central)
	return nil
}

// writePeople writes the register as central's seed reads it, and chooses whose
// card it will be: the head of a household of four or more.
func (s *Scene) writePeople(w io.Writer, n int) error {
	out := json.NewEncoder(w)
	for home := range invented.People(demonstrationSeed, n) {
		if s.home.Household.ID == "" && len(home.Residents) >= 4 && home.Residents[0].Position == register.Head {
			s.home, s.Holder = home, home.Residents[0]
		}
		if len(s.first) < toVisit {
			s.first = append(s.first, home)
		}
		if err := out.Encode(home.Household.Record()); err != nil {
			return err
		}
		for _, r := range home.Residents {
			if err := out.Encode(r.Record()); err != nil {
				return err
			}
		}
	}
	if err := s.writeVisits(out); err != nil {
		return err
	}
	if s.home.Household.ID == "" {
		return errors.New("no household of four among the invented people: ask for more of them")
	}
	return nil
}

// startDevices runs the reader and the printer, the holder's card beside it.
func (s *Scene) startDevices(ctx context.Context, o Options) error {
	path, err := find(ctx, "devsim", s.bin, s.tell)
	if err != nil {
		return err
	}
	dir := filepath.Join(s.Dir, "devices")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	card, err := json.Marshal(cardOf(s.Holder, s.home.Household.Address))
	if err != nil {
		return err
	}
	file := filepath.Join(dir, "card.json")
	if err := os.WriteFile(file, card, 0o644); err != nil {
		return fmt.Errorf("write the card: %w", err)
	}
	args, lines := []string{"--card", file, "--quit-at-eof", "--reader-link", s.readerLine(), "--printer-link", s.printerLine()}, 2
	if o.Field {
		args, lines = append(args, "--gnss-link", s.line("receiver")), lines+1
	}
	if o.Kiosk {
		args, lines = append(args, "--money-link", s.line("till"), "--terminal-link", s.line("terminal")), lines+2
	}
	if o.Kiosk || o.Field {
		args, lines = append(args, "--speakers", dir), lines+4
	}
	s.devices, err = start(ctx, path, s.log("devsim"), args...)
	if err != nil {
		return err
	}
	wait, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	for range lines {
		var line struct{ Device, Path string }
		if err := s.devices.hear(wait, &line); err != nil {
			return err
		}
		s.tell("demo.device", "device", line.Device, "path", line.Path)
	}
	return nil
}

func (s *Scene) readerLine() string      { return s.line("reader") }
func (s *Scene) printerLine() string     { return s.line("printer") }
func (s *Scene) line(name string) string { return filepath.Join(s.Dir, "devices", name) }

// found makes the station, enrols it and fetches its register and numbers.
func (s *Scene) found(ctx context.Context, o Options) error {
	plugs := station.Plugs{Reader: s.readerLine(), Receipt: s.printerLine(), Baud: 115200, Folder: "paper"}
	if o.Kiosk {
		plugs.Till, plugs.Cards, plugs.Scanner, plugs.Passes, plugs.Country = s.line("till"), s.line("terminal"), s.line("barcode"), s.line("document"), "TH"
	}
	config := station.Config{
		Profile: office.Profile{Office: invented.ThaiOffice, Station: stationName, Country: "TH", Names: officeNames},
		Pack:    "th",
		Forget:  o.Kiosk,
		Central: station.Central{URL: s.Central, Authority: s.authority},
		Devices: plugs.Devices(),
	}
	s.tell("demo.founding", "station", stationName)
	st, err := station.Init(ctx, s.Station, station.Founding{Config: config, Officer: officers[s.Clerk.ID], Password: s.Clerk.Password, Machine: true})
	if err != nil {
		return fmt.Errorf("make the station: %w", err)
	}
	defer st.Close()
	if err := st.AddOfficer(ctx, s.Clerk.ID, officers[s.Registrar.ID], s.Registrar.Password); err != nil {
		return err
	}
	if err := st.Enrol(ctx, s.token); err != nil {
		return fmt.Errorf("enrol the station: %w", err)
	}
	report, err := st.Sync.SyncOnce(ctx)
	if err != nil {
		return fmt.Errorf("fetch the register: %w", err)
	}
	s.tell("demo.enrolled", "station", stationName, "records", report.Pulled, "leases", report.Leases)
	return nil
}

// Devices sends the simulated devices one command, such as "insert" or
// "paper-out on", and waits until it is carried out.
func (s *Scene) Devices(ctx context.Context, command string, args ...string) error {
	if err := s.devices.tell(strings.Join(append([]string{command}, args...), " ")); err != nil {
		return err
	}
	var reply struct {
		OK    bool   `json:"ok"`
		Error string `json:"error"`
	}
	if err := s.devices.hear(ctx, &reply); err != nil {
		return err
	}
	if !reply.OK {
		return fmt.Errorf("devsim %s: %s", command, reply.Error)
	}
	return nil
}

// Close ends everything that Prepare started. The folder stays.
func (s *Scene) Close() {
	if s.Link != nil {
		s.Link.Close()
	}
	for _, p := range []*program{s.devices, s.central} {
		if p != nil {
			p.stop()
		}
	}
}

// thaiCardDate writes a date as a Thai card has it: YYYYMMDD, Buddhist era.
func thaiCardDate(year, month, day int) string {
	return strconv.Itoa((year+543)*10000 + month*100 + day)
}
