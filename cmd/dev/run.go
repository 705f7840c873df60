package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"
)

// runDemo is `dev run`: from a bare checkout to a desk with a card in its
// reader, or, without a display, to a certificate on the disk.
func runDemo(ctx context.Context, d *dev, args []string) error {
	mode := "desk"
	if len(args) > 0 {
		mode = args[0]
	}
	if !slices.Contains([]string{"desk", "kiosk", "field"}, mode) || len(args) > 1 {
		return fmt.Errorf("run takes one of desk, kiosk, field; %w", errUsage)
	}
	if !d.system.display {
		return d.demoWithoutDisplay(ctx)
	}
	d.say("Sala: building the window and a demonstration office. The first time takes some minutes.")
	if err := d.install(ctx, d.out, windowNeeds()); err != nil {
		return err
	}
	if err := d.build(ctx, d.out, "salactl", "central", "devsim", "sala"); err != nil {
		return err
	}
	office, err := d.openOffice(ctx)
	if err != nil {
		return err
	}
	defer office.close()
	d.say("\nThe office is open: a central system on this machine, a card in the simulated reader, simulated printers.")
	d.say("Opening the %s on %s. Close the window to end everything.", mode, office.station)
	window := d.command(ctx, d.out, d.binary("sala"), "--mode", mode, "--dir", office.station)
	if err := window.Run(); err != nil && ctx.Err() == nil {
		return fmt.Errorf("the window: %w", err)
	}
	d.say("What the office did is in %s; look at it with %s journal verify --dir %s", d.work("demo"), d.binary("salactl"), office.station)
	return nil
}

// demoWithoutDisplay does the whole story on the command line.
func (d *dev) demoWithoutDisplay(ctx context.Context) error {
	d.say("Sala: there is no display here, so the story is done on the command line.")
	if err := d.build(ctx, d.out, "salactl", "central", "devsim"); err != nil {
		return err
	}
	dir, err := d.freshDemo()
	if err != nil {
		return err
	}
	d.say("\n%s demo --dir %s\n", d.binary("salactl"), dir)
	demo := d.command(ctx, d.out, d.binary("salactl"), "demo", "--dir", dir)
	demo.Env = append(demo.Env, "SALA_BIN="+d.work("bin"))
	if err := demo.Run(); err != nil {
		return fmt.Errorf("the demonstration: %w", err)
	}
	d.say("\nLook at:")
	missing := false
	for _, f := range []struct{ name, says string }{
		{"certificate.pdf", "the certificate, sealed and signed"},
		{"receipt.png", "what the receipt printer printed"},
	} {
		p := filepath.Join(dir, f.name)
		if _, err := os.Stat(p); err != nil {
			missing = true
			d.say("  %s is not there", p)
			continue
		}
		d.say("  %-40s %s", p, f.says)
	}
	d.say("To check the paper with no network: %s verify %s", d.binary("salactl"), filepath.Join(dir, "certificate.pdf"))
	if missing {
		return errors.New("the demonstration ended without its papers")
	}
	return nil
}

// freshDemo empties the folder of the demonstration: it is made anew each time.
func (d *dev) freshDemo() (string, error) {
	dir := d.work("demo")
	if err := os.RemoveAll(dir); err != nil {
		return "", fmt.Errorf("clear the last demonstration: %w", err)
	}
	return dir, nil
}

// office is the demonstration office: salactl keeps its central system and its
// simulators alive until it is closed.
type office struct {
	station string // folder
	cmd     *exec.Cmd
	done    chan error
}

// openOffice starts `salactl demo --prepare`, which prints one line of JSON
// when all is ready and stays until it is interrupted.
func (d *dev) openOffice(ctx context.Context) (*office, error) {
	dir, err := d.freshDemo()
	if err != nil {
		return nil, err
	}
	r, w := io.Pipe()
	cmd := d.command(ctx, d.out, d.binary("salactl"), "demo", "--dir", dir, "--prepare")
	cmd.Stdout, cmd.Env = w, append(cmd.Env, "SALA_BIN="+d.work("bin"))
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("prepare the office: %w", err)
	}
	o := &office{cmd: cmd, done: make(chan error, 1)}
	go func() {
		err := cmd.Wait()
		w.Close()
		o.done <- err
	}()
	ready := json.NewDecoder(bufio.NewReader(r))
	var paths struct {
		Station string `json:"station"`
		Dir     string `json:"dir"`
	}
	if err := ready.Decode(&paths); err != nil {
		o.close()
		return nil, fmt.Errorf("prepare the office: it did not say where it is: %w", err)
	}
	go io.Copy(io.Discard, r)
	o.station = paths.Station
	if o.station == "" {
		o.station = paths.Dir
	}
	return o, nil
}

// close interrupts the office and waits for it to put its things away.
func (o *office) close() {
	o.cmd.Process.Signal(os.Interrupt)
	select {
	case <-o.done:
	case <-time.After(10 * time.Second):
		o.cmd.Process.Kill()
		<-o.done
	}
}
