package kit

import (
	"image/color"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sala/app/ui/theme"
)

// Text is words on the screen. It breaks lines where its language allows, which
// Fyne's own label does not do for Thai.
type Text struct {
	widget.BaseWidget
	words string
	size  fyne.ThemeSizeName
	ink   fyne.ThemeColorName
	bold  bool
	align fyne.TextAlign
	wrap  bool
	lines int // most lines that are shown; 0 all

	pieces func(string) []string
	width  float32 // at which shown was broken
	shown  []string
}

// Text returns body text that wraps.
func (k *Kit) Text(words string) *Text {
	t := &Text{words: words, size: fynetheme.SizeNameText, ink: theme.Ink, wrap: true, pieces: k.pieces}
	t.ExtendBaseWidget(t)
	return t
}

// Heading returns the largest text of a screen.
func (k *Kit) Heading(words string) *Text {
	return k.Text(words).Sized(fynetheme.SizeNameHeadingText).Bold()
}

// Sub returns the heading of a part of a screen.
func (k *Kit) Sub(words string) *Text {
	return k.Text(words).Sized(fynetheme.SizeNameSubHeadingText).Bold()
}

// Hint returns faint text that explains.
func (k *Kit) Hint(words string) *Text { return k.Text(words).Ink(theme.Faint) }

// Small returns text of the size that stands inside controls.
func (k *Kit) Small(words string) *Text {
	return k.Text(words).Sized(fynetheme.SizeNameCaptionText).Ink(theme.Faint)
}

// Sized sets the size.
func (t *Text) Sized(s fyne.ThemeSizeName) *Text { t.size = s; return t }

// Ink sets the colour.
func (t *Text) Ink(c fyne.ThemeColorName) *Text { t.ink = c; return t }

// Bold makes the text bold.
func (t *Text) Bold() *Text { t.bold = true; return t }

// Centred puts the lines in the middle.
func (t *Text) Centred() *Text { t.align = fyne.TextAlignCenter; return t }

// Trailing puts the lines at the right.
func (t *Text) Trailing() *Text { t.align = fyne.TextAlignTrailing; return t }

// OneLine keeps the text on one line, as wide as it is.
func (t *Text) OneLine() *Text { t.wrap = false; return t }

// Clipped shows no more than n lines, the last ending in an ellipsis.
func (t *Text) Clipped(n int) *Text { t.lines = n; return t }

// Words returns what the text says.
func (t *Text) Words() string { return t.words }

// SetWords changes what the text says.
func (t *Text) SetWords(words string) {
	if words == t.words {
		return
	}
	t.words, t.shown = words, nil
	t.Refresh()
}

// AccessibilityLabel returns the words, for a screen reader.
func (t *Text) AccessibilityLabel() string { return t.words }

func (t *Text) style() fyne.TextStyle { return fyne.TextStyle{Bold: t.bold} }

func (t *Text) textSize() float32 { return fynetheme.SizeForWidget(t.size, t) }

// breakAt breaks the words into lines of at most width.
func (t *Text) breakAt(width float32) []string {
	var lines []string
	for _, paragraph := range strings.Split(t.words, "\n") {
		if !t.wrap || width <= 0 {
			lines = append(lines, paragraph)
			continue
		}
		lines = append(lines, wrapLine(t.pieces(paragraph), width, func(s string) float32 {
			return fyne.MeasureText(s, t.textSize(), t.style()).Width
		})...)
	}
	if t.lines > 0 && len(lines) > t.lines {
		lines = lines[:t.lines]
		last := strings.TrimRight(lines[t.lines-1], " ")
		for last != "" && fyne.MeasureText(last+"…", t.textSize(), t.style()).Width > width {
			last = shorter(last)
		}
		lines[t.lines-1] = last + "…"
	}
	return lines
}

// wrapLine fills lines with pieces. A piece that is longer than a whole line is
// cut between clusters.
func wrapLine(pieces []string, width float32, measure func(string) float32) []string {
	var lines []string
	line := ""
	for _, p := range pieces {
		if line != "" && measure(strings.TrimRight(line+p, " ")) > width {
			lines, line = append(lines, strings.TrimRight(line, " ")), ""
			p = strings.TrimLeft(p, " ")
		}
		for line == "" && measure(strings.TrimRight(p, " ")) > width {
			head, tail := cutCluster(p, width, measure)
			if tail == "" {
				break
			}
			lines, p = append(lines, head), tail
		}
		line += p
	}
	return append(lines, strings.TrimRight(line, " "))
}

// cutCluster cuts p where its head still fits, never between a letter and what
// stands on or before it.
func cutCluster(p string, width float32, measure func(string) float32) (head, tail string) {
	cut := 0
	for i := range p {
		if i == 0 || joins(p, i) {
			continue
		}
		if cut > 0 && measure(p[:i]) > width {
			break
		}
		cut = i
	}
	if cut == 0 {
		return p, ""
	}
	return p[:cut], p[cut:]
}

// shorter is s without its last letter and what stands on or before that.
func shorter(s string) string {
	for i := len(s) - 1; i > 0; i-- {
		if utf8.RuneStart(s[i]) && !joins(s, i) {
			return strings.TrimRight(s[:i], " ")
		}
	}
	return ""
}

// wide returns how wide the words are on one line.
func (t *Text) wide() float32 {
	return fyne.MeasureText(t.words, t.textSize(), t.style()).Width
}

func (t *Text) fit(width float32) {
	if t.shown == nil || width != t.width {
		t.width, t.shown = width, t.breakAt(width)
	}
}

// CreateRenderer is for Fyne.
func (t *Text) CreateRenderer() fyne.WidgetRenderer { return &textRenderer{text: t} }

type textRenderer struct {
	text  *Text
	lines []fyne.CanvasObject
}

func (r *textRenderer) lineHeight() float32 { return theme.Line * r.text.textSize() }

func (r *textRenderer) Layout(size fyne.Size) {
	r.text.fit(size.Width)
	r.build()
	top := theme.Above * r.text.textSize()
	for _, o := range r.lines {
		o.Move(fyne.NewPos(0, top))
		o.Resize(fyne.NewSize(size.Width, o.MinSize().Height))
		top += r.lineHeight()
	}
}

func (r *textRenderer) MinSize() fyne.Size {
	t := r.text
	if !t.wrap {
		size := fyne.NewSize(0, 0)
		for _, l := range strings.Split(t.words, "\n") {
			size.Width = max(size.Width, fyne.MeasureText(l, t.textSize(), t.style()).Width)
			size.Height += r.lineHeight()
		}
		return size
	}
	t.fit(t.Size().Width)
	return fyne.NewSize(0, float32(len(t.shown))*r.lineHeight())
}

func (r *textRenderer) build() {
	t := r.text
	ink := fynetheme.ColorForWidget(t.ink, t)
	for len(r.lines) < len(t.shown) {
		r.lines = append(r.lines, canvas.NewText("", color.Black))
	}
	r.lines = r.lines[:len(t.shown)]
	for i, words := range t.shown {
		o := r.lines[i].(*canvas.Text)
		o.Text, o.TextSize, o.TextStyle, o.Alignment, o.Color = words, t.textSize(), t.style(), t.align, ink
		o.Refresh()
	}
}

func (r *textRenderer) Refresh() {
	r.text.shown = nil
	r.Layout(r.text.Size())
	canvas.Refresh(r.text)
}

func (r *textRenderer) Objects() []fyne.CanvasObject { return r.lines }
func (r *textRenderer) Destroy()                     {}
