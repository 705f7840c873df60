package merge_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"sala/forms/act"
	"sala/forms/register"
	"sala/sync/merge"
)

type F = register.Fields

func TestRecord(t *testing.T) {
	for _, c := range []struct {
		name     string
		register string
		current  F
		change   act.Change
		origin   merge.Origin
		want     F
		overlaps []string
	}{
		{name: "as seen", current: F{"phone": "1", "job": "a"}, change: act.Change{Set: F{"phone": "2"}, Old: F{"phone": "1"}}, want: F{"phone": "2", "job": "a"}},
		{name: "another field changed meanwhile", current: F{"phone": "1", "job": "b"}, change: act.Change{Set: F{"phone": "2"}, Old: F{"phone": "1"}}, want: F{"phone": "2", "job": "b"}},
		{name: "the same change twice", current: F{"phone": "2"}, change: act.Change{Set: F{"phone": "2"}, Old: F{"phone": "1"}}, want: F{"phone": "2"}},
		{name: "both changed one field", current: F{"phone": "3", "job": "a"}, change: act.Change{Set: F{"phone": "2", "job": "b"}, Old: F{"phone": "1", "job": "a"}}, want: F{"phone": "3", "job": "a"}, overlaps: []string{"phone"}},
		{name: "cleared", current: F{"phone": "1"}, change: act.Change{Clear: []string{"phone"}, Old: F{"phone": "1"}}, want: F{}},
		{name: "cleared what somebody changed", current: F{"phone": "2"}, change: act.Change{Clear: []string{"phone"}, Old: F{"phone": "1"}}, want: F{"phone": "2"}, overlaps: []string{"phone"}},
		{name: "absent is empty", current: F{}, change: act.Change{Set: F{"phone": "2"}, Old: F{"phone": ""}}, want: F{"phone": "2"}},
		{name: "a later move stands", register: register.Residents, current: F{"household": "h2", "moved_in": "2026-05-01", "address_version": int64(4)},
			change: act.Change{Set: F{"household": "h3", "moved_in": "2026-06-01"}, Old: F{"household": "h1", "moved_in": ""}}, origin: merge.Origin{Station: "A", Base: 3, Version: 4},
			want: F{"household": "h3", "moved_in": "2026-06-01", "address_version": int64(5), "address_station": "A"}},
		{name: "an earlier move is history", register: register.Residents, current: F{"household": "h2", "moved_in": "2026-05-01"},
			change: act.Change{Set: F{"household": "h3", "moved_in": "2026-04-01"}, Old: F{"household": "h1"}}, origin: merge.Origin{Base: 3, Version: 4}, want: F{"household": "h2", "moved_in": "2026-05-01"}},
		{name: "two moves on one day", register: register.Residents, current: F{"household": "h2", "moved_in": "2026-05-01"},
			change: act.Change{Set: F{"household": "h3", "moved_in": "2026-05-01"}, Old: F{"household": "h1"}}, want: F{"household": "h2", "moved_in": "2026-05-01"}, overlaps: []string{"household", "moved_in"}},
		{name: "halves of two addresses", register: register.Households, current: F{"house": "9", "road": "new", "address_version": int64(5), "address_station": "B"},
			change: act.Change{Set: F{"house": "10"}, Old: F{"house": "9"}}, origin: merge.Origin{Station: "A", Base: 4, Version: 5}, want: F{"house": "9", "road": "new", "address_version": int64(5), "address_station": "B"}, overlaps: []string{"house"}},
		{name: "one station's second thought", register: register.Households, current: F{"house": "9", "road": "new", "address_version": int64(5), "address_station": "A"},
			change: act.Change{Set: F{"house": "10"}, Old: F{"house": "9"}}, origin: merge.Origin{Station: "A", Base: 4, Version: 5}, want: F{"house": "10", "road": "new", "address_version": int64(6), "address_station": "A"}},
		{name: "money, the same sum twice", register: register.Taxes, current: F{"paid": int64(100)}, change: act.Change{Set: F{"paid": int64(100)}, Old: F{"paid": int64(0)}}, want: F{"paid": int64(100)}, overlaps: []string{"paid"}},
		{name: "links are sets", register: register.Families, current: F{"children": []any{"a", "c"}}, change: act.Change{Set: F{"children": []any{"b", "d"}}, Old: F{"children": []any{"a", "b"}}}, want: F{"children": []any{"c", "d"}}},
		{name: "provenance is not a station's to write", register: register.Households, current: F{"address_station": "B"}, change: act.Change{Set: F{"address_station": "A"}}, want: F{"address_station": "B"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.change.Register = c.register
			before := cmp.Diff(c.current, F{})
			got := merge.Record(c.current, c.change, c.origin)
			if d := cmp.Diff(c.want, got.Fields); d != "" {
				t.Error(d)
			}
			if !slices.Equal(got.Overlaps, c.overlaps) {
				t.Errorf("overlaps %v, want %v", got.Overlaps, c.overlaps)
			}
			if cmp.Diff(c.current, F{}) != before {
				t.Error("the current fields were changed in place")
			}
		})
	}
}

// changes draws changes of one record by several stations that all saw the
// same version, and that do not overlap: each writes fields of its own, or sets.
func changes(t *rapid.T, base F) []act.Change {
	names := rapid.Permutation([]string{"phone", "job", "note", "religion", "school", "blood"}).Draw(t, "names")
	var out []act.Change
	for i, n := range names[:rapid.IntRange(1, 4).Draw(t, "stations")] {
		kids, _ := base["children"].([]any)
		kept := slices.DeleteFunc(slices.Clone(kids), func(any) bool { return rapid.Bool().Draw(t, "removed") })
		kept = append(kept, string(rune('p'+i)))
		out = append(out, act.Change{Register: register.Families, Set: F{n: rapid.StringMatching("[a-z]{0,3}").Draw(t, "value"), "children": kept}, Old: F{n: base[n], "children": base["children"]}})
	}
	return out
}

// TestOrderDoesNotMatter promises that changes that do not overlap give the same
// record in any order and however often each is delivered.
func TestOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := F{"phone": "0", "children": []any{"a", "b", "c"}}
		all := changes(t, base)
		apply := func(order []act.Change) F {
			fields := base
			for i, c := range order {
				r := merge.Record(fields, c, merge.Origin{Base: 1, Version: uint64(i + 1)})
				if len(r.Overlaps) > 0 {
					t.Fatalf("%v overlap", r.Overlaps)
				}
				fields = r.Fields
			}
			return fields
		}
		one := apply(all)
		other := apply(rapid.Permutation(all).Draw(t, "order"))
		if !merge.Equal(one, other) {
			t.Fatalf("one order gives %v, another %v", one, other)
		}
		again := apply(append(slices.Clone(all), rapid.SampledFrom(all).Draw(t, "repeated")))
		if !merge.Equal(one, again) {
			t.Fatalf("a repetition turns %v into %v", one, again)
		}
	})
}

// TestLatestMoveStands promises that of any moves, delivered in any order, the
// one with the latest date of effect stands.
func TestLatestMoveStands(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		days := rapid.Permutation([]string{"2026-01-05", "2026-02-05", "2026-03-05", "2026-04-05"}).Draw(t, "order")
		fields := F{"household": "h0", "moved_in": "2020-01-01"}
		for i, d := range days {
			c := act.Change{Register: register.Residents, Set: F{"household": "at " + d, "moved_in": d}, Old: F{"household": "h0", "moved_in": "2020-01-01"}, Effective: d}
			r := merge.Record(fields, c, merge.Origin{Station: d, Base: 1, Version: uint64(i + 1)})
			if len(r.Overlaps) > 0 {
				t.Fatalf("%s overlaps in %v", d, r.Overlaps)
			}
			fields = r.Fields
		}
		if fields.Text("household") != "at 2026-04-05" {
			t.Fatalf("the resident lives %s", fields.Text("household"))
		}
	})
}

// TestNothingIsLostSilently promises that a field either takes the change's
// value, or keeps a value that the officer did not see and is named.
func TestNothingIsLostSilently(t *testing.T) {
	value := rapid.StringMatching("[ab]{0,1}")
	rapid.Check(t, func(t *rapid.T) {
		current, old, set := F{"x": value.Draw(t, "current")}, F{"x": value.Draw(t, "old")}, F{"x": value.Draw(t, "new")}
		r := merge.Record(current, act.Change{Set: set, Old: old}, merge.Origin{})
		took := merge.Equal(r.Fields["x"], set["x"])
		if !took && !slices.Contains(r.Overlaps, "x") {
			t.Fatalf("%v over %v, seen %v, gave %v without a word", set, current, old, r.Fields)
		}
		if took && !merge.Equal(current["x"], old["x"]) && !merge.Equal(current["x"], set["x"]) {
			t.Fatalf("%v replaced %v, which the officer had not seen", set, current)
		}
	})
}
