package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"

	"filippo.io/age"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"sala/app/office"
	"sala/app/station"
	"sala/assets/packs"
	"sala/cmd/internal/terminal"
	"sala/forms/act"
)

// founding are the flags of init.
type founding struct {
	config   station.Config
	plugs    station.Plugs
	names    []string
	officer  officerFlags
	recovery string
	machine  bool
}

// addPlugs adds the flags that say what is plugged in.
func addPlugs(flags *pflag.FlagSet, d *station.Plugs) {
	flags.StringVar(&d.Reader, "reader", "", "serial line of the card reader, best by /dev/serial/by-id")
	flags.StringVar(&d.Receipt, "receipt", "", "serial line of the receipt printer")
	flags.IntVar(&d.Baud, "receipt-baud", 0, "of the receipt printer (default 9600)")
	flags.StringVar(&d.Profile, "receipt-profile", "", "what the receipt printer can do (default: pictures on 80 mm)")
	flags.StringVar(&d.Queue, "page-queue", "", "queue of the page printer in the print system")
	flags.StringVar(&d.Folder, "page-folder", "", "a folder to print pages into, in place of a printer")
}

func initCommand(c *console) *cobra.Command {
	var f founding
	cmd := &cobra.Command{
		Use:   "init",
		Short: "Make a station in the folder --dir, with its encrypted store and its first officer",
		Long: `init makes a new station: its encrypted store, its keys, its journal and its first
officer, who may make others. It needs no network; "salactl enrol" takes the
station in at a central system later.`,
		Example: `  SALA_PASSWORD=... salactl init --dir /srv/sala --office TH-5014 --station TH-5014-D02 \
      --name th=สำนักทะเบียนตัวอย่าง --name en="Specimen registry" --officer somjai --officer-name th="สมใจ ตัวอย่างดี"
  salactl init --country KR --office KR-4183 --station KR-4183-K1 --name ko=견본사무소 --officer minji --kiosk`,
		RunE: func(cmd *cobra.Command, _ []string) error { return c.found(cmd.Context(), f) },
	}
	p := &f.config.Profile
	flags := cmd.Flags()
	flags.StringVar(&p.Office, "office", "", "the office's ID, such as TH-5014")
	flags.StringVar(&p.Station, "station", "", "the station's own name, such as TH-5014-D02")
	flags.StringVar(&p.Country, "country", "TH", "TH or KR")
	flags.StringVar(&f.config.Pack, "pack", "", "the pack of forms: th or kr (default: the country's)")
	flags.StringArrayVar(&f.names, "name", nil, "the office's name in a language, such as th=สำนักทะเบียน; may be repeated")
	f.officer.add(flags, "officer-name")
	flags.StringVar(&f.recovery, "recovery", "", "the agency's recovery key (age1...), which can open a broken machine's disk")
	flags.BoolVar(&f.machine, "machine", false, "let this machine open the station without a password, as a kiosk must")
	flags.BoolVar(&f.config.Forget, "kiosk", false, "a kiosk: it keeps nothing of a citizen that central has, and opens without a password")
	flags.BoolVar(&f.config.Field, "field", false, "a laptop that goes out: it holds nothing but what is taken out (salactl field)")
	flags.StringVar(&f.config.Central.URL, "url", "", "central's address")
	flags.StringVar(&f.config.Central.Authority, "authority", "", "the SHA-256 of central's authority, in hex")
	addPlugs(flags, &f.plugs)
	return cmd
}

// founded is what init tells.
type founded struct {
	Dir      string `json:"dir"`
	Station  string `json:"station"`
	Office   string `json:"office"`
	Country  string `json:"country"`
	Pack     string `json:"pack"`
	Forms    int    `json:"forms"`
	Officer  string `json:"officer"`
	Machine  bool   `json:"machine"`
	Recovery bool   `json:"recovery"`
}

func (c *console) found(ctx context.Context, f founding) error {
	f.config.Devices = f.plugs.Devices()
	f.machine = f.machine || f.config.Forget // nobody stands there to type one
	officer, err := c.foundingOf(&f)
	if err != nil {
		return err
	}
	if err := freshFolder(c.dir); err != nil {
		return err
	}
	password, err := c.password(officer.ID)
	if err == nil && len([]rune(password)) < shortestPassword {
		err = &office.Error{Op: "set a password", Code: "password_short", Args: map[string]any{"least": shortestPassword}}
	}
	if err != nil {
		return err
	}
	c.note("salactl.init.making", "station", f.config.Profile.Station)
	st, err := station.Init(ctx, c.dir, station.Founding{Config: f.config, Officer: officer, Password: password, Recovery: f.recovery, Machine: f.machine, Cost: c.cost})
	if err != nil {
		return err
	}
	defer st.Close()
	told := founded{Dir: st.Dir, Station: f.config.Profile.Station, Office: f.config.Profile.Office, Country: f.config.Profile.Country,
		Pack: st.Pack.Name(), Forms: len(st.Pack.Forms()), Officer: officer.ID, Machine: f.machine, Recovery: f.recovery != ""}
	return c.print(told, func(w io.Writer) {
		c.line(w, "salactl.init.made", "station", told.Station, "dir", told.Dir, "pack", told.Pack, "count", told.Forms)
		c.line(w, "salactl.init.next")
		c.next(w, "salactl.init.next_officer", fmt.Sprintf("salactl officer add ID --name LANGUAGE=NAME --role registrar --officer %s --dir %s", told.Officer, told.Dir))
		c.next(w, "salactl.init.next_enrol", "salactl enrol --code CODE --url https://CENTRAL --authority SHA256 --dir "+told.Dir)
		c.next(w, "salactl.init.next_import", fmt.Sprintf("salactl register import resident PEOPLE.csv --officer %s --dir %s", told.Officer, told.Dir))
		if !told.Recovery {
			c.line(w, "salactl.init.no_recovery")
		}
	})
}

// next writes one thing to do next, and how.
func (c *console) next(w io.Writer, key, command string) {
	fmt.Fprintf(w, "  · %s\n      %s\n", c.word(key), command)
}

// foundingOf completes the flags and says what is wrong with them.
func (c *console) foundingOf(f *founding) (act.Officer, error) {
	p := &f.config.Profile
	id := regexp.MustCompile(`^[A-Z]{2}-[A-Z0-9][A-Z0-9-]{0,30}$`)
	var wrong terminal.Misuse
	if !id.MatchString(p.Office) {
		wrong = wrong.And("usage.form", "what", "--office", "value", p.Office, "form", "TH-5014")
	}
	if !id.MatchString(p.Station) {
		wrong = wrong.And("usage.form", "what", "--station", "value", p.Station, "form", "TH-5014-D02")
	}
	if f.config.Pack == "" {
		f.config.Pack = strings.ToLower(p.Country)
	}
	err := terminal.OneOf("--country", p.Country, "TH", "KR")
	if err == nil {
		err = terminal.OneOf("--pack", f.config.Pack, packs.Countries()...)
	}
	wrong = wrong.With(err)
	if _, err := age.ParseX25519Recipient(f.recovery); err != nil && f.recovery != "" {
		wrong = wrong.And("usage.form", "what", "--recovery", "value", f.recovery, "form", "age1...")
	}
	names, err := inLanguages("--name", f.names)
	if len(names) == 0 {
		names = map[string]string{"en": p.Office}
	}
	p.Names = names
	wrong = wrong.With(err)
	if c.who.officer == "" {
		return act.Officer{}, wrong.And("usage.first_officer")
	}
	f.officer.id = c.who.officer
	if len(f.officer.roles) == 0 {
		f.officer.roles = []string{string(office.Clerk), string(office.Administrator)}
	}
	officer, err := f.officer.officer()
	return officer, wrong.With(err).Err()
}

// freshFolder refuses a folder in which something else lies. One that has a
// station is told apart when the station is made.
func freshFolder(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) || err == nil && len(entries) == 0 {
		return nil
	}
	if err != nil {
		return &office.Error{Op: "make a station", Code: "file_trouble", Err: err}
	}
	if _, err := station.ReadConfig(station.Folder(dir)); err == nil {
		return &office.Error{Op: "make a station", Code: "station_exists"}
	}
	return &office.Error{Op: "make a station", Code: "folder_in_use", Args: map[string]any{"dir": dir}}
}
