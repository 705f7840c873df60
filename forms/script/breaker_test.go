package script_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"sala/assets/dictionary"
	"sala/forms/script"
)

func pieces(b *script.Breaker, text string) []string {
	var out []string
	from := 0
	for _, at := range b.Breaks(text) {
		out = append(out, text[from:at])
		from = at
	}
	return append(out, text[from:])
}

func TestBreaks(t *testing.T) {
	b := script.NewBreaker(dictionary.Thai())
	for text, want := range map[string]string{
		"ขอรับรองว่าได้จดทะเบียน":         "ขอ|รับรอง|ว่า|ได้|จดทะเบียน",
		"สำนักทะเบียนท้องถิ่นเทศบาล":      "สำนัก|ทะเบียน|ท้องถิ่น|เทศบาล",
		"ว่านายสมชาย ใจดีวงศ์ษา อยู่บ้าน": "ว่า|นายสมชาย |ใจดีวงศ์ษา |อยู่|บ้าน",
		"นายทะเบียนท้องถิ่น":              "นายทะเบียน|ท้องถิ่น",
		"ตำบลช้างเผือก อำเภอเมือง":        "ตำบลช้างเผือก |อำเภอเมือง",
		"จังหวัดเชียงใหม่ ๕๐๓๐๐":          "จังหวัดเชียงใหม่ |๕๐๓๐๐",
		"หมู่ที่ ๕ ถนน พหลโยธิน":          "หมู่ที่ ๕ |ถนน พหลโยธิน",
		"เด็กๆ ไป":           "เด็กๆ |ไป",
		"กรุงเทพฯ เมือง":     "กรุงเทพฯ |เมือง",
		"(ก) โรงเรียน":       "(ก) |โรงเรียน",
		"위의 내용은 틀림없음을 증명합니다": "위의 |내용은 |틀림없음을 |증명합니다",
		"Chiang Mai":        "Chiang |Mai",
		"เลข 1234567 ครั้ง": "เลข |1234567 |ครั้ง",
		"พ.ศ. ๒๕๖๙":         "พ.ศ. ๒๕๖๙",
		"":                  "",
		"ก":                 "ก",
		"한글ไทย":             "한글|ไทย",
		"เจ้าหน้าที่\nรับรอง": "เจ้าหน้าที่\n|รับรอง",
	} {
		if got := strings.Join(pieces(b, text), "|"); got != want {
			t.Errorf("%q breaks as %q, want %q", text, got, want)
		}
	}
}

// A piece that is in no word list, such as a rare surname, is not torn.
func TestUnknownPiecesStayWhole(t *testing.T) {
	b := script.NewBreaker("และ\n")
	if got := pieces(b, "ฉฐฑฒณและฆฌฎฏ"); !slices.Equal(got, []string{"ฉฐฑฒณ", "และ", "ฆฌฎฏ"}) {
		t.Errorf("%q", got)
	}
	// More lists, such as a pack's place names, join in.
	if got := pieces(script.NewBreaker("และ\n", "ฉฐฑ\n"), "ฉฐฑและ"); !slices.Equal(got, []string{"ฉฐฑ", "และ"}) {
		t.Errorf("%q", got)
	}
}

// Whatever the text, a line never begins with what belongs to the character
// before it, and nothing is lost.
func TestBreaksAreLegal(t *testing.T) {
	b := script.NewBreaker(dictionary.Thai())
	rapid.Check(t, func(t *rapid.T) {
		text := string(rapid.SliceOfN(rapid.RuneFrom([]rune("กขคงนมยรลวสหอะาำิีึืุูเแโใไๆฯ่้๊๋์ั็ ๑๒12ab()한글\n")), 0, 40).Draw(t, "text"))
		last := 0
		for _, at := range b.Breaks(text) {
			if at <= last || at >= len(text) || !utf8.RuneStart(text[at]) {
				t.Fatalf("a break at %d after one at %d in %q", at, last, text)
			}
			r, _ := utf8.DecodeRuneInString(text[at:])
			before, _ := utf8.DecodeLastRuneInString(text[:at])
			if before != '\n' && (script.IsThaiMark(r) || strings.ContainsRune("ะาำๆฯ ", r)) || strings.ContainsRune("เแโใไ", before) {
				t.Fatalf("a line begins with %q after %q in %q", r, before, text)
			}
			last = at
		}
	})
}

func FuzzBreaks(f *testing.F) {
	b := script.NewBreaker(dictionary.Thai())
	f.Add("ขอรับรองว่า 한글 abc")
	f.Fuzz(func(t *testing.T, s string) {
		last := 0
		for _, at := range b.Breaks(strings.ToValidUTF8(s, "?")) {
			if at <= last {
				t.Fatalf("breaks out of order in %q", s)
			}
			last = at
		}
	})
}

func BenchmarkBreaks(b *testing.B) {
	br := script.NewBreaker(dictionary.Thai())
	for b.Loop() {
		br.Breaks("ขอรับรองว่าสำนักทะเบียนท้องถิ่นเทศบาลนครเชียงใหม่ได้จดทะเบียนไว้จริงและถูกต้องตรงกับรายการในทะเบียนราษฎร")
	}
}
