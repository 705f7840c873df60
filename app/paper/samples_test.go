package paper_test

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"sala/app/paper"
	"sala/app/paper/internal/archivetest"
	"sala/assets/packs"
	"sala/forms/certificate"
)

func templates(t testing.TB) *certificate.Templates {
	t.Helper()
	var all []fs.FS
	for _, c := range packs.Countries() {
		all = append(all, packs.Files(c))
	}
	ts, err := certificate.LoadTemplates(all...)
	if err != nil {
		t.Fatal(err)
	}
	return ts
}

// squeeze drops white space: lines are broken on paper and not in the content.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// content returns every text of a document.
func content(d certificate.Document) []string {
	out := []string{d.Title, d.Subtitle, d.FormCode, d.Number, d.Certifies, d.Officer.Name, d.Officer.Title, d.Fee}
	for _, b := range d.Blocks {
		out = append(out, b.Head, b.Text)
		for _, r := range b.Rows {
			out = append(out, r.Label, r.Value)
		}
		if b.Table != nil {
			out = append(out, b.Table.End)
			for _, c := range b.Table.Columns {
				out = append(out, c.Title)
			}
			for _, row := range b.Table.Rows {
				out = append(out, row...)
			}
		}
	}
	return out
}

// Every certificate says on paper what it says as data, and programs that know
// nothing of ours agree with what ours say of it.
func TestAllSamples(t *testing.T) {
	h := demonstration(t)
	all, err := specimens(context.Background(), templates(t), h.words, h.root, seeded("specimens"))
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 17 {
		t.Fatalf("%d specimens", len(all))
	}
	archive := t.TempDir()
	for _, s := range all {
		if err := os.WriteFile(filepath.Join(archive, s.Template+".pdf"), s.PDF, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	archivetest.Check(t, archive)
	for _, s := range all {
		t.Run(s.Template, func(t *testing.T) {
			if len(s.PDF) > 110_000 {
				t.Errorf("%d bytes", len(s.PDF))
			}
			trust, roots := h.trust(t)
			if _, _, err := paper.Verify(s.PDF, trust, roots); err != nil {
				t.Errorf("verify: %v", err)
			}
			file := write(t, s.Template+".pdf", s.PDF)
			h.checkedByOthers(t, file, s.Seal)
			said := squeeze(run(t, "pdftotext", "-raw", file, "-"))
			for _, want := range content(s.Document) {
				if !strings.Contains(said, squeeze(want)) {
					t.Errorf("pdftotext does not give %q", want)
				}
			}
		})
	}
}

// checkedByOthers runs qpdf, pdffonts, pdfsig and zbarimg.
func (h house) checkedByOthers(t *testing.T, file, sealText string) {
	t.Helper()
	run(t, "qpdf", "--check", file) // fails on warnings too
	if got := run(t, "pdffonts", file); !strings.Contains(got, "yes yes yes") || strings.Contains(got, " no ") {
		t.Errorf("fonts:\n%s", got)
	}
	dir := t.TempDir()
	run(t, "pdftoppm", "-r", "150", "-gray", file, filepath.Join(dir, "page"))
	pages, err := filepath.Glob(filepath.Join(dir, "page*.pgm"))
	if err != nil || len(pages) == 0 {
		t.Fatalf("no pages: %v", err)
	}
	// The seal stands on the last page.
	if got := strings.TrimSuffix(run(t, "zbarimg", "-q", "--raw", pages[len(pages)-1]), "\n"); got != sealText {
		t.Errorf("zbarimg reads %q, sealed was %q", got, sealText)
	}
	nss, ca := filepath.Join(dir, "nss"), filepath.Join(dir, "root.der")
	if err := os.Mkdir(nss, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(ca, h.root.X509[0], 0o644); err != nil {
		t.Fatal(err)
	}
	run(t, "certutil", "-N", "-d", "sql:"+nss, "--empty-password")
	run(t, "certutil", "-A", "-d", "sql:"+nss, "-n", "root", "-t", "C,C,C", "-i", ca)
	got := run(t, "pdfsig", "-nssdir", "sql:"+nss, file)
	for _, want := range []string{"Signature is Valid.", "Certificate is Trusted.", "Total document signed", "ETSI.CAdES.detached"} {
		if !strings.Contains(got, want) {
			t.Errorf("pdfsig does not say %q:\n%s", want, got)
		}
	}
}
