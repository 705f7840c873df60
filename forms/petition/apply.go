package petition

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	"sala/forms/act"
)

// from says in which states an act may come; nil means that there must be no
// petition yet.
var from = map[string][]State{
	act.PetitionDrafted:       nil,
	act.PetitionAnswered:      {Drafted, Returned},
	act.PetitionMigrated:      {Drafted, Returned},
	act.PetitionSubmitted:     {Drafted, Returned},
	act.PetitionReviewed:      {Submitted},
	act.PetitionApproved:      {Submitted, Reviewed},
	act.PetitionReturned:      {Submitted, Reviewed},
	act.PetitionRejected:      {Submitted, Reviewed},
	act.PetitionWithdrawn:     {Drafted, Submitted, Reviewed, Returned, Approved},
	act.PetitionFulfilled:     {Approved},
	act.PetitionDelivered:     {Fulfilled},
	act.FeeTaken:              {Submitted, Reviewed, Approved},
	act.MoneyMoved:            {Submitted, Reviewed, Approved, Fulfilled, Delivered, Withdrawn, Rejected, Returned},
	act.MoneyAsked:            {Submitted, Reviewed, Approved},
	act.MoneyNone:             {Submitted, Reviewed, Approved, Fulfilled, Delivered, Withdrawn, Rejected, Returned},
	act.MoneyOwed:             {Submitted, Reviewed, Approved, Fulfilled, Delivered, Withdrawn, Rejected, Returned},
	act.MoneyRepaid:           {Submitted, Reviewed, Approved, Fulfilled, Delivered, Withdrawn, Rejected, Returned},
	act.PetitionTicketed:      {Submitted, Reviewed, Approved, Fulfilled, Withdrawn},
	act.PetitionNoted:         {Drafted, Submitted, Reviewed, Returned, Approved, Rejected, Fulfilled, Delivered, Withdrawn},
	act.PetitionHanded:        {Drafted, Submitted, Reviewed, Returned, Approved, Fulfilled},
	act.FeeRefunded:           {Submitted, Reviewed, Approved, Rejected, Fulfilled, Delivered, Withdrawn},
	act.CertificatePrepared:   {Approved, Fulfilled, Delivered},
	act.CertificatePrinting:   {Approved, Fulfilled, Delivered},
	act.CertificateIssued:     {Approved, Fulfilled, Delivered},
	act.CertificateNotPrinted: {Approved, Fulfilled, Delivered},
	act.CertificateReprinted:  {Fulfilled, Delivered},
	act.CertificateVoided:     {Approved, Fulfilled, Delivered},
}

// Concerns returns the ID of the petition that a payload is about, "" when it
// is about none. Acts of printing name a certificate's number instead; whoever
// keeps certificates knows its petition.
func Concerns(payload any) string {
	switch v := payload.(type) {
	case act.Draft:
		return v.Petition
	case act.Answering:
		return v.Petition
	case act.Migrating:
		return v.Petition
	case act.Submission:
		return v.Petition
	case act.Decision:
		return v.Petition
	case act.Payment:
		return v.Petition
	case act.Certificate:
		return v.Petition
	case act.Money:
		return v.Petition
	case act.Asking:
		return v.Petition
	case act.Debt:
		return v.Petition
	case act.Ticket:
		return v.Petition
	case act.Remark:
		return v.Petition
	}
	return ""
}

// Allows reports whether an act of this kind may come now.
func (p Petition) Allows(kind string) bool {
	states, known := from[kind]
	return known && (p.State == "" && states == nil || slices.Contains(states, p.State))
}

// Apply returns the petition after the act, or an error that wraps one of the
// package's when the rules do not allow it; p is not changed.
func (p Petition) Apply(kind string, payload any, s Stamp) (Petition, error) {
	if !p.Allows(kind) {
		return p, fmt.Errorf("%s on a petition in state %q: %w", kind, p.State, ErrState)
	}
	at := s.At.UnixMilli()
	next, err := p.after(kind, payload, s, at)
	if err != nil {
		return p, err
	}
	next.Changed, next.Version = at, next.Version+1
	return next, nil
}

// after is the petition after the act, as yet with the version of before.
func (p Petition) after(kind string, payload any, s Stamp, at int64) (Petition, error) {
	switch v := payload.(type) {
	case act.Draft:
		return Petition{ID: v.Petition, Office: s.Office, Form: v.Form, FormVersion: v.FormVersion, Pack: v.Pack, Resident: v.Resident,
			Event: v.Event, Answers: v.Answers, State: Drafted, CreatedBy: s.Officer, Created: at}, nil
	case act.Answering:
		p.Answers = answered(p.Answers, v)
	case act.Migrating:
		p.FormVersion, p.Pack, p.Answers = v.FormVersion, v.Pack, v.Answers
	case act.Submission:
		return p.submit(v, s)
	case act.Decision:
		return p.decide(kind, v, s)
	case act.Payment:
		if InMachine(v.Method) {
			if p.Machine.In -= v.Amount.Minor; p.Machine.In < 0 {
				return p, fmt.Errorf("%s: %w", kind, ErrMachine)
			}
		}
		p.Paid = append(slices.Clone(p.Paid), Payment{Receipt: v.Receipt.Text, Amount: v.Amount, Method: v.Method, By: s.Officer, At: at})
	case act.Remark:
		return p.remark(kind, v, s, at), nil
	case act.Money, act.Asking, act.Debt, act.Ticket:
		return p.atMachine(kind, payload)
	case act.Certificate:
		if p.Due().Minor > 0 {
			return p, ErrFee
		}
		p.Certificates = append(slices.Clone(p.Certificates), Certificate{Number: v.Number.Text, Outcome: "prepared"})
	case act.Printing:
		return p.print(kind, v), nil
	default:
		return p, fmt.Errorf("petition: %s carries a %T", kind, payload)
	}
	return p, nil
}

// answered returns answers as they are after some were given and some taken back.
func answered(before map[string]any, v act.Answering) map[string]any {
	answers := make(map[string]any, len(before)+len(v.Set))
	maps.Copy(answers, before)
	maps.Copy(answers, v.Set)
	for _, k := range v.Clear {
		delete(answers, k)
	}
	return answers
}

func (p Petition) submit(v act.Submission, s Stamp) (Petition, error) {
	want, err := Content(p.Form, p.FormVersion, p.Resident, v.Answers, v.Fee)
	if err != nil {
		return p, err
	}
	if !bytes.Equal(want, v.Content) {
		return p, fmt.Errorf("submit: %w", ErrContent)
	}
	p.Number, p.Answers, p.Content, p.Fee, p.Deadline, p.Flagged = v.Number, v.Answers, v.Content, v.Fee, v.Deadline, v.Flagged
	p.Line, p.Two = v.Line, v.Two
	p.State, p.SubmittedBy = Submitted, s.Officer
	return p, nil
}

func (p Petition) remark(kind string, v act.Remark, s Stamp, at int64) Petition {
	p.Decisions = append(slices.Clone(p.Decisions), Decision{Kind: kind, By: s.Officer, For: v.To, Note: v.Text, At: at})
	if kind == act.PetitionHanded {
		p.Holder = v.To
	}
	p.Left = slices.DeleteFunc(slices.Clone(p.Left), func(l Left) bool { return l.What == v.Left || l.What == v.Back })
	if v.Left != "" {
		p.Left = append(p.Left, Left{v.Left, at})
	}
	return p
}

func (p Petition) print(kind string, v act.Printing) Petition {
	p.Certificates = slices.Clone(p.Certificates)
	for i := range p.Certificates {
		if c := &p.Certificates[i]; c.Number == v.Number {
			c.Outcome = outcome(kind, v.Outcome)
		}
	}
	if kind == act.CertificateIssued && p.State == Approved {
		p.State = Fulfilled
	}
	return p
}

// outcome is what a certificate is after an act. A reprint that failed leaves the
// first print where it is.
func outcome(kind, of string) string {
	switch {
	case kind == act.CertificateVoided:
		return "void"
	case kind == act.CertificateReprinted && of == "failed":
		return "printed"
	}
	return of
}

func (p Petition) decide(kind string, d act.Decision, s Stamp) (Petition, error) {
	deciding := kind == act.PetitionApproved || kind == act.PetitionRejected || kind == act.PetitionReturned
	if deciding && !bytes.Equal(d.Content, p.Content) {
		return p, fmt.Errorf("%s: %w", kind, ErrContent)
	}
	if kind == act.PetitionApproved && p.Two && p.acted(s.Officer) {
		return p, fmt.Errorf("%s: %w", kind, ErrSelf)
	}
	p.Decisions = append(slices.Clone(p.Decisions), Decision{Kind: kind, By: s.Officer, For: d.For, Note: d.Note, At: s.At.UnixMilli()})
	p.State = decided[kind]
	if kind == act.PetitionApproved && p.Approvals() < len(p.Line) {
		p.State = Reviewed // the next in the line
	}
	return p, nil
}

// decided is the state after each decision; an approval that is not the last of
// its line leaves the petition under review.
var decided = map[string]State{
	act.PetitionReviewed: Reviewed, act.PetitionApproved: Approved, act.PetitionReturned: Returned, act.PetitionRejected: Rejected,
	act.PetitionWithdrawn: Withdrawn, act.PetitionFulfilled: Fulfilled, act.PetitionDelivered: Delivered,
}
