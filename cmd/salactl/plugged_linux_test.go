package main

import (
	"github.com/rogpeppe/go-internal/testscript"

	"sala/assets/faces"
	"sala/devices/sim"
)

// plug READER PRINTER plugs a simulated reader with a card in it and a receipt
// printer into lines of those names, until the script ends. "plug READER PRINTER
// paper-out" is a printer without paper.
func plug(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: plug READER PRINTER [TROUBLE]")
	}
	reader := sim.NewReader(sim.ReaderOptions{})
	reader.Insert(sim.NewThaiCard(sim.Invented()))
	printer, err := sim.NewPrinter(sim.PrinterOptions{Face: faces.Regular()})
	ts.Check(err)
	if len(args) > 2 {
		printer.Set(sim.Trouble(args[2]), true)
	}
	for i, d := range []sim.Server{reader, printer} {
		plugged, err := sim.Plug(d, ts.MkAbs(args[i]))
		ts.Check(err)
		ts.Defer(func() { plugged.Close() })
	}
	ts.Setenv("CARD_NUMBER", sim.Invented().Number)
}
