// Package petition is a citizen's request (คำร้อง, 민원) from draft to delivery: its
// states, who may move it from one to the next, and what each decision is bound
// to.
//
// A petition is the fold of its acts: Apply takes one act after the other and
// refuses what the rules do not allow. Stations and the central system fold
// the same acts with the same function.
package petition

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"time"

	"sala/forms/act"
	"sala/forms/fee"
)

// State is where a petition is on its way.
type State string

// The states of a petition.
const (
	Drafted   State = "draft"
	Submitted State = "submitted"
	Reviewed  State = "under_review"
	Returned  State = "returned"
	Approved  State = "approved"
	Rejected  State = "rejected"
	Fulfilled State = "fulfilled" // the certificate is on paper, the register changed
	Delivered State = "delivered"
	Withdrawn State = "withdrawn"
)

// Errors that a caller branches on.
var (
	ErrState   = errors.New("the petition is not in a state that allows this")
	ErrContent = errors.New("the petition is no longer what the officer saw")
	ErrSelf    = errors.New("an officer cannot decide on what the same officer submitted")
	ErrFee     = errors.New("the fee is not paid")
)

// Petition is a request as its acts so far have made it.
type Petition struct {
	ID           string         `cbor:"1,keyasint" json:"id"`
	Number       string         `cbor:"2,keyasint,omitempty" json:"number,omitempty"`
	Office       string         `cbor:"3,keyasint" json:"office"`
	Form         string         `cbor:"4,keyasint" json:"form"`
	FormVersion  string         `cbor:"5,keyasint" json:"form_version"`
	Pack         string         `cbor:"6,keyasint" json:"pack"`
	Resident     string         `cbor:"7,keyasint,omitempty" json:"resident,omitempty"`
	Event        string         `cbor:"8,keyasint,omitempty" json:"event,omitempty"`
	State        State          `cbor:"9,keyasint" json:"state"`
	Answers      map[string]any `cbor:"10,keyasint,omitempty" json:"answers,omitempty"`
	Content      []byte         `cbor:"11,keyasint,omitempty" json:"content,omitempty"`
	Fee          fee.Money      `cbor:"12,keyasint" json:"fee"`
	Paid         []Payment      `cbor:"13,keyasint,omitempty" json:"paid,omitempty"`
	Decisions    []Decision     `cbor:"14,keyasint,omitempty" json:"decisions,omitempty"`
	Certificates []Certificate  `cbor:"15,keyasint,omitempty" json:"certificates,omitempty"`
	Deadline     string         `cbor:"16,keyasint,omitempty" json:"deadline,omitempty"` // calendar.Date
	Flagged      string         `cbor:"17,keyasint,omitempty" json:"flagged,omitempty"`
	CreatedBy    string         `cbor:"18,keyasint" json:"created_by"`
	SubmittedBy  string         `cbor:"19,keyasint,omitempty" json:"submitted_by,omitempty"`
	Created      int64          `cbor:"20,keyasint" json:"created"` // Unix milliseconds
	Changed      int64          `cbor:"21,keyasint" json:"changed"`
	Version      uint64         `cbor:"22,keyasint" json:"version"`                  // number of acts so far
	Line         []string       `cbor:"23,keyasint,omitempty" json:"line,omitempty"` // roles that must approve, in order
	Two          bool           `cbor:"24,keyasint,omitempty" json:"two_persons,omitempty"`
	Machine      Machine        `cbor:"25,keyasint,omitzero" json:"machine,omitzero"`
	Holder       string         `cbor:"27,keyasint,omitempty" json:"holder,omitempty"` // who goes on with it, when it was handed over
	Ticket       string         `cbor:"26,keyasint,omitempty" json:"ticket,omitempty"` // why a kiosk gave it to the desk; a code
	Place        act.Place      `cbor:"28,keyasint,omitzero" json:"place,omitzero"`    // in the queue, of whoever brings the ticket
	Left         []Left         `cbor:"29,keyasint,omitempty" json:"left,omitempty"`   // at a kiosk, and not given back yet
}

// Left is a thing that its holder left at a kiosk.
type Left struct {
	What string `cbor:"1,keyasint" json:"what"` // card, paper
	At   int64  `cbor:"2,keyasint" json:"at"`   // Unix milliseconds
}

// Payment is one fee taken or given back.
type Payment struct {
	Receipt string    `cbor:"1,keyasint" json:"receipt"`
	Amount  fee.Money `cbor:"2,keyasint" json:"amount"`
	Method  string    `cbor:"3,keyasint" json:"method"`
	By      string    `cbor:"4,keyasint" json:"by"`
	At      int64     `cbor:"5,keyasint" json:"at"`
}

// Decision is one step along the line of approval, or a remark beside it: For is
// then the officer to whom the petition was handed.
type Decision struct {
	Kind string `cbor:"1,keyasint" json:"kind"` // the act's kind
	By   string `cbor:"2,keyasint" json:"by"`
	For  string `cbor:"3,keyasint,omitempty" json:"for,omitempty"`
	Note string `cbor:"4,keyasint,omitempty" json:"note,omitempty"`
	At   int64  `cbor:"5,keyasint" json:"at"`
}

// Certificate is what the petition knows of a certificate made out for it.
type Certificate struct {
	Number  string `cbor:"1,keyasint" json:"number"`
	Outcome string `cbor:"2,keyasint" json:"outcome"` // prepared, started, printed, failed, unknown, void
}

// Who and when, and where, of an act.
type Stamp struct {
	Officer string
	Office  string
	At      time.Time
}

// Content returns the hash that approvals are bound to: SHA-256 over the
// deterministic CBOR of the form, its version, the resident, the answers and
// the fee, that is, of exactly what the deciding officer is shown.
func Content(form, version, resident string, answers map[string]any, due fee.Money) ([]byte, error) {
	b, err := act.Encode([]any{"sala/petition/1", form, version, resident, answers, due})
	if err != nil {
		return nil, err
	}
	h := sha256.Sum256(b)
	return h[:], nil
}

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
	switch v := payload.(type) {
	case act.Draft:
		p = Petition{ID: v.Petition, Office: s.Office, Form: v.Form, FormVersion: v.FormVersion, Pack: v.Pack, Resident: v.Resident,
			Event: v.Event, Answers: v.Answers, State: Drafted, CreatedBy: s.Officer, Created: at}
	case act.Answering:
		answers := make(map[string]any, len(p.Answers)+len(v.Set))
		for k, a := range p.Answers {
			answers[k] = a
		}
		for k, a := range v.Set {
			answers[k] = a
		}
		for _, k := range v.Clear {
			delete(answers, k)
		}
		p.Answers = answers
	case act.Migrating:
		p.FormVersion, p.Pack, p.Answers = v.FormVersion, v.Pack, v.Answers
	case act.Submission:
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
	case act.Decision:
		if next, err := p.decide(kind, v, s); err != nil {
			return p, err
		} else {
			p = next
		}
	case act.Payment:
		if InMachine(v.Method) {
			if p.Machine.In -= v.Amount.Minor; p.Machine.In < 0 {
				return p, fmt.Errorf("%s: %w", kind, ErrMachine)
			}
		}
		p.Paid = append(slices.Clone(p.Paid), Payment{Receipt: v.Receipt.Text, Amount: v.Amount, Method: v.Method, By: s.Officer, At: at})
	case act.Remark:
		p.Decisions = append(slices.Clone(p.Decisions), Decision{Kind: kind, By: s.Officer, For: v.To, Note: v.Text, At: at})
		if kind == act.PetitionHanded {
			p.Holder = v.To
		}
		p.Left = slices.DeleteFunc(slices.Clone(p.Left), func(l Left) bool { return l.What == v.Left || l.What == v.Back })
		if v.Left != "" {
			p.Left = append(p.Left, Left{v.Left, at})
		}
	case act.Money, act.Asking, act.Debt, act.Ticket:
		next, err := p.atMachine(kind, payload)
		if err != nil {
			return p, err
		}
		p = next
	case act.Certificate:
		if p.Due().Minor > 0 {
			return p, ErrFee
		}
		p.Certificates = append(slices.Clone(p.Certificates), Certificate{Number: v.Number.Text, Outcome: "prepared"})
	case act.Printing:
		p.Certificates = slices.Clone(p.Certificates)
		for i := range p.Certificates {
			if c := &p.Certificates[i]; c.Number == v.Number {
				c.Outcome = outcome(kind, v.Outcome)
			}
		}
		if kind == act.CertificateIssued && p.State == Approved {
			p.State = Fulfilled
		}
	default:
		return p, fmt.Errorf("petition: %s carries a %T", kind, payload)
	}
	p.Changed, p.Version = at, p.Version+1
	return p, nil
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

// Approvals returns how many have approved since the petition was last handed
// in: what was approved before a correction counts no more.
func (p Petition) Approvals() int {
	n := 0
	for _, d := range slices.Backward(p.Decisions) {
		switch d.Kind {
		case act.PetitionReturned:
			return n
		case act.PetitionApproved:
			n++
		}
	}
	return n
}

// Next returns the role that must approve next, "" when the form names none.
func (p Petition) Next() string {
	if n := p.Approvals(); n < len(p.Line) {
		return p.Line[n]
	}
	return ""
}

// acted reports whether the officer submitted the petition or has approved it
// since.
func (p Petition) acted(officer string) bool {
	if officer == p.SubmittedBy {
		return true
	}
	for i, n := len(p.Decisions)-1, p.Approvals(); n > 0; i-- {
		if d := p.Decisions[i]; d.Kind == act.PetitionApproved {
			if d.By == officer {
				return true
			}
			n--
		}
	}
	return false
}

// Due returns what is still to be paid.
func (p Petition) Due() fee.Money {
	due := p.Fee
	for _, paid := range p.Paid {
		due.Minor -= paid.Amount.Minor
	}
	return due
}

// Unsure reports whether nobody has said yet what came of the last print of a
// certificate.
func (p Petition) Unsure(number string) bool {
	for _, c := range p.Certificates {
		if c.Number == number {
			return c.Outcome == act.Started || c.Outcome == "unknown"
		}
	}
	return false
}
