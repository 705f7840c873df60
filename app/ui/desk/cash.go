package desk

import (
	"cmp"
	"context"
	"slices"
	"time"

	"sala/app/office"
	"sala/forms/act"
	"sala/forms/fee"
)

// CashView is the money since the last closing.
type CashView struct {
	Own      office.Cash   // of the officer who is signed in
	Takings  []office.Cash // of every officer, for whoever may see them
	Receipts []Receipt     // of the last days, the newest first
	Closings []office.Closing
	Shown    string // the receipt that is looked at
	Closed   *act.Closing
	MayClose bool
}

// Receipt is a fee that was taken or given back, and what the office had taken
// with it since the list begins.
type Receipt struct {
	office.Payment
	Total fee.Money
}

// receiptDays is how far back the list of receipts goes.
const receiptDays = 31

func (d *Desk) loadCash() {
	s := d.session
	since := d.office.Now().AddDate(0, 0, -receiptDays)
	d.run.Run("desk.wait.cash", func(ctx context.Context) func() {
		own, err := s.CashSoFar(ctx)
		takings, err2 := s.Takings(ctx)
		closings, err3 := s.Closings(ctx, 12)
		paid, err4 := s.Payments(ctx, since)
		return func() {
			if d.session != s || d.failed(cmp.Or(err, err2, err3, err4)) {
				return
			}
			v := &d.view.Cash
			v.Own, v.Takings, v.Closings, v.Receipts = own, takings, closings, totalled(paid)
			v.MayClose = s.May(office.CloseDay)
			if v.Closed != nil && len(own.Payments) > 0 {
				v.Closed = nil // the next drawer has begun
			}
			d.changed()
		}
	})
}

// totalled adds the running total to each payment and turns the list round.
func totalled(paid []office.Payment) []Receipt {
	sums := map[string]int64{}
	var out []Receipt
	for _, p := range paid {
		sums[p.Amount.Currency] += p.Amount.Minor
		out = append(out, Receipt{p, fee.Money{Minor: sums[p.Amount.Currency], Currency: p.Amount.Currency}})
	}
	slices.Reverse(out)
	return out
}

// ShowReceipt looks at one receipt, "" at none.
func (d *Desk) ShowReceipt(number string) {
	d.view.Cash.Shown = number
	d.changed()
}

// PrintReceipt prints the receipt that is looked at: again only for a reason.
func (d *Desk) PrintReceipt(reason string) {
	s, number := d.session, d.view.Cash.Shown
	d.finish("desk.wait.print", "desk.said.receipt", nil, typedAt(Cash, "receipt", number), func(ctx context.Context) error {
		_, _, err := s.ReprintReceipt(ctx, number, reason)
		return err
	})
}

// CloseDay writes down the counted drawer.
func (d *Desk) CloseDay(counted int64, note string) {
	s := d.session
	money := fee.Money{Minor: counted, Currency: cmp.Or(d.view.Cash.Own.Cash.Currency, currencyOf(d.office.Profile.Country))}
	d.run.Run("desk.wait.save", func(ctx context.Context) func() {
		closing, err := s.CloseDay(ctx, money, note)
		return func() {
			if d.session != s || d.failed(err) {
				return
			}
			d.done(typedAt(Cash, "day"))
			d.view.Cash.Closed = &closing
			d.say("desk.said.closed", nil)
			d.refresh()
		}
	})
}

// sinceWords is when a drawer was last closed; false before the first time.
func sinceWords(t time.Time) (int64, bool) { return t.UnixMilli(), !t.IsZero() }
