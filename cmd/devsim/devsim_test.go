//go:build linux

package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"sala/app/words"
	"sala/cmd/internal/terminal/terminaltest"
	"sala/devices/ccid"
	"sala/devices/escpos"
	"sala/devices/outcome"
	"sala/devices/port"
	"sala/devices/thaiid"
)

// console is a running devsim.
type console struct {
	t     *testing.T
	in    io.Writer
	out   *bufio.Scanner
	lines map[string]line
}

func runDevsim(t *testing.T, args ...string) *console {
	t.Helper()
	inR, inW := io.Pipe()
	outR, outW := io.Pipe()
	done := make(chan error, 1)
	go func() {
		command := newCommand()
		command.SetArgs(append(args, "--quit-at-eof"))
		command.SetIn(inR)
		command.SetOut(outW)
		done <- command.ExecuteContext(context.Background())
	}()
	t.Cleanup(func() {
		_ = inW.Close()
		if err := <-done; err != nil {
			t.Errorf("devsim: %v", err)
		}
	})
	c := &console{t: t, in: inW, out: bufio.NewScanner(outR), lines: map[string]line{}}
	n := 2
	for _, a := range args {
		if a == "--speakers" {
			n = 6
		}
	}
	for range n {
		var l line
		c.read(&l)
		c.lines[l.Device] = l
	}
	return c
}

func (c *console) read(v any) {
	c.t.Helper()
	if !c.out.Scan() {
		c.t.Fatal("devsim ended")
	}
	if err := json.Unmarshal(c.out.Bytes(), v); err != nil {
		c.t.Fatal(err)
	}
}

func (c *console) do(command string) reply {
	c.t.Helper()
	if _, err := io.WriteString(c.in, command+"\n"); err != nil {
		c.t.Fatal(err)
	}
	var r reply
	c.read(&r)
	return r
}

func (c *console) open(device string) *port.Serial {
	c.t.Helper()
	l := c.lines[device]
	s, err := port.Open(port.Config{Name: l.Path, Baud: l.Baud, Frame: l.Frame})
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestDevicesObey(t *testing.T) {
	dir := t.TempDir()
	holder := filepath.Join(dir, "card.json")
	if err := os.WriteFile(holder, []byte(`{"number":"3100600445635","name_th":"นาง#มะลิ##หอมไกล","birth":"25100101","sex":"2"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	c := runDevsim(t, "--card", holder, "--reader-link", filepath.Join(dir, "reader"), "--slips", filepath.Join(dir, "slips"), "--speakers", filepath.Join(dir, "lines"))
	for _, kind := range []string{"thai", "old", "t1"} {
		if r := c.do("insert " + kind); !r.OK {
			t.Fatalf("%+v", r)
		}
		s := c.open("reader")
		rd, err := ccid.Open(context.Background(), s, ccid.DefaultOptions())
		if err != nil {
			t.Fatal(err)
		}
		atr, err := rd.PowerOn(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		got, err := thaiid.Read(context.Background(), rd, atr.Raw, nil)
		if err != nil || got.Thai.First != "มะลิ" || got.Sex != thaiid.Female {
			t.Errorf("%s: %+v, %v", kind, got, err)
		}
		_ = rd.Close()
	}
	printOne(t, c)
	file := filepath.Join(dir, "slip.png")
	if r := c.do("picture " + file); !r.OK || r.File != file {
		t.Errorf("%+v", r)
	}
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if _, err := png.Decode(f); err != nil {
		t.Error(err)
	}
	s := c.open("barcode")
	if r := c.do(`say barcode ]Q1\u0e01\r`); !r.OK {
		t.Errorf("%+v", r)
	}
	p := make([]byte, 7)
	if _, err := port.ReadFull(context.Background(), s, p, 5*time.Second); err != nil || string(p) != "]Q1ก\r" {
		t.Errorf("%q, %v", p, err)
	}
}

func printOne(t *testing.T, c *console) {
	t.Helper()
	profile := escpos.Profiles()["thai-80"]
	pr, err := escpos.Open(context.Background(), c.open("printer"), profile, escpos.DefaultOptions())
	if err != nil {
		t.Fatal(err)
	}
	if o, err := pr.Print(context.Background(), escpos.TestSheet(profile)); o != outcome.Printed {
		t.Errorf("%s, %v", o, err)
	}
	_ = pr.Close()
}

func TestCommands(t *testing.T) {
	c := runDevsim(t)
	for _, ok := range []string{"insert", "remove", "remove-after 3", "refuse 1", "stretch 2", "reader-mute on", "reader-mute off",
		"paper-out on", "paper-out off", "near-end on", "cover on", "cover off", "cutter on", "cutter off", "offline on", "offline off",
		"printer-mute on", "printer-mute off", "paper-out-after 10", "forget", "noise reader 50", "noise reader off", "slow printer 9600",
		"slow printer off", "unplug reader", "plug reader", "printer-unplug", "printer-plug", ""} {
		if r := c.do(ok); !r.OK {
			t.Errorf("%q: %+v", ok, r)
		}
	}
	for _, bad := range []string{"dance", "insert penguin", "remove-after soon", "noise reader", "noise toaster 5", "unplug", "picture /x.png", "say barcode x"} {
		if r := c.do(bad); r.OK || r.Error == "" {
			t.Errorf("%q: %+v", bad, r)
		}
	}
}

func TestHelp(t *testing.T) {
	terminaltest.Helps(t, newCommand(), 1)
	terminaltest.ExamplesParse(t, newCommand)
}

// What went wrong is told in the person's language, before a device is started.
func TestWhatWentWrongIsTold(t *testing.T) {
	noCard := filepath.Join(t.TempDir(), "card.json")
	if err := os.WriteFile(noCard, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args []string
		want int
		says string // in English
	}{
		{[]string{"extra"}, 2, "devsim [flags]"},
		{[]string{"--no-such-flag"}, 2, "--no-such-flag"},
		{[]string{"--dots", "many"}, 2, "--dots wants a whole number"},
		{[]string{"--kind", "penguin"}, 2, "--kind cannot be penguin, only one of: thai"},
		{[]string{"--gnss-at", "home"}, 2, "--gnss-at cannot be home"},
		{[]string{"--gnss-at", "18.90,99.03E"}, 2, "--gnss-at cannot be 18.90,99.03E"},
		{[]string{"--gnss-at", "99.03,18.90"}, 2, "--gnss-at cannot be 99.03,18.90"},
		{[]string{"--card", noCard}, 1, "does not hold what a card says"},
		{[]string{"--card", "/nowhere"}, 1, "/nowhere: There is no such file or folder."},
		{[]string{"--reader-link", noCard}, 1, noCard + ": It is there already and was not written over."},
		{[]string{"--slips", filepath.Join(noCard, "slips")}, 1, "A part of the path is a file, not a folder."},
	} {
		for _, language := range words.Languages() {
			var told bytes.Buffer
			command := newCommand()
			command.SetIn(strings.NewReader(""))
			command.SetOut(io.Discard)
			command.SetErr(&told)
			t.Setenv("LC_ALL", language)
			if got := execute(t.Context(), command, append(c.args, "--quit-at-eof")); got != c.want {
				t.Errorf("%q exits with %d, want %d", c.args, got, c.want)
			}
			terminaltest.InLanguage(t, language, told.String())
			if language == words.English && !strings.Contains(told.String(), c.says) {
				t.Errorf("%q tells %q, want %q", c.args, told.String(), c.says)
			}
		}
	}
}
