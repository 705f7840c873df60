package store

import (
	"cmp"
	"maps"
	"reflect"
	"slices"
	"strings"

	"sala/app/office"
	"sala/forms/act"
	"sala/forms/register"
	"sala/sync/journal"
)

// lastSet is who set a field last, and to what.
type lastSet struct {
	value   any
	station string
	officer string
	at      int64
}

// Differing returns the fields of visits that this station and another one have
// set to different values, as far as it has heard of the other: central has lastSet
// nothing of it yet.
func (v *view) Differing() ([]office.Differing, error) {
	theirs, err := v.visitFields("SELECT station, time, officer, payload FROM neighbour WHERE kind = ? AND about LIKE ? ORDER BY time, station, seq")
	if err != nil || len(theirs) == 0 {
		return nil, err
	}
	mine, err := v.visitFields("SELECT '', time, officer, payload FROM journal WHERE kind = ? AND about LIKE ? AND payload IS NOT NULL ORDER BY seq")
	if err != nil {
		return nil, err
	}
	var out []office.Differing
	for key, other := range theirs {
		own, both := mine[key]
		if !both || reflect.DeepEqual(own.value, other.value) {
			continue
		}
		visit, field, _ := strings.Cut(key, " ")
		out = append(out, office.Differing{Visit: visit, Field: field, Mine: own.value, Theirs: other.value,
			By:   register.Call{Officer: own.officer, Station: v.s.identity.Station, At: stamp(own.at)},
			Them: register.Call{Officer: other.officer, Station: other.station, At: stamp(other.at)}})
	}
	slices.SortFunc(out, func(a, b office.Differing) int {
		return cmp.Or(strings.Compare(a.Visit, b.Visit), strings.Compare(a.Field, b.Field))
	})
	return out, nil
}

func stamp(at int64) string { return journal.Time(at).Wall().Format("2006-01-02T15:04:05Z07:00") }

// visitFields returns what was lastSet last of each field of each visit, by "ID
// FIELD".
func (v *view) visitFields(query string) (map[string]lastSet, error) {
	out := map[string]lastSet{}
	err := v.c.each(query, []any{act.RecordSet, register.Visits + "/%"}, func(scan func(...any) error) error {
		var s lastSet
		var payload []byte
		if err := scan(&s.station, &s.at, &s.officer, &payload); err != nil {
			return err
		}
		c, err := act.Decode[act.Change](payload)
		if err != nil {
			return err
		}
		for _, field := range slices.Sorted(maps.Keys(c.Set)) {
			s.value = c.Set[field]
			out[c.ID+" "+field] = s
		}
		return nil
	})
	return out, err
}
