package population_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"sala/app/invented/population"
	"sala/sync/wire"
)

// A store that was filled in part goes on where it was: the rest comes once, in
// order, and the cursor ends at the last.
func TestSendGoesOn(t *testing.T) {
	records := population.Records(population.Homes(7000))
	var all []string
	for position, rec := range records {
		all = append(all, fmt.Sprint(position, " ", rec.Register, "/", rec.ID))
	}
	for _, after := range []uint64{0, 1, 4999, 5000, uint64(len(all)) - 1, uint64(len(all))} {
		var got []string
		pages, cursor := 0, after
		err := population.Send(records, "A", after, func(p wire.Page) error {
			pages++
			cursor = p.Cursor
			for _, c := range p.Changes {
				got = append(got, fmt.Sprint(c.Position, " ", c.ID))
			}
			return nil
		})
		if err != nil || cursor != uint64(len(all)) || !slices.Equal(got, all[after:]) {
			t.Errorf("after %d come %d records in %d pages up to %d, want %d up to %d (%v)", after, len(got), pages, cursor, uint64(len(all))-after, len(all), err)
		}
	}
	if full := errors.New("full"); !errors.Is(population.Send(records, "A", 0, func(wire.Page) error { return full }), full) {
		t.Error("what apply says is not told")
	}
}
