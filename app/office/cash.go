package office

import (
	"context"
	"time"

	"sala/forms/act"
	"sala/forms/calendar"
	"sala/forms/fee"
)

// Cash is what an officer has taken since the last closing.
type Cash struct {
	Officer  string    `json:"officer"`
	Since    time.Time `json:"since"`
	Payments []Payment `json:"payments"`
	Cash     fee.Money `json:"cash"`  // what should lie in the drawer
	Other    fee.Money `json:"other"` // by card and transfer
}

// CashSoFar adds up the session's officer's own takings since a time, which is
// that of the last closing or, before the first, the zero time.
func (s *Session) CashSoFar(ctx context.Context, since time.Time) (Cash, error) {
	c := Cash{Officer: s.Officer.ID, Since: since}
	err := s.office.Store.Read(ctx, func(r Reader) error {
		return s.count(r, &c)
	})
	return c, s.office.explain("count the cash", err)
}

func (s *Session) count(r Reader, c *Cash) error {
	all, err := r.Payments(c.Since)
	if err != nil {
		return err
	}
	for _, p := range all {
		if p.Officer != c.Officer {
			continue
		}
		c.Payments = append(c.Payments, p)
		sum := &c.Other
		if p.Method == "cash" {
			sum = &c.Cash
		}
		sum.Minor += p.Amount.Minor
		sum.Currency = p.Amount.Currency
	}
	if c.Cash.Currency == "" {
		c.Cash.Currency = c.Other.Currency
	}
	c.Other.Currency = c.Cash.Currency
	return nil
}

// CloseDay writes down the counted drawer beside what it should hold. A
// difference needs a word of explanation.
func (s *Session) CloseDay(ctx context.Context, since time.Time, counted fee.Money, note string) (act.Closing, error) {
	const op = "close the day"
	if err := s.need(op, CloseDay); err != nil {
		return act.Closing{}, err
	}
	var closing act.Closing
	err := s.office.Store.Write(ctx, s.Officer.ID, func(w Writer) error {
		c := Cash{Officer: s.Officer.ID, Since: since}
		if err := s.count(w, &c); err != nil {
			return err
		}
		if counted.Minor != c.Cash.Minor && note == "" {
			return &Error{Op: op, Code: "difference", Args: map[string]any{"expected": c.Cash.String(), "counted": counted.String()}}
		}
		closing = act.Closing{
			Officer: s.Officer.ID, Day: calendar.Of(s.office.Now()).String(), Since: since.UnixMilli(), Receipts: len(c.Payments),
			Cash: c.Cash, Other: c.Other, Counted: counted, Note: note,
		}
		return w.Append(act.DayClosed, "day/"+closing.Day+"/"+s.Officer.ID, 0, closing)
	})
	return closing, s.office.explain(op, err)
}
