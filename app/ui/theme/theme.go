// Package theme is how the screens look: three schemes of colour, the sizes of
// desk, kiosk and field, and the faces of the house.
package theme

import (
	"image/color"
	"sync"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/assets/faces"
)

// Front is which of the three front ends a theme is for.
type Front string

// The three front ends.
const (
	Desk  Front = "desk"
	Kiosk Front = "kiosk"
	Field Front = "field"
)

// Names of the house's own sizes, beside Fyne's. There are three of text on a
// screen: Fyne's SizeNameText, SizeNameSubHeadingText, SizeNameHeadingText, and
// SizeNameCaptionText for what stands inside a control.
const (
	Unit   fyne.ThemeSizeName = "sala.unit"   // the grid: 8 on the desk
	Target fyne.ThemeSizeName = "sala.target" // least height of what is tapped
	Number fyne.ThemeSizeName = "sala.number" // text of a place in the queue, which is looked at from afar
)

// Lines stand closer than the face is high: the face has room for a tone over a
// vowel, which few lines need, so that Fyne does not cut it off. Both are shares
// of the size of the letters.
const (
	Line  = 1.3    // from a line to the next
	Above = -0.232 // where a line's box begins, from where the line does
)

// Theme is a fyne.Theme. It does not change: a new look is a new Theme.
type Theme struct {
	Front  Front
	Scheme Scheme
	Scale  float32 // of text and targets: 1 to 2

	colours palette
}

// The faces are the same resources in every theme: Fyne keeps what it made of a
// face for as long as the program runs.
var (
	regular = sync.OnceValue(func() fyne.Resource { return fyne.NewStaticResource("SalaSans-Regular.ttf", faces.Regular()) })
	bold    = sync.OnceValue(func() fyne.Resource { return fyne.NewStaticResource("SalaSans-Bold.ttf", faces.Bold()) })
)

// New returns the theme of a front end. A scale outside of 1 to 2 is brought
// into it.
func New(front Front, scheme Scheme, scale float32) *Theme {
	return &Theme{Front: front, Scheme: scheme, Scale: min(max(scale, 1), 2), colours: colours(scheme)}
}

// fyneColours says which of the house's colours stands for one of Fyne's.
var fyneColours = map[fyne.ThemeColorName]fyne.ThemeColorName{
	fynetheme.ColorNameBackground: Ground, fynetheme.ColorNameForeground: Ink, fynetheme.ColorNameButton: Paper,
	fynetheme.ColorNameDisabled: Edge, fynetheme.ColorNameDisabledButton: Rule, fynetheme.ColorNameError: Bad,
	fynetheme.ColorNameFocus: Tint, fynetheme.ColorNameForegroundOnError: OnDeep, fynetheme.ColorNameForegroundOnPrimary: OnDeep,
	fynetheme.ColorNameForegroundOnSuccess: OnDeep, fynetheme.ColorNameForegroundOnWarning: OnDeep,
	fynetheme.ColorNameHeaderBackground: Tint, fynetheme.ColorNameHover: Tint, fynetheme.ColorNameHyperlink: Place,
	fynetheme.ColorNameInputBackground: Paper, fynetheme.ColorNameInputBorder: Edge, fynetheme.ColorNameMenuBackground: Paper,
	fynetheme.ColorNameOverlayBackground: Paper, fynetheme.ColorNamePlaceHolder: Faint, fynetheme.ColorNamePressed: Tint,
	fynetheme.ColorNamePrimary: Place, fynetheme.ColorNameScrollBar: Edge, fynetheme.ColorNameScrollBarBackground: Rule,
	fynetheme.ColorNameSelection: Tint, fynetheme.ColorNameSeparator: Rule, fynetheme.ColorNameSuccess: Good, fynetheme.ColorNameWarning: Warm,
}

// Color returns one of the house's colours or the one that stands for Fyne's.
func (t *Theme) Color(name fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	if own, ok := fyneColours[name]; ok {
		name = own
	}
	if c, ok := t.colours[name]; ok {
		return c
	}
	variant := fynetheme.VariantLight
	if t.Scheme == Dark {
		variant = fynetheme.VariantDark
	}
	return fynetheme.DefaultTheme().Color(name, variant)
}

// Font returns Sala Sans: bold for bold, regular for everything else.
func (t *Theme) Font(style fyne.TextStyle) fyne.Resource {
	switch {
	case style.Symbol:
		return fynetheme.DefaultTheme().Font(style)
	case style.Bold:
		return bold()
	}
	return regular()
}

// Icon returns Fyne's icon.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource {
	return fynetheme.DefaultTheme().Icon(name)
}

// base holds the sizes of each front end at scale 1.
var base = map[Front]map[fyne.ThemeSizeName]float32{
	Desk: {
		fynetheme.SizeNameText: 15, fynetheme.SizeNameSubHeadingText: 18, fynetheme.SizeNameHeadingText: 26, fynetheme.SizeNameCaptionText: 13,
		fynetheme.SizeNameInnerPadding: 8, fynetheme.SizeNameScrollBar: 12, fynetheme.SizeNameScrollBarSmall: 6, fynetheme.SizeNameInlineIcon: 20, Target: 40, Number: 48,
	},
	Kiosk: {
		fynetheme.SizeNameText: 22, fynetheme.SizeNameSubHeadingText: 28, fynetheme.SizeNameHeadingText: 40, fynetheme.SizeNameCaptionText: 20,
		fynetheme.SizeNameInnerPadding: 16, fynetheme.SizeNameScrollBar: 28, fynetheme.SizeNameScrollBarSmall: 28, fynetheme.SizeNameInlineIcon: 30, Target: 72, Number: 96,
	},
	Field: {
		fynetheme.SizeNameText: 18, fynetheme.SizeNameSubHeadingText: 21, fynetheme.SizeNameHeadingText: 28, fynetheme.SizeNameCaptionText: 15,
		fynetheme.SizeNameInnerPadding: 10, fynetheme.SizeNameScrollBar: 20, fynetheme.SizeNameScrollBarSmall: 14, fynetheme.SizeNameInlineIcon: 24, Target: 56, Number: 56,
	},
}

// fixed are the sizes that do not grow with the text.
var fixed = map[fyne.ThemeSizeName]float32{
	Unit: 8, fynetheme.SizeNamePadding: 4, fynetheme.SizeNameLineSpacing: 4, fynetheme.SizeNameSeparatorThickness: 1, fynetheme.SizeNameInputBorder: 1,
	fynetheme.SizeNameInputRadius: 6, fynetheme.SizeNameSelectionRadius: 4, fynetheme.SizeNameScrollBarRadius: 3, fynetheme.SizeNameButtonRadius: 6,
	fynetheme.SizeNameCardRadius: 8, fynetheme.SizeNameDialogRadius: 8, fynetheme.SizeNamePopupRadius: 6, fynetheme.SizeNameMenuRadius: 6,
}

// Size returns a size in device-independent pixels.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	if v, ok := base[t.Front][name]; ok {
		switch name {
		case Number:
			return v * min(t.Scale, 1.2)
		case Target:
			return v * min(t.Scale, 1.4) // a target is for fingers, which do not grow with the text
		}
		return v * t.Scale
	}
	if v, ok := fixed[name]; ok {
		return v
	}
	return fynetheme.DefaultTheme().Size(name)
}
