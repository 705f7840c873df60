package escpos_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"sala/devices/escpos"
	"sala/devices/outcome"
	"sala/devices/port"
	"sala/devices/sim"
)

// bench is a simulated printer on a pseudo-terminal and the driver on it.
type bench struct {
	sim     *sim.Printer
	plugged *sim.Plugged
	printer *escpos.Printer
	profile escpos.Profile
}

func newBench(t *testing.T, profile string) *bench {
	t.Helper()
	face, err := os.ReadFile("../../assets/faces/SalaSans-Regular.ttf")
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{profile: escpos.Profiles()[profile]}
	b.sim, err = sim.NewPrinter(sim.PrinterOptions{Face: face, Dots: b.profile.Dots, Columns: b.profile.Columns})
	if err != nil {
		t.Fatal(err)
	}
	if b.plugged, err = sim.Plug(b.sim, ""); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.plugged.Close() })
	b.open(t)
	return b
}

func (b *bench) open(t *testing.T) {
	t.Helper()
	line, err := port.Open(port.Config{Name: b.plugged.Path(), Baud: 115200})
	if err != nil {
		t.Fatal(err)
	}
	o := escpos.Options{Baud: 115200, Answer: time.Second, Finish: 10 * time.Second}
	if b.printer, err = escpos.Open(context.Background(), line, b.profile, o); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.printer.Close() })
}

func receipt(p escpos.Profile) *escpos.Job {
	j := escpos.NewJob(p)
	j.Text("เทศบาลตำบลบางกรวย", escpos.Style{Align: escpos.Centre, Bold: true})
	j.Text("ใบเสร็จรับเงิน", escpos.Style{Align: escpos.Centre, Tall: true, Wide: true})
	j.Text("เลขที่ R-2569-000123   22 พ.ย. 2569", escpos.Style{})
	j.Rule()
	j.Text("ค่าธรรมเนียมคัดสำเนา ท.ร.14/1         20.00 บาท", escpos.Style{})
	j.Text("ผู้ชำระเงิน น้ำทิพย์ ปี่แก้ว กตัญญู", escpos.Style{})
	j.Rule()
	j.Text(" รวม 20.00 ", escpos.Style{Align: escpos.Right, Bold: true, Invert: true})
	if p.QR {
		j.QR("HTTPS://EXAMPLE.TH/R/123", 5, escpos.Centre)
	}
	j.Feed(1)
	j.Cut()
	return j
}

func TestPrintedOnlyWhenThePrinterSaysSo(t *testing.T) {
	b := newBench(t, "thai-80")
	if b.printer.Maker() != "SIM" || b.printer.Model() != "TM-SIM" {
		t.Errorf("maker %q, model %q", b.printer.Maker(), b.printer.Model())
	}
	got, err := b.printer.Print(context.Background(), receipt(b.profile))
	if got != outcome.Printed || err != nil {
		t.Fatalf("%s, %v", got, err)
	}
	slips := b.sim.Slips()
	if len(slips) != 1 {
		t.Fatalf("%d slips", len(slips))
	}
	save(t, "thai.png", slips[0])
	if got := readQR(t, slips[0]); got != "HTTPS://EXAMPLE.TH/R/123" {
		t.Errorf("the QR on the paper says %q", got)
	}
}

func TestTroublesOfThePrinter(t *testing.T) {
	tests := map[string]struct {
		do   func(*sim.Printer)
		undo func(*sim.Printer)
		want outcome.Outcome
		err  error
	}{
		"no paper": {on(sim.PaperOut), off(sim.PaperOut), outcome.Failed, escpos.ErrPaperOut},
		"cover":    {on(sim.CoverOpen), off(sim.CoverOpen), outcome.Failed, escpos.ErrCoverOpen},
		"cutter":   {on(sim.CutterJam), off(sim.CutterJam), outcome.Failed, escpos.ErrCutter},
		"offline":  {on(sim.Offline), off(sim.Offline), outcome.Failed, escpos.ErrOffline},
		"mute":     {on(sim.MuteLine), off(sim.MuteLine), outcome.Failed, escpos.ErrNoAnswer},
		"paper ends within": {func(p *sim.Printer) { p.PaperOutAfter(100) }, off(sim.PaperOut), outcome.Failed,
			escpos.ErrPaperOut},
		"near the end": {on(sim.NearEnd), off(sim.NearEnd), outcome.Printed, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, "thai-80")
			tt.do(b.sim)
			got, err := b.printer.Print(context.Background(), receipt(b.profile))
			if got != tt.want || !errors.Is(err, tt.err) {
				t.Errorf("%s, %v; want %s, %v", got, err, tt.want, tt.err)
			}
			b.sim.Forget()
			tt.undo(b.sim)
			if n := len(b.sim.Slips()); n != 0 {
				t.Errorf("%d slips came out when the trouble ended", n)
			}
			if got, err := b.printer.Print(context.Background(), receipt(b.profile)); got != outcome.Printed {
				t.Errorf("afterwards: %s, %v", got, err)
			}
			if n := len(b.sim.Slips()); n != 1 {
				t.Errorf("afterwards: %d slips", n)
			}
		})
	}
}

func TestUnpluggedWhilePrintingIsUnknown(t *testing.T) {
	b := newBench(t, "picture-80")
	j := escpos.NewJob(b.profile)
	j.Picture(image.NewGray(image.Rect(0, 0, 576, 4000)), escpos.Left) // 288 kB: longer than any buffer
	done := make(chan struct{})
	go func() {
		defer close(done)
		for len(b.sim.Received()) < 5000 {
			time.Sleep(time.Millisecond)
		}
		_ = b.plugged.Unplug()
	}()
	got, err := b.printer.Print(context.Background(), j)
	<-done
	if got != outcome.Unknown || !errors.Is(err, port.ErrGone) {
		t.Errorf("%s, %v", got, err)
	}
	if got, err := b.printer.Print(context.Background(), j); got != outcome.Failed || !errors.Is(err, port.ErrGone) {
		t.Errorf("a job for a printer that is gone: %s, %v", got, err)
	}
}

func on(w sim.Trouble) func(*sim.Printer)  { return func(p *sim.Printer) { p.Set(w, true) } }
func off(w sim.Trouble) func(*sim.Printer) { return func(p *sim.Printer) { p.Set(w, false) } }

// save keeps a picture for a person to look at, where SALA_PICTURES says.
func save(t *testing.T, name string, img image.Image) {
	t.Helper()
	dir := os.Getenv("SALA_PICTURES")
	if dir == "" {
		return
	}
	f, err := os.Create(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(png.Encode(f, img), f.Close()); err != nil {
		t.Fatal(err)
	}
}

// noisePicture has a black dot in every byte, so that nothing can be left out.
func noisePicture() image.Image {
	img := image.NewGray(image.Rect(0, 0, 576, 100))
	for i := range img.Pix {
		if i%7 != 0 {
			img.Pix[i] = 255
		}
	}
	return img
}

func TestKoreanReceipt(t *testing.T) {
	b := newBench(t, "korean-80")
	j := escpos.Slip{Head: []string{"행복동 주민센터"}, Title: "영수증",
		Rows: []escpos.Row{{"번호", "R-2026-000123"}, {"주민등록표 등본", "400원"}}, Total: escpos.Row{Label: "합계", Value: "₩400"}, QR: "R123"}.Native(b.profile)
	if o, err := b.printer.Print(context.Background(), j); o != outcome.Printed {
		t.Fatal(o, err)
	}
	save(t, "korean.png", b.sim.Slips()[0])
}

// readQR reads the QR on a slip with a library that knows nothing of printers.
func readQR(t *testing.T, img image.Image) string {
	t.Helper()
	m, err := gozxing.NewBinaryBitmapFromImage(img)
	if err != nil {
		t.Fatal(err)
	}
	r, err := qrcode.NewQRCodeReader().Decode(m, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true})
	if err != nil {
		t.Fatal(err)
	}
	return r.GetText()
}

// -update keeps what is sent now as what shall be sent; look at it first.
var update = flag.Bool("update", false, "rewrite the golden files")

// What a Thai and a Korean receipt send, byte for byte. With SALA_PICTURES set the
// paper is drawn too, to be looked at.
func TestReceiptsAreAsTheyWere(t *testing.T) {
	korean := escpos.Slip{Head: []string{"행복동 주민센터"}, Title: "영수증", Rows: []escpos.Row{{"번호", "R-2026-000123"}, {"주민등록표 등본", "400원"}},
		Total: escpos.Row{Label: "합계", Value: "₩400"}, QR: "R123"}
	for name, s := range map[string]escpos.Slip{"thai-80": slip, "thai-58": slip, "korean-80": korean} {
		b := newBench(t, name)
		job := s.Native(b.profile)
		if o, err := b.printer.Print(context.Background(), job); o != outcome.Printed {
			t.Fatal(name, o, err)
		}
		save(t, name+".png", b.sim.Slips()[0])
		got, err := job.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join("testdata", name+".bin")
		if *update {
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s: sent\n% X, want\n% X", name, got, want)
		}
	}
}
