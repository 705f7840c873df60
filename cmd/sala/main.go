// Command sala is the window: the clerk's desk, the citizen's kiosk or the field
// officer's laptop, on a station's folder.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"

	"sala/app/watch"
)

func main() { exit(run(context.Background(), os.Args[1:])) }

// exit ends the program with what it came to.
func exit(err error) {
	switch {
	case err == nil:
		os.Exit(0)
	case errors.Is(err, errFresh):
		os.Exit(watch.Fresh)
	case errors.Is(err, flag.ErrHelp):
		os.Exit(2)
	default:
		fmt.Fprintln(os.Stderr, "sala:", err)
		os.Exit(1)
	}
}
