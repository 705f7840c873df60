package store_test

import (
	"context"
	"maps"
	"slices"
	"testing"

	"sala/app/office"
	"sala/app/store"
	"sala/forms/act"
	"sala/forms/register"
)

// alike returns the IDs of those who share a key with r.
func alike(t testing.TB, s *store.Store, r register.Resident) (ids []string) {
	t.Helper()
	read(t, s, func(v office.Reader) error {
		found, err := v.(office.Lookalikes).Lookalikes(r)
		for _, f := range found {
			ids = append(ids, f.ID)
		}
		return err
	})
	slices.Sort(ids)
	return ids
}

// One slip in what is typed does not hide a person from the index, and nobody
// else comes up by a number or a name and birth of her own.
func TestLookalikesInSpiteOfASlip(t *testing.T) {
	s := create(t, t.TempDir())
	populate(t, s, 40)
	who := resident(7)
	for name, typed := range map[string]register.Resident{
		"a wrong digit":         {NationalNumber: who.NationalNumber[:3] + "9" + who.NationalNumber[4:]},
		"misspelt, no number":   {Names: map[string]register.Name{"th": {First: "วันนา", Last: "บุนมี"}}, Birth: who.Birth},
		"in Latin letters":      {Names: map[string]register.Name{"en": {First: "Vanna", Last: "Bunmi"}}, Birth: who.Birth},
		"only where she lives":  {Household: who.Household},
		"only her address":      {Homes: []register.Address{{House: "๒/1", Subdistrict: "ต. สุเทพ"}}},
		"the birth and a start": {Names: map[string]register.Name{"th": {First: "วรรณี", Last: "x"}}, Birth: who.Birth},
	} {
		if got := alike(t, s, typed); !slices.Contains(got, who.ID) {
			t.Errorf("%s: %v, want %s among them", name, got, who.ID)
		}
	}
	if got := alike(t, s, register.Resident{NationalNumber: "3999999999999", Names: map[string]register.Name{"th": {First: "ไม่มี", Last: "ผู้ใด"}}}); len(got) != 0 {
		t.Errorf("a stranger looks like %v", got)
	}
	read(t, s, func(v office.Reader) error {
		found, err := v.(office.Lookalikes).Lookalikes(register.Resident{NationalNumber: who.NationalNumber, Homes: []register.Address{{House: "7", Road: "x"}}})
		if len(found) != 1 || len(found[0].Homes) != 1 || found[0].Homes[0] != household(1).Address {
			t.Errorf("somebody of another house: %+v", found)
		}
		return err
	})
}

// The index follows every change of a record, comes back equal from a rebuild,
// and is made for a station that had none.
func TestKeysFollowTheRecords(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	s := create(t, dir)
	populate(t, s, 12)
	moved := resident(3)
	write(t, s, "malee", func(w office.Writer) error {
		return w.Append(act.RecordSet, "resident/"+moved.ID, 1, act.Change{Register: register.Residents, ID: moved.ID, Set: register.Fields{"number": "3100600445635"}})
	})
	write(t, s, "malee", func(w office.Writer) error {
		return w.Append(act.RecordSet, "resident/new", 0, act.Change{Register: register.Residents, ID: "new", Office: testOffice, Set: register.Fields{"first_th": "เด็กใหม่", "last_th": "ใจดี"}})
	})
	if got := alike(t, s, register.Resident{NationalNumber: "3100600445635"}); !slices.Equal(got, []string{moved.ID}) {
		t.Errorf("under the new number: %v", got)
	}
	if got := alike(t, s, register.Resident{NationalNumber: moved.NationalNumber}); slices.Contains(got, moved.ID) {
		t.Errorf("still under the old number: %v", got)
	}
	want, err := store.Terms(s)
	if err != nil || len(want) != 15 {
		t.Fatalf("%d records have keys, %v", len(want), err)
	}
	equal := func(when string, s *store.Store) {
		t.Helper()
		got, err := store.Terms(s)
		if err != nil || !maps.EqualFunc(got, want, slices.Equal) {
			t.Errorf("%s: %d records have keys, %v; before %d", when, len(got), err, len(want))
		}
	}
	if err := s.Rebuild(ctx, nil); err != nil {
		t.Fatal(err)
	}
	equal("after a rebuild", s)
	if err := store.Forget(s, "record_keys"); err != nil {
		t.Fatal(err)
	}
	s.Close()
	equal("opened without an index", open(t, dir))
	page := changes(t, 1000, resident(5).Record())
	page.Changes[0].Body, page.Changes[0].Version = nil, 9
	s = open(t, dir)
	if err := s.ApplyPage(ctx, page); err != nil {
		t.Fatal(err)
	}
	if got := alike(t, s, resident(5)); slices.Contains(got, resident(5).ID) {
		t.Error("somebody whom central has taken away is still found")
	}
}

// Whoever opens a station with a newer program hears that the search index is
// made anew, of every record.
func TestOpeningTellsOfTheIndex(t *testing.T) {
	dir := t.TempDir()
	s := create(t, dir)
	populate(t, s, 40)
	if err := store.Forget(s, "record_keys"); err != nil {
		t.Fatal(err)
	}
	s.Close()
	told := 0
	env := testEnv()
	env.Indexing = func(done int) { told = done }
	s, err := store.Open(context.Background(), dir, store.Unlock{Officer: "malee", Password: testPassword}, env)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if told != 50 {
		t.Errorf("told of %d records, want 40 people and 10 households", told)
	}
	if got := alike(t, s, register.Resident{NationalNumber: resident(7).NationalNumber}); !slices.Contains(got, resident(7).ID) {
		t.Error("the index was not made")
	}
}
