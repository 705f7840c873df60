package main

import (
	"fyne.io/fyne/v2"
)

// readFaces has the faces of the theme in use read beside the window's making,
// which takes as long: the 2 x 11,000 letters were a third of the desk's start.
//
// Fyne keeps what it has read in tables without locks. So nothing is measured
// elsewhere meanwhile: a window that has no text is made, and before the first
// picture of it the faces are waited for.
func readFaces(a fyne.App) {
	read := make(chan struct{})
	go func() {
		defer close(read)
		for _, style := range []fyne.TextStyle{{}, {Bold: true}} {
			fyne.MeasureText("ก", 15, style)
		}
	}()
	a.Lifecycle().SetOnStarted(func() { <-read })
}
