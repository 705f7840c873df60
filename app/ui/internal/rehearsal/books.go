package rehearsal

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"sala/app/office"
	"sala/forms/act"
	"sala/forms/number"
)

// books are the numbers of certificates and receipts, the sheets of security
// paper and the closings of the cash.
type books struct {
	packets  []number.Lease
	sheets   map[string]office.Sheet // that are not free, by serial
	closings []office.Closing
	prints   map[string]int // of receipts
}

func (b books) clone() books {
	b.packets, b.closings = slices.Clone(b.packets), slices.Clone(b.closings)
	b.sheets, b.prints = maps.Clone(b.sheets), maps.Clone(b.prints)
	return b
}

// enter enters an act into the books.
func (v *view) enter(kind string, payload any) {
	switch p := payload.(type) {
	case number.Packet:
		v.packets = append(v.packets, p.Lease(v.store.Office, "TH-5001-D01"))
	case act.NumberUse:
		if _, err := v.Sheet(p.Text); err == nil {
			v.sheets[p.Text] = office.Sheet{NumberUse: p, Fate: number.Spoiled}
			return
		}
		if p.Text != "" {
			v.numbers[number.Certificates] = p.Number + 1
		}
	case act.Closing:
		v.closings = append(v.closings, office.Closing{Closing: p, At: v.store.Now()})
	case act.Printing:
		if kind == act.ReceiptPrinted && p.Outcome == string(office.Printed) {
			v.prints[p.Number]++
		}
		for _, use := range p.Sheets {
			use.Reason = p.Number
			switch p.Outcome {
			case act.Started:
				v.sheets[use.Text] = office.Sheet{NumberUse: use, Fate: number.Held}
			case string(office.Printed):
				v.sheets[use.Text] = office.Sheet{NumberUse: use, Fate: number.Used}
			case string(office.Failed):
				delete(v.sheets, use.Text)
			}
		}
	}
}

func (v *view) Ledger() (*number.Ledger, error) {
	leases := slices.Clone(v.packets)
	for _, kind := range []string{number.Certificates, number.Receipts} {
		leases = append(leases, number.Lease{ID: kind, Kind: kind, Office: v.store.Office, Year: 2569, From: v.last[kind] - 99, To: v.last[kind], Format: formats[kind]})
	}
	g, err := number.NewLedger(leases...)
	if err != nil {
		return nil, err
	}
	for _, kind := range []string{number.Certificates, number.Receipts} {
		for n := v.last[kind] - 99; n < v.numbers[kind]; n++ {
			if err := g.Enter(kind, n, number.Used); err != nil {
				return nil, err
			}
		}
	}
	for _, s := range v.sheets {
		if err := g.Enter(s.Lease, s.Number, s.Fate); err != nil {
			return nil, err
		}
	}
	return g, nil
}

func (v *view) FreeNumbers(kind string, most int) ([]act.NumberUse, error) {
	var out []act.NumberUse
	for _, l := range v.packets {
		for n := l.From; n <= l.To && kind == number.Sheets && len(out) < most; n++ {
			if _, taken := v.sheets[l.Text(n)]; !taken {
				out = append(out, act.NumberUse{Lease: l.ID, Number: n, Text: l.Text(n)})
			}
		}
	}
	return out, nil
}

func (v *view) SpentSince(string, time.Time) (int, error) { return 0, nil }

func (v *view) Stocked() (bool, error) { return len(v.packets) > 0, nil }

func (v *view) Sheets(certificate string) ([]office.Sheet, error) {
	var out []office.Sheet
	for _, serial := range slices.Sorted(maps.Keys(v.sheets)) {
		if s := v.sheets[serial]; s.Reason == certificate {
			out = append(out, s)
		}
	}
	return out, nil
}

func (v *view) Sheet(serial string) (office.Sheet, error) {
	if s, ok := v.sheets[serial]; ok {
		return s, nil
	}
	for _, l := range v.packets {
		if n, ok := l.Find(serial); ok {
			return office.Sheet{NumberUse: act.NumberUse{Lease: l.ID, Number: n, Text: serial}, Fate: number.Free}, nil
		}
	}
	return office.Sheet{}, fmt.Errorf("sheet %s: %w", serial, office.ErrNotFound)
}

func (v *view) Payment(receipt string) (office.Payment, error) {
	all, err := v.Payments(time.Time{})
	for _, p := range all {
		if p.Receipt == receipt {
			p.Prints = v.prints[receipt]
			return p, nil
		}
	}
	if err == nil {
		err = fmt.Errorf("receipt %s: %w", receipt, office.ErrNotFound)
	}
	return office.Payment{}, err
}

func (v *view) Unclosed(officer string) ([]office.Payment, error) {
	all, err := v.Payments(time.Time{})
	return slices.DeleteFunc(all, func(p office.Payment) bool {
		last, _ := v.LastClosing(p.Officer)
		return officer != "" && p.Officer != officer || !p.At.After(last)
	}), err
}

func (v *view) Closings(limit int) ([]office.Closing, error) {
	out := slices.Clone(v.closings)
	slices.Reverse(out)
	return out[:min(limit, len(out))], nil
}

func (v *view) LastClosing(officer string) (at time.Time, _ error) {
	for _, c := range v.closings {
		if c.Officer == officer {
			at = c.At
		}
	}
	return at, nil
}
