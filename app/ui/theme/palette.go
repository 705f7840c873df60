package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
)

// Scheme is one of the three sets of colours.
type Scheme string

// The schemes. Contrast has 7:1 and more between ink and ground.
const (
	Light    Scheme = "light"
	Dark     Scheme = "dark"
	Contrast Scheme = "contrast"
)

// Schemes returns the schemes in the order in which they are offered.
func Schemes() []Scheme { return []Scheme{Light, Dark, Contrast} }

// Names of the house's own colours, beside Fyne's.
const (
	Ground fyne.ThemeColorName = "sala.ground" // behind everything
	Paper  fyne.ThemeColorName = "sala.paper"  // of a panel
	Ink    fyne.ThemeColorName = "sala.ink"
	Faint  fyne.ThemeColorName = "sala.faint" // ink of a hint, still 4.5:1
	Rule   fyne.ThemeColorName = "sala.rule"  // a line between things
	Edge   fyne.ThemeColorName = "sala.edge"  // a line round a thing to use, 3:1
	Off    fyne.ThemeColorName = "sala.off"   // what cannot be used now
	Place  fyne.ThemeColorName = "sala.place" // action and place
	OnDeep fyne.ThemeColorName = "sala.on"    // ink on Place, Good, Bad and Warm
	Tint   fyne.ThemeColorName = "sala.tint"  // a quiet field of Place
	Warm   fyne.ThemeColorName = "sala.warm"  // needs attention
	WarmBg fyne.ThemeColorName = "sala.warm.ground"
	Good   fyne.ThemeColorName = "sala.good"
	GoodBg fyne.ThemeColorName = "sala.good.ground"
	Bad    fyne.ThemeColorName = "sala.bad"
	BadBg  fyne.ThemeColorName = "sala.bad.ground"
	Focus  fyne.ThemeColorName = "sala.focus" // the ring round what has the keyboard
)

type palette map[fyne.ThemeColorName]color.NRGBA

func rgb(v uint32) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xff}
}

// colours returns a scheme's own colours. A test holds them to their contrast.
func colours(s Scheme) palette {
	switch s {
	case Dark:
		return palette{
			Ground: rgb(0x12161D), Paper: rgb(0x1B212B), Ink: rgb(0xEEF1F5), Faint: rgb(0xA9B3C1), Rule: rgb(0x323B49), Edge: rgb(0x7A8798), Off: rgb(0x8A94A3),
			Place: rgb(0x9DB7F0), OnDeep: rgb(0x10141B), Tint: rgb(0x26324A), Warm: rgb(0xF3B266), WarmBg: rgb(0x3A2B17),
			Good: rgb(0x6FCF97), GoodBg: rgb(0x173524), Bad: rgb(0xFF9B91), BadBg: rgb(0x43201D), Focus: rgb(0xFFD27A),
		}
	case Contrast:
		return palette{
			Ground: rgb(0xFFFFFF), Paper: rgb(0xFFFFFF), Ink: rgb(0x000000), Faint: rgb(0x2B2B2B), Rule: rgb(0x000000), Edge: rgb(0x000000), Off: rgb(0x6B6B6B),
			Place: rgb(0x00205B), OnDeep: rgb(0xFFFFFF), Tint: rgb(0xE3EAFF), Warm: rgb(0x6B2E00), WarmBg: rgb(0xFFEFD6),
			Good: rgb(0x004D22), GoodBg: rgb(0xDDF7E6), Bad: rgb(0x8C0009), BadBg: rgb(0xFFE2E0), Focus: rgb(0xB34700),
		}
	}
	return palette{
		Ground: rgb(0xF5F3EE), Paper: rgb(0xFFFFFF), Ink: rgb(0x1B2430), Faint: rgb(0x566072), Rule: rgb(0xDDD9D0), Edge: rgb(0x868C98), Off: rgb(0x646C7A),
		Place: rgb(0x1F3A6E), OnDeep: rgb(0xFFFFFF), Tint: rgb(0xE9EDF6), Warm: rgb(0xA04A08), WarmBg: rgb(0xFDF1E2),
		Good: rgb(0x1E7A46), GoodBg: rgb(0xE7F4EC), Bad: rgb(0xB3261E), BadBg: rgb(0xFBE9E7), Focus: rgb(0xB45309),
	}
}
