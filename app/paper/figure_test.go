package paper_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"testing"
	"time"

	"sala/forms/certificate"
)

// full is the certificate that the figures are of: Thai and Korean, a table of
// ten rows, wrapped Thai, seal, ornaments, PDF/A, signature.
func full() certificate.Document {
	doc := thaiHouse()
	doc.Blocks[0].Rows = append(doc.Blocks[0].Rows, certificate.Row{Label: "คำรับรอง", Value: "ขอรับรองว่าสำนักทะเบียนท้องถิ่นเทศบาลนครเชียงใหม่ได้จดทะเบียนไว้จริงและถูกต้องตรงกับรายการในทะเบียนราษฎรทุกประการ"})
	doc.Blocks = append(doc.Blocks, certificate.Block{Head: "รายการภาษาเกาหลี"}, certificate.Block{Text: "위 사람은 위와 같이 등록되어 있음을 증명합니다. 金民秀 李瑞姸"})
	table := doc.Blocks[1].Table
	for i := len(table.Rows); i < 10; i++ {
		table.Rows = append(table.Rows, []string{fmt.Sprint(i + 1), "김하준 นายปั้นดี ฟื้นฟู", "1 5001 00123 45 1", "๒๐ พฤษภาคม ๒๕๔๒"})
	}
	return doc
}

// cpu returns the processor time of this process.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func BenchmarkFigureCertificate(b *testing.B) {
	h := demonstration(b)
	doc := full()
	make1(b, h, doc)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := cpu()
	bytes := 0
	for b.Loop() {
		text, err := h.paper.Seal(doc)
		if err != nil {
			b.Fatal(err)
		}
		pdf, err := h.paper.Certificate(context.Background(), doc, text)
		if err != nil {
			b.Fatal(err)
		}
		bytes = len(pdf)
	}
	spent := cpu() - start
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(spent.Microseconds())/1000/float64(b.N), "cpu-ms/certificate<=20")
	b.ReportMetric(float64(bytes)/1000, "kB/file<=110")
	b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/1e6/float64(b.N), "MB-allocated/certificate")
}

// BenchmarkFigureThousandCertificates shows whether a station that has printed
// all day holds more memory than after its first hundred.
func BenchmarkFigureThousandCertificates(b *testing.B) {
	h := demonstration(b)
	live := func() float64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return float64(m.HeapAlloc) / 1e6
	}
	for b.Loop() {
		doc := full()
		var early float64
		start := cpu()
		for i := range 1000 {
			doc.Number = fmt.Sprintf("TH-5001-2569-%06d", i)
			make1(b, h, doc)
			if i == 99 {
				early = live()
			}
		}
		b.ReportMetric((cpu() - start).Seconds(), "cpu-s/1000")
		b.ReportMetric(live()-early, "MB-grown-after-100<=1")
	}
}

const coldProcess = "SALA_COLD_CERTIFICATE"

// TestColdProcess is the process that BenchmarkFigureColdCertificate starts: it
// makes one certificate.
func TestColdProcess(t *testing.T) {
	if os.Getenv(coldProcess) == "" {
		return
	}
	make1(t, demonstration(t), full())
}

// BenchmarkFigureColdCertificate is the first certificate of a process that is
// started for it, faces, dictionary and keys included, beside a process that
// does nothing.
func BenchmarkFigureColdCertificate(b *testing.B) {
	start := func(env ...string) (time.Duration, float64) {
		cmd := exec.Command(os.Args[0], "-test.run=^TestColdProcess$")
		cmd.Env = append(os.Environ(), env...)
		at := time.Now()
		if out, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("%v\n%s", err, out)
		}
		rss := 0.0
		if u, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
			rss = float64(u.Maxrss) / 1000
		}
		return time.Since(at), rss
	}
	var empty, full time.Duration
	var rss float64
	for b.Loop() {
		idle, _ := start()
		busy, memory := start(coldProcess + "=1")
		empty, full, rss = empty+idle, full+busy, max(rss, memory)
	}
	b.ReportMetric(full.Seconds()*1000/float64(b.N), "ms/cold-process")
	b.ReportMetric((full-empty).Seconds()*1000/float64(b.N), "ms-over-empty-process")
	b.ReportMetric(rss, "MB-resident")
}
