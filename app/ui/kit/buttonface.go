package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/ui/theme"
)

// CreateRenderer is for Fyne.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	r := &buttonRenderer{
		button: b, ring: canvas.NewRectangle(nil), ground: canvas.NewRectangle(nil), icon: canvas.NewImageFromResource(nil),
		label: b.kit.Text(b.Label), detail: b.kit.Text(b.Detail), keys: b.kit.Text(b.Keys).OneLine(),
	}
	r.icon.FillMode = canvas.ImageFillContain
	r.paint()
	return r
}

type buttonRenderer struct {
	button              *Button
	ring, ground        *canvas.Rectangle
	icon                *canvas.Image
	label, detail, keys *Text
}

func (r *buttonRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ring, r.ground, r.icon, r.label, r.detail, r.keys}
}
func (r *buttonRenderer) Destroy() {}

// inks returns ground, edge and ink of the button as it is.
func (b *Button) inks() (ground, edge, ink fyne.ThemeColorName) {
	switch {
	case b.off:
		return theme.Ground, theme.Off, theme.Off
	case b.Weight == Main:
		return theme.Place, theme.Place, theme.OnDeep
	case b.Chosen:
		return theme.Tint, theme.Place, theme.Place
	case b.Weight == Danger:
		ground, edge, ink = theme.Paper, theme.Bad, theme.Bad
	case b.Weight == Quiet:
		ground, edge, ink = "", "", theme.Place
	default:
		ground, edge, ink = theme.Paper, theme.Edge, theme.Place
	}
	if b.hover || b.armed {
		ground = theme.Tint
	}
	return ground, edge, ink
}

func (r *buttonRenderer) paint() {
	b := r.button
	ground, edge, ink := b.inks()
	r.ground.FillColor, r.ground.StrokeColor, r.ground.StrokeWidth = nil, nil, 0
	if ground != "" {
		r.ground.FillColor = fynetheme.ColorForWidget(ground, b)
	}
	if edge != "" {
		r.ground.StrokeColor, r.ground.StrokeWidth = fynetheme.ColorForWidget(edge, b), 1
		if b.Chosen {
			r.ground.StrokeWidth = 2
		}
	}
	radius := float32(6)
	if b.Big {
		radius = 10
	}
	r.ground.CornerRadius, r.ring.CornerRadius = radius, radius+3
	r.ring.FillColor, r.ring.StrokeColor, r.ring.StrokeWidth = nil, nil, 0
	if b.focused {
		r.ring.StrokeColor, r.ring.StrokeWidth = fynetheme.ColorForWidget(theme.Focus, b), 3
	}
	size := fynetheme.SizeNameText
	switch {
	case b.Letter:
		size = fynetheme.SizeNameHeadingText
	case b.Big:
		size = fynetheme.SizeNameSubHeadingText
	}
	r.label.Sized(size).Ink(ink)
	r.label.bold = b.Weight == Main || b.Big
	r.label.wrap = b.Big || b.Clips || b.Wraps || b.Icon != nil && b.Detail != "" // a row of a list
	r.label.lines = 0
	if b.Clips {
		r.label.lines = 1
	}
	r.label.words = b.Label
	r.label.align = fyne.TextAlignLeading
	if b.Big && b.Icon == nil && b.Detail == "" && b.Keys == "" {
		r.label.align = fyne.TextAlignCenter
	}
	r.detail.Sized(fynetheme.SizeNameCaptionText).Ink(theme.Faint)
	r.detail.words = b.Detail
	r.detail.wrap = true
	if !b.Big {
		r.detail.lines = 1
	}
	if b.Weight == Main && !b.off {
		r.detail.Ink(theme.OnDeep)
	}
	r.keys.Sized(fynetheme.SizeNameCaptionText).Ink(theme.Faint)
	if b.Weight == Main && !b.off {
		r.keys.Ink(theme.OnDeep)
	}
	r.keys.words = b.Keys
	for o, on := range map[fyne.CanvasObject]bool{r.icon: b.Icon != nil, r.detail: b.Detail != "", r.keys: b.Keys != "", r.label: b.Label != ""} {
		if on {
			o.Show()
		} else {
			o.Hide()
		}
	}
	if b.Icon != nil {
		r.icon.Resource = tinted(b.Icon, ink)
	}
}

// tinted returns an icon in one of the house's colours.
func tinted(icon fyne.Resource, ink fyne.ThemeColorName) fyne.Resource {
	return fynetheme.NewColoredResource(icon, ink)
}

func (r *buttonRenderer) Refresh() {
	r.paint()
	r.label.Refresh()
	r.detail.Refresh()
	r.keys.Refresh()
	r.icon.Refresh()
	r.Layout(r.button.Size())
	canvas.Refresh(r.button)
}

func (r *buttonRenderer) pad() float32 { return 2 * Grid }

// lead is what is free before the label.
func (r *buttonRenderer) lead() float32 {
	if r.button.heads {
		return Grid
	}
	return r.pad()
}

func (r *buttonRenderer) iconSize() float32 {
	s := fynetheme.SizeForWidget(fynetheme.SizeNameInlineIcon, r.button)
	if r.button.Big {
		return s * 1.6
	}
	return s
}

func (r *buttonRenderer) Layout(size fyne.Size) {
	b := r.button
	r.ring.Move(fyne.NewPos(-4, -4))
	r.ring.Resize(size.Add(fyne.NewSize(8, 8)))
	r.ground.Move(fyne.Position{})
	r.ground.Resize(size)
	left, right := r.lead(), size.Width-r.pad()
	if b.Icon != nil {
		s := r.iconSize()
		at := left
		if b.Label == "" {
			at = (size.Width - s) / 2
		}
		r.icon.Move(fyne.NewPos(at, (size.Height-s)/2))
		r.icon.Resize(fyne.NewSize(s, s))
		left += s + 1.5*Grid
	}
	if b.Keys != "" {
		m := r.keys.MinSize()
		r.keys.Move(fyne.NewPos(right-m.Width, (size.Height-m.Height)/2))
		r.keys.Resize(m)
		right -= m.Width + 1.5*Grid
	}
	width := max(right-left, 0)
	r.label.Resize(fyne.NewSize(width, r.label.Size().Height))
	h := r.label.MinSize().Height
	total := h
	if b.Detail != "" {
		r.detail.Resize(fyne.NewSize(width, r.detail.Size().Height))
		total += r.detail.MinSize().Height + 2
	}
	top := (size.Height - total) / 2
	if m := r.label.MinSize().Width; !b.Big && !b.Clips && !b.Wraps && b.Icon == nil && b.Keys == "" && b.Detail == "" && m < width {
		left += (width - m) / 2 // a word alone stands in the middle
		width = m
	}
	r.label.Move(fyne.NewPos(left, top))
	r.label.Resize(fyne.NewSize(width, h))
	r.detail.Move(fyne.NewPos(left, top+h+2))
	r.detail.Resize(fyne.NewSize(width, max(total-h-2, 0)))
}

// finger is the least height of what is tapped, at the usual size of letters.
const finger = 72

func (r *buttonRenderer) MinSize() fyne.Size {
	b := r.button
	target := fynetheme.SizeForWidget(theme.Target, b)
	if b.Flat {
		target = min(target, finger)
	}
	width := r.lead() + r.pad()
	label, detail := r.label.MinSize(), fyne.Size{}
	if b.Detail != "" {
		detail = r.detail.MinSize()
		detail.Height += 2
	}
	width += max(label.Width, detail.Width)
	if b.Icon != nil {
		width += r.iconSize()
		if b.Label != "" {
			width += 1.5 * Grid
		}
	}
	if b.Keys != "" {
		width += r.keys.MinSize().Width + 1.5*Grid
	}
	if b.Label == "" {
		width = max(target, r.iconSize()+2*Grid)
	}
	return fyne.NewSize(width, max(target, label.Height+detail.Height+2*Grid))
}
