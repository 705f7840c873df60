package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"
)

// Exit codes.
const (
	exitDone    = 0
	exitFailed  = 1
	exitMisused = 2
)

// errUsage marks an error in how a command was called.
var errUsage = errors.New("wrong usage")

// strict marks wrong arguments and flags of every command as a misuse.
func strict(cmd *cobra.Command) {
	misused := func(cmd *cobra.Command, err error) error {
		if err == nil {
			return nil
		}
		return fmt.Errorf("%w: %w; see %s --help", errUsage, err, cmd.CommandPath())
	}
	cmd.SetFlagErrorFunc(misused)
	check := cmd.Args
	if check == nil {
		check = cobra.NoArgs
	}
	cmd.Args = func(cmd *cobra.Command, args []string) error { return misused(cmd, check(cmd, args)) }
	cmd.PreRunE = func(cmd *cobra.Command, _ []string) error {
		return misused(cmd, errors.Join(cmd.ValidateRequiredFlags(), cmd.ValidateFlagGroups()))
	}
	if !cmd.Runnable() {
		cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	}
	for _, sub := range cmd.Commands() {
		strict(sub)
	}
}
