package kiosk

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// surface lies below everything: a finger that meets nothing else meets it, and says
// that somebody is there.
type surface struct {
	widget.BaseWidget
	touch func()
}

func newSurface(touch func()) *surface {
	s := &surface{touch: touch}
	s.ExtendBaseWidget(s)
	return s
}

// MouseDown is for Fyne.
func (s *surface) MouseDown(*desktop.MouseEvent) { s.touch() }

// MouseUp is for Fyne.
func (s *surface) MouseUp(*desktop.MouseEvent) {}

// CreateRenderer is for Fyne.
func (s *surface) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(color.Transparent))
}
