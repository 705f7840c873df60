package fonts_test

import (
	"testing"

	"golang.org/x/image/font/sfnt"

	"sala/assets/fonts"
)

// Each face draws what it is chosen for.
func TestCoverage(t *testing.T) {
	const thai, korean = "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮฯะัาำิีึืฺุู฿เแโใไๅๆ็่้๊๋์ํ๎๏๐๑๒๓๔๕๖๗๘๙", "가힣뷁한글金李朴崔鄭"
	for name, face := range map[string]struct {
		data []byte
		text string
	}{
		"Sarabun regular": {fonts.SarabunRegular(), thai + "Aé09"},
		"Sarabun bold":    {fonts.SarabunBold(), thai + "Aé09"},
		"Korean regular":  {fonts.KoreanRegular(), korean + "A09"},
		"Korean bold":     {fonts.KoreanBold(), korean + "A09"},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := sfnt.Parse(face.data)
			if err != nil {
				t.Fatal(err)
			}
			if f.UnitsPerEm() != 1000 {
				t.Errorf("%d units to the em; the merged document font wants 1000", f.UnitsPerEm())
			}
			for _, r := range face.text {
				if g, err := f.GlyphIndex(nil, r); err != nil || g == 0 {
					t.Errorf("no glyph for %q U+%04X", r, r)
				}
			}
		})
	}
}
