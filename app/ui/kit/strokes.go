package kit

import (
	"fmt"
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// strokes are the lines that somebody draws on a pad, one after the other.
type strokes struct {
	Strokes [][]fyne.Position

	room   fyne.Size // of the pad: a finger that slides past its edge draws along it
	colour color.Color
	thick  float32
	ink    *fyne.Container
	told   func(held string) // of Keep
}

func newStrokes(room fyne.Size, colour color.Color, thick float32) strokes {
	return strokes{room: room, colour: colour, thick: thick, ink: container.NewWithoutLayout()}
}

// begin begins a stroke.
func (s *strokes) begin(at fyne.Position) {
	s.Strokes = append(s.Strokes, []fyne.Position{s.within(at)})
}

func (s *strokes) within(at fyne.Position) fyne.Position {
	return fyne.NewPos(min(max(at.X, 0), s.room.Width), min(max(at.Y, 0), s.room.Height))
}

// draw goes on with the last stroke.
func (s *strokes) draw(to fyne.Position) {
	if len(s.Strokes) == 0 {
		s.Strokes = append(s.Strokes, nil)
	}
	to = s.within(to)
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

// ended tells what is drawn now: a stroke has ended, or was taken off.
func (s *strokes) ended() {
	if s.told != nil {
		s.told(s.Holds())
	}
}

// Holds implements Input: a line for each stroke, a point of it as "120,44".
func (s *strokes) Holds() string {
	var b strings.Builder
	for i, stroke := range s.Strokes {
		if i > 0 {
			b.WriteByte('\n')
		}
		for j, at := range stroke {
			if j > 0 {
				b.WriteByte(' ')
			}
			fmt.Fprintf(&b, "%.0f,%.0f", at.X, at.Y)
		}
	}
	return b.String()
}

// Keep implements Input.
func (s *strokes) Keep(told func(held string)) { s.told = told }

// redraw draws what Holds returned. A point that cannot be read is left out.
func (s *strokes) redraw(held string) {
	s.clear()
	for _, stroke := range lines(held) {
		s.Strokes = append(s.Strokes, nil)
		for _, at := range strings.Fields(stroke) {
			var to fyne.Position
			if _, err := fmt.Sscanf(at, "%f,%f", &to.X, &to.Y); err == nil {
				s.draw(to)
			}
		}
	}
}
