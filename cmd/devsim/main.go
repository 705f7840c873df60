//go:build linux

// Command devsim runs simulated devices on pseudo-terminals: a card reader with
// Thai identity cards, a receipt printer, and on request a document, stripe and
// barcode reader, a satellite receiver, machines that take money and a card
// terminal. It says where they are in one line of JSON a device, and obeys
// commands on standard input, one line each, with one line of JSON for an answer:
//
//	insert [thai|old|t1|unknown|damaged|mute]   remove   remove-after EXCHANGES
//	reader-mute on|off    refuse FRAMES    stretch REQUESTS
//	paper-out on|off      near-end on|off  cover on|off   cutter on|off
//	offline on|off        printer-mute on|off   paper-out-after ROWS
//	forget                picture FILE     bytes FILE
//	unplug DEVICE         plug DEVICE      slow DEVICE BAUD|off
//	coin SATANG   note SATANG   fill HOPPER COINS   coins-jam on|off   notes-jam on|off
//	notes-pulled on|off   box-full on|off  hopper-jam on|off   money-mute on|off
//	present (a payment card)  card-declined on|off   card-no-host on|off   card-mute on|off
//	card-dies on|off (it books, and falls silent)   card-forgets on|off   card-no-return on|off
//	noise DEVICE N|off    (one byte in N)  say DEVICE TEXT (with Go's escapes)
//
// DEVICE is reader, printer, money, terminal, document, stripe, barcode or gnss.
package main

import (
	"context"
	"errors"
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
		if errors.Is(err, errUsage) {
			os.Exit(2)
		}
		os.Exit(1)
	}
}
