package station_test

import (
	"testing"

	"sala/app/invented"
	"sala/app/office"
	"sala/app/station"
	"sala/forms/act"
	"sala/forms/register"
)

// kiosk makes a kiosk whose register central has, and returns somebody in it.
func (w *world) kiosk() (st *station.Station, clerk *office.Session, her register.Resident) {
	w.t.Helper()
	st, clerk = w.station("TH-5014-K01")
	her = peopled(w.t, st)
	_, err := st.Sync.SyncOnce(w.t.Context())
	must(w.t, err)
	return st, clerk, her
}

// peopled gives a station a register, and returns somebody in it.
func peopled(t testing.TB, st *station.Station) (her register.Resident) {
	t.Helper()
	must(t, st.Store.Write(t.Context(), "malee-TH-5014-K01", func(x office.Writer) error {
		n := 0
		for home := range invented.People(9, 60) {
			set := func(reg, id string, fields register.Fields) error {
				return x.Append(act.RecordSet, reg+"/"+id, 0, act.Change{Register: reg, ID: id, Office: invented.ThaiOffice, Set: fields})
			}
			if err := set(register.Households, home.Household.ID, home.Household.Record().Fields); err != nil {
				return err
			}
			for _, r := range home.Residents {
				if n++; n == 40 {
					her = r
				}
				if err := set(register.Residents, r.ID, r.Record().Fields); err != nil {
					return err
				}
			}
		}
		return nil
	}))
	return her
}

// forgetful makes a station a kiosk's, which forgets.
func forgetful(t *testing.T, st *station.Station) {
	t.Helper()
	c, err := station.ReadConfig(st.Dir)
	must(t, err)
	c.Forget = true
	must(t, c.Write(st.Dir))
}

// begins serves a citizen up to the middle of the form.
func begins(t *testing.T, kiosk *office.Session, number string) *office.Draft {
	t.Helper()
	ctx := t.Context()
	v, err := kiosk.Identify(ctx, office.Card{NationalNumber: number, Reader: "reader"})
	must(t, err)
	d, err := kiosk.Begin(ctx, "th.house-register-copy", v)
	must(t, err)
	must(t, kiosk.Answer(ctx, d, "purpose", "school"))
	return d
}

// leaves files what a citizen came for, who goes before the end.
func leaves(t *testing.T, kiosk *office.Session, number string) {
	t.Helper()
	p, err := kiosk.Submit(t.Context(), begins(t, kiosk, number))
	must(t, err)
	_, err = kiosk.Withdraw(t.Context(), p, "left the kiosk")
	must(t, err)
}
