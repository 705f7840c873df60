package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sala/app/ui/theme"
)

// Ground is a field of colour of the theme.
type Ground struct {
	widget.BaseWidget
	fill, edge fyne.ThemeColorName
	radius     float32
	stroke     float32
}

func newGround(fill, edge fyne.ThemeColorName, radius float32) *Ground {
	g := &Ground{fill: fill, edge: edge, radius: radius, stroke: 1}
	g.ExtendBaseWidget(g)
	return g
}

// CreateRenderer is for Fyne.
func (g *Ground) CreateRenderer() fyne.WidgetRenderer {
	r := &groundRenderer{ground: g, rect: canvas.NewRectangle(nil)}
	r.paint()
	return r
}

type groundRenderer struct {
	ground *Ground
	rect   *canvas.Rectangle
}

func (r *groundRenderer) paint() {
	g := r.ground
	r.rect.CornerRadius = g.radius
	r.rect.FillColor = nil
	if g.fill != "" {
		r.rect.FillColor = fynetheme.ColorForWidget(g.fill, g)
	}
	r.rect.StrokeColor, r.rect.StrokeWidth = nil, 0
	if g.edge != "" {
		r.rect.StrokeColor, r.rect.StrokeWidth = fynetheme.ColorForWidget(g.edge, g), g.stroke
	}
}

func (r *groundRenderer) Layout(s fyne.Size)           { r.rect.Resize(s) }
func (r *groundRenderer) MinSize() fyne.Size           { return fyne.Size{} }
func (r *groundRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.rect} }
func (r *groundRenderer) Destroy()                     {}
func (r *groundRenderer) Refresh()                     { r.paint(); r.rect.Refresh() }

// Panel is a sheet of paper on the ground, with a thing on it.
func Panel(thing fyne.CanvasObject) *fyne.Container {
	return container.NewStack(newGround(theme.Paper, theme.Rule, 8), Inset(2, 2.5, thing))
}

// On puts a thing on a field of a colour.
func On(fill fyne.ThemeColorName, thing fyne.CanvasObject) *fyne.Container {
	return container.NewStack(newGround(fill, "", 0), thing)
}

// Tone is what a notice is about.
type Tone string

// The tones of notices. Each has a sign of its own, so that colour is never alone.
const (
	ToneInfo Tone = "info"
	ToneGood Tone = "good"
	ToneWarm Tone = "warm"
	ToneBad  Tone = "bad"
	ToneBusy Tone = "busy" // of a lamp
	ToneOff  Tone = "off"  // of a lamp
)

var tones = map[Tone]struct {
	ground, ink fyne.ThemeColorName
	icon        func() fyne.Resource
}{
	ToneInfo: {theme.Tint, theme.Place, fynetheme.InfoIcon},
	ToneGood: {theme.GoodBg, theme.Good, fynetheme.ConfirmIcon},
	ToneWarm: {theme.WarmBg, theme.Warm, fynetheme.WarningIcon},
	ToneBad:  {theme.BadBg, theme.Bad, fynetheme.ErrorIcon},
	ToneBusy: {theme.Tint, theme.Place, fynetheme.ViewRefreshIcon},
	ToneOff:  {theme.Ground, theme.Faint, fynetheme.ContentRemoveIcon},
}

// Sign returns an icon in a colour of the theme.
func Sign(icon fyne.Resource, ink fyne.ThemeColorName, size float32) fyne.CanvasObject {
	w := widget.NewIcon(tinted(icon, ink))
	return container.New(exactly(size), w)
}

// exactly is a layout for something square, in the middle.
type exactly float32

func (e exactly) Layout(things []fyne.CanvasObject, size fyne.Size) {
	for _, o := range things {
		o.Resize(fyne.NewSize(float32(e), float32(e)))
		o.Move(fyne.NewPos((size.Width-float32(e))/2, (size.Height-float32(e))/2))
	}
}

func (e exactly) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(float32(e), float32(e)) }

// Notice is a sentence with a sign, on a ground that says how serious it is,
// and what can be done about it.
func (k *Kit) Notice(tone Tone, says, hint string, actions ...fyne.CanvasObject) fyne.CanvasObject {
	t := tones[tone]
	words := []fyne.CanvasObject{k.Text(says).Bold()}
	if hint != "" {
		words = append(words, k.Text(hint))
	}
	row := []fyne.CanvasObject{top(Sign(t.icon(), t.ink, k.signSize())), Stretch(Column(0.5, words...))}
	for _, a := range actions {
		row = append(row, Column(0, Space(), a, Space()))
	}
	return container.NewStack(newGround(t.ground, t.ink, 8), Inset(1.5, 2, Row(1.5, row...)))
}

func (k *Kit) signSize() float32 {
	if k.Front == theme.Kiosk {
		return 36
	}
	return k.Text("").textSize() * 24 / 15
}

// top keeps a thing at the top of its place.
func top(thing fyne.CanvasObject) fyne.CanvasObject { return Column(0, thing, Space()) }

// Trouble is the notice of an error code: what happened, and what to do.
func (k *Kit) Trouble(code string, args map[string]any, actions ...fyne.CanvasObject) fyne.CanvasObject {
	says, hint := k.Words.Trouble(k.Language, code, args)
	return k.Notice(ToneBad, says, hint, actions...)
}

// Rule is a thin line across.
func Rule() fyne.CanvasObject { return Least(1, 1, newGround(theme.Rule, "", 0)) }

// Empty is what stands where there is nothing: a sign, a sentence and a next
// step.
func (k *Kit) Empty(icon fyne.Resource, says, hint string, actions ...fyne.CanvasObject) fyne.CanvasObject {
	things := []fyne.CanvasObject{Sign(icon, theme.Edge, 56), k.Text(says).Bold().Centred(), k.Hint(hint).Centred()}
	for _, a := range actions {
		things = append(things, container.NewCenter(a))
	}
	return Middle(560, Column(1.5, things...))
}
