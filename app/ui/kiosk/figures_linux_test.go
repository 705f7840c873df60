package kiosk_test

import (
	"context"
	"testing"
	"time"

	"sala/app/office"
	"sala/app/ui/kiosk"
	"sala/devices/port"
	"sala/devices/sim"
	"sala/devices/supervisor"
	"sala/devices/thaiid"
)

// BenchmarkFigureCardToName is from when a card in a reader on a line of 115,200
// baud was noticed to the page that asks whether it is she, beside the time that the
// bytes on the line take. Noticing takes up to the 400 ms between two looks.
func BenchmarkFigureCardToName(b *testing.B) {
	const baud = 115200
	reader := sim.NewReader(sim.ReaderOptions{})
	plug, err := sim.Plug(reader, "")
	if err != nil {
		b.Fatal(err)
	}
	defer plug.Close()
	reader.Wire().Pace(baud)
	sup, err := supervisor.New([]supervisor.Device{{Name: "reader", Kind: supervisor.CardReader, Port: port.Config{Name: plug.Path(), Baud: baud, Frame: "8N2"}}}, supervisor.Options{})
	if err != nil {
		b.Fatal(err)
	}
	sup.Start(b.Context())
	defer sup.Stop()
	if _, err := sup.Await(b.Context(), "reader", func(r supervisor.Report) bool { return r.State == supervisor.Ready }); err != nil {
		b.Fatal(err)
	}
	k, o, _, _ := stand(b)
	o.Cards = realReader{sup}
	var best, line time.Duration
	whole := time.Hour
	for b.Loop() {
		for range 4 {
			k.Speak("th")
			k.Choose("house-register-copy")
			inserted := time.Now()
			reader.Insert(sim.NewThaiCard(sim.Invented()))
			if _, err := sup.Await(b.Context(), "reader", func(r supervisor.Report) bool { return r.Card }); err != nil {
				b.Fatal(err)
			}
			reader.Wire().Fault(nil)
			reader.Wire().FaultIn(nil)
			noticed := time.Now()
			k.ReadCard()
			if v := k.View(); v.Page != kiosk.Confirm {
				b.Fatalf("the kiosk is at %s with %q", v.Page, v.Code)
			}
			whole = min(whole, time.Since(inserted))
			if took := time.Since(noticed); best == 0 || took < best {
				best, line = took, time.Duration(reader.Wire().Sent()+reader.Wire().Taken())*11*time.Second/baud
			}
			reader.Remove()
			if _, err := sup.Await(b.Context(), "reader", func(r supervisor.Report) bool { return !r.Card }); err != nil {
				b.Fatal(err)
			}
			k.Wipe()
		}
	}
	b.ReportMetric(whole.Seconds(), "s-from-insertion")
	b.ReportMetric(best.Seconds(), "s-from-notice")
	b.ReportMetric(float64(best)/float64(line), "x-line<=1.5")
}

// realReader is a reader on a line as the use cases see it.
type realReader struct{ devices *supervisor.Supervisor }

func (r realReader) ReadCard(ctx context.Context, progress func(string, int, int)) (office.Card, error) {
	c, err := r.devices.ReadThaiID(ctx, "reader", func(p thaiid.Progress) { progress(p.Part, p.Done, p.Total) })
	return office.Card{Reader: "reader", NationalNumber: c.Number, Photo: c.Photo}, err
}
