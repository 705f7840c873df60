package field

import (
	"context"

	"sala/app/office"
	"sala/forms/fee"
	"sala/forms/petition"
)

// Collect takes the fee in cash and prints the receipt. tendered is what was
// handed over, in minor units; 0 is exactly the fee.
func (f *Field) Collect(tendered int64) {
	f.hand("field.spot.receipt_out", func(ctx context.Context, s *office.Session, p petition.Petition) (petition.Petition, error) {
		paid, err := s.TakeFee(ctx, p.ID, office.Tender{Method: "cash", Tendered: tendered})
		if err != nil {
			return petition.Petition{}, err
		}
		f.do(func() {
			if f.view.Spot.Petition.ID == p.ID {
				f.view.Spot.Change = paid.Change
			}
		})
		return paid.Petition, paid.PrintErr
	})
}

// PrintReceipt prints the receipt that has not come out yet.
func (f *Field) PrintReceipt() {
	number := f.view.Spot.Receipt
	f.hand("field.spot.receipt_out", func(ctx context.Context, s *office.Session, p petition.Petition) (petition.Petition, error) {
		_, _, err := s.ReprintReceipt(ctx, number, "")
		return p, err
	})
}

// Purse is the money that an officer has taken on the way and not counted yet.
type Purse struct {
	office.Cash
	MayClose bool // she may count it herself
}

// loadPurse asks what the officer has taken, where she may know.
func (f *Field) loadPurse() {
	s := f.session
	if !s.May(office.Account) {
		return
	}
	f.run.Run("", func(ctx context.Context) func() {
		cash, err := s.CashSoFar(ctx)
		return func() {
			if !f.failed(err) {
				f.view.Purse = Purse{cash, s.May(office.CloseDay)}
				f.changed()
			}
		}
	})
}

// Count writes down how much is in the purse; a difference from what should be
// needs a note. The laptop cannot be brought back before.
func (f *Field) Count(counted int64, note string) {
	s, money := f.session, fee.Money{Minor: counted, Currency: f.view.Purse.Cash.Cash.Currency}
	f.run.Run("field.wait.submit", func(ctx context.Context) func() {
		_, err := s.CloseDay(ctx, money, note)
		return func() {
			if f.failed(err) {
				return
			}
			f.texts.Done(purseAt)
			f.view.Told = "field.told.counted"
			f.loadPurse()
			f.lookAround()
		}
	})
}

// PrintAgain prints a receipt of the purse that has not come out yet.
func (f *Field) PrintAgain(number string) {
	s := f.session
	f.run.Run("field.wait.print", func(ctx context.Context) func() {
		_, _, err := s.ReprintReceipt(ctx, number, "")
		return func() {
			if !f.failed(err) {
				f.view.Told = "field.spot.receipt_out"
			}
			f.loadPurse()
			f.lookAround()
		}
	})
}
