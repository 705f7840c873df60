package office_test

import (
	"slices"
	"testing"

	"sala/app/office"
	"sala/forms/act"
	"sala/forms/register"
	"sala/sync/wire"
)

// A record is opened as its register's rule says, and whoever opened it, why
// and by what consent is there for the citizen to see.
func TestLookUp(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	id := w.home.Residents[0].ID
	p := w.submitted(t)
	w.put(t, register.Record{Register: register.Taxes, ID: "T1", Fields: register.Fields{"arrears": int64(0)}})
	for _, c := range []struct {
		name, register, id string
		look               office.Look
		code               string
	}{
		{"no purpose", register.Residents, id, office.Look{}, "purpose_needed"},
		{"the citizen asks", register.Residents, id, office.Look{Purpose: register.ForCitizen}, ""},
		{"any words", register.Residents, id, office.ReadLook("she asks for her house code"), ""},
		{"a petition", register.Residents, id, office.Look{Purpose: register.ForPetition, Petition: p.ID}, ""},
		{"no petition", register.Residents, id, office.Look{Purpose: register.ForPetition}, "petition_needed"},
		{"no such petition", register.Residents, id, office.Look{Purpose: register.ForPetition, Petition: "none"}, "petition_needed"},
		{"figures are no reason to open a record", register.Residents, id, office.Look{Purpose: register.ForStatistics}, "purpose_not_allowed"},
		{"tax without consent", register.Taxes, "T1", office.Look{Purpose: register.ForCitizen}, "consent_needed"},
		{"tax with consent", register.Taxes, "T1", office.Look{Purpose: register.ForCitizen, Consent: register.BySignature}, ""},
		{"tax with a consent that is none", register.Taxes, "T1", office.Look{Purpose: register.ForCitizen, Consent: "she nodded"}, "consent_needed"},
		{"tax on a visit", register.Taxes, "T1", office.Look{Purpose: register.ForInspection, Consent: register.ByLaw}, "purpose_not_allowed"},
		{"tax to correct it", register.Taxes, "T1", office.Look{Purpose: register.ForCorrection}, ""},
	} {
		_, err := w.registrar.LookUp(ctx, c.register, c.id, c.look)
		if got := office.CodeOf(err); got != c.code {
			t.Errorf("%s: code %q, want %q (%v)", c.name, got, c.code, err)
		}
	}
	_, err := w.registrar.Visit(ctx, id, "")
	wantCode(t, err, "purpose_needed")
	seen, err := w.store.Viewings(ctx, register.Taxes, "T1")
	if err != nil || len(seen) != 2 || seen[1].Purpose != register.ForCitizen || seen[1].Consent != register.BySignature || seen[0].Officer != "registrar" {
		t.Errorf("the citizen sees %+v, %v", seen, err)
	}
	seen, err = w.store.Viewings(ctx, register.Residents, id)
	if err != nil || !slices.ContainsFunc(seen, func(v office.Viewing) bool { return v.Purpose == "citizen: she asks for her house code" }) {
		t.Errorf("the citizen sees %+v, %v", seen, err)
	}
}

// put writes a record as the clerk.
func (w *world) put(t *testing.T, rec register.Record) {
	t.Helper()
	err := w.store.Write(t.Context(), "clerk", func(x office.Writer) error {
		return x.Append(act.RecordSet, rec.Register+"/"+rec.ID, rec.Version, act.Change{Register: rec.Register, ID: rec.ID, Office: w.Profile.Office, Set: rec.Fields, Reason: "test", Effective: "2026-11-01"})
	})
	if err != nil {
		t.Fatal(err)
	}
}

// What a record said before stays, whoever changed it: central's versions as
// they came, and the station's own changes in their places.
func TestHistory(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	first := w.home.Residents[0].Record()
	second := first
	second.Version, second.Fields = 2, first.Fields.Change(register.Fields{"last_th": "นามสกุลใหม่"}, nil)
	body, err := act.Encode(second)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.store.ApplyPage(ctx, wire.Page{Cursor: 500, Changes: []wire.Change{{Position: 500, Office: first.Office, What: wire.WhatRecord, ID: "resident/" + first.ID, Version: 2, Body: body}}}); err != nil {
		t.Fatal(err)
	}
	w.put(t, register.Record{Register: register.Residents, ID: first.ID, Version: 2, Fields: register.Fields{"relation": "spouse"}})
	o, err := w.registrar.History(ctx, register.Residents, first.ID, office.Look{Purpose: register.ForCorrection})
	if err != nil {
		t.Fatal(err)
	}
	h := o.History
	if len(h) != 3 || !o.Outstanding {
		t.Fatalf("%d versions, outstanding %v", len(h), o.Outstanding)
	}
	for i, want := range []struct{ last, relation, officer string }{
		{first.Fields.Text("last_th"), first.Fields.Text("relation"), ""}, {"นามสกุลใหม่", first.Fields.Text("relation"), ""}, {"นามสกุลใหม่", "spouse", "clerk"},
	} {
		r := h[i]
		if r.Record.Version != uint64(i+1) || r.Record.Fields.Text("last_th") != want.last || r.Record.Fields.Text("relation") != want.relation || r.Officer != want.officer {
			t.Errorf("version %d: %+v", i+1, r)
		}
	}
	if h[0].Recorded != 0 || h[1].Recorded == 0 || h[2].Effective.String() != "2026-11-01" {
		t.Errorf("recorded %d, %d; in effect %s", h[0].Recorded, h[1].Recorded, h[2].Effective)
	}
	if now, ok := h.Current(); !ok || now.Fields.Text("relation") != o.Record.Fields.Text("relation") {
		t.Error("the last version is not the record")
	}

	// Central takes the change in, as its version 3, and sends it back.
	third := second
	third.Version, third.Fields = 3, h[2].Record.Fields
	if body, err = act.Encode(third); err != nil {
		t.Fatal(err)
	}
	w.acknowledge(t, map[string]uint64{"resident/" + first.ID: 3})
	if err := w.store.ApplyPage(ctx, wire.Page{Cursor: 501, Changes: []wire.Change{{Position: 501, Office: first.Office, What: wire.WhatRecord, ID: "resident/" + first.ID, Version: 3, Body: body}}}); err != nil {
		t.Fatal(err)
	}
	if o, err = w.registrar.History(ctx, register.Residents, first.ID, office.Look{Purpose: register.ForCorrection}); err != nil || len(o.History) != 3 || o.Outstanding {
		t.Fatalf("%d versions, outstanding %v, %v", len(o.History), o.Outstanding, err)
	}
	if r := o.History[2]; r.Officer != "clerk" || r.Record.Version != 3 || r.Reason != "test" {
		t.Errorf("version 3: %+v", r)
	}
}

// acknowledge has central accept everything; versions are those that it made
// of the subjects named.
func (w *world) acknowledge(t *testing.T, versions map[string]uint64) {
	t.Helper()
	ctx := t.Context()
	h, err := w.store.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	from, err := w.store.Acknowledged(ctx)
	if err != nil {
		t.Fatal(err)
	}
	a := wire.Acknowledgement{Station: w.Profile.Station, Through: h.Seq, Head: h.Hash, At: w.now.UnixMilli()}
	for seq := from + 1; seq <= h.Seq; seq++ {
		e, err := w.store.Entry(ctx, seq)
		if err != nil {
			t.Fatal(err)
		}
		v := wire.Verdict{Seq: seq, Outcome: wire.Accepted, Position: 1000 + seq}
		if e.Kind == act.RecordSet {
			v.Version = versions[e.Subject]
		}
		a.Verdicts = append(a.Verdicts, v)
	}
	if err := w.store.Acknowledge(ctx, a); err != nil {
		t.Fatal(err)
	}
}
