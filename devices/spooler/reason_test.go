package spooler_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"sala/devices/outcome"
	"sala/devices/spooler"
)

// recordedEmpty is what CUPS 2.4.2 answered of a queue whose backend had said
// "STATE: +media-empty-error" and was at work.
const recordedEmpty = "020000000000000101470012617474726962757465732d6368617273657400057574662d38" +
	"48001b617474726962757465732d6e61747572616c2d6c616e67756167650002656e" +
	"0423000d7072696e7465722d73746174650004000000044400157072696e7465722d73746174652d726561736f6e73" +
	"00116d656469612d656d7074792d6572726f7203"

// printerIs makes an answer of this form for another state and other reasons.
func printerIs(state byte, reasons ...string) []byte {
	p, _ := hex.DecodeString(recordedEmpty)
	at := bytes.Index(p, []byte("printer-state-reasons")) - 3
	name := "printer-state-reasons"
	p = p[:at]
	p[at-1] = state
	for _, r := range reasons {
		p = append(p, 0x44)
		p = append(binary.BigEndian.AppendUint16(p, uint16(len(name))), name...)
		p = append(binary.BigEndian.AppendUint16(p, uint16(len(r))), r...)
		name = ""
	}
	return append(p, 3)
}

func TestAnswersAreOfTheRecordedForm(t *testing.T) {
	if got := hex.EncodeToString(printerIs(4, "media-empty-error")); got != recordedEmpty {
		t.Errorf("got  %s\nwant %s", got, recordedEmpty)
	}
}

// tray is a print system whose driver, like CUPS's, leaves its last reason
// standing when its job is over.
type tray struct {
	begin  time.Time
	given  bool // a job was given
	gone   bool // and withdrawn
	other  bool // somebody else's job is under way, ours waits
	held   bool // ours waits, and the printer is idle
	ends   time.Duration
	says   map[int]string // from which second of the job on; "" is none
	reason string
}

func (y *tray) run(_ context.Context, _ []byte, name string, _ ...string) ([]byte, error) {
	switch name {
	case "lp":
		y.begin, y.given, y.gone = time.Now(), true, false
		return []byte("request id is front-desk-17 (1 file(s))\n"), nil
	case "cancel":
		y.gone = true
		return nil, nil
	}
	return []byte("printer front-desk is idle.  enabled since Mon\n"), nil
}

func (y *tray) answer(_ context.Context, question []byte) ([]byte, error) {
	working := y.given && !y.gone && (y.ends == 0 || time.Since(y.begin) < y.ends)
	if working {
		said := -1
		for second, r := range y.says {
			if s := time.Duration(second) * time.Second; s <= time.Since(y.begin) && second > said {
				said, y.reason = second, r
			}
		}
	}
	if strings.Contains(string(question), "ipp://localhost/printers/front-desk") {
		r := y.reason
		if r == "" {
			r = "none"
		}
		if working && !y.held || y.other {
			return printerIs(4, r), nil
		}
		return printerIs(3, r), nil
	}
	p, err := hex.DecodeString(recorded)
	switch {
	case y.gone:
		p[len(p)-2] = 7
	case working && (y.other || y.held):
		p[len(p)-2] = 3
	case working:
		p[len(p)-2] = 5
	}
	return p, err
}

func (y *tray) printer() *spooler.CUPS {
	return &spooler.CUPS{Queue: "front-desk", Run: y.run, Ask: y.answer, Now: time.Now}
}

func TestTroubleOfThePrinterEndsTheJob(t *testing.T) {
	const second = time.Second
	for name, tt := range map[string]struct {
		tray     tray
		want     outcome.Outcome
		err      error
		from, to time.Duration
	}{
		"nothing wrong":             {tray{ends: 5 * second}, outcome.Printed, nil, 4 * second, 6 * second},
		"out of paper":              {tray{says: map[int]string{2: "media-empty-error"}}, outcome.Unknown, spooler.ErrPaperOut, 21 * second, 24 * second},
		"jammed":                    {tray{says: map[int]string{0: "media-jam"}}, outcome.Unknown, spooler.ErrJammed, 20 * second, 21 * second},
		"paper put in":              {tray{says: map[int]string{2: "media-empty-error", 18: ""}, ends: 40 * second}, outcome.Printed, nil, 39 * second, 41 * second},
		"opened to put paper in":    {tray{says: map[int]string{2: "media-empty-error", 15: "cover-open-error", 30: ""}, ends: 40 * second}, outcome.Printed, nil, 39 * second, 41 * second},
		"only a warning":            {tray{says: map[int]string{2: "toner-low-warning"}, ends: 60 * second}, outcome.Printed, nil, 59 * second, 61 * second},
		"left over and untrue":      {tray{reason: "media-empty-error", ends: 60 * second}, outcome.Printed, nil, 59 * second, 61 * second},
		"left over and still true":  {tray{reason: "media-empty-error", says: map[int]string{0: "media-empty-error"}}, outcome.Unknown, spooler.ErrPaperOut, 119 * second, 121 * second},
		"left over and come again":  {tray{reason: "media-empty-error", says: map[int]string{1: "", 3: "media-empty-error"}}, outcome.Unknown, spooler.ErrPaperOut, 22 * second, 25 * second},
		"another's job in front":    {tray{other: true, says: map[int]string{2: "door-open-error"}}, outcome.Failed, spooler.ErrOpen, 21 * second, 24 * second},
		"held, with one left over":  {tray{held: true, reason: "media-empty-error"}, outcome.Failed, spooler.ErrSlow, 119 * second, 121 * second},
		"held, and one comes up":    {tray{held: true, says: map[int]string{2: "media-empty-error"}}, outcome.Failed, spooler.ErrSlow, 119 * second, 121 * second},
		"slow for reasons of none":  {tray{}, outcome.Unknown, spooler.ErrSlow, 119 * second, 121 * second},
		"a printer that never came": {tray{says: map[int]string{0: "connecting-to-device"}}, outcome.Unknown, spooler.ErrOffline, 20 * second, 21 * second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				begin := time.Now()
				o, err := tt.tray.printer().Print(t.Context(), "x", nil)
				if took := time.Since(begin); o != tt.want || !errors.Is(err, tt.err) || took < tt.from || took > tt.to {
					t.Errorf("%s, %v after %s", o, err, took)
				}
				if tt.tray.gone != (tt.want != outcome.Printed) {
					t.Errorf("withdrawn: %t", tt.tray.gone)
				}
			})
		})
	}
}

func TestCheckForgetsALeftoverReason(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		y := &tray{reason: "media-empty-error"}
		p := y.printer()
		says := func(when string, want error) {
			t.Helper()
			if err := p.Check(t.Context()); !errors.Is(err, want) {
				t.Errorf("%s: %v, want %v", when, err, want)
			}
		}
		says("left over from a job of before", nil)
		y.other = true
		says("while somebody's job waits for paper", spooler.ErrPaperOut)
		y.reason = "connecting-to-device"
		says("while somebody's job begins", nil)

		*y = tray{says: map[int]string{0: "media-empty-error"}}
		if o, err := p.Print(t.Context(), "x", nil); o != outcome.Unknown || !errors.Is(err, spooler.ErrPaperOut) {
			t.Fatalf("%s, %v", o, err)
		}
		says("after our job ended for it", spooler.ErrPaperOut)
		time.Sleep(4 * time.Minute)
		says("four minutes later", spooler.ErrPaperOut)
		time.Sleep(2 * time.Minute)
		says("six minutes later", nil)

		*y = tray{says: map[int]string{0: "media-empty-error"}}
		_, _ = p.Print(t.Context(), "x", nil)
		says("after another", spooler.ErrPaperOut)
		y.says, y.ends = map[int]string{1: ""}, 3*time.Second
		if o, err := p.Print(t.Context(), "x", nil); o != outcome.Printed || err != nil {
			t.Fatalf("who has put paper in cannot print: %s, %v", o, err)
		}
		y.reason = "media-empty-error"
		says("after one that was printed", nil)
	})
}
