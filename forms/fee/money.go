// Package fee holds what a service costs: money in integer minor units,
// schedules, exemptions and receipts.
package fee

import "fmt"

// Money is an amount in the minor unit of its currency: satang for THB, whole
// won for KRW, which has no minor unit.
type Money struct {
	Minor    int64  `cbor:"1,keyasint" json:"minor"`
	Currency string `cbor:"2,keyasint" json:"currency"` // ISO 4217
}

// String returns "20.00 THB", "1000 KRW".
func (m Money) String() string {
	if m.Currency == "KRW" {
		return fmt.Sprintf("%d %s", m.Minor, m.Currency)
	}
	sign, n := "", m.Minor
	if n < 0 {
		sign, n = "-", -n
	}
	return fmt.Sprintf("%s%d.%02d %s", sign, n/100, n%100, m.Currency)
}

// IsZero reports whether nothing is to be paid.
func (m Money) IsZero() bool { return m.Minor == 0 }
