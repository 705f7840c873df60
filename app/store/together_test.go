package store_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"

	"sala/app/office"
	"sala/app/store"
	"sala/forms/act"
	"sala/forms/register"
)

// changed is a change of the i-th invented resident: the first makes her, later
// ones change a field.
func changed(i int, version uint64) office.Act {
	r := resident(i).Record()
	c := act.Change{Register: register.Residents, ID: r.ID, Office: testOffice, Set: r.Fields}
	if version > 0 {
		c.Set = register.Fields{"relation": fmt.Sprint("child ", version)}
	}
	return office.Act{Kind: act.RecordSet, Subject: "resident/" + r.ID, Base: version, Payload: c}
}

// What is appended together is what is appended one by one: the same tables, the
// same index, a chain that holds, and after a rebuild all of it again.
func TestTogetherIsOneByOne(t *testing.T) {
	ctx := context.Background()
	var acts []office.Act
	for i := range 200 { // more than a piece
		acts = append(acts, changed(i, 0))
	}
	acts = append(acts, changed(7, 1), changed(7, 2), changed(150, 1))
	one, all := create(t, t.TempDir()), create(t, t.TempDir())
	write(t, one, "malee", func(w office.Writer) error {
		for _, a := range acts {
			if err := w.Append(a.Kind, a.Subject, a.Base, a.Payload); err != nil {
				return err
			}
		}
		return nil
	})
	write(t, all, "malee", func(w office.Writer) error {
		if err := w.AppendAll(acts[:120]); err != nil {
			return err
		}
		return w.AppendAll(acts[120:])
	})
	same := func(when string) {
		t.Helper()
		want, err := one.Digest(ctx)
		got, gotErr := all.Digest(ctx)
		if err != nil || gotErr != nil {
			t.Fatal(err, gotErr)
		}
		for _, table := range []string{"record", "trunk", "about"} {
			if got[table] != want[table] {
				t.Errorf("%s the table %s differs", when, table)
			}
		}
		keys, err := store.Terms(one)
		gotKeys, gotErr := store.Terms(all)
		if err != nil || gotErr != nil || len(keys) != 200 || !maps.EqualFunc(gotKeys, keys, slices.Equal) {
			t.Errorf("%s the keys differ: %d and %d, %v %v", when, len(gotKeys), len(keys), err, gotErr)
		}
	}
	same("at once")
	if r, err := all.VerifyJournal(ctx); err != nil || r.Entries != 205 {
		t.Errorf("%+v, %v", r, err)
	}
	if err := all.Rebuild(ctx, nil); err != nil {
		t.Fatal(err)
	}
	same("after a rebuild")
}

// When one of many acts cannot be, none of them has been.
func TestTogetherIsAllOrNothing(t *testing.T) {
	ctx := context.Background()
	for name, bad := range map[string]office.Act{
		"an unknown kind":        {Kind: "unheard.of", Payload: act.Officer{}},
		"an act that is refused": {Kind: act.PetitionApproved, Payload: act.Decision{Petition: "none"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := create(t, t.TempDir())
			var acts []office.Act
			for i := range 400 {
				acts = append(acts, changed(i, 0))
			}
			acts[300] = bad
			err := s.Write(ctx, "malee", func(w office.Writer) error { return w.AppendAll(acts) })
			if err == nil {
				t.Fatal("it was taken")
			}
			if h, err := s.Head(ctx); err != nil || h.Seq != 2 {
				t.Errorf("the journal ends at %d, %v", h.Seq, err)
			}
			write(t, s, "malee", func(w office.Writer) error { return w.AppendAll(acts[:300]) })
			if r, err := s.VerifyJournal(ctx); err != nil || r.Entries != 302 {
				t.Errorf("afterwards: %+v, %v", r, err)
			}
		})
	}
}
