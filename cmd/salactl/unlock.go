package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"sala/app/office"
	"sala/app/station"
	"sala/app/store"
	"sala/cmd/internal/terminal"
)

// Names of the environment variables that may hold passwords, for scripts: a
// command line could be read by anybody on the machine.
const (
	passwordVariable    = "SALA_PASSWORD"
	newPasswordVariable = "SALA_NEW_PASSWORD"
)

// shortestPassword is how many characters a new password has at least.
const shortestPassword = 8

// unlocking is how a person says who she is.
type unlocking struct {
	officer      string
	passwordFile string
	recoveryFile string
}

// unlock returns what opens the station: an officer and her password, the
// agency's recovery key, or, where nobody is named, the machine's own key.
func (c *console) unlock() (store.Unlock, error) {
	u := c.who
	switch {
	case u.recoveryFile != "":
		key, err := firstLine(u.recoveryFile)
		return store.Unlock{Recovery: key}, err
	case u.officer == "" && u.passwordFile != "":
		return store.Unlock{}, terminal.Misused("usage.password_whose")
	case u.officer == "":
		return store.Unlock{}, nil
	}
	password, err := c.password(u.officer)
	return store.Unlock{Officer: u.officer, Password: password}, err
}

// password finds the officer's password: in a file, in the environment, or by
// asking.
func (c *console) password(officer string) (string, error) {
	if c.who.passwordFile != "" {
		return firstLine(c.who.passwordFile)
	}
	if p := os.Getenv(passwordVariable); p != "" {
		return p, nil
	}
	p, ok, err := c.ask(c.word("salactl.ask.password", "officer", officer))
	if err == nil && !ok {
		err = terminal.Misused("usage.password", "officer", officer, "variable", passwordVariable, "flag", "--password-file")
	}
	return p, err
}

// newPassword finds a password that is to be set, and refuses a short one.
func (c *console) newPassword(officer, file string) (string, error) {
	p, err := c.giveNewPassword(officer, file)
	if err == nil && len([]rune(p)) < shortestPassword {
		err = &office.Error{Op: "set a password", Code: "password_short", Args: map[string]any{"least": shortestPassword}}
	}
	return p, err
}

func (c *console) giveNewPassword(officer, file string) (string, error) {
	if file != "" {
		return firstLine(file)
	}
	if p := os.Getenv(newPasswordVariable); p != "" {
		return p, nil
	}
	p, ok, err := c.ask(c.word("salactl.ask.new_password", "officer", officer))
	if err != nil {
		return "", err
	}
	if !ok {
		return "", terminal.Misused("usage.password", "officer", officer, "variable", newPasswordVariable, "flag", "--new-password-file")
	}
	again, _, err := c.ask(c.word("salactl.ask.again"))
	if err == nil && again != p {
		err = &office.Error{Op: "set a password", Code: "passwords_differ"}
	}
	return p, err
}

// ask asks at the terminal without showing what is typed. It reports whether
// there is a terminal.
func (c *console) ask(question string) (string, bool, error) {
	f, ok := c.in.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return "", false, nil
	}
	fmt.Fprintf(c.progress, "%s ", question)
	b, err := term.ReadPassword(int(f.Fd()))
	fmt.Fprintln(c.progress)
	if err != nil {
		return "", true, fmt.Errorf("read the password: %w", err)
	}
	return string(b), true, nil
}

// firstLine returns the first line of a file, "-" for standard input not
// allowed: answers may come from there.
func firstLine(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", noFile(path, err)
	}
	defer f.Close()
	line, err := bufio.NewReader(io.LimitReader(f, 4096)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", noFile(path, err)
	}
	if line = strings.TrimRight(line, "\r\n"); line == "" {
		return "", terminal.Misused("usage.first_line", "file", path)
	}
	return line, nil
}

// noFile says that a file that a person named is not there, or cannot be read.
func noFile(path string, err error) error {
	code := "no_file"
	if !errors.Is(err, fs.ErrNotExist) {
		code = "file_trouble"
	}
	return &office.Error{Op: "read a file", Code: code, Args: map[string]any{"file": path}, Err: err}
}

// work is what a command does at an open station.
type work func(ctx context.Context, st *station.Station, args []string) error

// atStation makes do a command's RunE: it opens the station for whoever
// unlocks it, and closes it.
func (c *console) atStation(do work) func(*cobra.Command, []string) error {
	return c.opening(station.Options{Quiet: true}, do)
}

// atDevices is atStation for a command that reads cards.
func (c *console) atDevices(do work) func(*cobra.Command, []string) error {
	return c.opening(station.Options{}, do)
}

func (c *console) opening(o station.Options, do work) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) (err error) {
		if o.Unlock, err = c.unlock(); err != nil {
			return err
		}
		o.Dir, o.Indexing, o.Cost = c.dir, c.indexing, c.cost
		st, err := station.Open(cmd.Context(), o)
		if err != nil {
			return c.locked(err)
		}
		defer func() { err = errors.Join(err, st.Close()) }()
		return do(cmd.Context(), st, args)
	}
}

// indexing says, now and then, that a newer program makes the search index anew.
func (c *console) indexing(done int) {
	if done%20_000 == 0 {
		c.note("salactl.indexing", "count", done)
	}
}

// locked tells a station that needs an officer from one with another trouble:
// nobody was named, and the machine has no key of its own.
func (c *console) locked(err error) error {
	if c.who == (unlocking{}) && office.CodeOf(err) == "wrong_password" {
		return &office.Error{Op: "open the station", Code: "officer_needed", Err: err}
	}
	return err
}

// duty is what a command does as the officer who unlocked the station.
type duty func(ctx context.Context, st *station.Station, s *office.Session, args []string) error

// asOfficer makes do a command's RunE. It needs --officer: what is done stands
// in the journal under her name.
func (c *console) asOfficer(do duty) func(*cobra.Command, []string) error {
	return c.atStation(func(ctx context.Context, st *station.Station, args []string) error {
		s, err := c.session(ctx, st)
		if err != nil {
			return err
		}
		return do(ctx, st, s, args)
	})
}

func (c *console) session(ctx context.Context, st *station.Station) (*office.Session, error) {
	if c.who.officer == "" {
		return nil, &office.Error{Op: "sign in", Code: "officer_needed"}
	}
	return st.Office.Enter(ctx, c.who.officer)
}
