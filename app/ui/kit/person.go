package kit

import (
	"bytes"
	"image"
	_ "image/jpeg" // the photo of a card
	_ "image/png"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/ui/theme"
)

// Line is a label and a value.
type Line struct{ Label, Value string }

// Person is what a person card shows.
type Person struct {
	Name   string
	Second string // the name in another script
	Photo  []byte // JPEG or PNG; nil where there is none
	Lines  []Line
}

// Picture shows a whole picture at the left of its place, as large as fits into
// width and height.
func Picture(picture []byte, width, height float32) fyne.CanvasObject {
	c, _, err := image.DecodeConfig(bytes.NewReader(picture))
	if err == nil && c.Width > 0 && c.Height > 0 {
		scale := min(width/float32(c.Width), height/float32(c.Height))
		width, height = float32(c.Width)*scale, float32(c.Height)*scale
	}
	return Row(0, Photo(picture, width, height), Space())
}

// Photo shows a picture, or the outline of a person where there is none.
func Photo(picture []byte, width, height float32) fyne.CanvasObject {
	img, _, err := image.Decode(bytes.NewReader(picture))
	if err != nil {
		return container.NewStack(newGround(theme.Tint, theme.Rule, 6), container.New(exactlySized(fyne.NewSize(width, height)), Inset(3, 2, Sign(fynetheme.AccountIcon(), theme.Edge, width*0.6))))
	}
	o := canvas.NewImageFromImage(img)
	o.FillMode = canvas.ImageFillContain
	o.ScaleMode = canvas.ImageScaleSmooth
	o.SetMinSize(fyne.NewSize(width, height))
	return o
}

type exactlySized fyne.Size

func (e exactlySized) Layout(things []fyne.CanvasObject, size fyne.Size) { rest{}.Layout(things, size) }
func (e exactlySized) MinSize([]fyne.CanvasObject) fyne.Size             { return fyne.Size(e) }

// PersonCard shows who a person is: the photo, the name in large letters, and
// lines of a label and a value.
func (k *Kit) PersonCard(p Person) fyne.CanvasObject {
	words := []fyne.CanvasObject{k.Sub(p.Name)}
	if p.Second != "" {
		words = append(words, k.Hint(p.Second))
	}
	words = append(words, k.Lines(p.Lines))
	w, h := float32(112), float32(136)
	if k.Front == theme.Kiosk {
		w, h = 180, 216
	}
	return Row(2.5, top(Photo(p.Photo, w, h)), Stretch(Column(1, words...)))
}

// Lines shows labels on the left and values on the right of them.
func (k *Kit) Lines(lines []Line) fyne.CanvasObject {
	rows, pair := make([]fyne.CanvasObject, 0, len(lines)), &pair{}
	for _, l := range lines {
		if l.Value == "" {
			continue
		}
		label := k.Text(l.Label).Ink(theme.Faint)
		pair.labels = append(pair.labels, label)
		rows = append(rows, container.New(pair, label, k.Text(l.Value)))
	}
	return Column(0.5, rows...)
}

// pair puts a label and its value beside one another, in all lines at the same
// place: the labels have a third, or what the longest needs, but never half.
type pair struct{ labels []*Text }

func (p *pair) Layout(things []fyne.CanvasObject, size fyne.Size) {
	const gap = 2 * Grid
	left := (size.Width - gap) / 3.4
	for _, l := range p.labels {
		left = max(left, min(l.wide(), (size.Width-gap)*0.45))
	}
	things[0].Resize(fyne.NewSize(left, size.Height))
	things[1].Move(fyne.NewPos(left+gap, 0))
	things[1].Resize(fyne.NewSize(size.Width-left-gap, size.Height))
}

func (p *pair) MinSize(things []fyne.CanvasObject) fyne.Size {
	a, b := things[0].MinSize(), things[1].MinSize()
	return fyne.NewSize(a.Width+b.Width+2*Grid, max(a.Height, b.Height))
}
