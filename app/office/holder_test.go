package office_test

import (
	"fmt"
	"testing"

	"sala/app/office"
	"sala/forms/act"
	"sala/forms/calendar"
	"sala/forms/register"
	"sala/sync/wire"
)

// Whom a passport without a national number names is found however many bear her
// name, and as the lines for machines write it; two who cannot be told apart are
// nobody.
func TestAPassportFindsItsHolder(t *testing.T) {
	w := newWorld(t)
	page, born := wire.Page{Cursor: 1000}, calendar.Date{Year: 1951, Month: 3, Day: 9}
	add := func(id, first, last string, birth calendar.Date) {
		r := register.Resident{ID: id, Version: 1, Office: w.Profile.Office, Birth: birth, Names: map[string]register.Name{"en": {First: first, Last: last}}}
		body, err := act.Encode(r.Record())
		if err != nil {
			t.Fatal(err)
		}
		n := uint64(len(page.Changes) + 900)
		page.Changes = append(page.Changes, wire.Change{Position: n, Office: r.Office, What: wire.WhatRecord, ID: register.Residents + "/" + id, Version: 1, Body: body})
	}
	for i := range 120 {
		add(fmt.Sprintf("many-%d", i), "Min-su", "Kim", born.AddDays(i+1))
	}
	add("she", "Min-su", "Kim", born)
	add("twin", "Ha-neul", "O'Neil", born)
	add("other twin", "Haneul", "Oneil", born)
	if err := w.store.ApplyPage(t.Context(), page); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		first, last string
		birth       calendar.Date
		want        string // "" nobody
	}{
		{"Min Su", "Kim", born, "she"},
		{"Minsu", "Kim", born, "she"},
		{"Min Su", "Kim", born.AddDays(7), "many-6"},
		{"Min Su", "Kim", born.AddDays(-1), ""},
		{"Min Sun", "Kim", born, ""},
		{"Ha Neul", "Oneil", born, ""},
	} {
		v, err := w.clerk.Identify(t.Context(), office.Card{Reader: office.DocumentReader, Names: map[string]register.Name{"en": {First: tt.first, Last: tt.last}}, Birth: tt.birth})
		if err != nil || v.Known != (tt.want != "") || v.Resident.ID != tt.want {
			t.Errorf("the passport of %s %s, born %v, is that of %q (known %v, error %v), want %q", tt.first, tt.last, tt.birth, v.Resident.ID, v.Known, err, tt.want)
		}
	}
}
