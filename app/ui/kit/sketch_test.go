package kit_test

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"testing"

	"fyne.io/fyne/v2"

	"sala/app/ui/internal/studiotest"
)

// TestSketchKeepsThePhoto promises that a drawing is as fine as the photo, red
// where the finger was, and the photo everywhere else; and that without a stroke
// there is no picture.
func TestSketchKeepsThePhoto(t *testing.T) {
	studiotest.Open(t, 800, 600)
	k := studiotest.Kit(t)
	grey := image.NewRGBA(image.Rect(0, 0, 1120, 560))
	for i := range grey.Pix {
		grey.Pix[i] = 0x80
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, grey, nil); err != nil {
		t.Fatal(err)
	}
	pad := k.SketchPad(b.Bytes())
	if pad.Picture() != nil {
		t.Error("there is a picture though nothing was drawn")
	}
	for x := float32(100); x <= 300; x += 10 {
		pad.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, 100)}})
	}
	out, err := jpeg.Decode(bytes.NewReader(pad.Picture()))
	if err != nil || out.Bounds().Size() != grey.Bounds().Size() {
		t.Fatalf("the picture is %v, %v", out.Bounds(), err)
	}
	for _, at := range []struct {
		x, y int
		ink  bool
	}{{400, 200, true}, {210, 200, true}, {400, 260, false}, {800, 200, false}} {
		c := color.NRGBAModel.Convert(out.At(at.x, at.y)).(color.NRGBA)
		if isRed := c.R > 180 && c.G < 90; isRed != at.ink {
			t.Errorf("at %d, %d the picture is %v", at.x, at.y, c)
		}
	}
	if k.SketchPad([]byte("no picture")) != nil {
		t.Error("something that is no picture can be drawn on")
	}
}
