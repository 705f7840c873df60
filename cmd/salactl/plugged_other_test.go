//go:build !linux

package main

import "github.com/rogpeppe/go-internal/testscript"

// plug needs pseudo-terminals.
func plug(ts *testscript.TestScript, _ bool, _ []string) {
	ts.Fatalf("there are no simulated lines on this system")
}
