package rehearsal

import (
	"context"
	"sync"

	"sala/app/office"
	"sala/forms/fee"
)

// Till is a machine in memory that takes and gives money. Without anything else
// said, exactly what is due is put in, and there is change enough.
type Till struct {
	mu     sync.Mutex
	pieces []int64
	fixed  bool
	err    error
	few    bool
	In     int64  // that it holds, in minor units
	Out    int64  // that it has given
	During func() // is called after each piece; nil nobody is
}

// Put says what is put in at the next payment, and the trouble that comes after,
// nil for none.
func (t *Till) Put(err error, pieces ...int64) {
	t.mu.Lock()
	t.pieces, t.err, t.fixed = pieces, err, true
	t.mu.Unlock()
}

// Empty says that there are no coins for change.
func (t *Till) Empty(few bool) { t.mu.Lock(); t.few = few; t.mu.Unlock() }

// Name returns its name.
func (t *Till) Name() string { return "till" }

// Take takes what was put in.
func (t *Till) Take(ctx context.Context, amount fee.Money, moved func(office.Piece) error) error {
	t.mu.Lock()
	pieces, err := t.pieces, t.err
	if !t.fixed {
		pieces, err = []int64{amount.Minor}, nil
	}
	t.pieces, t.err, t.fixed = nil, nil, false
	t.mu.Unlock()
	var sum int64
	for _, p := range pieces {
		if err := moved(office.Piece{What: "coin", Amount: fee.Money{Minor: p, Currency: amount.Currency}}); err != nil {
			return err
		}
		t.In += p
		if t.During != nil {
			t.During()
		}
		if sum += p; sum >= amount.Minor {
			return nil
		}
	}
	if err == nil {
		err = context.Canceled
	}
	return err
}

// Give gives change, if there is any.
func (t *Till) Give(_ context.Context, amount fee.Money, moved func(office.Piece) error) error {
	if t.few {
		return Coded("till.no_change")
	}
	t.Out += amount.Minor
	return moved(office.Piece{What: "coins", Amount: fee.Money{Minor: -amount.Minor, Currency: amount.Currency}})
}
