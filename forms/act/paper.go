package act

import "sala/forms/number"

// Kinds of entries about numbers and paper beside those of the catalogue above.
const (
	LeaseReturned = "lease.returned" // Handback: what is free of a block goes back to central
	StockReceived = "stock.received" // number.Packet: sheets of security paper lie in the office

	// CertificatePrinting is written before a job goes to the printer, with the
	// outcome Started: a power cut after it leaves a question, not a second paper.
	CertificatePrinting = "certificate.printing" // Printing
)

// Started is the outcome of a print job of which nothing is known yet.
const Started = "started"

// Handback returns numbers of a lease that were never used.
type Handback struct {
	Lease  string         `cbor:"1,keyasint" json:"lease"`
	Ranges []number.Range `cbor:"2,keyasint" json:"ranges"`
	Reason string         `cbor:"3,keyasint,omitempty" json:"reason,omitempty"`
}
