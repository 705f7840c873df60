// Command devsim runs simulated devices on pseudo-terminals: a card reader with
// Thai identity cards and a receipt printer. It says where they are in one line
// of JSON a device, and obeys commands on standard input, one line each.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "devsim:", err)
		stop()
		os.Exit(1)
	}
}
