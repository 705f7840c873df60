package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// strokes are the lines that somebody draws on a pad, one after the other.
type strokes struct {
	Strokes [][]fyne.Position

	colour color.Color
	thick  float32
	ink    *fyne.Container
}

func newStrokes(colour color.Color, thick float32) strokes {
	return strokes{colour: colour, thick: thick, ink: container.NewWithoutLayout()}
}

// begin begins a stroke.
func (s *strokes) begin(at fyne.Position) { s.Strokes = append(s.Strokes, []fyne.Position{at}) }

// draw goes on with the last stroke.
func (s *strokes) draw(to fyne.Position) {
	if len(s.Strokes) == 0 {
		s.Strokes = append(s.Strokes, nil)
	}
	last := len(s.Strokes) - 1
	if n := len(s.Strokes[last]); n > 0 {
		line := canvas.NewLine(s.colour)
		line.StrokeWidth = s.thick
		line.Position1, line.Position2 = s.Strokes[last][n-1], to
		s.ink.Add(line)
	}
	s.Strokes[last] = append(s.Strokes[last], to)
}

// undo takes off the last stroke that can be seen, and what came after it: a tap
// leaves no line.
func (s *strokes) undo() {
	for seen := false; !seen && len(s.Strokes) > 0; {
		last := len(s.Strokes) - 1
		if lines := len(s.Strokes[last]) - 1; lines > 0 {
			s.ink.Objects = s.ink.Objects[:len(s.ink.Objects)-lines]
			s.ink.Refresh()
			seen = true
		}
		s.Strokes = s.Strokes[:last]
	}
}

func (s *strokes) clear() {
	s.Strokes = nil
	s.ink.RemoveAll()
}
