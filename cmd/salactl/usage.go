package main

import (
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"sala/cmd/internal/terminal"
)

// failMisused tells what is wrong with how a command was called.
func (c *console) failMisused(cmd *cobra.Command, err error) {
	if c.words == nil {
		if broken := c.open(); c.words == nil {
			c.say("%v", broken)
			return
		}
	}
	f := failure{Error: "usage"}
	f.Says, f.Hint = c.voice().Misuse(cmd, err)
	if c.json {
		_ = c.print(f, nil)
		return
	}
	c.say("%s\n%s", f.Says, f.Hint)
}

// foresee takes --json and --language from a command line in which something
// else may be wrong, so that it is told in the way that was asked for.
func (c *console) foresee(args []string) {
	f := pflag.NewFlagSet("", pflag.ContinueOnError)
	f.BoolVar(&c.json, "json", false, "")
	f.StringVar(&c.language, "language", "", "")
	terminal.Foresee(f, args)
}
