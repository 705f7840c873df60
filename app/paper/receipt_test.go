package paper_test

import (
	"bytes"
	"flag"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sala/app/office"
	"sala/app/paper"
)

func sampleReceipt(language string) office.Receipt {
	if language == "ko" {
		return office.Receipt{Language: "ko", Office: "한밭시 중앙동 주민센터", Title: "영수증", Number: "KR-3001-2026-000045", At: "2026. 11. 22. 09:41",
			Lines: []office.ReceiptLine{{Label: "주민등록등본 1통", Value: "400원"}, {Label: "가족관계증명서 1통", Value: "1,000원"}}, Total: "합계 1,400원",
			Payer: "납부자 김민수 (金民秀)", Officer: "담당 박하늘", Foot: []string{"감사합니다"}, QR: "KR-3001-2026-000045"}
	}
	return office.Receipt{Language: "th", Office: "สำนักทะเบียนท้องถิ่นเทศบาลนครเชียงใหม่", Title: "ใบเสร็จรับเงิน", Number: "R-5001-2569-000077", At: "22 พ.ย. 2569 09:41",
		Lines: []office.ReceiptLine{{Label: "ค่าธรรมเนียมคัดรับรองสำเนาทะเบียนบ้าน (ท.ร.14/1)", Value: "20.00"}, {Label: "ค่าคำร้อง", Value: "0.00"}}, Total: "รวม 20.00 บาท",
		Payer: "ผู้ชำระ นางน้ำฝน ปู่ที่รัก", Officer: "ผู้รับเงิน นางสาวฟ้าใส ปั้นทอง", Foot: []string{"ขอบคุณที่ใช้บริการ"}, QR: "R-5001-2569-000077"}
}

var update = flag.Bool("update", false, "draw the golden receipts anew; look at them")

// The dots are those that were looked at: marks over and under their letters,
// hanja, two columns. A different processor may round a few edges otherwise.
func TestReceiptLooksAsItDid(t *testing.T) {
	for _, lang := range []string{"th", "ko"} {
		img, err := paper.ReceiptImage(sampleReceipt(lang), paper.Dots80mm)
		if err != nil {
			t.Fatal(err)
		}
		golden := filepath.Join("testdata", "receipt-"+lang+".png")
		if *update {
			var b bytes.Buffer
			if err := png.Encode(&b, img); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(golden, b.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		f, err := os.Open(golden)
		if err != nil {
			t.Fatal(err)
		}
		want, err := png.Decode(f)
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		if img.Bounds() != want.Bounds() {
			t.Fatalf("%s: %v, looked at %v", lang, img.Bounds(), want.Bounds())
		}
		differ := 0
		for y := range img.Bounds().Dy() {
			for x := range img.Bounds().Dx() {
				a, _, _, _ := img.At(x, y).RGBA()
				b, _, _, _ := want.At(x, y).RGBA()
				if a != b {
					differ++
				}
			}
		}
		if differ > img.Bounds().Dx()*img.Bounds().Dy()/2000 {
			t.Errorf("%s: %d dots differ", lang, differ)
		}
	}
}

func TestReceiptsThatCannotBe(t *testing.T) {
	emoji := sampleReceipt("th")
	emoji.Payer = "😀"
	long := sampleReceipt("th")
	long.QR = strings.Repeat("x", 3000)
	endless := sampleReceipt("th")
	endless.Foot = make([]string, 2000)
	for i := range endless.Foot {
		endless.Foot[i] = "ยาว"
	}
	for name, rec := range map[string]office.Receipt{"emoji": emoji, "a code too large": long, "two metres": endless} {
		if _, err := paper.ReceiptImage(rec, paper.Dots80mm); err == nil {
			t.Errorf("%s: drawn", name)
		}
	}
	if _, err := paper.ReceiptImage(sampleReceipt("th"), 10); err == nil {
		t.Error("on ten dots")
	}
	if img, err := paper.ReceiptImage(office.Receipt{}, paper.Dots58mm); err != nil || img.Bounds().Dy() < 10 {
		t.Errorf("an empty receipt: %v", err)
	}
}

func TestReceiptIsReadable(t *testing.T) {
	for _, lang := range []string{"th", "ko"} {
		rec := sampleReceipt(lang)
		for _, dots := range []int{paper.Dots80mm, paper.Dots58mm} {
			img, err := paper.ReceiptImage(rec, dots)
			if err != nil {
				t.Fatal(err)
			}
			if img.Bounds().Dx() != dots {
				t.Errorf("%d dots wide, want %d", img.Bounds().Dx(), dots)
			}
			var b bytes.Buffer
			if err := png.Encode(&b, img); err != nil {
				t.Fatal(err)
			}
			file := write(t, "receipt-"+lang+".png", b.Bytes())
			if got := strings.TrimSpace(run(t, "zbarimg", "-q", "--raw", file)); got != rec.QR {
				t.Errorf("%s, %d dots: the code reads %q", lang, dots, got)
			}
		}
	}
}

// TestReceiptDoesNotTearANumber promises that a number that has no room beside its
// label stands below it, whole.
func TestReceiptDoesNotTearANumber(t *testing.T) {
	const label, number = "เลขที่คำร้อง", "TH-5014-D01-d42fdf1e"
	draw := func(lines ...office.ReceiptLine) []byte {
		t.Helper()
		img, err := paper.ReceiptImage(office.Receipt{Language: "th", Lines: lines}, paper.Dots58mm)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := png.Encode(&b, img); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	if !bytes.Equal(draw(office.ReceiptLine{Label: label, Value: number}), draw(office.ReceiptLine{Label: label}, office.ReceiptLine{Value: number})) {
		t.Error("the number does not stand on a line of its own")
	}
}
