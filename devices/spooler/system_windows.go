package spooler

// System returns the computer's own print system.
func System(queue string) Printer { return Windows{Queue: queue} }
