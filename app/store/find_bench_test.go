package store_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"sala/app/internal/processor"
	"sala/app/invented/population"
	"sala/app/office"
	"sala/app/store"
)

// BenchmarkFind asks the encrypted store alone, for a profile; -v names the
// slowest queries.
func BenchmarkFind(b *testing.B) {
	sd := &side{name: "encrypted", dir: population.Folder(b, "encrypted"), env: store.Environment{Cost: cheap}}
	asked := queries(sd.fill(b, population.Size(b), nil))
	sd.s = sd.begin(b)
	defer sd.s.Close()
	var times, cpu []time.Duration
	each := map[string][]time.Duration{}
	for b.Loop() {
		for _, q := range asked {
			began, had := time.Now(), processor.Time()
			if err := sd.s.Read(context.Background(), func(r office.Reader) error { _, err := r.Find(q, 50); return err }); err != nil {
				b.Fatal(err)
			}
			took := time.Since(began)
			times = append(times, took)
			cpu = append(cpu, processor.Time()-had)
			each[q] = append(each[q], cpu[len(cpu)-1])
		}
	}
	b.ReportMetric(quantile(times, 50)/1e6, "p50-ms")
	b.ReportMetric(quantile(times, 99)/1e6, "p99-ms")
	b.ReportMetric(mean(times)/1e6, "mean-ms")
	b.ReportMetric(quantile(cpu, 50)/1e6, "cpu-p50-ms")
	b.ReportMetric(quantile(cpu, 99)/1e6, "cpu-p99-ms")
	// What a query takes of the processor when no collection falls into it.
	var usual []time.Duration
	slow := map[string]time.Duration{}
	for q, took := range each {
		slow[q] = time.Duration(quantile(took, 50))
		usual = append(usual, slow[q])
	}
	b.ReportMetric(quantile(usual, 99)/1e6, "p99-of-medians-ms")
	if testing.Verbose() {
		slices.SortFunc(asked, func(x, y string) int { return int(slow[y] - slow[x]) })
		for _, q := range slices.Compact(asked)[:16] {
			b.Logf("%q %s", q, slow[q])
		}
	}
}
