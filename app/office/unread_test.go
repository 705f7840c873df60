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

func (u unreadable) of(what string) error {
	if u.what == what {
		return errUnread
	}
	return nil
}

func (u unreadable) Officer(id string) (act.Officer, error) {
	o, err := u.Reader.Officer(id)
	return o, errors.Join(err, u.of("officer"))
}

func (u unreadable) Certificate(number string) (office.Certificate, error) {
	c, err := u.Reader.Certificate(number)
	return c, errors.Join(err, u.of("certificate"))
}

func (u unreadable) Petition(id string) (petition.Petition, error) {
	p, err := u.Reader.Petition(id)
	return p, errors.Join(err, u.of("petition"))
}

func (u unreadable) ResidentByNumber(number string) (register.Resident, error) {
	r, err := u.Reader.ResidentByNumber(number)
	return r, errors.Join(err, u.of("resident"))
}

// What cannot be read is told, and nothing else stands in for it: no other
// officer signs, no objection is passed over, and nobody counts as new.
func TestWhatCannotBeReadIsTold(t *testing.T) {
	w, ctx := newWorld(t), t.Context()
	issued := w.issued(t)
	coming := w.filled(t, "th.move", map[string]any{"move_kind": "in", "moved_on": "2026-11-20", "new_house_code": w.other.Household.HouseCode,
		"movers[0].mover_number": w.home.Residents[0].NationalNumber})
	for _, x := range []struct {
		what, of string
		do       func() error
	}{
		{"officer", "a certificate", func() error { _, err := w.clerk.ReadOut(ctx, issued.Petition.ID); return err }},
		{"certificate", "a day", func() error { _, err := w.clerk.Day(ctx); return err }},
		{"petition", "a ticket", func() error { _, err := w.clerk.Ticketed(ctx, issued.Petition.Number); return err }},
		{"resident", "duplicates", func() error { _, err := w.clerk.DraftDuplicates(ctx, coming); return err }},
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
