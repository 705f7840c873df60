package store_test

import (
	"context"
	"slices"
	"testing"

	"sala/app/office"
	"sala/forms/act"
	"sala/forms/register"
)

// TestAJoinedRecordPointsToTheOneThatStays promises that whoever asks for a
// resident gets the record that stays, by ID, number, name and household, with
// the petitions of both; that two over one another lead to the last; and that
// parting them puts everything back.
func TestAJoinedRecordPointsToTheOneThatStays(t *testing.T) {
	ctx := context.Background()
	s := create(t, t.TempDir())
	populate(t, s, 12)
	a, b, c := resident(1), resident(2), resident(3)
	submit(t, s, "p1", a.ID)
	submit(t, s, "p3", c.ID)
	before, err := s.Digest(ctx)
	if err != nil {
		t.Fatal(err)
	}
	join := func(kind, id, into string) {
		t.Helper()
		write(t, s, "malee", func(w office.Writer) error {
			rec, err := w.Record(register.Residents, id)
			if err != nil {
				return err
			}
			return w.Append(kind, "resident/"+id, rec.Version, act.Joining{Register: register.Residents, ID: id, Into: into, Office: testOffice, Reason: "คนเดียวกัน"})
		})
	}
	join(act.RecordJoined, a.ID, b.ID)
	join(act.RecordJoined, b.ID, c.ID)
	read(t, s, func(r office.Reader) error {
		for _, old := range []register.Resident{a, b, c} {
			got, err := r.Resident(old.ID)
			if err != nil || got.ID != c.ID {
				t.Errorf("the resident %s is %s, want %s: %v", old.ID, got.ID, c.ID, err)
			}
			if got, err = r.ResidentByNumber(old.NationalNumber); err != nil || got.ID != c.ID {
				t.Errorf("by the number of %s is found %s, want %s: %v", old.ID, got.ID, c.ID, err)
			}
			hits, err := r.Find(old.NationalNumber, 0)
			if err != nil || len(hits) == 0 || hits[0].ID != c.ID {
				t.Errorf("the search for %s finds %+v: %v", old.ID, hits, err)
			}
			members, err := r.Members(old.Household)
			if err != nil || slices.ContainsFunc(members, func(m register.Resident) bool { return m.ID == a.ID || m.ID == b.ID }) {
				t.Errorf("somebody lives in %s twice: %v", old.Household, err)
			}
		}
		if list, err := r.Petitions(office.PetitionFilter{Resident: c.ID}); err != nil || len(list) != 2 {
			t.Errorf("there are %d petitions of the person, want 2: %v", len(list), err)
		}
		if to, err := r.(office.Joins).JoinedTo(c.ID); err != nil || len(to) != 1 || to[0].ID != b.ID {
			t.Errorf("what points to %s: %+v, %v", c.ID, to, err)
		}
		h, err := r.(office.Histories).History(register.Residents, a.ID)
		if last, ok := h.Current(); err != nil || !ok || last.Fields.Text(register.SameAs) != b.ID || h[len(h)-1].Reason == "" {
			t.Errorf("the history does not say that the record was joined: %+v, %v", h, err)
		}
		return nil
	})
	rebuildEquals(t, s)

	join(act.RecordParted, b.ID, c.ID)
	join(act.RecordParted, a.ID, b.ID)
	read(t, s, func(r office.Reader) error {
		if got, err := r.Resident(a.ID); err != nil || got.ID != a.ID || got.Household != a.Household {
			t.Errorf("after parting: %+v, %v", got, err)
		}
		members, err := r.Members(a.Household)
		if err != nil || !slices.ContainsFunc(members, func(m register.Resident) bool { return m.ID == a.ID }) {
			t.Errorf("nobody moved back in: %v", err)
		}
		return nil
	})
	rebuildEquals(t, s)
	after, err := s.Digest(ctx)
	if err != nil || after["petition"] != before["petition"] {
		t.Errorf("the petitions are not what they were: %v", err)
	}
}
