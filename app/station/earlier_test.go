package station_test

import (
	"slices"
	"testing"

	"sala/app/invented"
	"sala/forms/act"
	"sala/forms/register"
)

// Who goes to a household again has with her what was written at the visit before,
// and its photographs where she asks for them, though that visit is over and was a
// colleague's: the plan says so before, and nothing of the neighbours comes along.
func TestWhatWasWrittenBeforeComesAlong(t *testing.T) {
	w := &week{world: newWorld(t), t: t, photos: map[string]int{}, petitions: map[string]map[string]any{}}
	w.villages(60, 2)
	ctx := t.Context()
	_, somchai := w.laptop("TH-5014-F01", "somchai")
	_, err := somchai.TakeOut(ctx, act.TakeOut{}, 5, nil)
	must(t, err)
	stops, err := somchai.Stops(ctx)
	must(t, err)
	for _, stop := range stops {
		w.inspect(somchai, stop, map[string]any{"off_ground": "good"}, 1)
	}
	w.home(somchai)
	again := register.Visit{ID: "TH-5014-V000101", Office: invented.ThaiOffice, Officer: "malee", Form: inspection, Household: stops[0].Visit.Household, Resident: stops[0].Visit.Resident, State: register.VisitOpen}
	_, err = w.Central.Seed(ctx, records(nil, []register.Visit{again}))
	must(t, err)

	second, malee := w.laptop("TH-5014-F02", "malee")
	for _, x := range []struct {
		forms     []string
		petitions int
	}{{nil, 1}, {[]string{inspection}, 1}} {
		want := act.TakeOut{Officer: "malee", Forms: x.forms, Photos: true}
		if plan, err := malee.PlanTakeOut(ctx, want); err != nil || plan.Visits != 1 || plan.Petitions != x.petitions || plan.Photos != x.petitions || plan.PhotoBytes < 100_000 {
			t.Errorf("of the forms %v the plan is %+v, %v", x.forms, plan, err)
		}
	}
	_, err = malee.TakeOut(ctx, act.TakeOut{Officer: "malee", Photos: true}, 5, nil)
	must(t, err)
	syncOnce(t, second)
	var seen []int
	for hash, size := range w.photos {
		if f, err := malee.Attachment(ctx, hash); err == nil && len(f.Body) == size {
			seen = append(seen, size)
		}
	}
	if len(seen) != 1 || !slices.Contains(seen, 120_000) {
		t.Errorf("photographs of %v bytes are on the laptop, want the one of that household", seen)
	}
}
