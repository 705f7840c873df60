package store_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"sala/app/office"
	"sala/app/store"
)

// BenchmarkFind asks the encrypted store alone, for a profile; -v names the
// slowest queries.
func BenchmarkFind(b *testing.B) {
	sd := &side{name: "encrypted", dir: kept(b, "encrypted"), env: store.Environment{Cost: cheap}}
	asked := queries(sd.fill(b, population(b), nil))
	sd.s = sd.begin(b)
	defer sd.s.Close()
	var times []time.Duration
	each := map[string][]time.Duration{}
	for b.Loop() {
		for _, q := range asked {
			began := time.Now()
			if err := sd.s.Read(context.Background(), func(r office.Reader) error { _, err := r.Find(q, 50); return err }); err != nil {
				b.Fatal(err)
			}
			took := time.Since(began)
			times = append(times, took)
			each[q] = append(each[q], took)
		}
	}
	b.ReportMetric(quantile(times, 50)/1e6, "p50-ms")
	b.ReportMetric(quantile(times, 99)/1e6, "p99-ms")
	b.ReportMetric(mean(times)/1e6, "mean-ms")
	// What a query takes when nothing else wants the processor.
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
