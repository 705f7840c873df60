package kit

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// CreateRenderer is for Fyne.
func (e *Entry) CreateRenderer() fyne.WidgetRenderer {
	r := &entryRenderer{WidgetRenderer: e.Entry.CreateRenderer(), entry: e}
	if e.kit.Slides != nil {
		r.slide = newSlide(e)
	}
	return r
}

// entryRenderer lets a line of text that is longer than its entry move along
// under the cursor. Fyne's entry, as long as it does not scroll, is as wide as
// its text: a code that a scanner types would widen the window past the screen.
// One that scrolls takes the wheel from the page, so that only long ones do. They
// are said to scroll up and down: the text follows the cursor all the same, and no
// bar lies on the letters.
type entryRenderer struct {
	fyne.WidgetRenderer
	entry *Entry
	slide *slide // nil where no page is moved by a finger
}

// Objects is for Fyne.
func (r *entryRenderer) Objects() []fyne.CanvasObject {
	inner := r.WidgetRenderer.Objects()
	if r.slide == nil {
		return inner
	}
	return append(slices.Clone(inner), r.slide)
}

// widest is the least width of an entry at most, in heights of a letter: what is
// longer moves.
const widest = 16

// MinSize is for Fyne.
func (r *entryRenderer) MinSize() fyne.Size {
	least := r.WidgetRenderer.MinSize()
	if !r.entry.area {
		least.Width = min(max(least.Width, r.room(r.entry.Text)), max(r.room(r.entry.PlaceHolder), widest*r.letter()))
	}
	return least
}

// Layout is for Fyne.
func (r *entryRenderer) Layout(size fyne.Size) {
	if r.moves(size.Width) {
		r.WidgetRenderer.Refresh()
	}
	r.WidgetRenderer.Layout(size)
	if r.slide != nil {
		r.slide.Resize(size)
	}
}

// Refresh is for Fyne.
func (r *entryRenderer) Refresh() {
	if r.moves(r.entry.Size().Width) {
		r.WidgetRenderer.Refresh()
		r.WidgetRenderer.Layout(r.entry.Size())
	}
	r.WidgetRenderer.Refresh()
}

// moves makes the text move where it is too long for a width, and reports whether
// that is new.
func (r *entryRenderer) moves(width float32) bool {
	if r.entry.area || width == 0 {
		return false
	}
	scroll := fyne.ScrollNone
	if r.room(r.entry.Text) > width {
		scroll = fyne.ScrollVerticalOnly
	}
	if scroll == r.entry.Scroll {
		return false
	}
	r.entry.Scroll = scroll
	return true
}

func (r *entryRenderer) letter() float32 {
	return fynetheme.SizeForWidget(fynetheme.SizeNameText, r.entry)
}

// room is how wide an entry is in which all of a text is seen.
func (r *entryRenderer) room(text string) float32 {
	if r.entry.Password {
		text = strings.Repeat("•", len([]rune(text)))
	}
	room := fyne.MeasureText(text, r.letter(), r.entry.TextStyle).Width + 2*fynetheme.SizeForWidget(fynetheme.SizeNameInnerPadding, r.entry)
	if r.entry.ActionItem != nil {
		room += fynetheme.SizeForWidget(fynetheme.SizeNameInlineIcon, r.entry) + fynetheme.SizeForWidget(fynetheme.SizeNameLineSpacing, r.entry)
	}
	return room
}
