package office_test

import (
	"context"
	"errors"
	"testing"

	"sala/app/office"
	"sala/forms/act"
	"sala/forms/petition"
	"sala/forms/register"
)

// unread is a store of which one thing cannot be read.
type unread struct {
	office.Store
	what string
}

func (u unread) Read(ctx context.Context, do func(office.Reader) error) error {
	return u.Store.Read(ctx, func(r office.Reader) error { return do(unreadable{r, u.what}) })
}

type unreadable struct {
	office.Reader
	what string
}

var errUnread = errors.New("the disk does not answer")

// told is what a reader says of something that is named.
func told[T any](u unreadable, what string, read func(string) (T, error), name string) (T, error) {
	if u.what == what {
		var none T
		return none, errUnread
	}
	return read(name)
}

func (u unreadable) Officer(id string) (act.Officer, error) {
	return told(u, "officer", u.Reader.Officer, id)
}

func (u unreadable) Certificate(number string) (office.Certificate, error) {
	return told(u, "certificate", u.Reader.Certificate, number)
}

func (u unreadable) Petition(id string) (petition.Petition, error) {
	return told(u, "petition", u.Reader.Petition, id)
}

func (u unreadable) ResidentByNumber(number string) (register.Resident, error) {
	return told(u, "resident", u.Reader.ResidentByNumber, number)
}

func (u unreadable) Record(reg, id string) (register.Record, error) {
	return told(u, reg, func(id string) (register.Record, error) { return u.Reader.Record(reg, id) }, id)
}

// What cannot be read is told, and nothing else stands in for it: no other
// officer signs, no objection is passed over, and nobody counts as new.
func TestWhatCannotBeReadIsTold(t *testing.T) {
	w, ctx := newWorld(t), t.Context()
	issued := w.issued(t)
	coming := w.filled(t, "th.move", map[string]any{"move_kind": "in", "moved_on": "2026-11-20", "new_house_code": w.other.Household.HouseCode,
		"movers[0].mover_number": w.home.Residents[0].NationalNumber})
	stranger := w.filled(t, "th.move", map[string]any{"move_kind": "in", "moved_on": "2026-11-20", "new_house_code": w.other.Household.HouseCode, "movers[0].mover_number": "1101700230708"})
	for _, x := range []struct {
		what, of string
		do       func() error
	}{
		{"officer", "a certificate", func() error { _, err := w.clerk.ReadOut(ctx, issued.Petition.ID); return err }},
		{"certificate", "a day", func() error { _, err := w.clerk.Day(ctx); return err }},
		{"petition", "a ticket", func() error { _, err := w.clerk.Ticketed(ctx, issued.Petition.Number); return err }},
		{"resident", "duplicates", func() error { _, err := w.clerk.DraftDuplicates(ctx, coming); return err }},
		{register.Households, "a new home", func() error { _, err := w.clerk.DraftDuplicates(ctx, stranger); return err }},
	} {
		whole := w.Store
		if err := x.do(); err != nil {
			t.Fatalf("%s when all can be read: %v", x.of, err)
		}
		w.Store = unread{whole, x.what}
		if err := x.do(); !errors.Is(err, errUnread) {
			t.Errorf("%s without the %s: %v", x.of, x.what, err)
		}
		w.Store = whole
	}
}
