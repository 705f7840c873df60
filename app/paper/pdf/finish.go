package pdf

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/klauspost/compress/zlib"

	"sala/app/paper/typeset"
)

// Bytes finishes the document: with its font, its colour profile, an attachment
// of its own data and, unless sign is nil, a signature over the whole file.
func (d *Drawing) Bytes(about About, font *typeset.Font, profile Profile, own *Own, sign *Signature) ([]byte, error) {
	raw, err := d.output()
	if err != nil {
		return nil, err
	}
	f, err := read(raw)
	if err != nil {
		return nil, err
	}
	if err := f.replace(2, "/Font <<\n>>", fmt.Sprintf("/Font <</S %d 0 R>>", f.addFont(font))); err != nil {
		return nil, err
	}
	f.compressPages()
	if err := f.datesInUTC(); err != nil {
		return nil, err
	}
	extra := f.identify(about, profile)
	if own != nil {
		extra += f.addOwn(own, about.Made)
	}
	structure, err := f.addStructure(d.tags.elements)
	if err != nil {
		return nil, err
	}
	extra += structure
	mark := 0
	if sign != nil {
		n, more, err := f.addSignature(sign, about.Made)
		if err != nil {
			return nil, err
		}
		mark, extra = n, extra+more
	}
	if err := f.catalog(extra); err != nil {
		return nil, err
	}
	sum := sha256.New()
	for _, o := range f.objects {
		sum.Write(o)
	}
	b, at := f.write([16]byte(sum.Sum(nil)), mark)
	if sign != nil {
		return sign.seal(b, at)
	}
	return b, nil
}

// compressPages does for the pages' contents what gofpdf is told to leave.
func (f *file) compressPages() {
	for n, o := range f.objects {
		at := bytes.Index(o, []byte(">>\nstream\n"))
		if at < 0 || !bytes.HasPrefix(o, []byte("<</Length ")) {
			continue
		}
		data := bytes.TrimSuffix(o[at+len(">>\nstream\n"):], []byte("\nendstream"))
		f.objects[n] = stream(" /Filter /FlateDecode", f.flate.deflate(data))
	}
}

// addFont adds the font's objects and returns the number of the first.
func (f *file) addFont(font *typeset.Font) int {
	var text strings.Builder
	for i, t := range font.Text {
		fmt.Fprintf(&text, "%d=%s\n", i, t)
	}
	sum := sha256.Sum256([]byte(text.String()))
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + sum[i]%26
	}
	name := string(tag) + "+SalaPaper"

	// Every glyph in the file, parts of others included (ISO 19005-1, 6.3.5).
	set := make([]byte, (font.Glyphs+7)/8)
	for i := range font.Glyphs {
		set[i/8] |= 0x80 >> (i % 8)
	}
	data := f.add(stream(fmt.Sprintf(" /Filter /FlateDecode /Length1 %d", len(font.Data)), f.flate.deflate(font.Data)))
	cids := f.add(stream(" /Filter /FlateDecode", f.flate.deflate(set)))
	descriptor := f.add(fmt.Appendf(nil, "<</Type /FontDescriptor /FontName /%s /Flags 4 /FontBBox [%d %d %d %d] /ItalicAngle 0 /Ascent %d /Descent %d /CapHeight %d /StemV 80 /CIDSet %d 0 R /FontFile2 %d 0 R>>",
		name, font.Box[0], font.Box[1], font.Box[2], font.Box[3], font.Ascent, font.Descent, font.CapTop, cids, data))
	widths := []byte("[0 [")
	for i, w := range font.Widths {
		if i > 0 {
			widths = append(widths, ' ')
		}
		widths = fmt.Append(widths, w)
	}
	widths = append(widths, "]]"...)
	descendant := f.add(fmt.Appendf(nil, "<</Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> /FontDescriptor %d 0 R /DW 0 /W %s /CIDToGIDMap /Identity>>",
		name, descriptor, widths))
	unicode := f.add(stream(" /Filter /FlateDecode", f.flate.deflate(toUnicode(font.Text))))
	return f.add(fmt.Appendf(nil, "<</Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H /DescendantFonts [%d 0 R] /ToUnicode %d 0 R>>", name, descendant, unicode))
}

// toUnicode is the table by which text is copied and searched (ISO 32000-1,
// section 9.10.3).
func toUnicode(text []string) []byte {
	var b bytes.Buffer
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	const block = 100
	for from := 1; from < len(text); from += block {
		to := min(from+block, len(text))
		fmt.Fprintf(&b, "%d beginbfchar\n", to-from)
		for i := from; i < to; i++ {
			fmt.Fprintf(&b, "<%04X> <", i)
			for _, u := range utf16.Encode([]rune(text[i])) {
				fmt.Fprintf(&b, "%04X", u)
			}
			b.WriteString(">\n")
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
	return b.Bytes()
}

// datesInUTC gives gofpdf's dates a zone, so that they equal those of the XMP.
func (f *file) datesInUTC() error {
	for _, key := range []string{"/CreationDate (D:", "/ModDate (D:"} {
		i := bytes.Index(f.objects[f.info], []byte(key))
		if i < 0 {
			return fmt.Errorf("finish: no %s: has gofpdf changed?", key)
		}
		end := i + len(key) + len("20060102150405")
		o := f.objects[f.info]
		if end >= len(o) || o[end] != ')' {
			return fmt.Errorf("finish: %s is no date: has gofpdf changed?", key)
		}
		f.objects[f.info] = append(append(bytes.Clone(o[:end]), 'Z'), o[end:]...)
	}
	return nil
}

// identify adds metadata and colour profile, and returns the catalog's entries.
func (f *file) identify(about About, profile Profile) string {
	meta := f.add(stream(" /Type /Metadata /Subtype /XML", xmp(about)))
	icc := f.add(stream(" /N 3 /Filter /FlateDecode", profile.deflated))
	intent := f.add(fmt.Appendf(nil, "<</Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB) /RegistryName (http://www.color.org) /Info (sRGB) /DestOutputProfile %d 0 R>>", icc))
	return fmt.Sprintf("/Metadata %d 0 R\n/OutputIntents [%d 0 R]\n/Lang (%s)\n/ViewerPreferences <</DisplayDocTitle true>>\n", meta, intent, about.Language)
}

// catalog drops gofpdf's empty name tree and adds entries.
func (f *file) catalog(entries string) error {
	return f.replace(f.root, "/Names <<\n/EmbeddedFiles << /Names [\n  \n] >>\n>>\n", entries)
}

func xmp(a About) []byte {
	esc := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\"", "&quot;").Replace
	date := a.Made.UTC().Format(time.RFC3339)
	var b strings.Builder
	b.WriteString("<?xpacket begin=\"\ufeff\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n")
	b.WriteString("<rdf:Description rdf:about=\"\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\"><pdfaid:part>1</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance></rdf:Description>\n")
	fmt.Fprintf(&b, "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:format>application/pdf</dc:format><dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">%s</rdf:li></rdf:Alt></dc:title>"+
		"<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">%s</rdf:li></rdf:Alt></dc:description><dc:creator><rdf:Seq><rdf:li>%s</rdf:li></rdf:Seq></dc:creator><dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:language></rdf:Description>\n",
		esc(a.Title), esc(a.Subject), esc(a.Author), esc(a.Language))
	fmt.Fprintf(&b, "<rdf:Description rdf:about=\"\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"><xmp:CreatorTool>Sala</xmp:CreatorTool><xmp:CreateDate>%s</xmp:CreateDate><xmp:ModifyDate>%s</xmp:ModifyDate></rdf:Description>\n", date, date)
	b.WriteString("<rdf:Description rdf:about=\"\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"><pdf:Producer>Sala</pdf:Producer></rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>")
	return []byte(b.String())
}

// Profile is a colour profile, ready for every file.
type Profile struct{ deflated []byte }

// NewProfile prepares an ICC profile of three components.
func NewProfile(icc []byte) Profile { return Profile{(&flater{}).deflate(icc)} }

// flater compresses one stream after the other: a compressor's tables are most
// of what a small stream costs.
type flater struct{ w *zlib.Writer }

func (f *flater) deflate(b []byte) []byte {
	var z bytes.Buffer
	z.Grow(len(b)/2 + 64)
	if f.w == nil {
		f.w = zlib.NewWriter(&z)
	} else {
		f.w.Reset(&z)
	}
	f.w.Write(b) // a bytes.Buffer never fails
	f.w.Close()
	return z.Bytes()
}

// textString is a string for people, in UTF-16 (ISO 32000-1, section 7.9.2.2).
func textString(s string) string {
	b := []byte{0xFE, 0xFF}
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u>>8), byte(u))
	}
	return "<" + hex.EncodeToString(b) + ">"
}

func pdfDate(t time.Time) string { return t.UTC().Format("(D:20060102150405Z)") }
