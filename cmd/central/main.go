// Command central is the reference central system. Its exit code is 0 for done,
// 1 for refused or failed, 2 for wrong usage.
package main

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := execute(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

// execute runs a command line and returns the exit code.
func execute(ctx context.Context, args []string) int {
	command := newCommand()
	command.SetArgs(args)
	command.SetOut(os.Stdout)
	command.SetErr(os.Stderr)
	err := command.ExecuteContext(ctx)
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errUsage):
		command.PrintErrln("central:", err)
		return exitMisused
	}
	command.PrintErrln("central:", err)
	return exitFailed
}
