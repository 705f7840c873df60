package office_test

import (
	"maps"
	"testing"

	"pgregory.net/rapid"

	"sala/app/office"
	"sala/forms/calendar"
	"sala/forms/petition"
)

func TestFiguresCountPetitionsAndDays(t *testing.T) {
	w := newWorld(t)
	p := w.submitted(t)
	w.now = w.now.AddDate(0, 0, 3) // Monday to Thursday
	if _, err := w.registrar.Approve(t.Context(), p, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := w.clerk.TakeFee(t.Context(), p.ID, office.Tender{Method: "cash"}); err != nil {
		t.Fatal(err)
	}
	f, err := w.registrar.Figures(t.Context(), calendar.Date{}, calendar.Date{})
	if err != nil {
		t.Fatal(err)
	}
	if f.Count != 1 || f.ByState[string(petition.Approved)] != 1 || f.ByDay["2026-11-26"] != 1 || f.ByArea["residents"] != 1 || len(f.ByForm) != 1 {
		t.Fatalf("%+v", f)
	}
	if got := f.ByForm[0]; got.Decided != 1 || got.Open != 0 || got.Days != 3 {
		t.Errorf("%+v", got)
	}
	if len(f.Taken) != 1 || f.Taken[0] != p.Fee {
		t.Errorf("taken %v, want %v", f.Taken, p.Fee)
	}
	before, err := w.registrar.Figures(t.Context(), calendar.Date{}, calendar.Date{Year: 2026, Month: 11, Day: 25})
	if err != nil || before.Count != 0 || len(before.Taken) != 0 {
		t.Errorf("%+v, %v", before, err)
	}
}

// What is published tells no small count, not even by subtraction from the sum.
func TestCellsHideSmallCounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		counts := rapid.MapOf(rapid.StringMatching(`[a-z]{1,4}`), rapid.IntRange(1, 20)).Draw(t, "counts")
		least := rapid.IntRange(1, 10).Draw(t, "least")
		f := office.Figures{ByState: maps.Clone(counts)}
		hidden, small := 0, 0
		for _, c := range f.Cells(least) {
			if c.Count != counts[c.Name] {
				t.Fatalf("%+v is not the count %d", c, counts[c.Name])
			}
			if c.Suppressed {
				hidden++
			}
			if c.Count < least {
				small++
				if !c.Suppressed {
					t.Fatalf("%+v is shown though it is below %d", c, least)
				}
			}
		}
		if small == 1 && len(counts) > 1 && hidden < 2 {
			t.Fatalf("one small count alone is hidden among %d: it follows from the sum", len(counts))
		}
		if small == 0 && hidden > 0 {
			t.Fatalf("%d hidden though none is small", hidden)
		}
	})
}

// What has no deadline is not past it.
func TestADraftIsNotLate(t *testing.T) {
	w := newWorld(t)
	w.filled(t, "th.house-register-copy", nil)
	f, err := w.clerk.Figures(t.Context(), calendar.Date{}, calendar.Date{})
	if err != nil || f.Count != 1 || f.Late != 0 {
		t.Errorf("%d petitions, %d late, %v", f.Count, f.Late, err)
	}
}
