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
	rows, err := v.c.query("SELECT receipt, petition, minor, currency, method, reason, officer, at, prints FROM payment "+where, args...)
	if err != nil {
		return nil, explain("list payments", err)
	}
	defer rows.Close()
	var out []office.Payment
	for rows.Next() {
		var p office.Payment
		var at int64
		if err := rows.Scan(&p.Receipt, &p.Petition, &p.Amount.Minor, &p.Amount.Currency, &p.Method, &p.Reason, &p.Officer, &at, &p.Prints); err != nil {
			return nil, explain("list payments", err)
		}
		p.At = time.UnixMilli(at)
		out = append(out, p)
	}
	return out, explain("list payments", rows.Err())
}
