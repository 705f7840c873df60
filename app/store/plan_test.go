package store_test

import (
	"context"
	"strings"
	"testing"

	"sala/app/office"
	"sala/app/store"
	"sala/forms/act"
	"sala/forms/petition"
	"sala/forms/register"
)

// TestNoQueryReadsAWholeTable works through a day and then asks SQLite how it
// goes about each statement that was needed: none may walk a table that grows
// with the population or the years.
func TestNoQueryReadsAWholeTable(t *testing.T) {
	ctx := context.Background()
	s := create(t, t.TempDir())
	populate(t, s, 40)
	leases(t, s)
	submit(t, s, "p1", "r0000001")
	issue(t, s, "p1")
	write(t, s, "malee", func(w office.Writer) error {
		return w.Append(act.RecordSet, "resident/r0000001", 1, act.Change{Register: register.Residents, ID: "r0000001", Set: register.Fields{"relation": "child"}})
	})
	acknowledge(t, s, nil)
	changed := resident(1).Record()
	changed.Version = 2
	if err := s.ApplyPage(ctx, changes(t, 900, changed)); err != nil {
		t.Fatal(err)
	}
	for range 4 { // on every connection
		read(t, s, func(r office.Reader) error {
			return s.Read(ctx, func(r office.Reader) error {
				for _, look := range []func() error{
					func() error { _, err := r.ResidentByNumber("1500000000000"); return err },
					func() error { _, err := r.Members("h000001"); return err },
					func() error { _, err := r.Find("ณัฐพล", 0); return err },
					func() error { _, err := r.Petitions(office.PetitionFilter{Resident: "r0000001", Limit: 5}); return err },
					func() error {
						_, err := r.Petitions(office.PetitionFilter{States: []petition.State{petition.Submitted}, Limit: 5})
						return err
					},
					func() error { _, err := r.Petitions(office.PetitionFilter{Text: "สม", Limit: 5}); return err },
					func() error { _, err := r.Certificates("p1"); return err },
					func() error { _, err := r.Journal(); return err },
					func() error { _, err := r.(office.Lookalikes).Lookalikes(resident(3)); return err },
					func() error {
						_, err := r.(office.Presence).Present(register.Residents, []string{"r0000001"}, []string{"1500000000000"})
						return err
					},
					func() error { _, err := s.Viewings(ctx, register.Residents, "r0000001"); return err },
					func() error { _, err := s.Unacknowledged(ctx, 0, 10, 0); return err },
				} {
					if err := look(); err != nil {
						return err
					}
				}
				return nil
			})
		})
	}
	plans, err := store.Plans(s)
	if err != nil || len(plans) < 30 {
		t.Fatalf("%d plans, %v", len(plans), err)
	}
	// Those that may: they stop at a LIMIT, or walk what is small.
	allowed := []string{"SCAN json_each VIRTUAL", "SCAN j VIRTUAL", "SCAN record_keys VIRTUAL",
		"SCAN same", "SCAN CONSTANT ROW", // a person's records
		"SCAN petition USING INDEX petition_changed", "SCAN officer", "SCAN lease", "SCAN record_words VIRTUAL", "SCAN word_parts VIRTUAL", "SCAN petition_words VIRTUAL",
		"SCAN journal", // the last entry, and the walk after one
		"USING COVERING INDEX verdict_aside", "USING INDEX verdict_aside"}
	for query, steps := range plans {
		for _, step := range steps {
			few := strings.Contains(query, " LIMIT ?)") && mayScan(step, []string{"SCAN petition", "SCAN few", "SCAN (subquery"})
			if strings.HasPrefix(step, "SCAN") && !few && !mayScan(step, allowed) {
				t.Errorf("%s\n\treads all: %s", query, step)
			}
			if strings.Contains(step, "record_id (register=?)") {
				t.Errorf("%s\n\treads a whole register: %s", query, step)
			}
			if step == "SCAN journal" && !strings.Contains(query, "LIMIT 1") {
				t.Errorf("%s\n\treads the whole journal", query)
			}
		}
	}
}

func mayScan(step string, allowed []string) bool {
	for _, a := range allowed {
		if strings.Contains(step, a) {
			return true
		}
	}
	return false
}
