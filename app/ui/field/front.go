// Package field is the laptop that an officer carries out of network reach.
package field

import (
	"fyne.io/fyne/v2"

	"sala/app/office"
	"sala/app/ui/kit"
	"sala/app/ui/theme"
)

// Front is what the laptop's window is made of.
type Front struct {
	Office   *office.Office
	Window   fyne.Window
	Parts    kit.Kit
	Use      func(fyne.Theme)
	Language string
	Officer  string
	Scheme   theme.Scheme
	Scale    float32
}
