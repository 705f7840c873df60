package kiosk_test

import (
	"fmt"
	"image"
	"image/color"
	"os"
	"testing"

	"fyne.io/fyne/v2"

	"sala/app/ui/internal/studiotest"
	"sala/app/ui/kiosk"
	"sala/app/ui/kit"
	"sala/app/ui/theme"
)

// inked are the points of a picture between two heights that are not of the colour at
// the left end of the first line.
func inked(m image.Image, left, right, top, bottom int) (n int) {
	ground := color.RGBAModel.Convert(m.At(left, top))
	for y := top; y < bottom; y++ {
		for x := left; x < right; x++ {
			if color.RGBAModel.Convert(m.At(x, y)) != ground {
				n++
			}
		}
	}
	return n
}

// Every letter of every layout stands on its own key, at the usual size and doubled:
// no underscore, no vowel and no tone lies between two rows of keys.
func TestLettersStandOnTheirKeys(t *testing.T) {
	for _, scale := range []float32{1, 2} {
		h := openHall(t)
		h.w.SetLook(kiosk.Look{Scheme: theme.Contrast, Scale: scale})
		h.atLetters(t, "th")
		for _, layout := range []kit.Layout{kit.ThaiKeys, kit.HangulKeys, kit.LatinKeys, kit.DigitKeys} {
			studiotest.All[*kit.Keyboard](h.s)[0].Turn(layout)
			for _, shift := range []bool{false, true} {
				if shift && layout == kit.DigitKeys {
					continue
				}
				if shift {
					h.tap(t, h.thai.Say("kit.key.shift_off"))
				}
				name := fmt.Sprintf("keys-%s-%t-%g", layout, shift, scale)
				h.s.Settle()
				h.s.Window.Canvas().Unfocus()
				if out := os.Getenv("SALA_LOOK"); out != "" {
					h.s.Save(out, name)
				}
				shown := h.s.Window.Canvas().Capture()
				for _, k := range studiotest.All[key](h.s) {
					switch k.(type) {
					case *kit.Button, *kit.Entry:
						continue
					}
					at, size := fyne.CurrentApp().Driver().AbsolutePositionForObject(k), k.Size()
					left, right, top, bottom := int(at.X)+2, int(at.X+size.Width)-2, int(at.Y), int(at.Y+size.Height)
					if above, below := inked(shown, left, right, top-3, top-1), inked(shown, left, right, bottom+2, bottom+4); above+below > 0 {
						t.Errorf("%s: of %q %d points stand above its key, %d below", name, k.AccessibilityLabel(), above, below)
					}
					edge := 4
					if label := k.AccessibilityLabel(); label != h.thai.Say("kit.key.space") && inked(shown, left+edge, right-edge, top+edge, bottom-edge) == 0 {
						t.Errorf("%s: nothing stands on the key %q", name, label)
					}
				}
			}
		}
	}
}
