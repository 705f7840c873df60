package kiosk_test

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"sala/app/office"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/kiosk"
	"sala/app/ui/theme"
	"sala/devices/port"
	"sala/devices/sim"
	"sala/devices/supervisor"
	"sala/devices/thaiid"
)

// BenchmarkFigureCardToName is from when a card in a reader on a line of 115,200
// baud was noticed to the page that asks whether it is she, beside the time that the
// bytes which had to pass by then take on the line. The window draws on a goroutine of
// its own, as it does in the program. Noticing takes up to the time between two looks;
// s-from-insertion is the mean with it.
func BenchmarkFigureCardToName(b *testing.B) {
	const baud, cards = 115200, 8
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
	await := func(holds func(supervisor.Report) bool) {
		if _, err := sup.Await(b.Context(), "reader", holds); err != nil {
			b.Fatal(err)
		}
	}
	await(func(r supervisor.Report) bool { return r.State == supervisor.Ready })
	screen := draw(b)
	var named int // bytes on the line when the texts were there
	k := standOn(b, screen, realReader{sup, func() { named = reader.Wire().Sent() + reader.Wire().Taken() }})
	arrived := make(chan struct{}, 1)
	k.arrive = func() { arrived <- struct{}{} }
	var best, line, whole time.Duration
	n := 0
	for b.Loop() {
		for range cards {
			screen.wait(func() { k.Speak("th"); k.Choose("house-register-copy") })
			time.Sleep(time.Duration(n%cards) * 53 * time.Millisecond) // at another moment between two looks
			n++
			inserted := time.Now()
			reader.Insert(sim.NewThaiCard(sim.Invented()))
			await(func(r supervisor.Report) bool { return r.Card })
			reader.Wire().Fault(nil)
			reader.Wire().FaultIn(nil)
			noticed := time.Now()
			screen.do(k.ReadCard)
			<-arrived
			whole += time.Since(inserted)
			if took := time.Since(noticed); best == 0 || took < best {
				best, line = took, time.Duration(named)*11*time.Second/baud
			}
			screen.wait(k.Wipe)
			reader.Remove()
			await(func(r supervisor.Report) bool { return !r.Card })
			k.office.Publish(office.Event{Kind: office.CardRemoved}) // a card that stays is nobody's to read
		}
	}
	b.ReportMetric(whole.Seconds()/float64(n), "s-from-insertion")
	b.ReportMetric(best.Seconds(), "s-from-notice")
	b.ReportMetric(float64(best)/float64(line), "x-line<=1.1")
}

// drawn is a kiosk whose window is drawn by a goroutine of its own.
type drawn struct {
	*kiosk.Kiosk
	office *rehearsal.Office
	arrive func() // the page that asks whether it is she was drawn
}

func standOn(b *testing.B, on *screen, cards office.CardReader) *drawn {
	s := studiotest.Open(b, 1280, 1024)
	o, c := rehearsal.New(), &clock{time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
	o.Cards = cards
	d := &drawn{office: o}
	var w *kiosk.Window
	last := kiosk.Page("")
	on.wait(func() {
		d.Kiosk = kiosk.New(kiosk.Options{Office: o.Office, Runner: on.line, Do: on.do, Now: c.now, Changed: func() {
			if w == nil {
				return
			}
			w.Render()
			if p := d.View().Page; p != last {
				if last = p; p == kiosk.Confirm {
					d.arrive()
				}
			}
		}})
		w = kiosk.NewWindow(d.Kiosk, s.Window.Canvas(), studiotest.Kit(b), kiosk.Look{Scheme: theme.Light, Scale: 1}, func(th fyne.Theme) { s.Use(th) })
	})
	return d
}

// realReader is a reader on a line as the use cases see it.
type realReader struct {
	devices *supervisor.Supervisor
	texts   func() // are there
}

func (r realReader) ReadCard(ctx context.Context, progress func(office.CardProgress)) (office.Card, error) {
	card := func(c thaiid.Card) office.Card {
		return office.Card{Reader: "reader", NationalNumber: c.Number, Photo: c.Photo}
	}
	told := false
	c, err := r.devices.ReadThaiID(ctx, "reader", func(p thaiid.Progress) {
		if p.Part == "photo" && !told {
			told = true
			r.texts()
		}
		progress(office.CardProgress{Part: p.Part, Done: p.Done, Texts: p.Texts, Total: p.Total, Card: card(p.Card)})
	})
	return card(c), err
}
