// Command salactl is everything of Sala that needs no window: it sets a station
// up, works with its records, verifies paper, and plays the whole road from the
// card to the central system ("salactl demo").
//
// It prints for people, or one JSON document with --json; progress goes to
// standard error. Its exit code is 0 for done, 1 for refused or failed (and
// what to do about it is said), 2 for wrong usage.
package main

import (
	"context"
	"errors"
	"os"

	"github.com/spf13/cobra"

	"sala/cmd/internal/terminal"
)

func main() {
	os.Exit(terminal.Run(func(ctx context.Context, args []string) int { return run(ctx, args, os.Stdin, os.Stdout, os.Stderr) }))
}

// errQuiet is a failure that has been told already.
var errQuiet = errors.New("told already")

func run(ctx context.Context, args []string, in *os.File, out, progress *os.File) int {
	return (&console{in: in, out: out, progress: progress}).run(ctx, args)
}

func (c *console) run(ctx context.Context, args []string) int {
	root := command(c)
	root.SetArgs(args)
	root.SetOut(c.out)
	root.SetErr(c.progress)
	c.foresee(args)
	cmd, err := root.ExecuteContextC(ctx)
	switch {
	case err == nil:
		return terminal.ExitDone
	case errors.Is(err, errQuiet):
		return terminal.ExitFailed
	case errors.Is(err, terminal.ErrUsage):
		c.failMisused(cmd, err)
		return terminal.ExitMisused
	}
	c.fail(err)
	return terminal.ExitFailed
}

// command is the tree of commands over one console.
func command(c *console) *cobra.Command {
	root := &cobra.Command{
		Use:   "salactl",
		Short: "Work with a Sala station from the command line",
		Long: `salactl works on a station's folder (--dir). It prints for people, or one JSON
document with --json; progress and what went wrong go to standard error (with
--json what went wrong is the document). What an officer changes stands in the
station's journal under her name.

Exit codes: 0 done; 1 refused or failed, nothing is half done, and it is said what
to do; 2 called wrongly, nothing was touched.`,
		Example:       "  salactl demo\n  salactl person find สมชาย --dir /srv/sala\n  SALA_PASSWORD=... salactl petition list --state submitted --officer wichai --json",
		SilenceUsage:  true,
		SilenceErrors: true,
		PersistentPreRunE: func(*cobra.Command, []string) error {
			return c.open()
		},
	}
	flags := root.PersistentFlags()
	flags.StringVar(&c.dir, "dir", defaultDir(), "the station's folder")
	flags.BoolVar(&c.json, "json", false, "print one JSON document")
	flags.StringVar(&c.language, "language", "", "th, ko or en (default: the system's)")
	flags.StringVar(&c.who.officer, "officer", "", "who unlocks the station; the password is taken from SALA_PASSWORD, from --password-file, or asked for (default: the machine's own key)")
	flags.StringVar(&c.who.passwordFile, "password-file", "", "a file with the officer's password in its first line")
	flags.StringVar(&c.who.recoveryFile, "recovery-key-file", "", "unlock with the agency's recovery key (AGE-SECRET-KEY-1...) in this file's first line")
	root.AddCommand(commands(c)...)
	terminal.Strict(root)
	return root
}
