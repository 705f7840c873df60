//go:build window

package main_test

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"sala/app/invented/population"
	"sala/app/station"
)

// pace is how a quick typist's keys follow each other.
const pace = 100 * time.Millisecond

// BenchmarkFigureSearchInTheWindow is from a key that is pressed in the desk's
// search to the picture of the people whom it finds, beside the picture of the
// same letter in a bare entry of the same toolkit, in a window of the same size, in
// turn.
func BenchmarkFigureSearchInTheWindow(b *testing.B) {
	n := population.Size(b)
	dir := populated(b, n)
	words := telling(b, dir, n)
	s := openScreen(b)
	desk := openWindow(b, &office{Station: dir}, "desk", "1366x768", "--officer", figuresOfficer)
	id := s.shows("^Sala desk sign_in", peopled)
	desk.text(figuresPassword)
	desk.keys("Return")
	desk.at("today")
	desk.keys("F2")
	desk.at("serve/card")
	bare := exec.Command(os.Args[0])
	bare.Env = append(os.Environ(), emptyWindow+"="+bareEntry)
	if err := bare.Start(); err != nil {
		b.Fatal(err)
	}
	defer func() {
		_ = bare.Process.Kill()
		_ = bare.Wait()
	}()
	entry := s.shows("^Entry $", func([]uint32) bool { return true })
	found := func() []uint32 { return s.part(id, 490, 380, 270, 320) }
	said := func() []uint32 { return []uint32{uint32(len(s.name(entry)))} }

	var rows, letters []time.Duration
	for b.Loop() {
		for _, w := range words {
			s.raise(id)
			desk.until("serve/card [^=]", func() { desk.keys("ctrl+a", "BackSpace") })
			for i, letter := range w.text {
				if took := s.answers(id, letter, found, w.tells[i]); w.tells[i] {
					rows = append(rows, took)
				}
			}
			s.raise(entry)
			for _, letter := range w.text {
				letters = append(letters, s.answers(entry, letter, said, true))
			}
		}
	}
	median, bareMedian := median(rows), median(letters)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(n), "residents")
	b.ReportMetric(float64(len(rows)), "keys")
	b.ReportMetric(float64(bareMedian.Microseconds())/1000, "ms-bare-entry")
	b.ReportMetric(float64(median.Microseconds())/1000, "ms-median")
	b.ReportMetric(float64(rows[len(rows)*95/100].Microseconds())/1000, "ms-p95")
	b.ReportMetric(float64(median)/float64(bareMedian), "x-bare-entry<=2")
}

// answers returns how long it takes from a key to a picture in which something
// is another than before; where the key changes nothing it is only typed.
func (s *screen) answers(id uint32, letter rune, state func() []uint32, changes bool) time.Duration {
	s.t.Helper()
	key := s.keycode(letter)
	time.Sleep(pace)
	before := state()
	begin := time.Now()
	s.press(key)
	if changes {
		s.painted(id, func() bool { return !slices.Equal(state(), before) })
	}
	return time.Since(begin)
}

// word is a name, and which of its letters finds other people than the one before
// in the five rows that stand in the window.
type word struct {
	text  string
	tells []bool
}

// telling asks the store itself what names typed letter by letter find.
func telling(b *testing.B, dir string, n int) []word {
	b.Helper()
	ctx := b.Context()
	st, err := station.Open(ctx, station.Options{Dir: dir, Quiet: true})
	if err != nil {
		b.Fatal(err)
	}
	defer st.Close()
	s, err := st.Office.SignIn(ctx, figuresOfficer, figuresPassword)
	if err != nil {
		b.Fatal(err)
	}
	var out []word
	for h := range population.Homes(n) {
		w := word{text: strings.ToLower(h.Residents[0].Names["en"].First)}
		if len(out) == 12 {
			break
		}
		if strings.Trim(w.text, "abcdefghijklmnopqrstuvwxyz") != "" || slices.ContainsFunc(out, func(o word) bool { return o.text[:2] == w.text[:2] }) {
			continue
		}
		var was []string
		for end := range w.text {
			hits, err := s.Find(ctx, w.text[:end+1], 5)
			if err != nil {
				b.Fatal(err)
			}
			var is []string
			for _, h := range hits {
				is = append(is, h.ID)
			}
			w.tells, was = append(w.tells, !slices.Equal(is, was)), is
		}
		out = append(out, w)
	}
	return out
}
