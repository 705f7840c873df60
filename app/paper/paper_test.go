package paper_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"image"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/crypto/chacha20"

	"sala/app/paper"
	"sala/app/words"
	files "sala/assets/words"
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
	words *words.Catalogue
}

func demonstration(t testing.TB) house {
	t.Helper()
	from, until := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC)
	root, _, station, err := seal.Demonstration(seeded("paper"), "TH-5001", "TH-5001-D01", from, until)
	if err != nil {
		t.Fatal(err)
	}
	// Only the words that go on paper, so that another area's fault is not ours.
	own := fstest.MapFS{}
	for _, name := range []string{"paper.yaml", "forms.yaml", "registers.yaml"} {
		b, err := files.Files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		own[name] = &fstest.MapFile{Data: b}
	}
	catalogue, err := words.LoadFS(own)
	if err != nil {
		t.Fatal(err)
	}
	p, err := paper.New(station, catalogue)
	if err != nil {
		t.Fatal(err)
	}
	return house{root, p, catalogue}
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
	var out, errors bytes.Buffer
	c := exec.Command(path, args...)
	c.Stdout, c.Stderr = &out, &errors
	if err := c.Run(); err != nil {
		t.Fatalf("%s %s: %v\n%s%s", name, strings.Join(args, " "), err, out.String(), errors.String())
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

func (h house) trust(t testing.TB) (seal.Trust, *x509.CertPool) {
	t.Helper()
	roots, err := paper.Roots(h.root.X509...)
	if err != nil {
		t.Fatal(err)
	}
	return seal.Trust{Roots: []seal.Root{h.root.Root()}, Now: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)}, roots
}

func TestCertificateIsWhatWasSealed(t *testing.T) {
	h := demonstration(t)
	doc := thaiHouse()
	b, text := make1(t, h, doc)
	if again, _ := make1(t, h, doc); !bytes.Equal(again, b) {
		t.Error("the same document gave other bytes")
	}
	trust, roots := h.trust(t)
	s, got, err := paper.Verify(b, trust, roots)
	if err != nil {
		t.Fatal(err)
	}
	if s.Number != doc.Number || s.Station != "TH-5001-D01" || !s.Provisional {
		t.Errorf("sealed %+v", s)
	}
	if err := s.Attests(got); err != nil || got.Subject.Name != doc.Subject.Name {
		t.Errorf("%v, %q", err, got.Subject.Name)
	}
	if found, _, err := paper.FindSeal(b); err != nil || found != text {
		t.Errorf("found another seal: %v", err)
	}
}

// One changed byte anywhere in the file is enough.
func TestOneChangedByteIsRefused(t *testing.T) {
	h := demonstration(t)
	b, _ := make1(t, h, thaiHouse())
	trust, roots := h.trust(t)
	step := 53
	if os.Getenv("SALA_LONG") != "" {
		step = 1
	}
	changed := bytes.Clone(b)
	for i := 0; i < len(b); i += step {
		changed[i] ^= 0x20
		if _, _, err := paper.Verify(changed, trust, roots); err == nil {
			t.Fatalf("byte %d of %d changed from %q and nobody noticed", i, len(b), b[i])
		}
		changed[i] = b[i]
	}
	for name, other := range map[string][]byte{"appended": append(bytes.Clone(b), '\n'), "cut": b[:len(b)-1], "empty": nil, "text": []byte("hello")} {
		if _, _, err := paper.Verify(other, trust, roots); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

// openssl knows the signature as CAdES, by the root's word.
func TestSignatureIsCAdES(t *testing.T) {
	h := demonstration(t)
	b, _ := make1(t, h, thaiHouse())
	dir := t.TempDir()
	from := bytes.Index(b, []byte("/Contents <")) + len("/Contents ")
	to := from + bytes.IndexByte(b[from:], '>') + 1
	der := make([]byte, (to-from-2)/2)
	if _, err := hex.Decode(der, b[from+1:to-1]); err != nil {
		t.Fatal(err)
	}
	// The length of the outer SEQUENCE; the rest is padding.
	der = der[:4+int(der[2])<<8+int(der[3])]
	files := map[string][]byte{"sig.der": der, "signed.bin": append(bytes.Clone(b[:from]), b[to:]...), "root.pem": pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: h.root.X509[0]})}
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	p := func(name string) string { return filepath.Join(dir, name) }
	run(t, "openssl", "cms", "-verify", "-binary", "-cades", "-inform", "DER", "-in", p("sig.der"), "-content", p("signed.bin"), "-CAfile", p("root.pem"), "-out", os.DevNull)
}

// A provisional certificate with Korean in a Thai one, by other programs.
func TestProvisionalIsReadByOthers(t *testing.T) {
	h := demonstration(t)
	doc := thaiHouse()
	b, text := make1(t, h, doc)
	file := write(t, "house.pdf", b)
	h.checkedByOthers(t, file, text)
	said := run(t, "pdftotext", "-raw", file, "-")
	// Read aloud, the title is a heading and each row a paragraph.
	if tree := run(t, "pdfinfo", "-struct-text", file); !strings.Contains(tree, "H1 (block)\n    \""+doc.Title+"\"") || !strings.Contains(tree, "P (block)\n    \"รหัสประจำบ้าน5001-012345-6\"") {
		t.Errorf("the structure is %s", tree)
	}
	if mu := run(t, "mutool", "draw", "-F", "txt", file); !strings.Contains(mu, doc.Subject.Name) || !strings.Contains(mu, "김민수 (金民秀) Kim Min-su") || !strings.Contains(mu, "นางน้ำฝน ปู่ที่รัก") {
		t.Errorf("MuPDF reads %q", mu)
	}
	for _, want := range []string{doc.Subject.Name, "김민수 (金民秀) Kim Min-su", "123/4 หมู่ที่ 5 ถนนห้วยแก้ว ตำบลช้างเผือก อำเภอเมืองเชียงใหม่", "ออกให้ชั่วคราว"} {
		if !strings.Contains(said, want) {
			t.Errorf("pdftotext does not give %q", want)
		}
	}
}

// An office's own pictures take the places of the specimens.
func TestOwnEmblemAndStamp(t *testing.T) {
	h := demonstration(t)
	var emblem bytes.Buffer
	if err := png.Encode(&emblem, image.NewGray(image.Rect(0, 0, 40, 40))); err != nil {
		t.Fatal(err)
	}
	own := house{h.root, h.paper.With(paper.Marks{Emblem: emblem.Bytes(), Stamp: emblem.Bytes()}), h.words}
	for _, lang := range []string{"th", "ko"} {
		doc := thaiHouse()
		doc.Language = lang
		b, text := make1(t, own, doc)
		file := write(t, "own.pdf", b)
		own.checkedByOthers(t, file, text)
		images := strings.Count(run(t, "pdfimages", "-list", file), " image ")
		if said := run(t, "pdftotext", file, "-"); strings.Contains(said, "ตัวอย่างตรา") || strings.Contains(said, "견본") || images < 3 {
			t.Errorf("%s: %d pictures, and it says %q", lang, images, said)
		}
	}
	if _, err := h.paper.With(paper.Marks{Emblem: []byte("no picture")}).Certificate(context.Background(), thaiHouse(), "SALA1:X"); err == nil {
		t.Error("a file that is no picture was printed")
	}
}
