//go:build !windows

package spooler

// System returns the computer's own print system: CUPS here.
func System(queue string) Printer { return CUPS{Queue: queue} }
