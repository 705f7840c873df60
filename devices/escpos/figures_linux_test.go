package escpos_test

import (
	"context"
	"image"
	"image/draw"
	"testing"
	"time"

	"sala/devices/escpos"
	"sala/devices/outcome"
	"sala/devices/port"
	"sala/devices/sim"
)

// BenchmarkFigureReceipt measures one Thai receipt on a line of 9600 baud, native
// and as a picture of the same paper: the time of its bytes on the line, and
// beside it the time until the printer has confirmed it.
func BenchmarkFigureReceipt(b *testing.B) {
	p := escpos.Profiles()["thai-80"]
	native := slip.Native(p)
	for _, tt := range []struct {
		name, unit string
		job        *escpos.Job
	}{{"native", "s-line<=3", native}, {"picture", "s-line", pictureOf(b, native, p)}} {
		b.Run(tt.name, func(b *testing.B) {
			const baud = 9600
			pr, err := sim.NewPrinter(sim.PrinterOptions{})
			if err != nil {
				b.Fatal(err)
			}
			pr.Wire().Pace(baud)
			plug, err := sim.Plug(pr, "")
			if err != nil {
				b.Fatal(err)
			}
			defer func() { _ = plug.Close() }()
			line, err := port.Open(port.Config{Name: plug.Path(), Baud: baud})
			if err != nil {
				b.Fatal(err)
			}
			d, err := escpos.Open(context.Background(), line, p, escpos.DefaultOptions())
			if err != nil {
				b.Fatal(err)
			}
			defer func() { _ = d.Close() }()
			var spent time.Duration
			n := 0
			for b.Loop() {
				began := time.Now()
				if o, err := d.Print(context.Background(), tt.job); o != outcome.Printed {
					b.Fatal(o, err)
				}
				spent += time.Since(began)
				n++
			}
			// The simulated line takes eleven bits a byte, a real one ten.
			onLine := tt.job.LineTime(baud).Seconds()
			b.ReportMetric(onLine, tt.unit)
			b.ReportMetric(spent.Seconds()/float64(n)/(onLine*1.1), "x-line")
			b.ReportMetric(float64(tt.job.Size()), "B/receipt")
		})
	}
}

// pictureOf prints a job and makes a picture job of the paper.
func pictureOf(b *testing.B, j *escpos.Job, p escpos.Profile) *escpos.Job {
	b.Helper()
	pr, err := sim.NewPrinter(sim.PrinterOptions{})
	if err != nil {
		b.Fatal(err)
	}
	if o, err := printOver(pr, p, j, patient()); o != outcome.Printed {
		b.Fatal(o, err)
	}
	slip := pr.Slips()[0]
	img := image.NewGray(slip.Bounds())
	draw.Draw(img, img.Bounds(), slip, slip.Bounds().Min, draw.Src)
	out := escpos.NewJob(p)
	out.Picture(img, escpos.Left)
	out.Cut()
	return out
}
