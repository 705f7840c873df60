package invented_test

import (
	"os"
	"testing"
	"time"

	"sala/app/invented"
	"sala/forms/register"
)

// BenchmarkFigureDuplicateCheck asks, for people typed in with a slip, whether
// they are in the register already: against 100,000 residents, 1,000,000 with
// SALA_LONG=1. Beside it stands a scan of the same residents, which is what a
// check without an index costs.
func BenchmarkFigureDuplicateCheck(b *testing.B) {
	n := 100_000
	if os.Getenv("SALA_LONG") != "" {
		n = 1_000_000
	}
	x := register.NewIndex()
	var typed, all []register.Resident
	for home := range invented.People(1, n) {
		for i, r := range home.Residents {
			x.Add(r)
			if len(typed) < 1000 && i == 0 {
				slip := r
				slip.ID, slip.NationalNumber = "", r.NationalNumber[:5]+r.NationalNumber[6:7]+r.NationalNumber[5:6]+r.NationalNumber[7:]
				typed = append(typed, slip)
			}
			if len(all) < 20_000 {
				all = append(all, r)
			}
		}
	}
	b.ResetTimer()
	found := 0
	start := time.Now()
	for i := range b.N {
		if len(x.Duplicates(typed[i%len(typed)])) > 0 {
			found++
		}
	}
	each := time.Since(start) / time.Duration(b.N)
	b.StopTimer()
	if found < b.N {
		b.Errorf("%d of %d were found", found, b.N)
	}
	start = time.Now()
	register.Duplicates(typed[0], all)
	scan := time.Since(start) * time.Duration(n/len(all))
	b.ReportMetric(float64(scan)/float64(each), "times-faster-than-scan")
	b.ReportMetric(float64(each.Microseconds())/1000, "ms/check")
}
