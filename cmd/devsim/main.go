//go:build linux

// Command devsim runs simulated devices on pseudo-terminals: a card reader with
// Thai identity cards, a receipt printer, and on request a document, stripe and
// barcode reader, a satellite receiver, machines that take money and a card
// terminal. It says where they are in one line of JSON a device, and obeys
// commands on standard input, one line each, with one line of JSON for an answer.
// Its exit code is 0 for done, 1 for failed, 2 for wrong usage.
package main

import (
	"context"
	"errors"
	"os"

	"github.com/spf13/cobra"

	"sala/cmd/internal/terminal"
)

// commands are what devsim obeys.
const commands = `  insert [thai|old|t1|unknown|damaged|mute]   remove   remove-after EXCHANGES
  reader-mute on|off    refuse FRAMES    stretch REQUESTS
  paper-out on|off      near-end on|off  cover on|off   cutter on|off
  offline on|off        printer-mute on|off   paper-out-after ROWS
  forget                picture FILE     bytes FILE
  unplug DEVICE         plug DEVICE      slow DEVICE BAUD|off
  coin SATANG   note SATANG   fill HOPPER COINS   coins-jam on|off   notes-jam on|off
  notes-pulled on|off   box-full on|off  hopper-jam on|off   money-mute on|off
  present (a payment card)  card-declined on|off   card-no-host on|off   card-mute on|off
  card-dies on|off (it books, and falls silent)   card-forgets on|off   card-no-return on|off
  holds FILE            (the money, counted)
  noise DEVICE N|off    (one byte in N)  say DEVICE TEXT (with Go's escapes)

DEVICE is reader, printer, money, terminal, document, stripe, barcode or gnss.`

func main() {
	os.Exit(terminal.Run(func(ctx context.Context, args []string) int { return execute(ctx, newCommand(), args) }))
}

// execute runs a command line, says what went wrong, and returns the exit code.
func execute(ctx context.Context, command *cobra.Command, args []string) int {
	return terminal.Execute(ctx, command, args, func(v terminal.Voice, err error) {
		code := "start"
		if errors.Is(err, errCard) {
			code = "card"
		}
		why := v.Refused(err)
		if why == "" {
			why = v.Word("machine.cause", "cause", err.Error())
		}
		command.PrintErrf("%s\n%s\n%s\n", v.Word("devsim.error."+code), why, v.Word("devsim.hint."+code))
	})
}
