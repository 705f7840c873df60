package office

import "sala/forms/definition"

// For returns the session as it prints receipts and tickets for somebody who chose
// a language: what tells her what to do is in hers, and what an officer reads stays
// in the office's. "" is nobody who chose.
func (s *Session) For(language string) *Session {
	if _, known := receiptWords[language]; !known {
		language = ""
	}
	out := *s
	out.taker = language
	return &out
}

// slipIn are the languages of a slip: the office's, and that of whoever takes it.
type slipIn struct{ office, taker string }

func (s *Session) slipIn() slipIn {
	in := slipIn{office: s.office.Profile.Language(), taker: s.taker}
	if in.taker == "" {
		in.taker = in.office
	}
	return in
}

// twice says on one line what an officer and a citizen both look for.
func (l slipIn) twice(say func(language string) string) string {
	of, hers := say(l.office), say(l.taker)
	if of == hers {
		return of
	}
	return of + " / " + hers
}

// alone says for the citizen what stands above in the office's language; "" where it
// is the same.
func (l slipIn) alone(say func(language string) string) string {
	if hers := say(l.taker); hers != say(l.office) {
		return hers
	}
	return ""
}

// service names what was asked for, with a value on the first line.
func (l slipIn) service(title definition.Text, line func(title string) ReceiptLine) []ReceiptLine {
	out := []ReceiptLine{line(title.In(l.office))}
	if hers := l.alone(title.In); hers != "" {
		out = append(out, ReceiptLine{Label: hers})
	}
	return out
}
