package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"
)

// runDemo is `dev run`: from a bare checkout to an open office with a card beside
// its reader, or, without a display, to a certificate on the disk.
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
	office, err := d.openOffice(ctx, mode)
	if err != nil {
		return err
	}
	defer office.close()
	d.say("\nThe office is open: a central system on this machine, a card beside the simulated reader, simulated printers.")
	d.say("  sign in as   %s, password %s", office.Clerk.ID, office.Clerk.Password)
	d.say("  approve as   %s, password %s", office.Registrar.ID, office.Registrar.Password)
	d.say("  type here    insert, remove (the card), cut, restore (the network), paper-out on, paper-out off")
	d.say("Opening the %s. Close its window to end everything.", mode)
	if mode == "kiosk" {
		d.say("  to pay       coin 1000, note 2000 (satang); to leave the kiosk: F12, then somjai and her password")
	}
	go io.Copy(office.in, d.in)
	station := office.Station
	if mode == "field" {
		station = office.Laptop
	}
	window := d.command(ctx, d.out, d.binary("sala"), "--mode", mode, "--dir", station)
	if err := window.Run(); err != nil && ctx.Err() == nil {
		return fmt.Errorf("the window: %w", err)
	}
	d.say("What the office did is in %s. Its journal: %s journal verify --dir %s", office.Dir, d.binary("salactl"), office.Station)
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
	demo := d.command(ctx, d.out, d.binary("salactl"), "demo", "--dir", dir)
	if err := demo.Run(); err != nil {
		return fmt.Errorf("the demonstration: %w", err)
	}
	for _, f := range []string{"certificate.pdf", "receipt.png"} {
		if _, err := os.Stat(filepath.Join(dir, f)); err != nil {
			return fmt.Errorf("the demonstration ended without its papers: %w", err)
		}
	}
	d.say("(salactl is %s)", d.binary("salactl"))
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
// simulators alive until it is closed. What is told to it are lines on its
// standard input.
type office struct {
	Dir       string  `json:"dir"`
	Station   string  `json:"station"` // folder
	Laptop    string  `json:"laptop"`  // the field laptop's
	Clerk     account `json:"clerk"`
	Registrar account `json:"registrar"`

	in   io.WriteCloser
	cmd  *exec.Cmd
	done chan error
}

// account is an officer of the demonstration.
type account struct {
	ID       string `json:"id"`
	Password string `json:"password"`
}

// openOffice starts `salactl demo --prepare`, which prints one line of JSON
// when all is ready and stays until its standard input ends.
func (d *dev) openOffice(ctx context.Context, mode string) (*office, error) {
	dir, err := d.freshDemo()
	if err != nil {
		return nil, err
	}
	r, w := io.Pipe()
	args := []string{d.binary("salactl"), "demo", "--dir", dir, "--prepare"}
	if mode != "desk" {
		args = append(args, "--"+mode)
	}
	o := &office{cmd: d.command(ctx, d.out, args...), done: make(chan error, 1)}
	o.cmd.Stdout = w
	if o.in, err = o.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	if err := o.cmd.Start(); err != nil {
		return nil, fmt.Errorf("prepare the office: %w", err)
	}
	go func() {
		err := o.cmd.Wait()
		w.Close()
		o.done <- err
	}()
	ready := json.NewDecoder(bufio.NewReader(r))
	if err := ready.Decode(o); err != nil || o.Station == "" {
		o.close()
		return nil, fmt.Errorf("prepare the office: it did not say where its station is: %w", err)
	}
	go io.Copy(io.Discard, r)
	return o, nil
}

// close ends the office and waits for it to put its things away.
func (o *office) close() {
	o.in.Close()
	select {
	case <-o.done:
	case <-time.After(15 * time.Second):
		o.cmd.Process.Kill()
		<-o.done
	}
}
