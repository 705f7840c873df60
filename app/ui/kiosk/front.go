// Package kiosk is the machine in the hall at which a citizen serves herself.
package kiosk

import (
	"fyne.io/fyne/v2"

	"sala/app/office"
	"sala/app/ui/kit"
	"sala/app/ui/theme"
)

// Front is what the kiosk's window is made of.
type Front struct {
	Office *office.Office
	Window fyne.Window
	Parts  kit.Kit
	Use    func(fyne.Theme)
	Scheme theme.Scheme
	Scale  float32
}
