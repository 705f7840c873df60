// Package sim holds simulators of the devices of an office, on pseudo-terminals
// that the drivers open as they open real serial lines. Each obeys the document
// that its device is made by, and each can be made to fail in the ways that real
// ones do.
//
// The card reader has been proven with the public driver libccid under pcscd; the
// host driver of devices/ccid is then proven with this reader.
//
// Nothing that ships imports this package; cmd/devsim and the demonstration do.
package sim
