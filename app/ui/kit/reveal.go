package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Reveal scrolls so far that a thing in the scroll is seen; of one that is higher
// than the scroll its top.
func Reveal(scroll *container.Scroll, o fyne.CanvasObject) {
	if scroll == nil || scroll.Content == nil {
		return
	}
	if p, ok := o.(Parted); ok {
		if part, alone := p.At(); part != nil && (alone || o.Size().Height > scroll.Size().Height) {
			o = part
		}
	}
	driver := fyne.CurrentApp().Driver()
	at := driver.AbsolutePositionForObject(o).Subtract(driver.AbsolutePositionForObject(scroll.Content))
	if at.X < 0 || at.Y < 0 || at.Y > scroll.Content.Size().Height {
		return // not in the scroll
	}
	const margin = 48
	upper, lower := scroll.Offset.Y, scroll.Offset.Y+scroll.Size().Height
	switch {
	case at.Y-margin < upper:
		scroll.ScrollToOffset(fyne.NewPos(0, max(at.Y-margin, 0)))
	case at.Y+o.Size().Height+margin > lower:
		most := max(scroll.Content.MinSize().Height-scroll.Size().Height, 0) // past it Fyne takes it back, as a hand would
		scroll.ScrollToOffset(fyne.NewPos(0, min(at.Y+o.Size().Height+margin-scroll.Size().Height, max(at.Y-margin, 0), most)))
	}
}

// Parted is what has the keyboard in a part of itself.
type Parted interface {
	// At returns the part. Alone says that nothing but the part need be seen: the
	// rest must not move it away under a finger.
	At() (part fyne.CanvasObject, alone bool)
}
