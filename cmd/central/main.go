// Command central is the reference central system. Its exit code is 0 for done,
// 1 for refused or failed, 2 for wrong usage.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	command := newCommand()
	command.SetOut(os.Stdout)
	command.SetErr(os.Stderr)
	code := execute(ctx, command, os.Args[1:])
	stop()
	os.Exit(code)
}
