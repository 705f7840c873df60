package office_test

import (
	"errors"
	"iter"
	"maps"
	"slices"
	"testing"

	"sala/app/invented"
	"sala/app/office"
	"sala/forms/register"
)

func rowsOf(cells ...map[string]string) iter.Seq2[office.Row, error] {
	return func(yield func(office.Row, error) bool) {
		for i, c := range cells {
			if !yield(office.Row{Line: i + 2, Cells: c}, nil) {
				return
			}
		}
	}
}

func TestBringInTakesEachRowOnceAndTellsTheRefused(t *testing.T) {
	w := newWorld(t)
	good := map[string]string{"number": "1-5099-00000-01-7", "first_th": "ขวัญ", "last_th": "ตัวอย่าง", "birth": "1/2/2540", "sex": "หญิง", "household_code": w.home.Household.HouseCode}
	for _, test := range []struct {
		name  string
		cells map[string]string
		field string
		code  string
	}{
		{"a number that does not add up", map[string]string{"number": "1509900000018", "first_th": "ก"}, "number", "check_digit"},
		{"no number", map[string]string{"first_th": "ก"}, "number", "required"},
		{"no name", map[string]string{"number": "1509900000025"}, "first_th", "required"},
		{"a day that there is not", map[string]string{"number": "1509900000025", "first_th": "ก", "birth": "31/2/2540"}, "birth", "not_a_date"},
		{"a sex that there is not", map[string]string{"number": "1509900000025", "first_th": "ก", "sex": "x"}, "sex", "not_a_sex"},
		{"no such household", map[string]string{"number": "1509900000025", "first_th": "ก", "household_code": "99999999999"}, "household_code", "no_household"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var refused []office.RefusedRow
			n, err := w.clerk.BringIn(t.Context(), office.BringIn{Register: register.Residents, Refused: func(r office.RefusedRow) error {
				refused = append(refused, r)
				return nil
			}}, rowsOf(test.cells))
			if err != nil {
				t.Fatal(err)
			}
			if n.Refused != 1 || n.New != 0 || len(refused) != 1 || refused[0].Code != test.code || refused[0].Field != test.field || refused[0].Line != 2 {
				t.Errorf("%+v, %+v", n, refused)
			}
		})
	}
	plan := office.BringIn{Register: register.Residents, Batch: 1}
	for i, want := range []office.BroughtIn{{Rows: 1, New: 1}, {Rows: 1, Same: 1}} {
		n, err := w.clerk.BringIn(t.Context(), plan, rowsOf(good))
		if err != nil || n.Rows != want.Rows || n.New != want.New || n.Same != want.Same {
			t.Errorf("time %d: %+v, %v", i+1, n, err)
		}
	}
	id, err := w.Resident(t.Context(), "1509900000017")
	if err != nil {
		t.Fatal(err)
	}
	v, err := w.clerk.Visit(t.Context(), id, "test")
	if err != nil || v.Resident.Birth.String() != "1997-02-01" || v.Resident.Sex != register.Female || v.Resident.Household != w.home.Household.ID {
		t.Errorf("%+v, %v", v.Resident, err)
	}
}

// A record that central sent is known by its number, not made a second time.
func TestBringInKnowsWhomCentralHas(t *testing.T) {
	w := newWorld(t)
	who := w.home.Residents[0]
	row := map[string]string{"number": who.NationalNumber, "first_th": who.Names["th"].First, "last_th": "ใหม่เอี่ยม"}
	n, err := w.clerk.BringIn(t.Context(), office.BringIn{Register: register.Residents}, rowsOf(row))
	if err != nil || n.Refused != 1 || n.Reasons["differs"] != 1 {
		t.Fatalf("without leave to change: %+v, %v", n, err)
	}
	n, err = w.clerk.BringIn(t.Context(), office.BringIn{Register: register.Residents, Update: true}, rowsOf(row))
	if err != nil || n.Changed != 1 || n.New != 0 {
		t.Fatalf("%+v, %v", n, err)
	}
	v, err := w.clerk.Visit(t.Context(), who.ID, "test")
	if err != nil || v.Resident.Names["th"].Last != "ใหม่เอี่ยม" || v.Resident.Names["th"].Prefix != who.Names["th"].Prefix {
		t.Errorf("%+v, %v", v.Resident.Names, err)
	}
}

func TestBringInThatBreaksOffKeepsWhatCameBefore(t *testing.T) {
	w := newWorld(t)
	torn := errors.New("torn")
	rows := func(yield func(office.Row, error) bool) {
		for home := range invented.People(99, 30) {
			for _, p := range home.Residents {
				if !yield(office.Row{Cells: map[string]string{"number": p.NationalNumber, "first_th": p.Names["th"].First}}, nil) {
					return
				}
			}
		}
		yield(office.Row{}, torn)
	}
	first, err := w.clerk.BringIn(t.Context(), office.BringIn{Register: register.Residents, Batch: 7, Update: true}, rows)
	if !errors.Is(err, torn) || first.Rows != 30 {
		t.Fatalf("%+v, %v", first, err)
	}
	again, err := w.clerk.BringIn(t.Context(), office.BringIn{Register: register.Residents, Batch: 7}, rows)
	if !errors.Is(err, torn) || again.New != 0 || again.Same != 30 {
		t.Errorf("done again: %+v, %v", again, err)
	}
	_, err = w.registrar.BringIn(t.Context(), office.BringIn{Register: register.Residents}, rows)
	wantCode(t, err, "not_allowed")
}

func TestOfficersComeAndGo(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	wantCode(t, w.registrar.RemoveOfficer(ctx, "auditor"), "not_allowed")
	wantCode(t, w.clerk.RemoveOfficer(ctx, "clerk"), "last_administrator")
	wantCode(t, w.clerk.RemoveOfficer(ctx, "nobody"), "not_found")
	lowered := w.clerk.Officer
	lowered.Roles = []string{"clerk"}
	wantCode(t, w.clerk.SetOfficer(ctx, lowered), "last_administrator")
	wantCode(t, w.registrar.MaySetPassword(ctx, "clerk"), "not_allowed")
	wantCode(t, w.registrar.MaySetPassword(ctx, "registrar"), "")
	if err := w.clerk.RemoveOfficer(ctx, "auditor"); err != nil {
		t.Fatal(err)
	}
	_, err := w.Enter(ctx, "auditor")
	wantCode(t, err, "officer_gone")
	wantCode(t, w.clerk.MaySetPassword(ctx, "auditor"), "officer_gone")
	s, err := w.Enter(ctx, "registrar")
	if err != nil || !slices.Contains(s.Officer.Roles, "registrar") {
		t.Errorf("%+v, %v", s, err)
	}
}

// Rows about one record, in one batch, are taken in the order of the file: the
// second finds what the first entered, by its key or by its number.
func TestBringInTakesTwoRowsOfOneRecordInOrder(t *testing.T) {
	first := map[string]string{"id": "r1", "number": "1509900000017", "first_th": "ขวัญ", "last_th": "ตัวอย่าง"}
	with := func(change map[string]string) map[string]string {
		row := maps.Clone(first)
		maps.Copy(row, change)
		return row
	}
	for _, test := range []struct {
		name   string
		key    []string
		second map[string]string
		want   office.BroughtIn
		last   string
	}{
		{"the same row", nil, first, office.BroughtIn{Rows: 2, New: 1, Same: 1}, "ตัวอย่าง"},
		{"another name", nil, with(map[string]string{"last_th": "ใหม่"}), office.BroughtIn{Rows: 2, New: 1, Changed: 1}, "ใหม่"},
		{"another ID, the same number", []string{"id"}, with(map[string]string{"id": "a-before-r1", "last_th": "ใหม่"}), office.BroughtIn{Rows: 2, New: 1, Changed: 1}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld(t)
			n, err := w.clerk.BringIn(t.Context(), office.BringIn{Register: register.Residents, Key: test.key, Update: true}, rowsOf(first, test.second))
			if err != nil || n.Rows != test.want.Rows || n.New != test.want.New || n.Changed != test.want.Changed || n.Same != test.want.Same {
				t.Errorf("%+v, %v", n, err)
			}
			id, err := w.Resident(t.Context(), "1509900000017")
			if err != nil {
				t.Fatal(err)
			}
			v, err := w.clerk.Visit(t.Context(), id, "test")
			if err != nil || test.last != "" && v.Resident.Names["th"].Last != test.last {
				t.Errorf("%+v, %v", v.Resident.Names, err)
			}
		})
	}
}
