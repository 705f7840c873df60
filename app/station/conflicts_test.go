package station_test

import (
	"testing"

	"sala/app/invented"
	"sala/app/office"
	"sala/app/station"
	"sala/forms/act"
	"sala/forms/petition"
	"sala/forms/register"
)

// TestBothSidesOfAConflict promises that an overlap is shown with both values
// and both authors, that an officer may choose, or type what is right, and that
// the decision reaches central and the other desk.
func TestBothSidesOfAConflict(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	one, clerk := w.station("TH-5014-D01")
	two, head := w.station("TH-5014-D02")
	set := func(st *station.Station, by string, fields register.Fields) {
		must(t, st.Store.Write(ctx, by, func(x office.Writer) error {
			rec, err := x.Record(register.Residents, "r1")
			old := register.Fields{}
			if err == nil {
				for name := range fields {
					old[name] = rec.Fields[name]
				}
			}
			return x.Append(act.RecordSet, "resident/r1", rec.Version, act.Change{Register: register.Residents, ID: "r1", Office: invented.ThaiOffice, Set: fields, Old: old})
		}))
	}
	set(one, clerk.Officer.ID, register.Fields{"last_th": "ใจดี", "phone": "1"})
	syncOnce(t, one)
	syncOnce(t, two)
	set(one, clerk.Officer.ID, register.Fields{"last_th": "ใจงาม"})
	set(two, head.Officer.ID, register.Fields{"last_th": "ใจเย็น", "phone": "2"})
	syncOnce(t, one)
	syncOnce(t, two)

	all, err := two.Conflicts(ctx)
	must(t, err)
	if len(all) != 1 {
		t.Fatalf("%d conflicts", len(all))
	}
	c, err := two.Outbox().Conflict(ctx, all[0].Seq)
	must(t, err)
	if c.With != "TH-5014-D01/"+clerk.Officer.ID || c.WithAt.IsZero() || c.Officer != head.Officer.ID {
		t.Errorf("the authors are %q and %q", c.Officer, c.With)
	}
	if len(c.Fields) != 2 || !c.Fields[0].Clash || c.Fields[0].Mine != "ใจเย็น" || c.Fields[0].Theirs != "ใจงาม" || c.Fields[0].Base != "ใจดี" || c.Fields[1].Clash {
		t.Errorf("%+v", c.Fields)
	}
	if _, err := head.SettleFields(ctx, c, nil, ""); office.CodeOf(err) != "conflict_open" {
		t.Errorf("settled without a choice: %v", err)
	}
	_, err = head.SettleFields(ctx, c, map[string]office.Pick{"last_th": {Value: "ใจสว่าง"}}, "ตามบัตร")
	must(t, err)
	if left, err := two.Conflicts(ctx); err != nil || len(left) != 0 {
		t.Errorf("after the decision: %+v, %v", left, err)
	}
	syncOnce(t, two)
	syncOnce(t, one)
	rec, err := one.Store.Record(ctx, register.Residents, "r1")
	must(t, err)
	if rec.Fields["last_th"] != "ใจสว่าง" || rec.Fields["phone"] != "2" {
		t.Errorf("the other desk has %v", rec.Fields)
	}
	if aside, err := two.Store.SetAside(ctx); err != nil || len(aside) != 0 {
		t.Errorf("%+v, %v", aside, err)
	}
}

// TestRefusedEntryIsWithdrawn promises that what central refused is explained,
// stays until an officer withdraws it with a reason, and then waits no more.
func TestRefusedEntryIsWithdrawn(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	st, s := w.station("TH-5014-D01")
	must(t, st.Store.Write(ctx, s.Officer.ID, func(x office.Writer) error {
		if err := x.Append(act.PetitionDrafted, "petition/p1", 0, act.Draft{Petition: "p1", Form: "th.house-register-copy", FormVersion: "1.0.0", Pack: "th@1.0.0"}); err != nil {
			return err
		}
		return x.Append(act.OfficerSet, "officer/", 0, act.Officer{}) // an officer without a name
	}))
	syncOnce(t, st)
	all, err := st.Conflicts(ctx)
	must(t, err)
	if len(all) != 1 || all[0].Outcome != "rejected" || all[0].Reason == "" {
		t.Fatalf("%+v", all)
	}
	if err := s.WithdrawEntry(ctx, all[0], ""); office.CodeOf(err) != "reason_needed" {
		t.Errorf("withdrawn without a reason: %v", err)
	}
	must(t, s.WithdrawEntry(ctx, all[0], "พิมพ์ผิด"))
	if left, err := st.Conflicts(ctx); err != nil || len(left) != 0 {
		t.Errorf("%+v, %v", left, err)
	}
	if r := syncOnce(t, st); r.Rejected+r.Conflicts != 0 {
		t.Errorf("%+v", r)
	}
	if p, err := see(st, "p1"); err != nil || p.State != petition.Drafted {
		t.Errorf("the others went on: %s, %v", p.State, err)
	}
}
