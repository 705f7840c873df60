package kiosk_test

import (
	"testing"

	"sala/app/office"
	"sala/app/ui/kiosk"
)

// What keeps the page printer from printing is said at the start, before anybody
// has answered or paid, and only of services that end with a paper.
func TestNoPaperIsSaidAtTheStart(t *testing.T) {
	for _, tt := range []struct {
		name string
		lamp office.Lamp
		why  string
	}{
		{"ready", office.Lamp{Light: office.LightGood, Code: "printer.ready"}, ""},
		{"out of paper", office.Lamp{Light: office.LightBad, Code: "spooler.paper_out"}, office.WhyPaper},
		{"jammed", office.Lamp{Light: office.LightBad, Code: "spooler.jammed"}, office.WhyPrinter},
		{"unplugged", office.Lamp{Light: office.LightBad, Code: "spooler.offline"}, office.WhyPrinter},
	} {
		t.Run(tt.name, func(t *testing.T) {
			k, o, _, _ := open(t)
			o.SetLamps(func(l *office.Lamps) { l.Pages = tt.lamp })
			k.Wipe()
			k.Speak("en")
			at(t, k, kiosk.Services)
			papers := 0
			for _, s := range k.View().Offered() {
				want := ""
				for _, l := range s.Form.LeadsTo {
					if l.Certificate != "" {
						want = tt.why
					}
				}
				if s.Why != want {
					t.Errorf("%s: %q, want %q", s.Form.ID, s.Why, want)
				}
				if want != "" {
					papers++
				}
			}
			if (papers > 0) != (tt.why != "") {
				t.Errorf("%d services make papers", papers)
			}
		})
	}
}
