package paper_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"rsc.io/qr"

	"sala/assets/fonts"
	"sala/forms/certificate"
)

// peerContent is the full certificate's content for other programs, which draw
// it plainer: no ornaments, no seal of their own, no PDF/A, no signature.
type peerContent struct {
	Faces []string    `json:"faces"`
	Title string      `json:"title"`
	Rows  [][2]string `json:"rows"`
	Table [][]string  `json:"table"`
	Text  []string    `json:"text"`
	Code  [][3]int    `json:"code"` // x, y, width of the dark runs of a QR code
}

func forPeers(b *testing.B, h house, doc certificate.Document, dir string) peerContent {
	b.Helper()
	p := peerContent{Title: doc.Title, Text: []string{doc.Certifies}}
	for name, face := range map[string][]byte{"0.ttf": fonts.SarabunRegular(), "1.ttf": fonts.SarabunBold(), "2.ttf": fonts.KoreanRegular(), "3.ttf": fonts.KoreanBold()} {
		if err := os.WriteFile(filepath.Join(dir, name), face, 0o644); err != nil {
			b.Fatal(err)
		}
	}
	for i := range 4 {
		p.Faces = append(p.Faces, filepath.Join(dir, fmt.Sprint(i, ".ttf")))
	}
	for _, block := range doc.Blocks {
		for _, r := range block.Rows {
			p.Rows = append(p.Rows, [2]string{r.Label, r.Value})
		}
		if block.Table != nil {
			p.Table = append(p.Table, block.Table.Rows...)
		}
		if block.Text != "" {
			p.Text = append(p.Text, block.Text)
		}
	}
	text, err := h.paper.Seal(doc)
	if err != nil {
		b.Fatal(err)
	}
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		b.Fatal(err)
	}
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			from := x
			for x < code.Size && code.Black(x, y) {
				x++
			}
			if x > from {
				p.Code = append(p.Code, [3]int{from, y, x - from})
			}
		}
	}
	return p
}

// ours returns processor and wall milliseconds of one of our certificates.
func ours(b *testing.B, h house, doc certificate.Document, n int) (cpuMS, wallMS float64) {
	b.Helper()
	make1(b, h, doc)
	start, wall := cpu(), time.Now()
	for range n {
		make1(b, h, doc)
	}
	return (cpu() - start).Seconds() * 1000 / float64(n), time.Since(wall).Seconds() * 1000 / float64(n)
}

// BenchmarkFigureCertificateBesidePdfkit draws the same content with pdfkit
// (npm), in the same run. It is fetched once, into the user's cache.
func BenchmarkFigureCertificateBesidePdfkit(b *testing.B) {
	if _, err := exec.LookPath("npm"); err != nil {
		b.Skip("npm is missing")
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		b.Fatal(err)
	}
	modules := filepath.Join(cache, "sala", "bench", "pdfkit")
	if _, err := os.Stat(filepath.Join(modules, "node_modules", "pdfkit")); err != nil {
		if out, err := exec.Command("npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", modules, "pdfkit@0.20.2").CombinedOutput(); err != nil {
			b.Skipf("npm cannot fetch pdfkit: %v\n%s", err, out)
		}
	}
	h, dir := demonstration(b), b.TempDir()
	doc := full()
	content, err := json.Marshal(forPeers(b, h, doc, dir))
	if err != nil {
		b.Fatal(err)
	}
	file := filepath.Join(dir, "content.json")
	if err := os.WriteFile(file, content, 0o644); err != nil {
		b.Fatal(err)
	}
	const n = 20
	for b.Loop() {
		cmd := exec.Command("node", "testdata/pdfkit.js", file, fmt.Sprint(n))
		cmd.Env = append(os.Environ(), "NODE_PATH="+filepath.Join(modules, "node_modules"))
		out, err := cmd.Output()
		if err != nil {
			b.Fatalf("pdfkit: %v", err)
		}
		var peer struct{ CPU, Wall, Bytes, MB float64 }
		if err := json.Unmarshal(out, &peer); err != nil {
			b.Fatal(err)
		}
		mine, _ := ours(b, h, doc, 5*n)
		b.ReportMetric(mine, "cpu-ms/ours")
		b.ReportMetric(peer.CPU, "cpu-ms/pdfkit")
		b.ReportMetric(mine/peer.CPU, "of-pdfkit<=0.2")
		b.ReportMetric(peer.MB, "MB/pdfkit")
	}
}

// BenchmarkFigureCertificateBesideChromium prints the same content from a
// Chromium that is kept open, in the same run.
func BenchmarkFigureCertificateBesideChromium(b *testing.B) {
	chromium := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			chromium = p
			break
		}
	}
	if chromium == "" {
		b.Skip("chromium is missing")
	}
	h, dir := demonstration(b), b.TempDir()
	doc := full()
	file := filepath.Join(dir, "page.html")
	if err := os.WriteFile(file, []byte(asHTML(forPeers(b, h, doc, dir))), 0o644); err != nil {
		b.Fatal(err)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium), chromedp.NoSandbox)
	alloc, stop := chromedp.NewExecAllocator(context.Background(), options...)
	defer stop()
	ctx, done := chromedp.NewContext(alloc)
	defer done()
	once := func() {
		if err := chromedp.Do(ctx, chromedp.Navigate("file://"+file)); err != nil {
			b.Fatalf("chromium: %v", err)
		}
		pdf, err := chromedp.Run(ctx, chromedp.PrintToPDF(chromedp.PDFPaper(chromedp.PaperA4), chromedp.PDFPrintBackground()))
		if err != nil || !bytes.HasPrefix(pdf, []byte("%PDF-")) {
			b.Fatalf("chromium: %d bytes, %v", len(pdf), err)
		}
	}
	once()
	const n = 10
	for b.Loop() {
		start := time.Now()
		for range n {
			once()
		}
		peer := time.Since(start).Seconds() * 1000 / n
		_, mine := ours(b, h, doc, 5*n)
		b.ReportMetric(mine, "wall-ms/ours")
		b.ReportMetric(peer, "wall-ms/chromium")
		b.ReportMetric(mine/peer, "of-chromium<=0.1")
	}
}

func asHTML(p peerContent) string {
	var s strings.Builder
	s.WriteString("<!doctype html><html lang=th><meta charset=utf-8><style>@page{size:A4;margin:25mm}")
	for i, f := range p.Faces {
		weight := []string{"400", "700"}[i%2]
		fmt.Fprintf(&s, "@font-face{font-family:f%d;font-weight:%s;src:url('file://%s')}", i/2, weight, f)
	}
	s.WriteString("body{font:11pt f0,f1}td{border:1px solid #666;padding:2px}h1{text-align:center}</style>")
	fmt.Fprintf(&s, "<h1>%s</h1>", html.EscapeString(p.Title))
	for _, r := range p.Rows {
		fmt.Fprintf(&s, "<p><b>%s</b> %s</p>", html.EscapeString(r[0]), html.EscapeString(r[1]))
	}
	s.WriteString("<table>")
	for _, r := range p.Table {
		s.WriteString("<tr>")
		for _, c := range r {
			fmt.Fprintf(&s, "<td>%s</td>", html.EscapeString(c))
		}
		s.WriteString("</tr>")
	}
	s.WriteString("</table>")
	for _, t := range p.Text {
		fmt.Fprintf(&s, "<p>%s</p>", html.EscapeString(t))
	}
	s.WriteString("<svg width=150 height=150 viewBox='0 0 100 100'>")
	for _, c := range p.Code {
		fmt.Fprintf(&s, "<rect x=%d y=%d width=%d height=1 />", c[0], c[1], c[2])
	}
	s.WriteString("</svg></html>")
	return s.String()
}
