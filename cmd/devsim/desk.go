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
	flags       flags
	holder      sim.Holder
	reader      *sim.Reader
	printer     *sim.Printer
	readerPlug  *sim.Plugged
	printerPlug *sim.Plugged
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
	return []line{
		{"reader", d.readerPlug.Path(), 115200, "8N2"},
		{"printer", d.printerPlug.Path(), 115200, "8N1"},
	}
}

func (d *desk) close() {
	for _, p := range []*sim.Plugged{d.readerPlug, d.printerPlug} {
		if p != nil {
			_ = p.Close()
		}
	}
}

// obey carries out one command:
//
//	insert [KIND] | remove | remove-after N | reader-mute on|off | reader-unplug | reader-plug
//	paper-out on|off | near-end on|off | cover on|off | offline on|off | cutter on|off | printer-mute on|off
//	paper-out-after ROWS | printer-unplug | printer-plug | forget | picture FILE | bytes FILE
func (d *desk) obey(text string) reply {
	r := reply{Command: text, OK: true}
	f := strings.Fields(text)
	if len(f) == 0 {
		return r
	}
	arg := ""
	if len(f) > 1 {
		arg = strings.TrimSpace(strings.TrimPrefix(text, f[0]))
	}
	if err := d.do(f[0], arg); err != nil {
		r.OK, r.Error = false, err.Error()
	}
	if (f[0] == "picture" || f[0] == "bytes") && r.OK {
		r.File = arg
	}
	return r
}

func (d *desk) do(verb, arg string) error {
	switch verb {
	case "insert":
		if arg == "" {
			arg = d.flags.kind
		}
		c, err := card(arg, d.holder)
		if err != nil {
			return err
		}
		d.reader.Insert(c)
		return nil
	case "remove":
		d.reader.Remove()
		return nil
	case "remove-after":
		n, err := strconv.Atoi(arg)
		d.reader.RemoveAfter(n)
		return err
	case "reader-mute":
		d.reader.SetMute(arg != "off")
		return nil
	case "reader-unplug":
		return d.readerPlug.Unplug()
	case "reader-plug":
		return d.readerPlug.Replug()
	}
	return d.doPrinter(verb, arg)
}

func (d *desk) doPrinter(verb, arg string) error {
	switch t := sim.Trouble(verb); t {
	case sim.PaperOut, sim.NearEnd, sim.CoverOpen, sim.Offline, sim.CutterJam:
		d.printer.Set(t, arg != "off")
		return nil
	}
	switch verb {
	case "printer-mute":
		d.printer.Set(sim.MuteLine, arg != "off")
		return nil
	case "paper-out-after":
		n, err := strconv.Atoi(arg)
		d.printer.PaperOutAfter(n)
		return err
	case "printer-unplug":
		return d.printerPlug.Unplug()
	case "printer-plug":
		return d.printerPlug.Replug()
	case "forget":
		d.printer.Forget()
		return nil
	case "picture":
		slips := d.printer.Slips()
		if len(slips) == 0 {
			return errors.New("nothing has been printed")
		}
		return savePicture(arg, slips[len(slips)-1])
	case "bytes":
		return os.WriteFile(arg, d.printer.Received(), 0o644)
	}
	return fmt.Errorf("no command %q", verb)
}

// keep saves what was printed, where the command line asked for it.
func (d *desk) keep() error {
	if d.flags.slips == "" {
		return nil
	}
	if err := os.MkdirAll(d.flags.slips, 0o755); err != nil {
		return err
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
