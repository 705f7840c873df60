package theme

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// luminance is WCAG 2.2's relative luminance.
func luminance(c color.NRGBA) float64 {
	part := func(v uint8) float64 {
		f := float64(v) / 255
		if f <= 0.04045 {
			return f / 12.92
		}
		return math.Pow((f+0.055)/1.055, 2.4)
	}
	return 0.2126*part(c.R) + 0.7152*part(c.G) + 0.0722*part(c.B)
}

func contrast(a, b color.NRGBA) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// Every ink can be read on every ground that it stands on.
func TestColoursHaveContrast(t *testing.T) {
	pairs := []struct {
		ink, ground fyne.ThemeColorName
		least       float64
	}{
		{Ink, Ground, 4.5}, {Ink, Paper, 4.5}, {Ink, Tint, 4.5}, {Ink, WarmBg, 4.5}, {Ink, GoodBg, 4.5}, {Ink, BadBg, 4.5},
		{Faint, Ground, 4.5}, {Faint, Paper, 4.5}, {Faint, Tint, 4.5}, {OnDeep, Place, 4.5}, {Place, Paper, 4.5}, {Place, Ground, 4.5}, {Place, Tint, 4.5},
		{Warm, Paper, 4.5}, {Warm, WarmBg, 4.5}, {Warm, Ground, 4.5}, {Good, Paper, 4.5}, {Good, GoodBg, 4.5}, {Bad, Paper, 4.5}, {Bad, BadBg, 4.5},
		{OnDeep, Bad, 4.5}, {OnDeep, Good, 4.5}, {OnDeep, Warm, 4.5},
		{Off, Ground, 4.4}, // of high contrast too: it is to look as if it were not there
		{Edge, Paper, 3}, {Edge, Ground, 3}, {Focus, Paper, 3}, {Focus, Ground, 3},
	}
	for _, s := range Schemes() {
		c := colours(s)
		for _, p := range pairs {
			least := p.least
			if s == Contrast && least == 4.5 {
				least = 7
			}
			if got := contrast(c[p.ink], c[p.ground]); got < least {
				t.Errorf("%s: %s on %s is %.2f:1, want %.1f:1", s, p.ink, p.ground, got, least)
			}
		}
	}
}

func TestSizesFollowFrontAndScale(t *testing.T) {
	if got := New(Kiosk, Light, 1).Size(fynetheme.SizeNameText); got < 22 {
		t.Errorf("kiosk text is %v, want 22 or more", got)
	}
	if got := New(Kiosk, Light, 1).Size(Target); got < 60 {
		t.Errorf("kiosk target is %v, want 60 or more", got)
	}
	if got, want := New(Desk, Light, 9).Size(fynetheme.SizeNameText), float32(30); got != want {
		t.Errorf("desk text at a scale beyond 2 is %v, want %v", got, want)
	}
}
