package kit

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/ui/theme"
)

// Toast is a short word that something went well.
func (k *Kit) Toast(says string) fyne.CanvasObject {
	return container.NewStack(newGround(theme.GoodBg, theme.Good, 8),
		Inset(1, 2, Row(1.5, Sign(fynetheme.ConfirmIcon(), theme.Good, 22), Stretch(Middling(k.Text(says).Bold().Ink(theme.Good))))))
}

// Waiting says what is waited for and, after a second, for how long, with a way
// out. Its bar goes on with every second that it is shown anew: Fyne's own would
// draw the whole window sixty times a second, for a minute after it has left the
// screen too.
func (k *Kit) Waiting(says string, waited time.Duration, cancel func()) fyne.CanvasObject {
	things := []fyne.CanvasObject{Least(140, 4, Middling(wander(waited))), Stretch(Middling(k.Text(says).OneLine()))}
	if waited >= time.Second && cancel != nil {
		things = append(things, Middling(k.Small(k.Say("kit.waited", "seconds", int(waited.Seconds()))).OneLine()), k.Button(k.Say("kit.cancel"), cancel).With("Esc"))
	}
	return container.NewStack(newGround(theme.Tint, theme.Place, 8), Inset(1, 2, Row(2, things...)))
}

// wander is a bar that does not know how much is left: a piece of it, somewhere
// else each second.
func wander(waited time.Duration) fyne.CanvasObject {
	const places = 4
	shares, pieces := make([]float32, places), make([]fyne.CanvasObject, places)
	for i := range pieces {
		shares[i], pieces[i] = 1, Space()
	}
	pieces[int(waited/time.Second)%places] = newGround(theme.Place, "", 3)
	return container.New(exactlyHigh(6), container.NewStack(newGround(theme.Rule, "", 3), Shares(0, shares, pieces...)))
}

type exactlyHigh float32

func (e exactlyHigh) Layout(things []fyne.CanvasObject, size fyne.Size) {
	for _, o := range things {
		o.Resize(fyne.NewSize(size.Width, float32(e)))
		o.Move(fyne.NewPos(0, (size.Height-float32(e))/2))
	}
}

func (e exactlyHigh) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(60, float32(e)) }

// Steps shows where in a row of steps a person is: what is behind has a tick,
// what is now is strong and named. The others have only their number, so that
// the row leaves room for the screen's title.
func (k *Kit) Steps(names []string, at int) fyne.CanvasObject {
	row := []fyne.CanvasObject{}
	for i, name := range names {
		var sign fyne.CanvasObject
		text := k.Small(name).OneLine()
		size := text.textSize() * 22 / 13 // of the circle round a figure
		switch {
		case i < at:
			sign = Sign(fynetheme.ConfirmIcon(), theme.Good, size*8/11)
		case i == at:
			text.Bold().Ink(theme.Place)
			sign = container.NewStack(container.New(exactly(size), newGround(theme.Place, "", size/2)), Middling(k.Small(strconv.Itoa(i+1)).Bold().Ink(theme.OnDeep).Centred()))
		default:
			sign = container.NewStack(container.New(exactly(size), newGround(theme.Ground, theme.Edge, size/2)), Middling(k.Small(strconv.Itoa(i+1)).Centred()))
		}
		if i > 0 {
			row = append(row, Middling(Least(20, 1, newGround(theme.Edge, "", 0))))
		}
		step := Middling(sign)
		if i == at {
			step = Row(0.75, sign, Middling(text))
		}
		row = append(row, step)
	}
	return Row(1, row...)
}

// Bar shows how much of something is done, 0 to 1.
func (k *Kit) Bar(done float32) fyne.CanvasObject {
	done = min(max(done, 0.02), 1)
	return container.New(exactlyHigh(8), container.NewStack(newGround(theme.Tint, theme.Edge, 4), Shares(0, []float32{done, 1.0001 - done}, newGround(theme.Place, "", 4), Space())))
}

// CardSign is the picture of a card with its chip.
func CardSign(width float32) fyne.CanvasObject {
	h := width * 0.63
	chip := newGround(theme.Warm, "", 4)
	line := func(y, share float32) fyne.CanvasObject {
		return container.New(placed{width * 0.45, h * y, width * 0.45 * share, h * 0.08}, newGround(theme.Edge, "", 2))
	}
	return container.New(middleOf(fyne.NewSize(width, h)), container.NewStack(newGround(theme.Tint, theme.Place, 10),
		container.New(placed{width * 0.12, h * 0.32, width * 0.2, h * 0.28}, chip), line(0.3, 1), line(0.46, 0.8), line(0.7, 0.55)))
}

// placed is a layout for one thing at a place.
type placed struct{ x, y, w, h float32 }

func (p placed) Layout(things []fyne.CanvasObject, _ fyne.Size) {
	for _, o := range things {
		o.Move(fyne.NewPos(p.x, p.y))
		o.Resize(fyne.NewSize(p.w, p.h))
	}
}

func (p placed) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// middleOf is a layout for something of this size in the middle.
type middleOf fyne.Size

func (m middleOf) Layout(things []fyne.CanvasObject, size fyne.Size) {
	for _, o := range things {
		o.Resize(fyne.Size(m))
		o.Move(fyne.NewPos((size.Width-m.Width)/2, (size.Height-m.Height)/2))
	}
}

func (m middleOf) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size(m) }
