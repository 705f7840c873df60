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
	"sala/forms/register"
)

// BenchmarkFigureDuplicates looks for duplicates of people who are typed with a
// slip, in a register of SALA_POPULATION, beside a find by the family name in
// the same run. The processor's time is what a check takes that has the machine
// alone.
func BenchmarkFigureDuplicates(b *testing.B) {
	ctx := context.Background()
	n := population.Size(b)
	side := &side{name: "encrypted", dir: population.Folder(b, "encrypted"), env: store.Environment{Cost: cheap}}
	sample := side.fill(b, n, discard{})
	side.s = side.begin(b)
	defer side.s.Close()
	var alike, busy, finds []time.Duration
	found, shown := 0, 0
	for i, r := range sample {
		typed := slipped(r, i)
		err := side.s.Read(ctx, func(v office.Reader) error {
			began, had := time.Now(), processor.Time()
			near, err := v.(office.Lookalikes).Lookalikes(typed)
			if err != nil {
				return err
			}
			matches := register.Duplicates(typed, near)
			alike, busy = append(alike, time.Since(began)), append(busy, processor.Time()-had)
			shown += len(matches)
			if slices.ContainsFunc(matches, func(m register.Match) bool { return m.Resident.ID == r.ID }) {
				found++
			}
			began = time.Now()
			_, err = v.Find(r.Name("th"), 50)
			finds = append(finds, time.Since(began))
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	if found < len(sample) {
		b.Errorf("%d of %d people were found in spite of the slip", found, len(sample))
	}
	b.ReportMetric(float64(n), "residents")
	b.ReportMetric(quantile(alike, 50)/1e6, "duplicates-p50-ms")
	b.ReportMetric(quantile(alike, 99)/1e6, "duplicates-p99-ms")
	b.ReportMetric(quantile(busy, 99)/1e6, "processor-p99-ms")
	b.ReportMetric(quantile(alike, 50)/quantile(finds, 50), "x-find")
	b.ReportMetric(float64(found)/float64(len(sample))*100, "%-found")
	b.ReportMetric(float64(shown)/float64(len(sample)), "shown")
	b.ReportMetric(0, "ns/op")
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

// slipped is a person as a clerk types her, with one of the usual slips.
func slipped(r register.Resident, i int) register.Resident {
	typed := register.Resident{NationalNumber: r.NationalNumber, Names: r.Names, Birth: r.Birth, Sex: r.Sex}
	switch i % 3 {
	case 0: // two digits swapped
		d := []byte(r.NationalNumber)
		d[4], d[5] = d[5], d[4]
		typed.NationalNumber = string(d)
	case 1: // without her number
		typed.NationalNumber = ""
	case 2: // and with a year of the other era
		typed.NationalNumber = ""
		typed.Birth.Year += 543
	}
	return typed
}
