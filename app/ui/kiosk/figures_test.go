package kiosk_test

import (
	"runtime"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"sala/app/office"
	"sala/app/ui/internal/rehearsal"
	"sala/app/ui/internal/studiotest"
	"sala/app/ui/kiosk"
	"sala/app/ui/theme"
	"sala/app/ui/work"
)

// stand is a kiosk with a window in memory.
func stand(b testing.TB) (*kiosk.Kiosk, *rehearsal.Office, *studiotest.Studio, *clock) {
	s := studiotest.Open(b, 1280, 1024)
	o, c := rehearsal.New(), &clock{time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
	var w *kiosk.Window
	k := kiosk.New(kiosk.Options{Office: o.Office, Runner: work.Inline{}, Do: func(f func()) { f() }, Now: c.now, Changed: func() {
		if w != nil {
			w.Render()
		}
	}})
	b.Cleanup(k.Close)
	w = kiosk.NewWindow(k, s.Window.Canvas(), studiotest.Kit(b), kiosk.Look{Scheme: theme.Light, Scale: 1}, func(th fyne.Theme) { s.Use(th) })
	return k, o, s, c
}

// serve leads one citizen from the language to the goodbye.
func serve(k *kiosk.Kiosk, o *rehearsal.Office, c *clock) {
	through(k, "th", o.Insert)
	k.Pay()
	o.Reader.Remove()
	o.Publish(office.Event{Kind: office.CardRemoved})
	k.Leave()
	c.at = c.at.Add(10 * time.Second)
	k.Tick()
}

// BenchmarkFigureTouchToPage is from a touch to the page that it leads to, made
// and laid out; beside it the same touch without the window, which is the work
// that has to be done at all.
func BenchmarkFigureTouchToPage(b *testing.B) {
	k, _, _, _ := stand(b)
	b.ResetTimer()
	for b.Loop() {
		k.Speak("th")
		k.Back()
	}
	page := b.Elapsed() / time.Duration(2*b.N)
	b.ReportMetric(float64(page.Microseconds())/1000, "ms/page")
	b.ReportMetric(float64(page)/float64(100*time.Millisecond), "of-100-ms<=1")
}

// BenchmarkFigureKioskMemory is how much the kiosk keeps of each citizen after
// the first hundred: in this office in memory the journal and the petition, and
// nothing else. The window is left out: the driver of tests never clears Fyne's
// caches, as the real one does with every frame.
func BenchmarkFigureKioskMemory(b *testing.B) {
	for b.Loop() {
		o, c := rehearsal.New(), &clock{time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
		k := kiosk.New(options(o, c))
		for range 100 {
			serve(k, o, c)
		}
		heap := func() float64 {
			var m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&m)
			return float64(m.HeapAlloc)
		}
		before := heap()
		const citizens = 200
		for range citizens {
			serve(k, o, c)
		}
		b.ReportMetric((heap()-before)/citizens/1024, "KiB/citizen<=8")
		k.Close()
	}
}

// Fifteen citizens in a row, with every fifth walking away, leave no page
// stuck.
func TestManyCitizens(t *testing.T) {
	k, o, _, c := stand(t)
	for n := range 15 {
		switch n % 5 {
		case 3: // walks away in the middle of a form
			k.Speak("en")
			k.Choose("house-register-copy")
			o.Insert()
			k.Me()
			c.at = c.at.Add(2 * time.Minute)
			k.Tick()
			o.Reader.Remove()
			o.Publish(office.Event{Kind: office.CardRemoved})
		default:
			serve(k, o, c)
		}
		if got := k.View().Page; got != kiosk.Welcome {
			t.Fatalf("after citizen %d the kiosk is at %s with %q", n, got, k.View().Code)
		}
	}
}
