package supervisor_test

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"time"

	"sala/devices/port"
	"sala/devices/sim"
	"sala/devices/supervisor"
)

// BenchmarkFigureIdleDevices measures what ten idle devices cost: five readers,
// three printers, a scanner and a receiver. The simulators run in the same
// process, so that the share of a core is an upper bound.
func BenchmarkFigureIdleDevices(b *testing.B) {
	dir := b.TempDir()
	var devices []supervisor.Device
	add := func(kind supervisor.Kind, s sim.Server) {
		name := fmt.Sprintf("%s-%d", kind, len(devices))
		plug, err := sim.Plug(s, filepath.Join(dir, name))
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = plug.Close() })
		devices = append(devices, supervisor.Device{Name: name, Kind: kind, Port: port.Config{Name: plug.Path()}, Profile: "thai-80"})
	}
	for range 5 {
		add(supervisor.CardReader, sim.NewReader(sim.ReaderOptions{}))
	}
	for range 3 {
		p, err := sim.NewPrinter(sim.PrinterOptions{})
		if err != nil {
			b.Fatal(err)
		}
		add(supervisor.ReceiptPrinter, p)
	}
	add(supervisor.Scanner, sim.NewSpeaker())
	add(supervisor.Receiver, sim.NewSpeaker())
	before := runtime.NumGoroutine()
	sup, err := supervisor.New(devices, supervisor.Options{})
	if err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	sup.Start(ctx)
	defer sup.Stop()
	for _, d := range devices {
		if _, err := sup.Await(ctx, d.Name, ready); err != nil {
			b.Fatal(err)
		}
	}
	var cpu, wall time.Duration
	for b.Loop() {
		began, spent := time.Now(), cpuTime(b)
		time.Sleep(4 * time.Second)
		wall += time.Since(began)
		cpu += cpuTime(b) - spent
	}
	b.ReportMetric(100*cpu.Seconds()/wall.Seconds(), "percent-of-a-core<=1")
	b.ReportMetric(float64(runtime.NumGoroutine()-before), "goroutines")
}

// cpuTime returns what the process has used so far.
func cpuTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
