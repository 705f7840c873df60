package typeset_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"pgregory.net/rapid"

	"sala/app/paper/typeset"
	"sala/assets/dictionary"
	"sala/assets/fonts"
	"sala/forms/script"
)

func family(t testing.TB) *typeset.Family {
	t.Helper()
	must := func(f *typeset.Face, err error) *typeset.Face {
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	f, err := typeset.NewFamily(must(typeset.OpenShaped("Sarabun", fonts.SarabunRegular())), must(typeset.OpenShaped("Sarabun Bold", fonts.SarabunBold())),
		must(typeset.Open("Sala Gothic", fonts.KoreanRegular())), must(typeset.Open("Sala Gothic Bold", fonts.KoreanBold())), script.NewBreaker(dictionary.Thai()))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// vocabulary returns hard cases and the whole dictionary; SALA_WORDS names
// another list.
func vocabulary(t testing.TB) []string {
	all := dictionary.Thai()
	if name := os.Getenv("SALA_WORDS"); name != "" {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all = string(b)
	}
	// Hard cases first: marks that move, tails that go, SARA AM with a tone.
	hard := strings.Fields("ที่ น้ำ ปู่ ญู ฐุ ก้ำ ป้า ฝี้ ฟื้น ฎู์ ทั้ง ปั้น ฬั้ว กื้อ กึ๋น ไม้ เป็น ๆ ฯ ฤๅ")
	return append(hard, strings.Split(strings.TrimSpace(all), "\n")...)
}

// Thai is shaped exactly as HarfBuzz shapes it: glyphs, offsets, advances. The
// long form does it with a face of other makers too, which Debian's
// fonts-tlwg-laksaman-ttf brings.
func TestShapedAsHarfBuzzShapes(t *testing.T) {
	if _, err := exec.LookPath("hb-shape"); err != nil {
		t.Fatal("hb-shape is missing: run go run ./cmd/dev test, which installs it")
	}
	faces := map[string][]byte{"Sarabun-Regular": fonts.SarabunRegular(), "Sarabun-Bold": fonts.SarabunBold()}
	if os.Getenv("SALA_LONG") != "" {
		laksaman, err := os.ReadFile("/usr/share/fonts/truetype/tlwg/Laksaman.ttf")
		if err != nil {
			t.Fatal("Laksaman is missing: install fonts-tlwg-laksaman-ttf")
		}
		faces["Laksaman"] = laksaman
	}
	words := vocabulary(t)
	dir := t.TempDir()
	list := filepath.Join(dir, "words.txt")
	if err := os.WriteFile(list, []byte(strings.Join(words, "\n")+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, data := range faces {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(dir, name+".ttf")
			if err := os.WriteFile(file, data, 0o644); err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command("hb-shape", "--text-file="+list, "--no-glyph-names", "--no-clusters", "--script=thai", "--language=th", "--direction=ltr", file)
			cmd.Stderr = os.Stderr
			out, err := cmd.Output()
			if err != nil {
				t.Fatal(err)
			}
			want := strings.Split(strings.TrimSpace(string(out)), "\n")
			if len(want) != len(words) {
				t.Fatalf("hb-shape gave %d lines for %d words", len(want), len(words))
			}
			face, err := typeset.OpenShaped(name, data)
			if err != nil {
				t.Fatal(err)
			}
			bad := 0
			for i, w := range words {
				if got := asHarfBuzz(face.Shape([]rune(w))); got != want[i] {
					if bad++; bad < 10 {
						t.Errorf("%s:\n got %s\nwant %s", w, got, want[i])
					}
				}
			}
			t.Logf("%d words, %d differ", len(words), bad)
		})
	}
}

func asHarfBuzz(glyphs []typeset.Glyph) string {
	var b strings.Builder
	for i, g := range glyphs {
		if i > 0 {
			b.WriteByte('|')
		}
		fmt.Fprint(&b, g.ID)
		if g.X != 0 || g.Y != 0 {
			fmt.Fprintf(&b, "@%d,%d", g.X, g.Y)
		}
		fmt.Fprintf(&b, "+%d", g.Advance)
	}
	return "[" + b.String() + "]"
}

// What is baked into the document's font is what was shaped: the same outlines
// in the same places, whatever code draws them.
func TestBakedLikeShaped(t *testing.T) {
	f := family(t)
	face, err := typeset.OpenShaped("Sarabun", fonts.SarabunRegular())
	if err != nil {
		t.Fatal(err)
	}
	source, err := sfnt.Parse(fonts.SarabunRegular())
	if err != nil {
		t.Fatal(err)
	}
	doc := f.NewDocument("th")
	words := vocabulary(t)
	if os.Getenv("SALA_LONG") == "" {
		var some []string
		for i := 0; i < len(words); i += 1 + i/20 {
			some = append(some, words[i])
		}
		words = some
	}
	lines := make([]typeset.Line, len(words))
	for i, w := range words {
		if lines[i], err = doc.Line(w, typeset.Regular); err != nil {
			t.Fatalf("%s: %v", w, err)
		}
	}
	font, err := doc.Font()
	if err != nil {
		t.Fatal(err)
	}
	baked, err := sfnt.Parse(withTables(t, font.Data))
	if err != nil {
		t.Fatal(err)
	}
	for i, w := range words {
		clean, err := script.Clean(w)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]int{}
		pen := 0
		for _, g := range face.Shape([]rune(clean)) {
			trace(t, source, g.ID, pen+g.X, g.Y, want)
			pen += g.Advance
		}
		got := map[string]int{}
		at := 0
		for _, c := range lines[i].Codes {
			trace(t, baked, c, at, 0, got)
			at += font.Widths[c]
		}
		if at != pen || lines[i].Width != pen {
			t.Errorf("%s is %d wide, shaped %d", w, at, pen)
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s is drawn otherwise than shaped", w)
		}
	}
}

// trace counts the points of a glyph's outline, moved by x and y.
func trace(t *testing.T, f *sfnt.Font, g typeset.GID, x, y int, into map[string]int) {
	t.Helper()
	var buf sfnt.Buffer
	segments, err := f.LoadGlyph(&buf, sfnt.GlyphIndex(g), fixed.I(1000), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range segments {
		into[fmt.Sprint(s.Op, s.Args[0].X.Round()+x, s.Args[0].Y.Round()-y)]++
	}
}

// withTables adds the tables that sfnt wants and a PDF does not.
func withTables(t *testing.T, data []byte) []byte {
	t.Helper()
	old := int(binary.BigEndian.Uint16(data[4:]))
	source := fonts.SarabunRegular()
	type table struct {
		tag  string
		data []byte
	}
	var tables []table
	add := func(b []byte, want func(tag string) bool) {
		for i := range int(binary.BigEndian.Uint16(b[4:])) {
			rec := b[12+16*i:]
			if tag := string(rec[:4]); want(tag) {
				at, n := binary.BigEndian.Uint32(rec[8:]), binary.BigEndian.Uint32(rec[12:])
				tables = append(tables, table{tag, b[at : at+n]})
			}
		}
	}
	add(source, func(tag string) bool { return strings.Contains("OS/2 cmap", tag) })
	add(data, func(string) bool { return true })
	add(source, func(tag string) bool { return strings.Contains("name post", tag) })
	if len(tables) != old+4 {
		t.Fatalf("%d tables", len(tables))
	}
	out := make([]byte, 12+16*len(tables))
	binary.BigEndian.PutUint32(out, 0x00010000)
	binary.BigEndian.PutUint16(out[4:], uint16(len(tables)))
	for i, tb := range tables {
		rec := out[12+16*i:]
		copy(rec, tb.tag)
		binary.BigEndian.PutUint32(rec[8:], uint32(len(out)))
		binary.BigEndian.PutUint32(rec[12:], uint32(len(tb.data)))
		out = append(out, tb.data...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
	}
	return out
}

func TestTextComesBackFromCodes(t *testing.T) {
	f := family(t)
	for _, text := range []string{"นายสมชาย ปู่ที่รัก", "김민수 (金民秀) Kim Min-su", "ก้ำ น้ำ 한글 abc ๑๒๓", "", "กำ้"} {
		for _, lang := range []string{"th", "ko", "en"} {
			doc := f.NewDocument(lang)
			line, err := doc.Line(text, typeset.Bold)
			if err != nil {
				t.Fatalf("%q: %v", text, err)
			}
			font, err := doc.Font()
			if err != nil {
				t.Fatal(err)
			}
			var b strings.Builder
			for _, c := range line.Codes {
				b.WriteString(font.Text[c])
			}
			want, _ := script.Clean(text)
			if b.String() != want || line.Text != want {
				t.Errorf("%s: %q comes back as %q", lang, text, b.String())
			}
		}
	}
}

func TestMissingGlyphIsNamed(t *testing.T) {
	f := family(t)
	for _, r := range []rune{'😀', '𠮷', '〇', 'ش'} {
		_, err := f.NewDocument("th").Line("นาย"+string(r), typeset.Regular)
		var missing *typeset.MissingGlyph
		if !errors.As(err, &missing) || missing.Rune != r || !strings.Contains(err.Error(), fmt.Sprintf("U+%04X", r)) {
			t.Errorf("%q: %v", r, err)
		}
	}
	var bad *script.CharacterError
	if _, err := f.NewDocument("th").Line("😀", typeset.Regular); !errors.As(err, &bad) || bad.Rune != '😀' {
		t.Errorf("not seen as a character: %v", err)
	}
	if _, err := f.NewDocument("th").Line("a\x07", typeset.Regular); !errors.As(err, &bad) {
		t.Errorf("a control character: %v", err)
	}
	// Hanja are drawn in bold too, by the regular face.
	if _, err := f.NewDocument("ko").Line("金民秀", typeset.Bold); err != nil {
		t.Error(err)
	}
}

// Lines fit, lose nothing, and break nowhere that hurts.
func TestParagraph(t *testing.T) {
	f := family(t)
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.SampledFrom([]string{"ขอรับรองว่า", "นายสมชาย ", "ตำบลช้างเผือก ", "น้ำ", "ที่", "한글 ", "증명합니다 ", "金民秀", "Kim ", "1234567890123", "\n", "ฉฐฑฒณฉฐฑฒณฉฐฑฒณ", " ", "เด็กๆ "}), 0, 30).Draw(t, "parts")
		text := strings.Join(parts, "")
		width := rapid.IntRange(700, 20000).Draw(t, "width")
		doc := f.NewDocument("th")
		lines, err := doc.Paragraph(text, typeset.Regular, width)
		if err != nil {
			t.Fatal(err)
		}
		clean, err := script.Clean(text)
		if err != nil {
			t.Fatal(err)
		}
		var all strings.Builder
		for _, l := range lines {
			// A single cluster may be wider than a very narrow column.
			if l.Width > width && len([]rune(l.Text)) > 5 {
				t.Fatalf("%q is %d wide, the column %d", l.Text, l.Width, width)
			}
			for _, r := range l.Text {
				if script.IsThaiMark(r) || strings.ContainsRune("ะาำ", r) {
					t.Fatalf("the line %q begins with a mark", l.Text)
				}
				break
			}
			all.WriteString(l.Text)
		}
		drop := strings.NewReplacer(" ", "", "\n", "")
		if drop.Replace(all.String()) != drop.Replace(clean) {
			t.Fatalf("%q became %q", clean, all.String())
		}
	})
}

// One family serves many goroutines, and the same document is the same bytes.
func TestManyGoroutines(t *testing.T) {
	f := family(t)
	set := func() []byte {
		doc := f.NewDocument("th")
		for _, text := range []string{"ขอรับรองว่านายสมชาย ปู่ที่รัก", "김민수 (金民秀)", "ABC ๑๒๓"} {
			if _, err := doc.Line(text, typeset.Regular); err != nil {
				t.Error(err)
			}
		}
		font, err := doc.Font()
		if err != nil {
			t.Error(err)
			return nil
		}
		return font.Data
	}
	want := set()
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			for range 4 {
				if !bytes.Equal(set(), want) {
					t.Error("another goroutine made other bytes")
				}
			}
		})
	}
	wg.Wait()
}

func TestFacesAreNotWrittenTo(t *testing.T) {
	before := bytes.Clone(fonts.KoreanRegular())
	doc := family(t).NewDocument("ko")
	if _, err := doc.Line("대한민국 주민등록표 金", typeset.Regular); err != nil {
		t.Fatal(err)
	}
	if _, err := doc.Font(); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before, fonts.KoreanRegular()) {
		t.Error("the face's bytes changed")
	}
}

// A damaged face is an error, never a panic.
func FuzzFace(f *testing.F) {
	f.Add(fonts.SarabunRegular()[:2000])
	f.Add(fonts.SarabunRegular())
	f.Fuzz(func(t *testing.T, data []byte) {
		face, err := typeset.Open("fuzzed", data)
		if err != nil {
			return
		}
		family, err := typeset.NewFamily(face, face, nil, nil, script.NewBreaker(""))
		if err != nil {
			return
		}
		doc := family.NewDocument("th")
		if _, err := doc.Line("Aก", typeset.Regular); err != nil {
			return
		}
		doc.Font()
	})
}

func BenchmarkThaiWord(b *testing.B) {
	face, err := typeset.OpenShaped("Sarabun", fonts.SarabunRegular())
	if err != nil {
		b.Fatal(err)
	}
	word := []rune("ทะเบียนราษฎร")
	for b.Loop() {
		face.Shape(word)
	}
}
