package station

import (
	"context"
	"errors"
	"fmt"

	"sala/forms/act"
	"sala/forms/number"
)

// Ledger returns the account of the station's leased numbers, made from the
// journal: every number of every block is used, spoiled, returned or free.
func (st *Station) Ledger(ctx context.Context) (*number.Ledger, error) {
	g, err := number.NewLedger()
	if err != nil {
		return nil, err
	}
	for e, err := range st.Store.Entries(ctx, 0) {
		if err != nil {
			return nil, err
		}
		switch e.Kind {
		case act.LeaseReceived, act.CertificatePrepared, act.FeeTaken, act.FeeRefunded, act.NumberSpoiled:
		default:
			continue
		}
		payload, err := act.Payload(e.Kind, e.Payload)
		if err == nil {
			err = enter(g, payload)
		}
		if err != nil {
			return nil, fmt.Errorf("entry %d: %w", e.Seq, err)
		}
	}
	return g, nil
}

// enter enters one act into the ledger.
func enter(g *number.Ledger, payload any) error {
	use, fate := act.NumberUse{}, number.Used
	switch v := payload.(type) {
	case number.Lease:
		return g.Add(v)
	case act.Certificate:
		use = v.Number
	case act.Payment:
		use = v.Receipt
	case act.NumberUse:
		use, fate = v, number.Spoiled
	}
	if use.Lease == "" {
		return nil
	}
	err := g.Enter(use.Lease, use.Number, fate)
	if p, refund := payload.(act.Payment); refund && p.Amount.Minor < 0 && errors.Is(err, number.ErrTaken) {
		return nil // a refund may stand on the receipt of the payment that it gives back
	}
	return err
}
