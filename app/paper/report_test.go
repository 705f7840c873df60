package paper_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"sala/app/office"
)

// A report of many bars goes over several pages, and a printer's program reads
// it.
func TestReportHasItsPages(t *testing.T) {
	r := office.Report{Language: "th", Office: "เทศบาลตำบลแม่ปิง", Title: "สถิติคำร้อง", Note: "1 – 30 พ.ย. 2569", Charts: []office.Chart{{Title: "ตามเรื่อง"}}}
	for n := range 40 {
		r.Charts[0].Bars = append(r.Charts[0].Bars, office.Bar{Label: "คัดและรับรองสำเนาทะเบียนบ้าน 주민등록", Value: "12", Share: 1 - float64(n)/40})
	}
	file, err := demonstration(t).paper.Report(context.Background(), r)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "report.pdf")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdfinfo", path).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "Pages:           2") {
		t.Errorf("pdfinfo: %v\n%s", err, out)
	}
	if dir := os.Getenv("SALA_LOOK"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, "report.pdf"), file, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
