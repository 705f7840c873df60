package thaiid_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"sala/devices/ccid"
	"sala/devices/port"
	"sala/devices/sim"
	"sala/devices/thaiid"
)

// BenchmarkFigureCard measures a card from its insertion to the name and to all
// fields and the photograph, beside the time that the bytes which passed by then
// take on the line (8N2, eleven bits a byte). The simulated reader keeps to the
// line's speed in both directions. Of several cards the quickest counts: whatever
// else runs on the machine can only add.
func BenchmarkFigureCard(b *testing.B) {
	for _, baud := range []int{9600, 115200} {
		b.Run(fmt.Sprint(baud), func(b *testing.B) {
			r := sim.NewReader(sim.ReaderOptions{})
			plug, err := sim.Plug(r, "")
			if err != nil {
				b.Fatal(err)
			}
			defer func() { _ = plug.Close() }()
			line, err := port.Open(port.Config{Name: plug.Path(), Baud: baud, Frame: "8N2"})
			if err != nil {
				b.Fatal(err)
			}
			ctx := context.Background()
			o := ccid.DefaultOptions()
			rd, err := ccid.Open(ctx, line, o)
			if err != nil {
				b.Fatal(err)
			}
			defer func() { _ = rd.Close() }()
			r.Wire().Pace(baud)
			var name, text, all measure
			for b.Loop() {
				for range 1 + baud/20_000 {
					readMeasured(b, rd, r, &name, &text, &all)
				}
			}
			b.ReportMetric(name.ratio(baud), "x-line-to-name<=1.1")
			b.ReportMetric(all.ratio(baud), "x-line-to-all<=1.1")
			b.ReportMetric(name.seconds(), "s-to-name")
			b.ReportMetric(text.seconds(), "s-to-text")
			b.ReportMetric(all.seconds(), "s-to-all")
			b.ReportMetric(float64(all.bytes), "B/card")
		})
	}
}

// readMeasured changes the card for another and reads it.
func readMeasured(b *testing.B, rd *ccid.Reader, r *sim.Reader, name, text, all *measure) {
	ctx := context.Background()
	r.Remove()
	if err := rd.WaitRemoved(ctx); err != nil {
		b.Fatal(err)
	}
	r.Wire().Fault(nil)
	r.Wire().FaultIn(nil)
	began := time.Now()
	passed := func() (time.Duration, int) { return time.Since(began), r.Wire().Sent() + r.Wire().Taken() }
	r.Insert(sim.NewThaiCard(sim.Invented()))
	atr, err := rd.PowerOn(ctx)
	if err != nil {
		b.Fatal(err)
	}
	named, complete := false, false
	_, err = thaiid.Read(ctx, rd, atr.Raw, func(p thaiid.Progress) {
		if !named && p.Card.Thai.First != "" {
			named = true
			name.add(passed())
		}
		if !complete && p.Part == "photo" {
			complete = true
			text.add(passed())
		}
	})
	if err != nil {
		b.Fatal(err)
	}
	all.add(passed())
}

// measure keeps the shortest time and the bytes on the line in it.
type measure struct {
	time  time.Duration
	bytes int
}

func (m *measure) add(d time.Duration, bytes int) {
	if m.bytes == 0 || d < m.time {
		m.time, m.bytes = d, bytes
	}
}

func (m *measure) seconds() float64 { return m.time.Seconds() }

func (m *measure) ratio(baud int) float64 {
	return m.time.Seconds() / (float64(m.bytes) * 11 / float64(baud))
}
