package escpos_test

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"sala/devices/escpos"
)

func bytesOf(t *testing.T, j *escpos.Job) []byte {
	t.Helper()
	p, err := j.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestNativeText(t *testing.T) {
	th, ko, pic := escpos.Profiles()["thai-80"], escpos.Profiles()["korean-80"], escpos.Profiles()["picture-80"]
	for name, tt := range map[string]struct {
		profile escpos.Profile
		text    string
		want    string // of the text, after the job's beginning
		err     bool
	}{
		"Latin":                    {th, "abc", "\x1C.\x1Bt\x00abc\n", false},
		"Thai":                     {th, "น้ำ 5", "\x1C.\x1Bt\x1A\xB9\xE9\xD3 5\n", false},
		"Latin, then Thai":         {th, "No. ก", "\x1C.\x1Bt\x00No. \x1C.\x1Bt\x1A\xA1\n", false},
		"Thai digits and baht":     {th, "๑฿", "\x1C.\x1Bt\x1A\xF1\xDF\n", false},
		"Korean":                   {ko, "한글 A", "\x1BR\x0D\x1C&\xC7\xD1\xB1\xDB A\n", false},
		"won":                      {ko, "한₩5", "\x1BR\x0D\x1C&\xC7\xD1\\5\n", false},
		"back from Korean":         {ko, "é 한", "\x1C.\x1Bt\x00\x82 \x1BR\x0D\x1C&\xC7\xD1\n", false},
		"Hangul outside KS X 1001": {ko, "뷁", "", true},
		"Thai on a Korean":         {ko, "ก", "", true},
		"Thai without a page":      {pic, "ก", "", true},
		"no such letter":           {th, "漢", "", true},
	} {
		j := escpos.NewJob(tt.profile)
		begin := len(bytesOf(t, j))
		j.Text(tt.text, escpos.Style{})
		p, err := j.Bytes()
		if errors.Is(err, escpos.ErrText) != tt.err {
			t.Errorf("%s: %v", name, err)
		}
		if tt.profile.CanPrint(tt.text) == tt.err {
			t.Errorf("%s: CanPrint does not agree", name)
		}
		if !tt.err && string(p[begin:]) != tt.want {
			t.Errorf("%s: % X, want % X", name, p[begin:], tt.want)
		}
	}
}

func TestWidth(t *testing.T) {
	for s, want := range map[string]int{"": 0, "abc": 3, "กิน": 2, "น้ำ": 2, "ปี่แก้ว": 4, "한글": 4, "한 A": 4, "ที่": 1, "ฎุ": 1} {
		if got := escpos.Width(s); got != want {
			t.Errorf("%q is %d columns, want %d", s, got, want)
		}
	}
}

func TestPictureSendsLittleWhite(t *testing.T) {
	img := image.NewGray(image.Rect(0, 0, 576, 400))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	for x := range 24 {
		img.SetGray(x, 200, color.Gray{})
	}
	j := escpos.NewJob(escpos.Profiles()["picture-80"])
	j.Picture(img, escpos.Left)
	p := bytesOf(t, j)
	if len(p) > 600 {
		t.Errorf("%d bytes for one short line on white", len(p))
	}
	if !bytes.Contains(p, []byte{0x1D, 'v', '0', 0, 3, 0, 1, 0, 0xFF, 0xFF, 0xFF}) {
		t.Errorf("the line is not there")
	}
	rows := 0
	for q := p; ; {
		at := bytes.Index(q, []byte{0x1D, 'v', '0', 0})
		if at < 0 {
			break
		}
		rows += int(q[at+6]) | int(q[at+7])<<8
		q = q[at+8:]
	}
	if rows != 400 {
		t.Errorf("%d rows", rows)
	}
}

func TestQuickerIsChosen(t *testing.T) {
	p := escpos.Profiles()["thai-80"]
	picture := escpos.NewJob(p)
	picture.Picture(image.NewGray(image.Rect(0, 0, 576, 300)), escpos.Left)
	native := slip.Native(p)
	if escpos.Quicker(native, picture) != native {
		t.Error("native text is shorter")
	}
	korean := slip
	korean.Head = []string{"한글"}
	if escpos.Quicker(korean.Native(p), picture) != picture {
		t.Error("the printer has no Hangul")
	}
}

var slip = escpos.Slip{
	Head: []string{"เทศบาลตำบลบางกรวย"}, Title: "ใบเสร็จรับเงิน",
	Rows: []escpos.Row{{"เลขที่", "R-2569-000123"}, {"วันที่", "22 พ.ย. 2569"}, {"ผู้ชำระเงิน", "นายสมชาย ใจดีงาม"},
		{"ค่าธรรมเนียมคัดสำเนาทะเบียนบ้าน ท.ร.14/1", "20.00 บาท"}},
	Total: escpos.Row{Label: "รวม", Value: "20.00 บาท"}, Foot: []string{"ขอบคุณที่ใช้บริการ"}, QR: "HTTPS://EXAMPLE.TH/R/123",
}

func TestSlipFitsThePaper(t *testing.T) {
	for _, name := range []string{"thai-80", "thai-58"} {
		p := escpos.Profiles()[name]
		long := slip
		long.Rows = append(long.Rows, escpos.Row{Label: strings.Repeat("ที่", 100), Value: strings.Repeat("น้ำ", 100)})
		j := long.Native(p)
		if j.Err() != nil {
			t.Fatal(j.Err())
		}
		// Three seconds is what issue 5 allows for a receipt.
		if d := slip.Native(p).LineTime(9600); d.Seconds() >= 3 {
			t.Errorf("%s: %v on the line", name, d)
		}
	}
}

// Nothing of a slip is lost on a narrow paper, and no line is wider than it.
func TestNarrowPaperLosesNothing(t *testing.T) {
	label := "ค่าธรรมเนียมคัดและรับรองสำเนาทะเบียนบ้าน แบบ ท.ร.14/1 จำนวน 3 ฉบับ"
	p := escpos.Profiles()["thai-58"]
	p.Columns = 20
	b, err := escpos.Slip{Rows: []escpos.Row{{label, "1,000.00 บาท"}}}.Native(p).Bytes()
	if err != nil {
		t.Fatal(err)
	}
	text, err := charmap.Windows874.NewDecoder().String(string(bytes.ReplaceAll(b, []byte("\x1C.\x1Bt\x1A"), nil)))
	if err != nil {
		t.Fatal(err)
	}
	text = strings.ReplaceAll(text, "\x1C.\x1Bt\x00", "")
	var all strings.Builder
	for line := range strings.Lines(text) {
		if w := escpos.Width(strings.TrimRight(line, "\n")); w > 22 && !strings.Contains(line, "\x1B") {
			t.Errorf("%d columns: %q", w, line)
		}
		all.WriteString(strings.ReplaceAll(strings.TrimSpace(line), " ", ""))
	}
	for _, want := range []string{label, "1,000.00 บาท"} {
		if !strings.Contains(all.String(), strings.ReplaceAll(want, " ", "")) {
			t.Errorf("%q is not whole in %q", want, all.String())
		}
	}
}

func TestProfiles(t *testing.T) {
	all := escpos.Profiles()
	if len(all) < 8 {
		t.Fatalf("%d profiles", len(all))
	}
	for name, p := range all {
		if p.Name != name || p.Columns < 16 || p.Dots < p.Columns*8 {
			t.Errorf("%s: %+v", name, p)
		}
		if err := escpos.TestSheet(p).Err(); err != nil {
			t.Errorf("%s: test sheet: %v", name, err)
		}
	}
}
