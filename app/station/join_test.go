package station_test

import (
	"testing"

	"sala/app/invented"
	"sala/app/office"
	"sala/forms/act"
	"sala/forms/register"
)

// TestJoinedRecordsReachTheOtherDesk promises that two records that a registrar
// joins at one desk are one person at central and at the other desk, with what
// the record that stays took over, and two again when they are parted there.
func TestJoinedRecordsReachTheOtherDesk(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	one, administrator := w.station("TH-5014-D01")
	two, second := w.station("TH-5014-D02")
	registrar := func(s *office.Session) *office.Session {
		t.Helper()
		o := s.Officer
		o.Roles = append(o.Roles, "registrar")
		must(t, s.SetOfficer(ctx, o))
		again, err := s.Office().SignIn(ctx, o.ID, testPassword)
		must(t, err)
		return again
	}
	first, other := registrar(administrator), registrar(second)
	for id, fields := range map[string]register.Fields{
		"r1": {"number": "1101700230708", "first_th": "สมหญิง", "last_th": "ใจดี", "birth": "1984-04-13", "household": "h1"},
		"r2": {"first_th": "สมหญิง", "last_th": "ใจดี", "birth": "1984-04-14", "household": "h2"},
	} {
		must(t, one.Store.Write(ctx, first.Officer.ID, func(x office.Writer) error {
			return x.Append(act.RecordSet, "resident/"+id, 0, act.Change{Register: register.Residents, ID: id, Office: invented.ThaiOffice, Set: fields})
		}))
	}
	syncOnce(t, one)
	syncOnce(t, one) // the records come back with central's versions
	c, err := first.Compare(ctx, "r1", "r2", office.Look{Purpose: register.ForCorrection})
	must(t, err)
	_, err = first.Join(ctx, office.Joint{Stays: "r1", Leaves: "r2", StaysVersion: c.A.Record.Version, LeavesVersion: c.B.Record.Version, Take: []string{"birth"}, Reason: "บัตรประชาชน"})
	must(t, err)
	syncOnce(t, one)
	syncOnce(t, two)
	if aside, err := one.Conflicts(ctx); err != nil || len(aside) != 0 {
		t.Fatalf("central set aside %+v, %v", aside, err)
	}
	for name, store := range map[string]office.Store{"the first": one.Store, "the other": two.Store} {
		must(t, store.Read(ctx, func(r office.Reader) error {
			r2, err := r.Resident("r2")
			if err != nil || r2.ID != "r1" || r2.Birth.Day != 14 {
				t.Errorf("at %s desk the record that left is %+v, %v", name, r2, err)
			}
			return nil
		}))
	}
	_, err = other.Part(ctx, "r2", "คนละคน")
	must(t, err)
	syncOnce(t, two)
	syncOnce(t, one)
	must(t, one.Store.Read(ctx, func(r office.Reader) error {
		r1, err := r.Resident("r1")
		must(t, err)
		r2, err := r.Resident("r2")
		if err != nil || r2.ID != "r2" || r1.Birth.Day != 13 || r2.Household != "h2" {
			t.Errorf("parted, they are %+v and %+v, %v", r1, r2, err)
		}
		return nil
	}))
	rebuildsEqual(t, one)
	rebuildsEqual(t, two)
}
