//go:build window

package main_test

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"sala/app/invented"
	"sala/app/invented/population"
	usecases "sala/app/office"
	"sala/app/station"
	"sala/app/ui/desk"
	"sala/forms/act"
)

// queued is how many petitions are under way where their filter is measured.
const queued = 2000

// filed makes petitions of the first people, as many as are not there yet.
func filed(b *testing.B, st *station.Station) {
	b.Helper()
	err := st.Store.Write(context.Background(), figuresOfficer, func(w usecases.Writer) error {
		n, err := w.CountPetitions(usecases.PetitionFilter{})
		if err != nil {
			return err
		}
		have := n
		for home := range invented.People(1, 2*queued) {
			for _, r := range home.Residents {
				if have--; have >= 0 {
					continue
				}
				if n++; n > queued {
					return nil
				}
				id := "narrow-" + strconv.Itoa(n)
				if err := w.Append(act.PetitionDrafted, "petition/"+id, 0, act.Draft{Petition: id, Form: "th.house-register-copy", FormVersion: "1", Pack: "th@1.0.0", Resident: r.ID, Answers: map[string]any{"purpose": "bank"}}); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}

// BenchmarkFigureNarrow is from a key in the filter of the petitions to the number
// of those that are left and their first page, in a register of as many residents
// as there are: names typed letter by letter, in Thai and Latin.
func BenchmarkFigureNarrow(b *testing.B) {
	n := population.Size(b)
	st, d, until := seated(b, populated(b, n))
	filed(b, st)
	d.Go(desk.Petitions)
	until(func() bool { return d.View().Petitions.Fresh > 0 })
	var names []string
	for home := range invented.People(1, 12) {
		for _, r := range home.Residents {
			names = append(names, r.Names["th"].First, strings.ToLower(r.Names["en"].First))
		}
	}
	var keys []time.Duration
	for b.Loop() {
		for _, name := range names {
			letters := []rune(name)
			for end := 1; end <= len(letters); end++ {
				text := string(letters[:end])
				begin, fresh := time.Now(), d.View().Petitions.Fresh
				d.NarrowPetitions(text)
				until(func() bool { return d.View().Petitions.Fresh > fresh })
				shown := false
				d.Rows(0, 50, func([]usecases.Listed) { shown = true })
				until(func() bool { return shown })
				took := time.Since(begin)
				keys = append(keys, took)
			}
		}
	}
	slices.Sort(keys)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(n), "residents")
	b.ReportMetric(float64(keys[len(keys)/2].Microseconds())/1000, "ms-median")
	b.ReportMetric(float64(keys[len(keys)*99/100].Microseconds())/1000, "ms-p99")
	b.ReportMetric(float64(keys[len(keys)*99/100])/float64(100*time.Millisecond), "of-100-ms-p99<=1")
}
