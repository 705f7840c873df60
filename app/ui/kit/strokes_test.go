package kit_test

import (
	"bytes"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// A pad is what is drawn on with a pen.
type pad interface {
	MouseDown(*desktop.MouseEvent)
	MouseUp(*desktop.MouseEvent)
	Dragged(*fyne.DragEvent)
	Undo()
	Picture() []byte
}

func stroke(p pad, from, to fyne.Position) {
	at := func(pos fyne.Position) fyne.PointEvent { return fyne.PointEvent{Position: pos} }
	p.MouseDown(&desktop.MouseEvent{PointEvent: at(from)})
	if to != from {
		p.Dragged(&fyne.DragEvent{PointEvent: at(to)})
	}
	p.MouseUp(&desktop.MouseEvent{PointEvent: at(to)})
}

// What a finger draws past the edge of a pad stays on it: beside it are words.
func TestStrokesStayOnThePad(t *testing.T) {
	k, _ := in(t, "th")
	signature, sketch := k.SignaturePad(nil), k.SketchPad(picture(t, 320, 200))
	stroke(signature, fyne.NewPos(20, 20), fyne.NewPos(900, 400))
	stroke(sketch, fyne.NewPos(20, 20), fyne.NewPos(-50, 900))
	for name, drawn := range map[string][][]fyne.Position{"signature": signature.Strokes, "sketch": sketch.Strokes} {
		end := drawn[0][1]
		want := map[string]fyne.Position{"signature": fyne.NewPos(480, 160), "sketch": fyne.NewPos(0, 350)}[name]
		if end != want {
			t.Errorf("a %s ends at %v, want %v", name, end, want)
		}
	}
}

// Undone stroke by stroke a pad shows what it showed before each; a tap, which
// leaves no line, is no step of its own.
func TestStrokesAreUndoneOneByOne(t *testing.T) {
	k, _ := in(t, "th")
	var signed []byte
	signature := k.SignaturePad(func(p []byte) { signed = p })
	sketch := k.SketchPad(picture(t, 320, 200))
	for name, p := range map[string]pad{"signature": signature, "sketch": sketch} {
		a, b, c := fyne.NewPos(20, 20), fyne.NewPos(90, 60), fyne.NewPos(40, 70)
		stroke(p, a, b)
		one := p.Picture()
		stroke(p, b, c)
		stroke(p, a, a)
		if bytes.Equal(p.Picture(), one) {
			t.Fatalf("%s: the second stroke is not seen", name)
		}
		p.Undo()
		if !bytes.Equal(p.Picture(), one) {
			t.Errorf("%s: undone once it does not show the first stroke alone", name)
		}
		if name == "signature" && !bytes.Equal(signed, one) {
			t.Error("its owner has another signature than is shown")
		}
		p.Undo()
		p.Undo() // nothing is left to undo
	}
	if signed != nil || sketch.Picture() != nil || len(signature.Strokes) > 0 {
		t.Error("a signature or a drawing is left when every stroke is undone")
	}
}
