package store

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"sala/app/office"
	"sala/forms/act"
	"sala/forms/number"
	"sala/sync/journal"
)

// Ledger returns the account of every block of numbers, by the station's tables.
func (v *view) Ledger() (*number.Ledger, error) {
	leases, err := bodies[number.Lease](v.c, "SELECT body FROM lease ORDER BY id")
	if err != nil {
		return nil, err
	}
	g, err := number.NewLedger(leases...)
	if err != nil {
		return nil, err
	}
	err = v.c.each("SELECT lease, n, spent FROM number ORDER BY lease, n", nil, func(scan func(...any) error) error {
		var lease, spent string
		var n uint64
		if err := scan(&lease, &n, &spent); err != nil {
			return err
		}
		if err := g.Enter(lease, n, number.Fate(spent)); !errors.Is(err, number.ErrUnknown) { // of a lease whose entry was purged
			return err
		}
		return nil
	})
	return g, err
}

// SpentSince counts the numbers of a kind that were taken since then.
func (v *view) SpentSince(kind string, since time.Time) (n int, err error) {
	_, err = v.c.one([]any{&n}, `SELECT count(*) FROM lease l JOIN number n ON n.lease = l.id JOIN journal j ON j.seq = n.seq
		WHERE l.kind = ? AND n.spent <> ? AND j.time >= ?`, kind, string(number.Returned), int64(journal.TimeAt(since)))
	return n, err
}

// FreeNumbers returns the lowest free numbers of a kind of which a lease is
// valid, at most as many as are asked for.
func (v *view) FreeNumbers(kind string, most int) ([]act.NumberUse, error) {
	leases, err := bodies[number.Lease](v.c, "SELECT body FROM lease WHERE kind = ? AND (expires = 0 OR expires > ?) AND used < last - first + 1 ORDER BY year, first, id", kind, v.s.env.Now().Unix())
	if err != nil {
		return nil, err
	}
	var out []act.NumberUse
	for _, l := range leases {
		var next uint64
		if _, err := v.c.one([]any{&next}, "SELECT next FROM lease WHERE id = ?", l.ID); err != nil {
			return nil, err
		}
		for n := next; n <= l.To && len(out) < most; n++ {
			if use := (act.NumberUse{Lease: l.ID, Number: n, Text: l.Text(n)}); !v.projection().spent(use) {
				out = append(out, use)
			}
		}
	}
	return out, nil
}

// Stocked reports whether the station has ever had security paper.
func (v *view) Stocked() (bool, error) {
	var one int
	return v.c.one([]any{&one}, "SELECT 1 FROM lease WHERE kind = ? LIMIT 1", number.Sheets)
}

// Sheets returns the sheets of security paper that a certificate was printed on,
// or lies in the printer on, in their order.
func (v *view) Sheets(certificate string) ([]office.Sheet, error) {
	return v.sheets("WHERE lease >= ? AND lease < ? AND reason = ? ORDER BY seq, lease, n", number.Sheets+"/", number.Sheets+"0", certificate)
}

// Sheet returns the sheet of a serial.
func (v *view) Sheet(serial string) (office.Sheet, error) {
	found, err := v.sheets("WHERE text = ? AND lease >= ? AND lease < ?", serial, number.Sheets+"/", number.Sheets+"0")
	if err != nil || len(found) > 0 {
		return append(found, office.Sheet{})[0], err
	}
	packets, err := bodies[number.Lease](v.c, "SELECT body FROM lease WHERE kind = ?", number.Sheets)
	if err != nil {
		return office.Sheet{}, err
	}
	for _, l := range packets {
		if n, ok := l.Find(serial); ok {
			return office.Sheet{NumberUse: act.NumberUse{Lease: l.ID, Number: n, Text: serial}, Fate: number.Free}, nil
		}
	}
	return office.Sheet{}, fmt.Errorf("sheet %s: %w", serial, office.ErrNotFound)
}

func (v *view) sheets(where string, args ...any) ([]office.Sheet, error) {
	return list(v.c, "SELECT lease, n, text, spent, reason FROM number "+where, args, func(scan func(...any) error) (s office.Sheet, err error) {
		err = scan(&s.Lease, &s.Number, &s.Text, &s.Fate, &s.Reason)
		return s, err
	})
}

// Unclosed returns the payments that no closing of their officer has counted,
// oldest first; of one officer, or with "" of all.
func (v *view) Unclosed(officer string) ([]office.Payment, error) {
	return v.payments(`WHERE (? = '' OR officer = ?) AND seq > coalesce((SELECT max(c.seq) FROM closing c WHERE c.officer = payment.officer), 0) ORDER BY seq`, officer, officer)
}

// Closings returns the last closings of the cash, the newest first.
func (v *view) Closings(limit int) ([]office.Closing, error) {
	return list(v.c, "SELECT at, body FROM closing ORDER BY seq DESC LIMIT ?", []any{limit}, func(scan func(...any) error) (office.Closing, error) {
		var at int64
		var body []byte
		if err := scan(&at, &body); err != nil {
			return office.Closing{}, err
		}
		c, err := act.Decode[act.Closing](body)
		return office.Closing{Closing: c, At: time.UnixMilli(at)}, err
	})
}

// LastClosing returns when an officer last closed the cash, zero for never.
func (v *view) LastClosing(officer string) (time.Time, error) {
	var at int64
	found, err := v.c.one([]any{&at}, "SELECT at FROM closing WHERE officer = ? ORDER BY seq DESC LIMIT 1", officer)
	if err != nil || !found {
		return time.Time{}, err
	}
	return time.UnixMilli(at), nil
}

// Payment returns the fee that a receipt is for.
func (v *view) Payment(receipt string) (office.Payment, error) {
	found, err := v.payments("WHERE receipt = ? ORDER BY seq LIMIT 1", receipt)
	if err == nil && len(found) == 0 {
		err = fmt.Errorf("receipt %s: %w", receipt, office.ErrNotFound)
	}
	if err != nil {
		return office.Payment{}, err
	}
	return found[0], nil
}

func (p *projection) close(e *journal.Entry, v act.Closing, at int64) error {
	_, err := p.c.exec("INSERT INTO closing (seq, officer, at, body) VALUES (?, ?, ?, ?)", e.Seq, v.Officer, at, e.Payload)
	return err
}

// handBack takes what goes back to central out of its lease.
func (p *projection) handBack(e *journal.Entry, v act.Handback) error {
	var body []byte
	found, err := p.c.one([]any{&body}, "SELECT body FROM lease WHERE id = ?", v.Lease)
	if err != nil || !found {
		return errors.Join(err, fmt.Errorf("return of lease %s: %w", v.Lease, number.ErrUnknown))
	}
	l, err := act.Decode[number.Lease](body)
	if err != nil {
		return err
	}
	for _, r := range v.Ranges {
		if r.From < l.From || r.To > l.To || r.To < r.From {
			return fmt.Errorf("return of %d to %d of lease %s: %w", r.From, r.To, l.ID, number.ErrUnknown)
		}
		for n := r.From; n <= r.To; n++ {
			if err := p.spend(act.NumberUse{Lease: l.ID, Number: n, Text: l.Text(n), Reason: v.Reason}, string(number.Returned), e.Seq); err != nil {
				return err
			}
		}
	}
	return nil
}

// stock takes in a packet of security paper: a block like any other.
func (p *projection) stock(v number.Packet, station string) error {
	l := v.Lease(p.office, station)
	body, err := act.Encode(l)
	if err != nil {
		return err
	}
	return p.addLease(l, body)
}

// spoil takes a number out for good; of a sheet also one that was printed on, or
// that lies in the printer.
func (p *projection) spoil(use act.NumberUse, seq uint64) error {
	if !strings.HasPrefix(use.Lease, number.Sheets+"/") {
		return p.spend(use, string(number.Spoiled), seq)
	}
	return p.turn(use, number.Spoiled, seq, number.Held, number.Used)
}

// turn gives a sheet its next fate: one that had one of the fates before, or one
// of which nothing is known yet.
func (p *projection) turn(use act.NumberUse, to number.Fate, seq uint64, before ...number.Fate) error {
	for _, was := range before {
		r, err := p.c.exec("UPDATE number SET spent = ?, reason = ?, seq = ? WHERE lease = ? AND n = ? AND spent = ?", string(to), use.Reason, seq, use.Lease, use.Number, string(was))
		if err != nil {
			return err
		}
		if n, err := r.RowsAffected(); err != nil || n > 0 {
			return err
		}
	}
	return p.spend(use, string(to), seq)
}

// feed says what became of the sheets of a print job.
func (p *projection) feed(seq uint64, v act.Printing) error {
	for _, use := range v.Sheets {
		use.Reason = v.Number
		var err error
		switch v.Outcome {
		case act.Started:
			err = p.spend(use, string(number.Held), seq)
		case string(office.Printed):
			err = p.turn(use, number.Used, seq, number.Held)
		case string(office.Failed):
			err = p.release(use)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// release gives a held sheet back to the tray.
func (p *projection) release(use act.NumberUse) error {
	r, err := p.c.exec("DELETE FROM number WHERE lease = ? AND n = ? AND spent = ?", use.Lease, use.Number, string(number.Held))
	if err != nil {
		return err
	}
	if n, err := r.RowsAffected(); err != nil || n == 0 {
		return err
	}
	_, err = p.c.exec("UPDATE lease SET used = used - 1, next = min(next, ?) WHERE id = ?", use.Number, use.Lease)
	return err
}
