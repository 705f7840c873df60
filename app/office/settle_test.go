package office_test

import (
	"testing"

	"sala/app/office"
	"sala/forms/act"
	"sala/forms/register"
)

func TestSettleChange(t *testing.T) {
	change := func(w *world) act.Change {
		return act.Change{Register: register.Residents, ID: w.home.Residents[0].ID, Office: w.home.Residents[0].Office,
			Set: register.Fields{"last_th": "ของเรา", "phone": "02"}, Old: register.Fields{"last_th": "เดิม"}, Reason: "deed"}
	}
	for _, test := range []struct {
		name, how   string
		fields      []string
		last, phone string
	}{
		{"all of mine", office.SettleMine, nil, "ของเรา", "02"},
		{"one field of mine", office.SettleMine, []string{"phone"}, "", "02"},
		{"theirs", office.SettleTheirs, nil, "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld(t)
			c := change(w)
			if test.last == "" {
				test.last = w.home.Residents[0].Names["th"].Last
			}
			_, err := w.clerk.SettleChange(t.Context(), 7, c, test.how, "")
			wantCode(t, err, "not_allowed")
			rec, err := w.registrar.SettleChange(t.Context(), 7, c, test.how, "seen", test.fields...)
			if err != nil {
				t.Fatal(err)
			}
			if rec.Fields.Text("last_th") != test.last || rec.Fields.Text("phone") != test.phone {
				t.Errorf("the record says %q, %q", rec.Fields.Text("last_th"), rec.Fields.Text("phone"))
			}
			var settled, changes int
			for e, err := range w.store.Entries(t.Context(), 0) {
				if err != nil {
					t.Fatal(err)
				}
				switch e.Kind {
				case act.EntrySettled:
					v, err := act.Decode[act.Settlement](e.Payload)
					if err != nil || v.Seq != 7 || v.How != test.how || v.Note != "seen" {
						t.Errorf("%+v, %v", v, err)
					}
					settled++
				case act.RecordSet:
					v, err := act.Decode[act.Change](e.Payload)
					if err != nil || e.Base != 1 || v.Old["last_th"] != nil && v.Old["last_th"] == "เดิม" {
						t.Errorf("made on %d over %v, %v: not what central has", e.Base, v.Old, err)
					}
					changes++
				}
			}
			if want := map[string]int{office.SettleMine: 1}[test.how]; settled != 1 || changes != want {
				t.Errorf("%d settlements, %d changes", settled, changes)
			}
		})
	}
}
