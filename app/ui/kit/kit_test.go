package kit_test

import (
	"bytes"
	"flag"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	fynetheme "fyne.io/fyne/v2/theme"
	"pgregory.net/rapid"

	"sala/app/ui/internal/studiotest"
	"sala/app/ui/kit"
	"sala/app/ui/theme"
	"sala/forms/calendar"
	"sala/forms/fee"
	"sala/forms/register"
)

var update = flag.Bool("update", false, "write the golden files anew")

// in returns a kit of a language, and the window for what it makes.
func in(t *testing.T, language string) (*kit.Kit, *studiotest.Studio) {
	t.Helper()
	return inFront(t, theme.Desk, language, 640, 480)
}

// outside is a kit with a small window of the field's.
func outside(t *testing.T) (*kit.Kit, *studiotest.Studio) {
	t.Helper()
	return inFront(t, theme.Field, "th", 600, 400)
}

func inFront(t *testing.T, front theme.Front, language string, width, height float32) (*kit.Kit, *studiotest.Studio) {
	t.Helper()
	s := studiotest.Open(t, width, height)
	s.Use(theme.New(front, theme.Light, 1))
	k := studiotest.Kit(t)
	k.Language, k.Front = language, front
	return &k, s
}

// languages are of the controls that are not drawn in Thai.
var languages = map[string]string{"date-ko": "ko", "date-open-ko": "ko", "national-number-ko": "ko", "address-ko": "ko", "person-photo": "ko", "hangul-composing": "ko"}

// picture is a photo of one colour.
func picture(t *testing.T, width, height int) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(m, m.Bounds(), image.NewUniform(color.RGBA{120, 150, 190, 255}), image.Point{}, draw.Src)
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// controls are all that the kit draws.
func controls(t *testing.T) map[string]func(*kit.Kit) fyne.CanvasObject {
	none := func() {}
	return map[string]func(*kit.Kit) fyne.CanvasObject{
		"button":      func(k *kit.Kit) fyne.CanvasObject { return k.Button("ปิด", none).With("Esc") },
		"button-main": func(k *kit.Kit) fyne.CanvasObject { return k.MainButton("ยื่นคำร้อง", "F9", none) },
		"button-danger": func(k *kit.Kit) fyne.CanvasObject {
			return k.Button("ไม่อนุมัติ", none).As(kit.Danger)
		},
		"button-disabled": func(k *kit.Kit) fyne.CanvasObject { b := k.Button("พิมพ์", none); b.Disable(); return b },
		"tile": func(k *kit.Kit) fyne.CanvasObject {
			return k.Tile("แจ้งย้ายเข้า", "ภายใน 15 วัน", nil, none)
		},
		"text": func(k *kit.Kit) fyne.CanvasObject {
			return k.Text("ลงทะเบียนเบี้ยยังชีพผู้สูงอายุให้แก่ประชาชนในเขตเทศบาลตำบลแม่ปิง")
		},
		"heading": func(k *kit.Kit) fyne.CanvasObject { return k.Heading("ผู้มาติดต่อ") },
		"field": func(k *kit.Kit) fyne.CanvasObject {
			return k.Field("โทรศัพท์", "ใช้แจ้งผลเท่านั้น", true, k.Entry("", nil)).Container
		},
		"field-wrong": func(k *kit.Kit) fyne.CanvasObject {
			f := k.Field("โทรศัพท์", "", true, k.Entry("", nil))
			f.Problem("ต้องตอบข้อนี้", false)
			return f.Container
		},
		"password": func(k *kit.Kit) fyne.CanvasObject { return k.Password(none) },
		"area":     func(k *kit.Kit) fyne.CanvasObject { return k.Area("บรรทัดหนึ่ง", nil) },
		"date": func(k *kit.Kit) fyne.CanvasObject {
			return k.DateEntry(calendar.Date{Year: 2026, Month: 11, Day: 22}, func(calendar.Date, bool) {})
		},
		"national-number": func(k *kit.Kit) fyne.CanvasObject { return k.NationalEntry("TH", "1101700230708", nil) },
		"national-number-wrong": func(k *kit.Kit) fyne.CanvasObject {
			return k.NationalEntry("TH", "1101700230709", nil)
		},
		"choice": func(k *kit.Kit) fyne.CanvasObject {
			return k.Choice([]kit.Option{{ID: "a", Label: "สมัครเรียน"}, {ID: "b", Label: "สมัครงาน", Detail: "เอกชนหรือราชการ"}}, []string{"b"}, false, nil)
		},
		"choice-many": func(k *kit.Kit) fyne.CanvasObject {
			return k.Choice([]kit.Option{{ID: "a", Label: "น้ำ"}, {ID: "b", Label: "ไฟ"}}, []string{"a"}, true, nil)
		},
		"type-ahead": func(k *kit.Kit) fyne.CanvasObject {
			a := k.TypeAhead("", func(string) []kit.Option {
				return []kit.Option{{ID: "1", Label: "วัดเกต", Detail: "เมืองเชียงใหม่"}}
			}, nil)
			a.Entry.SetText("วัด")
			return a
		},
		"address": func(k *kit.Kit) fyne.CanvasObject {
			return k.AddressEntry(register.Address{Country: "TH", House: "99/1", Subdistrict: "วัดเกต", District: "เมืองเชียงใหม่", Province: "เชียงใหม่"}, nil)
		},
		"person": func(k *kit.Kit) fyne.CanvasObject {
			return k.PersonCard(kit.Person{Name: "นางสมหญิง ใจดี", Second: "Somying Jaidee", Lines: []kit.Line{{Label: "เกิด", Value: "13 เมษายน 2527"}}})
		},
		"lamp": func(k *kit.Kit) fyne.CanvasObject {
			return k.Lamp("เครื่องพิมพ์", "กระดาษหมด", kit.ToneBad)
		},
		"notice": func(k *kit.Kit) fyne.CanvasObject {
			return k.Notice(kit.ToneWarm, "บัตรไม่ตรงกับทะเบียน", "ตรวจกับผู้มาติดต่อ")
		},
		"trouble": func(k *kit.Kit) fyne.CanvasObject { return k.Trouble("printer_paper_out", nil) },
		"toast":   func(k *kit.Kit) fyne.CanvasObject { return k.Toast("พิมพ์แล้ว") },
		"steps": func(k *kit.Kit) fyne.CanvasObject {
			return k.Steps([]string{"บัตร", "แบบ", "เสร็จ"}, 1)
		},
		"bar": func(k *kit.Kit) fyne.CanvasObject { return k.Bar(0.4) },
		"empty": func(k *kit.Kit) fyne.CanvasObject {
			return k.Empty(fynetheme.ListIcon(), "ไม่มีคำร้อง", "เสียบบัตรเพื่อเริ่ม")
		},
		"keyboard": func(k *kit.Kit) fyne.CanvasObject { return k.Keyboard(kit.HangulKeys) },
		"table": func(k *kit.Kit) fyne.CanvasObject {
			return k.Table([]kit.Col{{Title: "เลขที่", Share: 1}, {Title: "ชื่อ", Share: 2}}, 3, func(row int) []string { return []string{k.Number(row + 1000), "ใจดี"} }, nil)
		},
		"paged": func(k *kit.Kit) fyne.CanvasObject {
			p := k.Paged([]kit.Col{{Title: "เลขที่", Share: 1, Sort: func() {}, Sorted: true}, {Title: "ชื่อ", Share: 2}}, 2, func(from, n int, shown func([][]string)) {
				shown([][]string{{"1", "สมหญิง ใจดี"}, {"2", "김민수"}})
			}, nil)
			p.Narrow("ชื่อหรือเลขที่", "", func(string) {})
			return kit.Least(400, 200, p)
		},
		"signature": func(k *kit.Kit) fyne.CanvasObject { return k.SignaturePad(nil) },
		"picker": func(k *kit.Kit) fyne.CanvasObject {
			return k.Picker(func(_ string, shown func(kit.Listing)) {
				shown(kit.Listing{Name: "DCIM", Files: []kit.Listed{{Name: "100ANDRO", Path: "a", Folder: true}, {Name: "ร้านค้า.jpg", Path: "b", Detail: "2.1 MB"}}})
			}, nil)
		},
		"picker-trouble": func(k *kit.Kit) fyne.CanvasObject {
			return k.Picker(func(_ string, shown func(kit.Listing)) { shown(kit.Listing{Name: "DCIM", Code: "file_gone"}) }, nil)
		},
		"date-open": func(k *kit.Kit) fyne.CanvasObject {
			d := k.DateEntry(calendar.Date{Year: 2026, Month: 11, Day: 22}, func(calendar.Date, bool) {})
			test.WidgetRenderer(d) // the calendar is made when it is drawn
			d.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF4})
			return d
		},
		"hangul": func(k *kit.Kit) fyne.CanvasObject {
			e := k.Entry("김민수", nil)
			k.MayCompose(e)
			return e
		},
		"money": func(k *kit.Kit) fyne.CanvasObject {
			return k.Text(k.Money(fee.Money{Minor: 123456, Currency: "THB"}))
		},
		"labelled": func(k *kit.Kit) fyne.CanvasObject { return k.Labelled("เหตุผล", "", k.Entry("", nil)) },
		"lines": func(k *kit.Kit) fyne.CanvasObject {
			return k.Lines([]kit.Line{{Label: "เลขที่", Value: "1"}, {Label: "ว่าง"}})
		},
		"photo-none": func(k *kit.Kit) fyne.CanvasObject { return kit.Photo(nil, 64, 78) },
		"panel":      func(k *kit.Kit) fyne.CanvasObject { return kit.Panel(k.Sub("คำร้อง")) },
		"waiting": func(k *kit.Kit) fyne.CanvasObject {
			return k.Waiting("กำลังอ่านบัตร", 3*time.Second, func() {})
		},
		"date-ko": func(k *kit.Kit) fyne.CanvasObject {
			return k.DateEntry(calendar.Date{Year: 2026, Month: 11, Day: 22}, func(calendar.Date, bool) {})
		},
		"date-open-ko": func(k *kit.Kit) fyne.CanvasObject {
			d := k.DateEntry(calendar.Date{Year: 2026, Month: 11, Day: 22}, func(calendar.Date, bool) {})
			test.WidgetRenderer(d)
			d.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF4})
			return d
		},
		"national-number-ko": func(k *kit.Kit) fyne.CanvasObject { return k.NationalEntry("KR", "9001011234568", nil) },
		"address-ko": func(k *kit.Kit) fyne.CanvasObject {
			return k.AddressEntry(register.Address{Country: "KR", House: "12", Road: "종로", Subdistrict: "청운효자동", District: "종로구", Province: "서울특별시"}, nil)
		},
		"person-photo": func(k *kit.Kit) fyne.CanvasObject {
			return k.PersonCard(kit.Person{Name: "김민수", Photo: picture(t, 90, 110), Lines: []kit.Line{{Label: "생년월일", Value: "1990년 10월 12일"}}})
		},
		"picture": func(*kit.Kit) fyne.CanvasObject { return kit.Picture(picture(t, 400, 200), 300, 300) },
		"button-focused": func(k *kit.Kit) fyne.CanvasObject {
			b := k.Button("บันทึก", none)
			b.FocusGained()
			return b
		},
		"button-row": func(k *kit.Kit) fyne.CanvasObject {
			b := k.Button("ลงทะเบียนเบี้ยยังชีพผู้สูงอายุให้แก่ประชาชนในเขตเทศบาลตำบลแม่ปิงและเขตใกล้เคียงทั้งหมด", none)
			b.Detail, b.Icon = "TH-5001-D01-00000001", fynetheme.DocumentIcon()
			return kit.Least(320, 0, b)
		},
		"hangul-composing": func(k *kit.Kit) fyne.CanvasObject {
			e := k.Entry("", nil)
			k.MayCompose(e)
			for _, r := range "rkqt" {
				e.TypedRune(r)
			}
			return e
		},
		"sketch": func(k *kit.Kit) fyne.CanvasObject { return k.SketchPad(picture(t, 320, 200)) },
		"money-typed": func(k *kit.Kit) fyne.CanvasObject {
			f := k.Field("รับเงินมา", "", false, k.Entry("1,234.5", nil))
			if _, right := kit.ReadMoney("1,234.5", "THB"); !right {
				f.Problem("จำนวนเงินไม่ถูกต้อง", false)
			}
			return f.Container
		},
		"card-sign": func(k *kit.Kit) fyne.CanvasObject { return kit.CardSign(76) },
		"sign-in": func(k *kit.Kit) fyne.CanvasObject {
			return k.SignInPage("เข้าสู่ระบบ", "พิมพ์รหัสผ่าน", []kit.Option{{ID: "a", Label: "สมชาย"}}, "a", func(string) {}, func(string) {}).Object
		},
	}
}

// Each control draws itself as its golden file says.
func TestMarkup(t *testing.T) {
	for name, build := range controls(t) {
		t.Run(name, func(t *testing.T) {
			language := "th"
			if l, ok := languages[name]; ok {
				language = l
			}
			k, s := in(t, language)
			s.Window.SetContent(kit.Column(0, build(k)))
			s.Settle()
			got := test.RenderObjectToMarkup(s.Window.Content())
			file := filepath.Join("testdata", name+".xml")
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("%s is drawn otherwise than %s; look at it, then run with -update:\n%s", name, file, got)
			}
		})
	}
}

// Every control has room for its words in every language, theme and size.
func TestControlsFitAtEverySize(t *testing.T) {
	for _, look := range []struct {
		language string
		scheme   theme.Scheme
		scale    float32
	}{{"th", theme.Light, 1.25}, {"ko", theme.Dark, 1.5}, {"en", theme.Contrast, 2}, {"th", theme.Contrast, 2}} {
		k, s := in(t, look.language)
		s.Window.Resize(fyne.NewSize(1366, 768))
		s.Use(theme.New(theme.Desk, look.scheme, look.scale))
		for name, build := range controls(t) {
			s.Window.SetContent(container.NewVScroll(kit.Column(0, build(k))))
			s.Settle()
			for _, fault := range s.Faults() {
				t.Errorf("%s in %s at %v: %s", name, look.language, look.scale, fault)
			}
		}
	}
}

func TestEnterAndSpacePress(t *testing.T) {
	k, s := in(t, "th")
	pressed := 0
	b := k.Button("x", func() { pressed++ })
	s.Window.SetContent(b)
	for _, key := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace, fyne.KeyA} {
		b.TypedKey(&fyne.KeyEvent{Name: key})
	}
	if pressed != 3 {
		t.Errorf("Return, Enter, Space and A pressed the button %d times, want 3", pressed)
	}
	b.Disable()
	b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if pressed != 3 {
		t.Error("a button that is off was pressed")
	}
}

// A line of Thai ends between words, and never between a letter and its mark.
func TestThaiLinesEndBetweenWords(t *testing.T) {
	k, s := in(t, "th")
	const words = "ลงทะเบียนเบี้ยยังชีพผู้สูงอายุให้แก่ประชาชนในเขตเทศบาล"
	text := k.Text(words)
	s.Window.SetContent(text)
	for width := float32(90); width < 500; width += 13 {
		text.Resize(fyne.NewSize(width, 400))
		at := 0
		for _, o := range test.WidgetRenderer(text).Objects() {
			at += len(o.(*canvas.Text).Text)
			if at < len(words) && !slices.Contains(k.Breaks(words), at) {
				t.Errorf("at a width of %v a line ends within a word: %q", width, o.(*canvas.Text).Text)
			}
		}
		if at != len(words) {
			t.Errorf("at a width of %v the lines hold %d bytes of %d", width, at, len(words))
		}
	}
}

func TestNationalNumberIsCheckedAsItIsTyped(t *testing.T) {
	k, s := in(t, "en")
	var digits string
	n := k.NationalEntry("TH", "", func(d string) { digits = d })
	s.Window.SetContent(n)
	test.Type(n.Entry, "110170023070")
	if got := n.Saying(); got != "1 more digit" {
		t.Errorf("after twelve digits it says %q", got)
	}
	test.Type(n.Entry, "8")
	if digits != "1101700230708" || n.Entry.Text != "1-1017-00230-70-8" || n.Saying() != "The number is valid" {
		t.Errorf("digits %q, shown as %q, and it says %q", digits, n.Entry.Text, n.Saying())
	}
}

func TestDateIsReadInItsLanguage(t *testing.T) {
	for _, c := range []struct{ language, typed, want string }{
		{"th", "22/11/2569", "2026-11-22"}, {"ko", "2026.11.22", "2026-11-22"}, {"en", "22 Nov 2026", "2026-11-22"}, {"th", "31/2/2569", ""},
	} {
		k, s := in(t, c.language)
		got, right := "", false
		d := k.DateEntry(calendar.Date{}, func(date calendar.Date, ok bool) { got, right = date.String(), ok })
		s.Window.SetContent(d)
		test.Type(d.Entry, c.typed)
		if right != (c.want != "") || right && got != c.want {
			t.Errorf("%s typed in %s is %q, right: %v; want %q", c.typed, c.language, got, right, c.want)
		}
	}
}

// Hangul is composed out of a plain keyboard, also in the middle of a text.
// A draft that was kept is gone on with where it ended.
func TestKeptTextIsGoneOnWith(t *testing.T) {
	k, s := in(t, "th")
	e := k.Entry("053", nil)
	s.Window.SetContent(e)
	test.Type(e, "1")
	if e.Text != "0531" {
		t.Errorf("typing on gives %q, want 0531", e.Text)
	}
}

func TestHangulIsComposed(t *testing.T) {
	k, s := in(t, "ko")
	e := k.Entry("", nil)
	s.Window.SetContent(e)
	k.MayCompose(e)
	test.Type(e, "rlaalstn")
	if e.Text != "김민수" {
		t.Errorf("rlaalstn gives %q, want 김민수", e.Text)
	}
	e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	if e.Text != "김민ㅅ" {
		t.Errorf("Backspace within the syllable gives %q, want 김민ㅅ", e.Text)
	}
	e.FocusLost()
	e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	if e.Text != "김민" {
		t.Errorf("Backspace after the syllable gives %q, want 김민", e.Text)
	}
}

// The keyboard on the screen types into the entry that had the keyboard last,
// and gives it back.
func TestKeyboardOnTheScreen(t *testing.T) {
	k, s := in(t, "ko")
	e := k.Entry("", nil)
	b := k.Keyboard(kit.HangulKeys)
	s.Window.SetContent(kit.Column(1, e, b))
	b.Into(e)
	for _, r := range "gksrmf" {
		b.Press(r)
		s.Window.Canvas().Unfocus() // as Fyne does on every tap elsewhere
	}
	if e.Text != "한글" {
		t.Errorf("the keys give %q, want 한글", e.Text)
	}
	b.Turn(kit.ThaiKeys)
	b.Press('ก')
	b.Special(fyne.KeyBackspace)
	if e.Composes() || s.Window.Canvas().Focused() != fyne.Focusable(e) {
		t.Error("after a Thai key the entry composes Hangul, or lost the keyboard")
	}
}

func TestMoney(t *testing.T) {
	k, _ := in(t, "en")
	if got := k.Money(fee.Money{Minor: 123456789, Currency: "THB"}); got != "1,234,567.89 baht" {
		t.Errorf("money is %q", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		minor := rapid.Int64Range(0, 1e12).Draw(t, "minor")
		m := fee.Money{Minor: minor, Currency: "THB"}
		text := strings.Fields(m.String())[0]
		if got, ok := kit.ReadMoney(text, "THB"); !ok || got != minor {
			t.Fatalf("%s is read as %d, %v", text, got, ok)
		}
	})
	for _, wrong := range []string{"", "-1", "1.234", "x", "1.", "٣"} {
		if got, ok := kit.ReadMoney(wrong, "THB"); ok {
			t.Errorf("%q is read as %d", wrong, got)
		}
	}
}

// A finger's slide scrolls; its jitter does not.
func TestDragScroll(t *testing.T) {
	k, s := in(t, "th")
	var rows []fyne.CanvasObject
	for range 50 {
		rows = append(rows, k.Button("x", nil))
	}
	d := kit.NewDragScroll(kit.Column(1, rows...))
	s.Window.SetContent(d)
	s.Settle()
	slide := func(dy float32) {
		d.Dragged(&fyne.DragEvent{Dragged: fyne.NewDelta(0, dy)})
	}
	slide(-3)
	if got := d.Scroll.Offset.Y; got != 0 {
		t.Errorf("jitter scrolled to %v", got)
	}
	slide(-100)
	slide(-100)
	d.DragEnd()
	if got := d.Scroll.Offset.Y; got != 200 {
		t.Errorf("a slide of 200 scrolled to %v", got)
	}
	slide(10000)
	if got := d.Scroll.Offset.Y; got != 0 {
		t.Errorf("a slide beyond the top scrolled to %v", got)
	}
}

func TestWaitingCanBeCancelledAfterASecond(t *testing.T) {
	k, s := in(t, "en")
	s.Window.SetContent(k.Waiting("Reading", 500*time.Millisecond, func() {}))
	s.Settle()
	if slices.Contains(s.Texts(), "Cancel") {
		t.Error("Cancel is offered at once")
	}
	s.Window.SetContent(k.Waiting("Reading", 2*time.Second, func() {}))
	s.Settle()
	if !slices.Contains(s.Texts(), "Cancel") {
		t.Error("Cancel is not offered after a second")
	}
}
