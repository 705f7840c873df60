package paper_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/chacha20"

	"sala/app/paper"
	"sala/app/words"
	"sala/forms/calendar"
	"sala/forms/certificate"
	"sala/forms/seal"
)

// seeded is randomness that a test can repeat.
func seeded(seed string) io.Reader {
	k := sha256.Sum256([]byte(seed))
	c, err := chacha20.NewUnauthenticatedCipher(k[:], make([]byte, 12))
	if err != nil {
		panic(err)
	}
	return stream{c}
}

type stream struct{ *chacha20.Cipher }

func (s stream) Read(b []byte) (int, error) {
	clear(b)
	s.XORKeyStream(b, b)
	return len(b), nil
}

type house struct {
	root  seal.Identity
	paper *paper.Typesetter
}

func demonstration(t testing.TB) house {
	t.Helper()
	from, until := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC)
	root, _, station, err := seal.Demonstration(seeded("paper"), "TH-5001", "TH-5001-D01", from, until)
	if err != nil {
		t.Fatal(err)
	}
	catalogue, err := words.Load()
	if err != nil {
		t.Fatal(err)
	}
	p, err := paper.New(station, catalogue)
	if err != nil {
		t.Fatal(err)
	}
	return house{root, p}
}

func thaiHouse() certificate.Document {
	doc := certificate.Document{
		Template: "th.house-register-copy", Language: "th", Number: "TH-5001-2569-000128", Title: "สำเนาทะเบียนบ้าน", Subtitle: "แบบรับรองรายการทะเบียนบ้าน", FormCode: "ท.ร.14/1",
		Issuer:  certificate.Issuer{ID: "TH-5001", Names: map[string]string{"th": "สำนักทะเบียนท้องถิ่นเทศบาลนครเชียงใหม่"}},
		Officer: certificate.Signatory{ID: "o1", Name: "นางสาวฟ้าใส ปั้นทอง", Title: "นายทะเบียนท้องถิ่น"},
		Issued:  calendar.Date{Year: 2026, Month: 11, Day: 22}, IssuedAt: 1795329600, Provisional: true, AsOf: "2026-11-22 09:30",
		Subject:   certificate.Subject{Name: "นายสมชาย ปู่ที่รัก", Number: "1 1017 00230 70 8", Birth: "๑ มกราคม ๒๕๓๓"},
		Certifies: "ขอรับรองว่ารายการข้างต้นคัดจากทะเบียนบ้าน ณ วันที่ ๒๒ พฤศจิกายน ๒๕๖๙ และถูกต้องตรงกับรายการในทะเบียนราษฎร",
		Fee:       "ค่าธรรมเนียม 20 บาท",
		Blocks: []certificate.Block{
			{Rows: []certificate.Row{
				{Label: "รหัสประจำบ้าน", Value: "5001-012345-6"},
				{Label: "ที่อยู่", Value: "123/4 หมู่ที่ 5 ถนนห้วยแก้ว ตำบลช้างเผือก อำเภอเมืองเชียงใหม่ จังหวัดเชียงใหม่ 50300"},
				{Label: "ชื่อภาษาเกาหลี", Value: "김민수 (金民秀) Kim Min-su"},
			}},
			{Table: &certificate.Table{
				Columns: []certificate.Column{{Title: "ลำดับ", Share: 6, Align: "center"}, {Title: "ชื่อตัว-ชื่อสกุล", Share: 27}, {Title: "เลขประจำตัวประชาชน", Share: 21}, {Title: "วันเดือนปีเกิด", Share: 19}},
				Rows: [][]string{
					{"1", "นายสมชาย ปู่ที่รัก", "1 1017 00230 70 8", "๑ มกราคม ๒๕๓๓"}, {"2", "นางน้ำฝน ปู่ที่รัก", "1 1017 00230 71 6", "๒๒ กุมภาพันธ์ ๒๕๓๕"},
				},
				End: "สิ้นสุดรายการ",
			}},
		},
	}
	return doc
}

func make1(t testing.TB, h house, doc certificate.Document) ([]byte, string) {
	t.Helper()
	text, err := h.paper.Seal(doc)
	if err != nil {
		t.Fatal(err)
	}
	b, err := h.paper.Certificate(context.Background(), doc, text)
	if err != nil {
		t.Fatal(err)
	}
	return b, text
}

// run runs a checker that `go run ./cmd/dev test` installs.
func run(t testing.TB, name string, args ...string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatalf("%s is missing: run go run ./cmd/dev test, which installs it", name)
	}
	var out bytes.Buffer
	c := exec.Command(path, args...)
	c.Stdout, c.Stderr = &out, &out
	if err := c.Run(); err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out.String())
	}
	return out.String()
}

func write(t testing.TB, name string, b []byte) string {
	t.Helper()
	dir := t.TempDir()
	if keep := os.Getenv("SALA_KEEP"); keep != "" {
		dir = keep
	}
	p := filepath.Join(dir, name)
	if err := os.WriteFile(p, b, 0o644); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestCertificate(t *testing.T) {
	h := demonstration(t)
	b, text := make1(t, h, thaiHouse())
	t.Logf("%d bytes", len(b))
	file := write(t, "house.pdf", b)
	if got := run(t, "qpdf", "--check", file); strings.Contains(got, "WARNING") {
		t.Error(got)
	}
	_ = text
}
