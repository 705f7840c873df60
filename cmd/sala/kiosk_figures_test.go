//go:build window

package main_test

import (
	"os"
	"os/exec"
	"testing"
	"time"

	"sala/app/invented/population"
)

// BenchmarkFigureKioskStart is from the command to the kiosk's first page, which has
// asked the encrypted store what may be given here now, beside an empty window of the
// same toolkit.
func BenchmarkFigureKioskStart(b *testing.B) {
	dir := populated(b, population.Size(b))
	var ours, empty []time.Duration
	for b.Loop() {
		for range 5 {
			bare := exec.Command(os.Args[0])
			bare.Env = append(os.Environ(), emptyWindow+"=1")
			empty = append(empty, shown(b, "^Empty$", grounded, bare))
			ours = append(ours, shown(b, "^Sala kiosk welcome", peopled, exec.Command(program(b, "sala"), "--mode", "kiosk", "--dir", dir, "--window", "1280x1024")))
		}
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(median(ours).Seconds(), "s")
	b.ReportMetric(float64(median(ours))/float64(median(empty)), "x-empty-window<=2")
}
