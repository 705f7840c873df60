package kit

import (
	"bytes"
	"image"
	"image/color"
	"image/png"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"sala/app/ui/theme"
)

// SignaturePad takes a signature, drawn with a pen, a finger or a mouse.
type SignaturePad struct {
	widget.BaseWidget
	strokes

	kit    *Kit
	signed func(picture []byte)
}

// padSize is the size of the pad; the picture is twice as fine.
const padWidth, padHeight = 480, 160

// SignaturePad returns a pad; signed is told the PNG after every stroke, nil
// when nothing is left of it.
func (k *Kit) SignaturePad(signed func(picture []byte)) *SignaturePad {
	p := &SignaturePad{kit: k, signed: signed, strokes: newStrokes(fyne.NewSize(padWidth, padHeight), color.NRGBA{R: 0x1B, G: 0x24, B: 0x30, A: 0xFF}, 2.5)}
	p.ExtendBaseWidget(p)
	return p
}

// MouseDown begins a stroke.
func (p *SignaturePad) MouseDown(ev *desktop.MouseEvent) {
	p.kit.touched()
	p.begin(ev.Position)
}

// MouseUp ends a stroke.
func (p *SignaturePad) MouseUp(*desktop.MouseEvent) { p.tell() }

// Dragged draws.
func (p *SignaturePad) Dragged(ev *fyne.DragEvent) { p.draw(ev.Position) }

// DragEnd is for Fyne.
func (p *SignaturePad) DragEnd() { p.tell() }

// Clear takes the signature off.
func (p *SignaturePad) Clear() {
	p.clear()
	if p.signed != nil {
		p.signed(nil)
	}
	p.ended()
}

// Restore implements Input.
func (p *SignaturePad) Restore(held string) {
	if held == p.Holds() {
		return
	}
	if p.redraw(held); len(p.Strokes) == 0 {
		p.Clear()
	} else {
		p.tell()
	}
}

// Undo takes the last stroke off.
func (p *SignaturePad) Undo() {
	p.undo()
	if len(p.Strokes) == 0 {
		p.Clear()
	} else {
		p.tell()
	}
}

func (p *SignaturePad) tell() {
	if p.signed != nil && len(p.Strokes) > 0 {
		p.signed(p.Picture())
	}
	p.ended()
}

// Picture returns the signature as a PNG, black on nothing.
func (p *SignaturePad) Picture() []byte {
	const fine = 2
	img := image.NewAlpha(image.Rect(0, 0, padWidth*fine, padHeight*fine))
	for _, s := range p.Strokes {
		for i := 1; i < len(s); i++ {
			dot(img, s[i-1], s[i], fine)
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		return nil // into memory
	}
	return b.Bytes()
}

// dot draws a line of a pen's width, point by point.
func dot(img *image.Alpha, from, to fyne.Position, fine float32) {
	d := to.Subtract(from)
	steps := int(max(d.X, -d.X, d.Y, -d.Y)*fine) + 1
	for i := range steps + 1 {
		at := float32(i) / float32(steps)
		x, y := int((from.X+d.X*at)*fine), int((from.Y+d.Y*at)*fine)
		for dy := -2; dy <= 2; dy++ {
			for dx := -2; dx <= 2; dx++ {
				if dx*dx+dy*dy <= 5 {
					img.SetAlpha(x+dx, y+dy, color.Alpha{A: 0xFF})
				}
			}
		}
	}
}

// CreateRenderer is for Fyne.
func (p *SignaturePad) CreateRenderer() fyne.WidgetRenderer {
	undo := p.kit.Button(p.kit.Say("kit.signature.undo"), p.Undo).As(Quiet)
	clear := p.kit.Button(p.kit.Say("kit.signature.clear"), p.Clear).As(Quiet)
	line := container.New(placed{24, padHeight - 36, padWidth - 48, 1}, newGround(theme.Edge, "", 0))
	pad := Least(padWidth, padHeight, container.NewStack(newGround(theme.Paper, theme.Edge, 6), line, p.ink))
	return widget.NewSimpleRenderer(Column(0.5, pad, Row(0, p.kit.Small(p.kit.Say("kit.signature.here")).OneLine(), Space(), undo, clear)))
}
