package pdf

import (
	"bytes"
	"crypto/x509"
	"errors"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"sala/app/paper/internal/archivetest"
	"sala/app/paper/typeset"
	"sala/assets/dictionary"
	"sala/assets/fonts"
	"sala/assets/icc"
	"sala/forms/script"
	"sala/forms/seal"
)

var about = About{Title: "ทดสอบ <&>", Subject: "s", Author: "สำนักงาน", Language: "th", Made: time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)}

func family(t testing.TB) *typeset.Family {
	t.Helper()
	face, err := typeset.OpenShaped("Sarabun", fonts.SarabunRegular())
	if err != nil {
		t.Fatal(err)
	}
	f, err := typeset.NewFamily(face, face, nil, nil, script.NewBreaker(dictionary.Thai()))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// draw makes a file of lines, 40 on a page.
func draw(t testing.TB, lines []string, sign *Signature) []byte {
	t.Helper()
	f := family(t)
	set := f.NewDocument("th")
	d := NewDrawing(about, f.Units())
	for i, text := range lines {
		if i%40 == 0 {
			d.Page()
		}
		line, err := set.Line(text, typeset.Regular)
		if err != nil {
			t.Fatal(err)
		}
		d.Text(20, 20+float64(i%40)*6.5, 12, Grey(0), line)
	}
	font, err := set.Font()
	if err != nil {
		t.Fatal(err)
	}
	b, err := d.Bytes(about, font, NewProfile(icc.SRGB()), &Own{Seal: "SALA1:TEST", Content: []byte("content")}, sign)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func signer(t testing.TB) (*Signature, *x509.CertPool) {
	t.Helper()
	_, _, station, err := seal.Demonstration(bytes.NewReader(bytes.Repeat([]byte("randomness of the test. "), 40)), "TH-1", "TH-1-D01", about.Made.Add(-time.Hour), about.Made.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	chain, err := station.Certificates()
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(chain[len(chain)-1])
	return &Signature{Key: station.Key, Chain: chain, Name: "TH-1-D01", Reason: "r", Location: "l"}, pool
}

// Every word of the dictionary comes back from paper as it went onto it.
func TestWordsComeBack(t *testing.T) {
	var words []string
	step := 17
	if os.Getenv("SALA_LONG") != "" {
		step = 1
	}
	all := strings.Split(strings.TrimSpace(dictionary.Thai()), "\n")
	for i := 0; i < len(all); i += step {
		w, err := script.Clean(all[i])
		if err != nil {
			t.Fatal(err)
		}
		words = append(words, w)
	}
	file := filepath.Join(t.TempDir(), "words.pdf")
	if err := os.WriteFile(file, draw(t, words, nil), 0o644); err != nil {
		t.Fatal(err)
	}
	path, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Fatal("pdftotext is missing: run go run ./cmd/dev test, which installs it")
	}
	out, err := exec.Command(path, "-raw", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Fields(strings.ReplaceAll(string(out), "\f", ""))
	bad := 0
	for i, w := range words {
		if i >= len(got) || got[i] != w {
			if bad++; bad < 10 {
				t.Errorf("word %d: %q came back as %q", i, w, got[min(i, len(got)-1)])
			}
		}
	}
	if len(got) != len(words) {
		t.Errorf("%d words went in, %d came out", len(words), len(got))
	}
}

// The finisher stands on gofpdf 1.16.2's exact output: another version must
// fail loudly, not print wrongly.
func TestOutputOfGofpdf(t *testing.T) {
	d := NewDrawing(about, 1000)
	d.Page()
	raw, err := d.output()
	if err != nil {
		t.Fatal(err)
	}
	f, err := read(raw)
	if err != nil {
		t.Fatal(err)
	}
	if len(f.pages()) != 1 || f.pages()[0] != 3 {
		t.Errorf("pages %v", f.pages())
	}
	for old, n := range map[string]int{"/Font <<\n>>": 2, "/Parent 1 0 R": 3, "/Names <<\n/EmbeddedFiles << /Names [\n  \n] >>\n>>\n": f.root, "/CreationDate (D:20261122080000)": f.info} {
		if err := f.replace(n, old, "x"); err != nil {
			t.Error(err)
		}
	}
	if err := f.replace(2, "no such thing", "x"); err == nil {
		t.Error("a place that is not there was replaced")
	}
}

func TestMarksOfPDFA(t *testing.T) {
	sign, _ := signer(t)
	b := draw(t, []string{"ก"}, sign)
	for _, want := range []string{"%PDF-1.4\n%\xe0\xb8\xa8\xe0\n", "<pdfaid:part>1</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>", "/GTS_PDFA1", "/CIDSet", "/Lang (th)", "/CIDToGIDMap /Identity",
		"<xmp:CreateDate>2026-11-22T08:00:00Z</xmp:CreateDate>", "/CreationDate (D:20261122080000Z)", "ทดสอบ &lt;&amp;&gt;", "/SubFilter /ETSI.CAdES.detached", "/ID [<", "/DisplayDocTitle true"} {
		if !bytes.Contains(b, []byte(want)) {
			t.Errorf("the file has no %q", want)
		}
	}
	for _, never := range []string{"/EmbeddedFiles", "/SMask", "/Group", "/Encrypt", "utf8", "signingTime"} {
		if bytes.Contains(b, []byte(never)) {
			t.Errorf("the file has %q", never)
		}
	}
	if !bytes.Equal(b, draw(t, []string{"ก"}, sign)) {
		t.Error("the same drawing gave other bytes")
	}
}

// A validator of others takes the file without a signature and with one, of one
// page and of several, and says what is wrong with one that lacks a mark.
func TestValidatorTakesTheFile(t *testing.T) {
	sign, _ := signer(t)
	many := slices.Repeat([]string{"ที่ น้ำ ทั้งหมด Kim"}, 100)
	dir := t.TempDir()
	for name, b := range map[string][]byte{
		"unsigned.pdf": draw(t, many[:1], nil), "signed.pdf": draw(t, many[:1], sign), "pages.pdf": draw(t, many, sign),
		"no-profile.pdf": bytes.Replace(draw(t, many[:1], nil), []byte("/GTS_PDFA1"), []byte("/GTS_PDFX1"), 1),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	faults := archivetest.Faults(t, dir)
	if faults["no-profile.pdf"] == "" {
		t.Error("a file without its colour profile is taken")
	}
	delete(faults, "no-profile.pdf")
	for name, fault := range faults {
		t.Errorf("%s: %s", name, fault)
	}
}

func TestSignature(t *testing.T) {
	sign, pool := signer(t)
	b := draw(t, []string{"ก", "ข"}, sign)
	cert, err := Verify(b, pool)
	if err != nil || cert.Subject.CommonName != "TH-1-D01" {
		t.Fatalf("%v", err)
	}
	if _, err := Verify(b, x509.NewCertPool()); !errors.Is(err, ErrUnknownSigner) {
		t.Errorf("no roots: %v", err)
	}
	if _, err := Verify(draw(t, []string{"ก"}, nil), pool); !errors.Is(err, ErrUnsigned) {
		t.Errorf("unsigned: %v", err)
	}
	if _, err := Verify(append(bytes.Clone(b), "\n%more"...), pool); !errors.Is(err, ErrChanged) {
		t.Errorf("something appended: %v", err)
	}
	// Upper-case digits are the same signature and another file.
	at := bytes.Index(b, []byte("/Contents <")) + 11
	upper := bytes.Clone(b)
	copy(upper[at:], bytes.ToUpper(upper[at:at+room]))
	if _, err := Verify(upper, pool); !errors.Is(err, ErrChanged) {
		t.Errorf("upper case: %v", err)
	}
	other, _ := signer(t)
	stranger, err := seal.NewKey(bytes.NewReader(bytes.Repeat([]byte{7}, 64)))
	if err != nil {
		t.Fatal(err)
	}
	other.Key = stranger
	if _, err := Verify(draw(t, []string{"ก"}, other), pool); !errors.Is(err, ErrChanged) {
		t.Errorf("another's key under the certificate: %v", err)
	}
}

func TestOwnDataComesBack(t *testing.T) {
	o, err := ReadOwn(draw(t, []string{"ก"}, nil))
	if err != nil || o.Seal != "SALA1:TEST" || string(o.Content) != "content" {
		t.Errorf("%+v %v", o, err)
	}
	for _, bad := range []string{"", "%PDF-1.4", "startxref\n99999999\n%%EOF", "xref\n0 9\nstartxref\n0\n%%EOF"} {
		if _, err := ReadOwn([]byte(bad)); err == nil {
			t.Errorf("%q: read", bad)
		}
	}
}

func TestNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Float64Range(-5000, 5000).Draw(t, "v")
		got, err := strconv.ParseFloat(string(appendNumber(nil, v)), 64)
		if err != nil || math.Abs(got-v) > 0.0005001 {
			t.Fatalf("%v is written %s", v, appendNumber(nil, v))
		}
	})
	for v, want := range map[float64]string{0: "0", 1: "1", 0.5: "0.5", -0.25: "-0.25", 12.345: "12.345", 12.3001: "12.3", 0.007: "0.007", 100.05: "100.05"} {
		if got := string(appendNumber(nil, v)); got != want {
			t.Errorf("%v is written %s", v, got)
		}
	}
}

func FuzzRead(f *testing.F) {
	b := draw(f, []string{"ก"}, nil)
	f.Add(b)
	f.Add([]byte("xref\n0 2\n0000000000 65535 f \n0000000000 00000 n \ntrailer\n/Root 1 0 R /Info 1 0 R\nstartxref\n0\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		ReadOwn(data)
		Verify(data, nil)
	})
}
