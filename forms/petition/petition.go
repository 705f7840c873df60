// Package petition is a citizen's request (คำร้อง, 민원) from draft to delivery: its
// states, who may move it from one to the next, and what each decision is bound
// to.
//
// A petition is the fold of its acts: Apply takes one act after the other and
// refuses what the rules do not allow. Stations and the central system fold
// the same acts with the same function.
package petition

import (
	"crypto/sha256"
	"errors"
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
