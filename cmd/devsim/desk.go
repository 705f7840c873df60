//go:build linux

package main

import (
	"errors"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"sala/devices/sim"
)

// desk is the simulated devices of one desk.
type desk struct {
	flags    flags
	holder   sim.Holder
	reader   *sim.Reader
	printer  *sim.Printer
	money    *sim.Money        // nil without
	cards    *sim.CardTerminal // nil without
	speakers map[string]*sim.Speaker
	plugs    map[string]*sim.Plugged
	order    []string // of the devices' names
}

// line says where a device is.
type line struct {
	Device string `json:"device"`
	Path   string `json:"path"`
	Baud   int    `json:"baud"`
	Frame  string `json:"frame"`
}

// reply answers a command.
type reply struct {
	Command string `json:"command"`
	OK      bool   `json:"ok"`
	Error   string `json:"error,omitempty"`
	File    string `json:"file,omitempty"`
}

func (d *desk) lines() []line {
	var out []line
	for _, name := range d.order {
		l := line{name, d.plugs[name].Path(), 9600, "8N1"}
		switch name {
		case "reader":
			l.Baud, l.Frame = 115200, "8N2"
		case "printer":
			l.Baud = 115200
		case "terminal":
			l.Frame = "8N2"
		}
		out = append(out, l)
	}
	return out
}

// plug puts a device into its socket.
func (d *desk) plug(name string, s sim.Server, link string) error {
	s.Wire().Pace(d.flags.baud)
	p, err := sim.Plug(s, link)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	d.plugs[name], d.order = p, append(d.order, name)
	return nil
}

func (d *desk) close() {
	for _, p := range d.plugs {
		_ = p.Close()
	}
}

// obey carries out one command (see the package comment).
func (d *desk) obey(text string) reply {
	r := reply{Command: text, OK: true}
	verb, arg, _ := strings.Cut(strings.TrimSpace(text), " ")
	arg = strings.TrimSpace(arg)
	if verb == "" {
		return r
	}
	if err := d.do(verb, arg); err != nil {
		r.OK, r.Error = false, err.Error()
	}
	if (verb == "picture" || verb == "bytes" || verb == "holds") && r.OK {
		r.File = arg
	}
	return r
}

// do tries the groups of commands one after the other.
func (d *desk) do(verb, arg string) error {
	for _, group := range []func(verb, arg string) (bool, error){d.doReader, d.doPrinter, d.doPaper, d.doMoney, d.doCards, d.doHolds, d.doLine, d.doSpeaker} {
		if known, err := group(verb, arg); known {
			return err
		}
	}
	return fmt.Errorf("no command %q", verb)
}

func (d *desk) doReader(verb, arg string) (bool, error) {
	switch verb {
	case "insert":
		if arg == "" {
			arg = d.flags.kind
		}
		c, err := card(arg, d.holder)
		if err == nil {
			d.reader.Insert(c)
		}
		return true, err
	case "remove":
		d.reader.Remove()
		return true, nil
	case "remove-after", "refuse", "stretch":
		n, err := strconv.Atoi(arg)
		if err != nil {
			return true, err
		}
		switch verb {
		case "remove-after":
			d.reader.RemoveAfter(n)
		case "refuse":
			d.reader.RefuseNext(n)
		case "stretch":
			d.reader.Stretch(n)
		}
		return true, nil
	case "reader-mute":
		d.reader.SetMute(arg != "off")
		return true, nil
	}
	return false, nil
}

func (d *desk) doPrinter(verb, arg string) (bool, error) {
	switch t := sim.Trouble(verb); t {
	case sim.PaperOut, sim.NearEnd, sim.CoverOpen, sim.Offline, sim.CutterJam:
		d.printer.Set(t, arg != "off")
		return true, nil
	}
	switch verb {
	case "printer-mute":
		d.printer.Set(sim.MuteLine, arg != "off")
		return true, nil
	case "paper-out-after":
		n, err := strconv.Atoi(arg)
		if err == nil {
			d.printer.PaperOutAfter(n)
		}
		return true, err
	}
	return false, nil
}

// doPaper does what concerns what was printed.
func (d *desk) doPaper(verb, arg string) (bool, error) {
	switch verb {
	case "forget":
		d.printer.Forget()
		return true, nil
	case "picture":
		slips := d.printer.Slips()
		if len(slips) == 0 {
			return true, errors.New("nothing has been printed")
		}
		return true, savePicture(arg, slips[len(slips)-1])
	case "bytes":
		return true, os.WriteFile(arg, d.printer.Received(), 0o644)
	}
	return false, nil
}

// doLine does what can happen to any device's cable. "reader-unplug" is an older
// way to say "unplug reader".
func (d *desk) doLine(verb, arg string) (bool, error) {
	if name, what, ok := strings.Cut(verb, "-"); ok && d.plugs[name] != nil && (what == "unplug" || what == "plug") {
		verb, arg = what, name
	}
	name, value, _ := strings.Cut(arg, " ")
	switch verb {
	case "unplug", "plug", "noise", "slow":
	default:
		return false, nil
	}
	p := d.plugs[name]
	if p == nil {
		return true, fmt.Errorf("no device %q", name)
	}
	switch verb {
	case "unplug":
		return true, p.Unplug()
	case "plug":
		return true, p.Replug()
	}
	n := 0
	if value != "off" {
		var err error
		if n, err = strconv.Atoi(value); err != nil || n < 1 {
			return true, fmt.Errorf("%s %s wants a number or off, not %q", verb, name, value)
		}
	}
	switch {
	case verb == "slow":
		p.Device().Wire().Pace(n)
	case n == 0:
		p.Device().Wire().Fault(nil)
	default:
		p.Device().Wire().Fault(sim.Noise(n))
	}
	return true, nil
}

// doSpeaker makes a device say something.
func (d *desk) doSpeaker(verb, arg string) (bool, error) {
	if verb != "say" {
		return false, nil
	}
	name, text, _ := strings.Cut(arg, " ")
	s := d.speakers[name]
	if s == nil {
		return true, fmt.Errorf("no device %q that speaks of its own accord (start with --speakers)", name)
	}
	text, err := strconv.Unquote(`"` + strings.ReplaceAll(text, `"`, `\"`) + `"`)
	if err != nil {
		return true, fmt.Errorf("say: %w", err)
	}
	s.Say([]byte(text))
	return true, nil
}

// keep saves what was printed, where the command line asked for it.
func (d *desk) keep() error {
	if d.flags.slips == "" {
		return nil
	}
	for i, img := range d.printer.Slips() {
		if err := savePicture(filepath.Join(d.flags.slips, fmt.Sprintf("slip-%d.png", i+1)), img); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(d.flags.slips, "printer.bin"), d.printer.Received(), 0o644)
}

func savePicture(name string, img image.Image) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	return errors.Join(png.Encode(f, img), f.Close())
}
