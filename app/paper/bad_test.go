package paper_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"sala/app/paper"
	"sala/app/paper/typeset"
	"sala/forms/certificate"
	"sala/forms/script"
	"sala/forms/seal"
)

func named(name string) certificate.Document {
	doc := thaiHouse()
	doc.Subject.Name = name
	doc.Blocks[0].Rows[0].Value = name
	doc.Blocks[1].Table.Rows[0][1] = name
	return doc
}

func TestLongNamesStayWhole(t *testing.T) {
	h := demonstration(t)
	for lang, name := range map[string]string{
		"thai words":    strings.Repeat("ที่รัก", 34),
		"thai unknown":  strings.Repeat("ฉฐฑฒณ", 40),
		"latin":         strings.Repeat("Wolfeschlegelstein", 12)[:200],
		"hangul":        strings.Repeat("뷁", 200),
		"latin, spaced": strings.Repeat("Maria del Carmen ", 12),
	} {
		t.Run(lang, func(t *testing.T) {
			doc := named(name)
			b, text := make1(t, h, doc)
			if len(text) > 1249 {
				t.Errorf("a seal of %d characters is more than version 23 holds", len(text))
			}
			said := squeeze(run(t, "pdftotext", "-raw", write(t, "long.pdf", b), "-"))
			if n := strings.Count(said, squeeze(name)); n < 2 {
				t.Errorf("the name stands %d times in %q", n, said)
			}
		})
	}
}

func TestThreeHundredMembers(t *testing.T) {
	h := demonstration(t)
	doc := thaiHouse()
	table := doc.Blocks[1].Table
	for i := len(table.Rows); i < 300; i++ {
		table.Rows = append(table.Rows, []string{fmt.Sprint(i + 1), fmt.Sprintf("นางสาวปั้นหยา ฟื้นฟูที่ %d", i+1), "1-5001-00123-45-1", "๒๐ พฤษภาคม ๒๕๔๒"})
	}
	b, text := make1(t, h, doc)
	file := write(t, "members.pdf", b)
	h.checkedByOthers(t, file, text)
	pages := strings.Split(strings.TrimSuffix(run(t, "pdftotext", "-raw", file, "-"), "\f"), "\f")
	if len(pages) < 5 {
		t.Fatalf("%d pages", len(pages))
	}
	members := 0
	for i, p := range pages {
		members += strings.Count(p, "ฟื้นฟูที่ ")
		if !strings.Contains(p, fmt.Sprintf("หน้า %d / %d", i+1, len(pages))) || !strings.Contains(p, doc.Number) {
			t.Errorf("page %d has no number", i+1)
		}
		if strings.Contains(p, "ฟื้นฟูที่ ") && !strings.Contains(p, "เลขประจำตัวประชาชน") {
			t.Errorf("page %d does not repeat the header", i+1)
		}
	}
	if members != 298 || strings.Count(strings.Join(pages, ""), "สิ้นสุดรายการ") != 1 {
		t.Errorf("%d members", members)
	}
	t.Logf("%d pages, %d bytes", len(pages), len(b))
}

func TestARowTallerThanThePage(t *testing.T) {
	h := demonstration(t)
	doc := thaiHouse()
	doc.Blocks[1].Table.Rows[0][1] = strings.Repeat("ยาวมาก ", 900)
	doc.Blocks[0].Rows[1].Value = strings.Repeat("ยาวเช่นกัน ", 900)
	b, _ := make1(t, h, doc)
	said := squeeze(run(t, "pdftotext", "-raw", write(t, "tall.pdf", b), "-"))
	// A page may end within one of them, so only their common half is counted.
	if got := strings.Count(said, "ยาว"); got != 1800 {
		t.Errorf("%d of 1800 words", got)
	}
}

func TestCharactersThatCannotBePrinted(t *testing.T) {
	h := demonstration(t)
	for name, r := range map[string]rune{"emoji": '😀', "rare hanja": '𠮷', "arabic": 'ش', "ideographic zero": '〇', "control": '\x07', "escape": '\x1b', "private use": '\ue001', "replacement": '\ufffd'} {
		t.Run(name, func(t *testing.T) {
			doc := named("นาย" + string(r))
			_, err := h.paper.Certificate(context.Background(), doc, "SALA1:X")
			var missing *typeset.MissingGlyph
			var bad *script.CharacterError
			if !(errors.As(err, &missing) && missing.Rune == r || errors.As(err, &bad) && bad.Rune == r) || !strings.Contains(err.Error(), fmt.Sprintf("U+%04X", r)) {
				t.Errorf("%v", err)
			}
		})
	}
	// What has no shape is left out, what stands in the wrong order is put right.
	for in, want := range map[string]string{"นาย\u200bสม\u200fชาย": "นายสมชาย", "นางน\u0e4d\u0e49\u0e32": "นางน้ำ", "เเม่กำ้": "แม่ก้ำ", "e\u0301": "é"} {
		b, _ := make1(t, h, named(in))
		if said := run(t, "pdftotext", "-raw", write(t, "clean.pdf", b), "-"); !strings.Contains(said, want) {
			t.Errorf("%+q is not printed as %q", in, want)
		}
	}
}

func TestNothingIsNotAPanic(t *testing.T) {
	h := demonstration(t)
	for name, doc := range map[string]certificate.Document{
		"nothing":        {Issuer: certificate.Issuer{ID: "TH-5001"}, IssuedAt: thaiHouse().IssuedAt, Number: "1"},
		"an empty table": {Issuer: certificate.Issuer{ID: "TH-5001"}, IssuedAt: thaiHouse().IssuedAt, Number: "1", Blocks: []certificate.Block{{Table: &certificate.Table{}}, {}, {Rows: []certificate.Row{{}}}}},
		"ragged rows": {Issuer: certificate.Issuer{ID: "TH-5001"}, IssuedAt: thaiHouse().IssuedAt, Number: "1", Language: "xx",
			Blocks: []certificate.Block{{Table: &certificate.Table{Columns: []certificate.Column{{Title: "a"}, {Title: "b", Share: -1}}, Rows: [][]string{{}, {"1"}, {"1", "2", "3"}}}}}},
	} {
		t.Run(name, func(t *testing.T) {
			b, _ := make1(t, h, doc)
			run(t, "qpdf", "--check", write(t, "nothing.pdf", b))
		})
	}
}

func TestAKeyThatHasExpired(t *testing.T) {
	h := demonstration(t)
	doc := thaiHouse()
	doc.IssuedAt = time.Date(2040, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
	if _, err := h.paper.Seal(doc); !errors.Is(err, seal.ErrKeyExpired) {
		t.Errorf("%v", err)
	}
}

func TestASealThatIsTooLong(t *testing.T) {
	h := demonstration(t)
	if _, err := h.paper.Certificate(context.Background(), thaiHouse(), strings.Repeat("X", 5000)); err == nil {
		t.Error("5,000 characters in a code")
	}
	stopped, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := h.paper.Certificate(stopped, thaiHouse(), "SALA1:X"); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
}

// Other files, other seals and other people's files are told apart.
func TestVerifyTellsApart(t *testing.T) {
	h := demonstration(t)
	doc := thaiHouse()
	b, _ := make1(t, h, doc)
	trust, roots := h.trust(t)
	otherDoc := thaiHouse()
	otherDoc.Number = "TH-5001-2569-000129"
	otherSeal, err := h.paper.Seal(otherDoc)
	if err != nil {
		t.Fatal(err)
	}
	swapped, err := h.paper.Certificate(context.Background(), doc, otherSeal)
	if err != nil {
		t.Fatal(err)
	}
	revoked := trust
	revoked.Revocations = seal.Revocations{Issued: 1, Documents: []seal.RevokedDocument{{Issuer: "TH-5001", Number: doc.Number, Reason: "voided"}}}
	expiring := thaiHouse()
	expiring.Expires = expiring.Issued
	old, _ := make1(t, h, expiring)
	late := trust
	late.Now = time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	none, err := paper.Roots()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		verify func() error
		want   error
	}{
		"genuine":             {func() error { _, _, err := paper.Verify(b, trust, roots); return err }, nil},
		"another's seal":      {func() error { _, _, err := paper.Verify(swapped, trust, roots); return err }, seal.ErrOtherContent},
		"unknown root":        {func() error { _, _, err := paper.Verify(b, trust, none); return err }, seal.ErrUnknownIssuer},
		"unknown root's seal": {func() error { _, _, err := paper.Verify(b, seal.Trust{Now: trust.Now}, roots); return err }, seal.ErrUnknownIssuer},
		"revoked":             {func() error { _, _, err := paper.Verify(b, revoked, roots); return err }, seal.ErrRevoked},
		"expired":             {func() error { _, _, err := paper.Verify(old, late, roots); return err }, seal.ErrExpired},
		"no PDF":              {func() error { _, _, err := paper.Verify([]byte("%PDF-1.4 hello"), trust, roots); return err }, seal.ErrNotSeal},
	} {
		if err := c.verify(); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

// One typesetter serves many goroutines, always with the same bytes.
func TestManyAtOnce(t *testing.T) {
	h := demonstration(t)
	want, _ := make1(t, h, thaiHouse())
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 3 {
				text, err := h.paper.Seal(thaiHouse())
				if err != nil {
					t.Error(err)
					return
				}
				b, err := h.paper.Certificate(context.Background(), thaiHouse(), text)
				if err != nil || string(b) != string(want) {
					t.Errorf("other bytes, or %v", err)
				}
			}
		})
	}
	wg.Wait()
}

func FuzzVerify(f *testing.F) {
	h := demonstration(f)
	b, _ := make1(f, h, thaiHouse())
	trust, roots := h.trust(f)
	f.Add(b)
	f.Add([]byte("%PDF-1.4\nxref\n0 2\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, _, err := paper.Verify(data, trust, roots); err == nil && string(data) != string(b) {
			t.Error("a changed file was accepted")
		}
		paper.FindSeal(data)
	})
}
