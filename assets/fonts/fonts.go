// Package fonts holds the faces that the program shows and prints: Sarabun for
// Thai and Latin, Sala Gothic (NanumGothic
// without hinting) for Korean and hanja. Licences are beside the
// files.
//
// Every function returns the same bytes each time, shared by all callers:
// read them, never write into them. (gofpdf writes into the buffers that it is
// given; app/paper/typeset makes it a font of its own for every document.)
package fonts

import _ "embed"

//go:embed Sarabun-Regular.ttf
var sarabunRegular []byte

//go:embed Sarabun-Bold.ttf
var sarabunBold []byte

//go:embed SalaGothic-Regular.ttf
var koreanRegular []byte

//go:embed SalaGothic-Bold.ttf
var koreanBold []byte

// SarabunRegular returns Sarabun at weight 400: Thai and Latin, TrueType.
func SarabunRegular() []byte { return sarabunRegular }

// SarabunBold returns Sarabun at weight 700.
func SarabunBold() []byte { return sarabunBold }

// KoreanRegular returns Sala Gothic Regular: hangul, hanja and Latin, TrueType.
func KoreanRegular() []byte { return koreanRegular }

// KoreanBold returns Sala Gothic Bold: hangul and Latin, but no hanja.
func KoreanBold() []byte { return koreanBold }
