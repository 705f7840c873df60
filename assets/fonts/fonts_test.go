package fonts_test

import (
	"testing"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"sala/assets/fonts"
)

// Each face draws what it is chosen for: a glyph that is there may still be
// blank.
func TestFacesDraw(t *testing.T) {
	const thai = "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮฯะัาำิีึืฺุู฿เแโใไๅๆ็่้๊๋์ํ๎๏๐๑๒๓๔๕๖๗๘๙"
	const hanja = "金李朴崔鄭姜趙尹張林民秀英哲"
	for name, face := range map[string]struct {
		data []byte
		text string
	}{
		"Sarabun regular": {fonts.SarabunRegular(), thai + "Aé09"},
		"Sarabun bold":    {fonts.SarabunBold(), thai + "Aé09"},
		"Korean regular":  {fonts.KoreanRegular(), everyHangul() + hanja + "A09"},
		"Korean bold":     {fonts.KoreanBold(), everyHangul() + "A09"},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := sfnt.Parse(face.data)
			if err != nil {
				t.Fatal(err)
			}
			if f.UnitsPerEm() != 1000 {
				t.Errorf("%d units to the em; the merged document font wants 1000", f.UnitsPerEm())
			}
			var buf sfnt.Buffer
			for _, r := range face.text {
				g, err := f.GlyphIndex(&buf, r)
				if err != nil || g == 0 {
					t.Errorf("no glyph for %q U+%04X", r, r)
					continue
				}
				if outline, err := f.LoadGlyph(&buf, g, fixed.I(16), nil); err != nil || len(outline) == 0 {
					t.Errorf("%q U+%04X is blank (%v)", r, r, err)
				}
			}
		})
	}
}

func everyHangul() string {
	var all []rune
	for r := rune(0xAC00); r <= 0xD7A3; r++ {
		all = append(all, r)
	}
	return string(all)
}
