package office

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"sala/forms/act"
	"sala/forms/calendar"
	"sala/forms/fee"
)

// Cash is what an officer has taken since the last closing.
type Cash struct {
	Officer  string               `json:"officer"`
	Since    time.Time            `json:"since,omitzero"` // of the last closing; zero before the first
	Payments []Payment            `json:"payments"`
	Cash     fee.Money            `json:"cash"`  // what should lie in the drawer
	Other    fee.Money            `json:"other"` // by card and transfer
	Methods  map[string]fee.Money `json:"methods"`
}

// CashSoFar adds up what the session's officer took since the last closing, for
// whoever may read accounts.
func (s *Session) CashSoFar(ctx context.Context) (c Cash, err error) {
	const op = "count the cash"
	if err := s.need(op, Account); err != nil {
		return c, err
	}
	err = s.office.Store.Read(ctx, func(r Reader) error {
		c, err = count(r, s.Officer.ID)
		return err
	})
	return c, s.office.explain(op, err)
}

// Takings returns what every officer took since his or her last closing, for
// whoever may audit: the report by officer at the end of the office's day. A
// clerk sees his own.
func (s *Session) Takings(ctx context.Context) ([]Cash, error) {
	const op = "list the takings"
	if err := s.need(op, Account); err != nil {
		return nil, err
	}
	var out []Cash
	err := s.office.Store.Read(ctx, func(r Reader) error {
		all, err := r.Unclosed("")
		if err != nil {
			return err
		}
		officers := map[string]bool{}
		for _, p := range all {
			if officers[p.Officer] || p.Officer != s.Officer.ID && !s.May(Audit) {
				continue
			}
			officers[p.Officer] = true
			c, err := count(r, p.Officer)
			if err != nil {
				return err
			}
			out = append(out, c)
		}
		return nil
	})
	slices.SortFunc(out, func(a, b Cash) int { return cmp.Compare(a.Officer, b.Officer) })
	return out, s.office.explain(op, err)
}

// count adds up what an officer took that no closing has counted yet.
func count(r Reader, officer string) (Cash, error) {
	c := Cash{Officer: officer, Methods: map[string]fee.Money{}}
	var err error
	if c.Since, err = r.LastClosing(officer); err != nil {
		return c, err
	}
	if c.Payments, err = r.Unclosed(officer); err != nil {
		return c, err
	}
	for _, p := range c.Payments {
		sum := &c.Other
		if p.Method == "cash" {
			sum = &c.Cash
		}
		add(sum, p.Amount)
		m := c.Methods[p.Method]
		add(&m, p.Amount)
		c.Methods[p.Method] = m
	}
	c.Cash.Currency = cmp.Or(c.Cash.Currency, c.Other.Currency)
	c.Other.Currency = c.Cash.Currency
	return c, nil
}

func add(sum *fee.Money, m fee.Money) {
	sum.Minor += m.Minor
	sum.Currency = m.Currency
}

// CloseDay writes down the counted drawer beside what it should hold since the
// last closing. A difference needs a word of explanation.
func (s *Session) CloseDay(ctx context.Context, counted fee.Money, note string) (act.Closing, error) {
	const op = "close the day"
	if err := s.need(op, CloseDay); err != nil {
		return act.Closing{}, err
	}
	var closing act.Closing
	err := s.office.Store.Write(ctx, s.Officer.ID, func(w Writer) error {
		c, err := count(w, s.Officer.ID)
		if err != nil {
			return err
		}
		if counted.Minor != c.Cash.Minor && strings.TrimSpace(note) == "" {
			expected := fee.Money{Minor: c.Cash.Minor, Currency: counted.Currency} // nothing was taken: no currency is known
			return &Error{Op: op, Code: "difference", Args: map[string]any{"expected": expected, "counted": counted}}
		}
		closing = act.Closing{
			Officer: s.Officer.ID, Day: calendar.Of(s.office.Now()).String(), Receipts: len(c.Payments),
			Cash: c.Cash, Other: c.Other, Counted: counted, Note: strings.TrimSpace(note),
		}
		if !c.Since.IsZero() {
			closing.Since = c.Since.UnixMilli()
		}
		return w.Append(act.DayClosed, "day/"+closing.Day+"/"+s.Officer.ID, 0, closing)
	})
	return closing, s.office.explain(op, err)
}

// Closings returns the last closings, newest first: of all officers for whoever
// may audit, else the session's officer's own.
func (s *Session) Closings(ctx context.Context, limit int) (out []Closing, err error) {
	const op = "list the closings"
	if err := s.need(op, Account); err != nil {
		return nil, err
	}
	err = s.office.Store.Read(ctx, func(r Reader) error {
		out, err = r.Closings(limit)
		return err
	})
	if !s.May(Audit) {
		out = slices.DeleteFunc(out, func(c Closing) bool { return c.Officer != s.Officer.ID })
	}
	return out, s.office.explain(op, err)
}

// Payments returns the office's receipts since a day, the oldest first: what was
// taken, by whom, for which petition.
func (s *Session) Payments(ctx context.Context, since time.Time) (out []Payment, err error) {
	const op = "list the receipts"
	if err := s.need(op, Account); err != nil {
		return nil, err
	}
	err = s.office.Store.Read(ctx, func(r Reader) error {
		out, err = r.Payments(since)
		return err
	})
	return out, s.office.explain(op, err)
}

// Difference returns what was counted beyond what should have been there.
func (c Closing) Difference() fee.Money {
	return fee.Money{Minor: c.Counted.Minor - c.Cash.Minor, Currency: c.Cash.Currency}
}
