//go:build unix

package main

import (
	"io"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// BenchmarkFigureDemo measures the demonstration as a person meets it: from the
// command to the last line, and the memory of salactl at its largest.
func BenchmarkFigureDemo(b *testing.B) {
	root, err := findRoot()
	if err != nil {
		b.Fatal(err)
	}
	d := &dev{root: root, out: io.Discard, system: thisSystem()}
	if err := d.build(b.Context(), io.Discard, "salactl", "central", "devsim"); err != nil {
		b.Fatal(err)
	}
	var peak int64 // KB on Linux, bytes on macOS
	began := time.Now()
	n := 0
	for b.Loop() {
		n++
		cmd := exec.CommandContext(b.Context(), d.binary("salactl"), "demo", "--dir", filepath.Join(b.TempDir(), "demo"))
		if out, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("%v\n%s", err, out)
		}
		if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
			peak = max(peak, int64(usage.Maxrss))
		}
	}
	if d.system.os == "darwin" {
		peak /= 1024
	}
	b.ReportMetric(time.Since(began).Seconds()/float64(n), "s-wall")
	b.ReportMetric(float64(peak)/1024, "MB-peak")
}
