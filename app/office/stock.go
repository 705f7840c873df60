package office

import (
	"context"
	"errors"
	"time"

	"sala/forms/act"
	"sala/forms/number"
)

// ReceiveSheets takes a packet of security paper into stock, by the serials of
// its first and last sheet. From then on every certificate takes sheets.
func (s *Session) ReceiveSheets(ctx context.Context, first, last, note string) (number.Packet, error) {
	const op = "receive sheets"
	if err := s.need(op, Correct); err != nil {
		return number.Packet{}, err
	}
	packet, err := number.NewPacket(first, last)
	if err != nil {
		return packet, &Error{Op: op, Code: "not_a_packet", Err: err}
	}
	packet.Note = note
	lease := packet.Lease(s.office.Profile.Office, s.office.Profile.Station)
	err = s.office.Store.Write(ctx, s.Officer.ID, func(w Writer) error {
		g, err := w.Ledger()
		if err != nil {
			return err
		}
		for _, b := range g.Balances() {
			if b.Lease.ID == lease.ID {
				return &Error{Op: op, Code: "sheets_overlap"}
			}
		}
		if err := g.Add(lease); err != nil {
			return &Error{Op: op, Code: "sheets_overlap", Err: err}
		}
		return w.Append(act.StockReceived, "stock/"+lease.Text(lease.From), 0, packet)
	})
	return packet, s.office.explain(op, err)
}

// SpoilSheet takes a sheet out of the stock for good: one that jammed, was torn,
// or came out smudged. The certificate that stands on it is printed again.
func (s *Session) SpoilSheet(ctx context.Context, serial, reason string) (Sheet, error) {
	const op = "spoil a sheet"
	var sheet Sheet
	if err := s.correction(op, reason); err != nil {
		return sheet, err
	}
	err := s.office.Store.Write(ctx, s.Officer.ID, func(w Writer) (err error) {
		sheet, err = w.Sheet(serial)
		if errors.Is(err, ErrNotFound) {
			return &Error{Op: op, Code: "sheet_unknown", Args: map[string]any{"sheet": serial}}
		}
		if err != nil {
			return err
		}
		return s.spoil(w, &sheet, reason)
	})
	return sheet, s.office.explain(op, err)
}

func (s *Session) spoil(w Writer, sheet *Sheet, reason string) error {
	if sheet.Fate == number.Spoiled || sheet.Fate == number.Returned {
		return &Error{Op: "spoil a sheet", Code: "sheet_gone", Args: map[string]any{"sheet": sheet.Text}}
	}
	sheet.Reason, sheet.Fate = reason, number.Spoiled
	return w.Append(act.NumberSpoiled, "number/"+sheet.Text, 0, sheet.NumberUse)
}

// Reconcile brings the books to what lies in the tray: next is the serial on
// top. Every free sheet before it in its packet is spoiled, with the reason. It
// returns which they were.
func (s *Session) Reconcile(ctx context.Context, next, reason string) ([]Sheet, error) {
	const op = "reconcile the sheets"
	if err := s.correction(op, reason); err != nil {
		return nil, err
	}
	var missing []Sheet
	err := s.office.Store.Write(ctx, s.Officer.ID, func(w Writer) error {
		missing = nil
		top, err := w.Sheet(next)
		if errors.Is(err, ErrNotFound) {
			return &Error{Op: op, Code: "sheet_unknown", Args: map[string]any{"sheet": next}}
		}
		if err != nil {
			return err
		}
		g, err := w.Ledger()
		if err != nil {
			return err
		}
		for _, b := range g.Balances() {
			if b.Lease.ID != top.Lease {
				continue
			}
			for _, r := range g.Ranges(top.Lease, number.Free) {
				for n := r.From; n <= r.To && n < top.Number; n++ {
					sheet := Sheet{NumberUse: act.NumberUse{Lease: top.Lease, Number: n, Text: b.Lease.Text(n)}}
					if err := s.spoil(w, &sheet, reason); err != nil {
						return err
					}
					missing = append(missing, sheet)
				}
			}
		}
		return nil
	})
	return missing, s.office.explain(op, err)
}

// ReturnLease gives what is free of a block back to central, as at the end of
// the year or when a station is given up: none of its numbers is used again.
func (s *Session) ReturnLease(ctx context.Context, lease, reason string) (act.Handback, error) {
	const op = "return a lease"
	back := act.Handback{Lease: lease, Reason: reason}
	if err := s.correction(op, reason); err != nil {
		return back, err
	}
	err := s.office.Store.Write(ctx, s.Officer.ID, func(w Writer) error {
		g, err := w.Ledger()
		if err != nil {
			return err
		}
		back.Ranges, err = g.Return(lease)
		if errors.Is(err, number.ErrUnknown) {
			return &Error{Op: op, Code: "lease_unknown", Args: map[string]any{"lease": lease}}
		}
		if err != nil {
			return err
		}
		if len(back.Ranges) == 0 {
			return &Error{Op: op, Code: "nothing_free", Args: map[string]any{"lease": lease}}
		}
		return w.Append(act.LeaseReturned, "lease/"+lease, 0, back)
	})
	return back, s.office.explain(op, err)
}

// experience is how many days of use say what a day takes.
const experience = 14

// plenty is so many numbers that nobody has to count what a day takes.
const plenty = 1000

// Supplies returns, for each kind of number that the station uses, what is left
// and how many to ask for.
func (o *Office) Supplies(ctx context.Context) (map[string]number.Supply, error) {
	out := map[string]number.Supply{}
	err := o.Store.Read(ctx, func(r Reader) error {
		for _, kind := range []string{number.Certificates, number.Receipts, number.Sheets} {
			s, err := o.supply(r, kind)
			if err != nil {
				return err
			}
			out[kind] = s
		}
		if has, err := r.Stocked(); err != nil || !has {
			delete(out, number.Sheets)
			return err
		}
		return nil
	})
	return out, o.explain("count the numbers", err)
}

// supply judges what is left of a kind by what the last days took.
func (o *Office) supply(r Reader, kind string) (number.Supply, error) {
	left, err := r.NumbersLeft(kind)
	if err != nil || left >= plenty {
		return number.Supply{Left: uint64(left)}, err
	}
	spent, err := r.SpentSince(kind, o.Now().Add(-experience*24*time.Hour))
	if err != nil {
		return number.Supply{}, err
	}
	return number.Judge(uint64(left), uint64((spent+experience-1)/experience)), nil
}

// Wanted returns how many numbers of each kind to ask central for at the next
// sync: none of a kind of which there are enough.
func (o *Office) Wanted(ctx context.Context) (map[string]uint64, error) {
	return o.asked(ctx, func(s number.Supply) bool { return s.Ask > 0 })
}

// Scarce is Wanted for the kinds of which what is left does not last the day:
// they are asked of the office's relay, which has few itself.
func (o *Office) Scarce(ctx context.Context) (map[string]uint64, error) {
	return o.asked(ctx, number.Supply.Scarce)
}

func (o *Office) asked(ctx context.Context, which func(number.Supply) bool) (map[string]uint64, error) {
	all, err := o.Supplies(ctx)
	out := map[string]uint64{}
	for kind, s := range all {
		if kind != number.Sheets && which(s) {
			out[kind] = s.Ask
		}
	}
	return out, err
}

// Books returns the ledger of the station's numbers and sheets.
func (s *Session) Books(ctx context.Context) (books []number.Balance, err error) {
	err = s.office.Store.Read(ctx, func(r Reader) error {
		g, err := r.Ledger()
		if err == nil {
			books = g.Balances()
		}
		return err
	})
	return books, s.office.explain("read the ledger", err)
}
