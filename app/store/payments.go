package store

import (
	"time"

	"sala/app/office"
)

// Payments returns the fees taken and given back after since, oldest first.
func (v *view) Payments(since time.Time) ([]office.Payment, error) {
	return v.payments("WHERE at > ? ORDER BY seq", since.UnixMilli())
}

func (v *view) payments(where string, args ...any) ([]office.Payment, error) {
	all, err := list(v.c, "SELECT receipt, petition, minor, currency, method, reason, officer, at, prints FROM payment "+where, args, func(scan func(...any) error) (p office.Payment, err error) {
		var at int64
		err = scan(&p.Receipt, &p.Petition, &p.Amount.Minor, &p.Amount.Currency, &p.Method, &p.Reason, &p.Officer, &at, &p.Prints)
		p.At = time.UnixMilli(at)
		return p, err
	})
	return all, explain("list payments", err)
}
