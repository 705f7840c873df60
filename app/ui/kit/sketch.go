package kit

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"sala/app/ui/theme"
)

// SketchPad draws on a photograph, with a pen, a finger or a mouse: a crack, a
// boundary, where the water stood.
type SketchPad struct {
	widget.BaseWidget
	strokes

	kit   *Kit
	photo image.Image
}

// sketchWidth and sketchHeight are how large a photograph is shown for drawing at
// most: all of it is seen on a small laptop, however it was held.
const sketchWidth, sketchHeight = 560, 360

// red is the pen's colour: on a photograph nothing else is seen as well.
var red = color.NRGBA{R: 0xE0, G: 0x10, B: 0x10, A: 0xFF}

// SketchPad returns a pad over a photograph, nil when that cannot be shown.
func (k *Kit) SketchPad(picture []byte) *SketchPad {
	photo, _, err := image.Decode(bytes.NewReader(picture))
	if err != nil || photo.Bounds().Empty() {
		return nil
	}
	size := photo.Bounds().Size()
	scale := min(sketchWidth/float32(size.X), sketchHeight/float32(size.Y))
	shown := fyne.NewSize(scale*float32(size.X), scale*float32(size.Y))
	p := &SketchPad{kit: k, photo: photo, strokes: newStrokes(shown, red, 4)}
	p.ExtendBaseWidget(p)
	return p
}

// MouseDown begins a stroke.
func (p *SketchPad) MouseDown(ev *desktop.MouseEvent) {
	p.kit.touched()
	p.begin(ev.Position)
}

// MouseUp ends a stroke.
func (p *SketchPad) MouseUp(*desktop.MouseEvent) { p.ended() }

// Dragged draws.
func (p *SketchPad) Dragged(ev *fyne.DragEvent) { p.draw(ev.Position) }

// DragEnd is for Fyne.
func (p *SketchPad) DragEnd() { p.ended() }

// Clear takes the drawing off.
func (p *SketchPad) Clear() {
	p.clear()
	p.ended()
}

// Undo takes the last stroke off.
func (p *SketchPad) Undo() {
	p.undo()
	p.ended()
}

// Restore implements Input.
func (p *SketchPad) Restore(held string) {
	if held != p.Holds() {
		p.redraw(held)
	}
}

// Picture returns the photograph with the drawing on it, as fine as it was, as a
// JPEG; nil when nothing was drawn.
func (p *SketchPad) Picture() []byte {
	if len(p.Strokes) == 0 {
		return nil
	}
	size := p.photo.Bounds().Size()
	out := image.NewNRGBA(image.Rect(0, 0, size.X, size.Y))
	draw.Draw(out, out.Bounds(), p.photo, p.photo.Bounds().Min, draw.Src)
	scale := float32(size.X) / p.room.Width
	for _, s := range p.Strokes {
		for i := 1; i < len(s); i++ {
			p.line(out, s[i-1], s[i], scale)
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, out, &jpeg.Options{Quality: 90}); err != nil {
		return nil // into memory
	}
	return b.Bytes()
}

// line draws a line of the pen's width, point by point.
func (p *SketchPad) line(out *image.NRGBA, from, to fyne.Position, scale float32) {
	d := to.Subtract(from)
	steps := int(max(d.X, -d.X, d.Y, -d.Y)*scale) + 1
	thick := int(2*scale) + 1
	for i := range steps + 1 {
		at := float32(i) / float32(steps)
		x, y := int((from.X+d.X*at)*scale), int((from.Y+d.Y*at)*scale)
		for dy := -thick; dy <= thick; dy++ {
			for dx := -thick; dx <= thick; dx++ {
				if dx*dx+dy*dy <= thick*thick {
					out.SetNRGBA(x+dx, y+dy, red)
				}
			}
		}
	}
}

// CreateRenderer is for Fyne.
func (p *SketchPad) CreateRenderer() fyne.WidgetRenderer {
	shown := canvas.NewImageFromImage(p.photo)
	shown.FillMode = canvas.ImageFillStretch
	return widget.NewSimpleRenderer(Least(p.room.Width, p.room.Height, container.NewStack(shown, newGround("", theme.Edge, 0), p.ink)))
}
