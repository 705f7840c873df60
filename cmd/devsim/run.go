//go:build linux

package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"sala/assets/faces"
	"sala/cmd/internal/terminal"
	"sala/devices/sim"
)

// flags are the command line.
type flags struct {
	readerLink  string
	printerLink string
	card        string
	kind        string
	inserted    bool
	quitAtEOF   bool
	baud        int
	dots        int
	columns     int
	slips       string
	speakers    string
	moneyLink   string
	cardsLink   string
	gnssLink    string
	gnssAt      string
	lat, lon    float64 // of gnssAt
}

// newCommand returns the command line.
func newCommand() *cobra.Command {
	var f flags
	c := &cobra.Command{
		Use: "devsim", Short: "Simulated devices on pseudo-terminals: a card reader, a receipt printer, and on request the others of a kiosk",
		Long: `devsim says where each device is in one line of JSON, and obeys commands on
standard input, one a line, with one line of JSON for an answer:

` + commands,
		Example: "  devsim --reader-link reader --printer-link printer --slips slips\n" +
			"  devsim --money-link till --terminal-link terminal --speakers lines --inserted",
		Args: cobra.NoArgs, SilenceErrors: true, SilenceUsage: true,
		PreRunE: func(*cobra.Command, []string) error { return f.check() },
		RunE: func(cmd *cobra.Command, _ []string) error {
			return f.run(cmd.Context(), cmd.InOrStdin(), cmd.OutOrStdout())
		},
	}
	fs := c.Flags()
	fs.StringVar(&f.readerLink, "reader-link", "", "`name` of the reader's line; none: the terminal's own name")
	fs.StringVar(&f.printerLink, "printer-link", "", "`name` of the receipt printer's line")
	fs.StringVar(&f.card, "card", "", "JSON `file` with what the card says; an invented person without it")
	fs.StringVar(&f.kind, "kind", "thai", "kind of card: "+strings.Join(kinds(), ", "))
	fs.BoolVar(&f.inserted, "inserted", false, "the card is in the reader from the start")
	fs.BoolVar(&f.quitAtEOF, "quit-at-eof", false, "end when standard input ends")
	fs.IntVar(&f.baud, "baud", 0, "send no faster than a line of this speed; 0: as fast as can be")
	fs.IntVar(&f.dots, "dots", 576, "dots across the receipt printer's paper")
	fs.IntVar(&f.columns, "columns", 48, "columns of the receipt printer's font")
	fs.StringVar(&f.slips, "slips", "", "`folder` that gets every cut slip as slip-N.png and all bytes as printer.bin")
	fs.StringVar(&f.speakers, "speakers", "", "`folder` for the lines of a document, stripe and barcode reader and a satellite receiver; none: they are left out")
	fs.StringVar(&f.moneyLink, "money-link", "", "`name` of the line of machines that take money; none: they are left out")
	fs.StringVar(&f.cardsLink, "terminal-link", "", "`name` of the line of a card terminal; none: it is left out")
	fs.StringVar(&f.gnssLink, "gnss-link", "", "`name` of the line of a satellite receiver that says every second where it is")
	fs.StringVar(&f.gnssAt, "gnss-at", "18.90,99.03", "`place` of that receiver: latitude,longitude")
	terminal.Strict(c)
	return c
}

// check refuses values that no device knows.
func (f *flags) check() error {
	wrong := terminal.Misuse{}.With(terminal.OneOf("--kind", f.kind, kinds()...))
	var ok bool
	if f.lat, f.lon, ok = place(f.gnssAt); !ok {
		wrong = wrong.And("usage.form", "what", "--gnss-at", "value", f.gnssAt, "form", "18.90,99.03")
	}
	return wrong.Err()
}

// place reads latitude,longitude of somewhere on Earth.
func place(s string) (lat, lon float64, ok bool) {
	north, east, _ := strings.Cut(s, ",")
	lat, err := strconv.ParseFloat(north, 64)
	lon, err2 := strconv.ParseFloat(strings.TrimSpace(east), 64)
	return lat, lon, err == nil && err2 == nil && math.Abs(lat) <= 90 && math.Abs(lon) <= 180
}

// run starts the devices, tells where they are, and obeys until the context or
// the input ends.
func (f flags) run(ctx context.Context, stdin io.Reader, stdout io.Writer) error {
	d, err := start(f)
	if err != nil {
		return err
	}
	defer d.close()
	out := json.NewEncoder(stdout)
	for _, line := range d.lines() {
		if err := out.Encode(line); err != nil {
			return fmt.Errorf("announce: %w", err)
		}
	}
	commands := make(chan string)
	go func() {
		defer close(commands)
		in := bufio.NewScanner(stdin)
		for in.Scan() {
			select {
			case commands <- in.Text():
			case <-ctx.Done():
				return
			}
		}
	}()
	for {
		select {
		case <-ctx.Done():
			return d.keep()
		case c, ok := <-commands:
			if !ok {
				if f.quitAtEOF {
					return d.keep()
				}
				<-ctx.Done()
				return d.keep()
			}
			if err := out.Encode(d.obey(c)); err != nil {
				return fmt.Errorf("answer: %w", err)
			}
		}
	}
}

// errCard marks a file that says nothing that a card could say.
var errCard = errors.New("the file is no card's")

// holder reads what the card says.
func holder(f flags) (sim.Holder, error) {
	if f.card == "" {
		return sim.Invented(), nil
	}
	p, err := os.ReadFile(f.card)
	if err != nil {
		return sim.Holder{}, fmt.Errorf("card: %w", err)
	}
	var h sim.Holder
	if err := json.Unmarshal(p, &h); err != nil {
		return sim.Holder{}, fmt.Errorf("%w: %w", errCard, err)
	}
	return h, nil
}

// kinds are those of cards.
func kinds() []string { return []string{"thai", "old", "t1", "unknown", "damaged", "mute"} }

func card(kind string, h sim.Holder) (sim.Card, error) {
	switch kind {
	case "thai", "":
		return sim.NewThaiCard(h), nil
	case "old":
		return sim.NewOldThaiCard(h), nil
	case "t1":
		return sim.NewT1Card(h, sim.T1Options{}), nil
	case "unknown":
		return sim.NewUnknownCard(), nil
	case "damaged":
		return sim.NewDamagedCard(), nil
	case "mute":
		return sim.MuteCard{}, nil
	}
	return nil, fmt.Errorf("no card of kind %q", kind)
}

func start(f flags) (*desk, error) {
	h, err := holder(f)
	if err != nil {
		return nil, err
	}
	if f.slips != "" {
		if err := os.MkdirAll(f.slips, 0o755); err != nil {
			return nil, err
		}
	}
	printer, err := sim.NewPrinter(sim.PrinterOptions{Dots: f.dots, Columns: f.columns, Face: faces.Regular()})
	if err != nil {
		return nil, err
	}
	d := &desk{flags: f, holder: h, reader: sim.NewReader(sim.ReaderOptions{}), printer: printer,
		speakers: map[string]*sim.Speaker{}, plugs: map[string]*sim.Plugged{}}
	err = errors.Join(d.plug("reader", d.reader, f.readerLink), d.plug("printer", d.printer, f.printerLink))
	if f.moneyLink != "" && err == nil {
		d.money = sim.NewMoney()
		err = d.plug("money", d.money, f.moneyLink)
	}
	if f.cardsLink != "" && err == nil {
		d.cards = sim.NewCardTerminal(false)
		err = d.plug("terminal", d.cards, f.cardsLink)
	}
	if f.gnssLink != "" && err == nil {
		err = d.startReceiver()
	}
	if f.speakers != "" && err == nil {
		err = d.startSpeakers()
	}
	if err != nil {
		d.close()
		return nil, err
	}
	if f.inserted {
		d.obey("insert")
	}
	return d, nil
}

// startReceiver starts a satellite receiver that stands somewhere.
func (d *desk) startReceiver() error {
	s := sim.NewSpeaker()
	if err := d.plug("gnss", s, d.flags.gnssLink); err != nil {
		return err
	}
	go func() {
		for at := range time.Tick(time.Second) {
			s.Say(sim.Position(at, d.flags.lat, d.flags.lon))
		}
	}()
	return nil
}

// startSpeakers starts the devices that only speak, each on a line of its name.
func (d *desk) startSpeakers() error {
	if err := os.MkdirAll(d.flags.speakers, 0o755); err != nil {
		return err
	}
	for _, name := range []string{"document", "stripe", "barcode", "gnss"} {
		s := sim.NewSpeaker()
		d.speakers[name] = s
		if err := d.plug(name, s, filepath.Join(d.flags.speakers, name)); err != nil {
			return err
		}
	}
	return nil
}
