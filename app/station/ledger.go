package station

import (
	"context"
	"errors"
	"fmt"

	"sala/app/office"
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
		case act.LeaseReceived, act.LeaseHanded, act.LeaseReturned, act.StockReceived, act.CertificatePrepared, act.FeeTaken, act.FeeRefunded, act.NumberSpoiled,
			act.CertificatePrinting, act.CertificateIssued, act.CertificateNotPrinted, act.CertificateReprinted:
		default:
			continue
		}
		payload, err := act.Payload(e.Kind, e.Payload)
		if err == nil {
			err = st.enter(g, payload)
		}
		if err != nil {
			return nil, fmt.Errorf("entry %d: %w", e.Seq, err)
		}
	}
	return g, nil
}

// enter enters one act into the ledger.
func (st *Station) enter(g *number.Ledger, payload any) error {
	use, fate := act.NumberUse{}, number.Used
	switch v := payload.(type) {
	case number.Lease:
		if v.Handed != nil && v.Handed.Station != st.Config.Profile.Station {
			return g.HandOn(v)
		}
		return g.Add(v)
	case number.Packet:
		return g.Add(v.Lease(st.Config.Profile.Office, st.Config.Profile.Station))
	case act.Handback:
		return handBack(g, v)
	case act.Printing:
		return feed(g, v)
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

func handBack(g *number.Ledger, v act.Handback) error {
	for _, r := range v.Ranges {
		for n := r.From; n <= r.To; n++ {
			if err := g.Enter(v.Lease, n, number.Returned); err != nil {
				return err
			}
		}
	}
	return nil
}

// feed enters what became of the sheets of a print job. One that was spoiled
// meanwhile stays so.
func feed(g *number.Ledger, v act.Printing) error {
	fate, known := map[string]number.Fate{act.Started: number.Held, string(office.Printed): number.Used, string(office.Failed): number.Free}[v.Outcome]
	if !known {
		return nil
	}
	for _, use := range v.Sheets {
		if err := g.Enter(use.Lease, use.Number, fate); err != nil && fate != number.Free {
			return err
		}
	}
	return nil
}
