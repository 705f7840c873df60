package theme_test

import (
	"bytes"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"

	"sala/app/ui/theme"
)

// Fyne draws a line into a picture as high as the face says that a line is: what
// stands above or below is cut off. A tone over a vowel is the highest that Thai
// has, a vowel below the lowest (but under ฎ and ฏ, where a few old words have it).
func TestNothingIsCutOffALine(t *testing.T) {
	var words []string
	for _, c := range "กขคงจฉชซฌญฐดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ" {
		for _, vowel := range []string{"", "ิ", "ี", "ึ", "ื", "ั", "ุ", "ู", "ำ"} {
			for _, tone := range []string{"", "่", "้", "๊", "๋", "์"} {
				if vowel == "ำ" {
					words = append(words, string(c)+tone+vowel)
					continue
				}
				words = append(words, string(c)+vowel+tone)
			}
		}
	}
	words = append(words, "ใ", "ไ", "โ", "ฤ", "ฦ", "ฎ", "ฏ", "ก็", "พร้อม", "힣", "뷁", "ÅÉĞ", "gjpqy", "(|)")
	for name, style := range map[string]fyne.TextStyle{"regular": {}, "bold": {Bold: true}} {
		face, err := font.ParseTTF(bytes.NewReader(theme.New(theme.Desk, theme.Light, 1).Font(style).Content()))
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range words {
			runes := []rune(w)
			line := (&shaping.HarfbuzzShaper{}).Shape(shaping.Input{Text: runes, RunEnd: len(runes), Direction: di.DirectionLTR, Face: face, Size: fixed.I(1000), Script: language.Thai, Language: "th"})
			for _, g := range line.Glyphs {
				top := g.YBearing + g.YOffset
				if foot := top + g.Height; top > line.LineBounds.Ascent || foot < line.LineBounds.Descent {
					t.Errorf("%s %q stands from %d to %d, and a line has room from %d to %d", name, w, foot.Round(), top.Round(), line.LineBounds.Descent.Round(), line.LineBounds.Ascent.Round())
				}
			}
		}
	}
}
