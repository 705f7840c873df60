package station

import (
	"context"

	"sala/app/office"
	"sala/forms/number"
)

// Ledger returns the account of the station's leased numbers: every number of every
// block is used, spoiled, returned or free, also where a kiosk has forgotten for what.
func (st *Station) Ledger(ctx context.Context) (g *number.Ledger, err error) {
	err = st.Store.Read(ctx, func(r office.Reader) error {
		g, err = r.Ledger()
		return err
	})
	return g, err
}
