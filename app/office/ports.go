// Package office holds the use cases of a public office: what an officer or a
// citizen can do, in the order in which it may be done, each as one act in the
// station's journal.
//
// The interfaces of this file are what the use cases need of the rest of the
// program; app/station fills them in.
package office

import (
	"context"
	"errors"
	"time"

	"sala/forms/act"
	"sala/forms/calendar"
	"sala/forms/certificate"
	"sala/forms/fee"
	"sala/forms/petition"
	"sala/forms/register"
)

// ErrNotFound is what a Reader returns for what is not there.
var ErrNotFound = errors.New("not found")

// Store is the station's database. Read gives a consistent view; Write runs do
// in one durable transaction, in which every change is an entry of the journal.
// When do returns an error nothing has happened.
type Store interface {
	Read(ctx context.Context, do func(Reader) error) error
	Write(ctx context.Context, officer string, do func(Writer) error) error
	CheckPassword(ctx context.Context, officer, password string) error
	// WantAttachment asks for the bytes of an attachment that is not here.
	WantAttachment(ctx context.Context, hash string) error
}

// Reader is a consistent view of the station's tables. Each method returns an
// error that wraps ErrNotFound where there is nothing of that name.
type Reader interface {
	Record(register, id string) (register.Record, error)
	Resident(id string) (register.Resident, error)
	ResidentByNumber(number string) (register.Resident, error)
	Household(id string) (register.Household, error)
	Members(household string) ([]register.Resident, error) // head first, then by birth
	Find(query string, limit int) ([]Hit, error)
	Petition(id string) (petition.Petition, error)
	Petitions(PetitionFilter) ([]petition.Petition, error) // newest change first
	CountPetitions(PetitionFilter) (int, error)            // without Offset and Limit
	Certificate(number string) (Certificate, error)
	Certificates(petition string) ([]Certificate, error)
	NextNumber(kind string) (act.NumberUse, error) // lowest free number of a valid lease; ErrNoNumbers
	NumbersLeft(kind string) (int, error)
	Officer(id string) (act.Officer, error)
	Officers() ([]act.Officer, error)
	CardsLeft() ([]CardLeft, error)              // at the office's kiosks, and not given back
	Payments(since time.Time) ([]Payment, error) // after since, oldest first
	Books
	Journal() (JournalState, error)
	Attachment(hash string) (Attached, error)
	AttachmentBody(hash string) ([]byte, error)     // ErrNotFound unless all of it is here
	Attachments(subject string) ([]Attached, error) // oldest first
}

// Writer is a Reader that can also act. Append writes the entry and changes the
// tables by it; later reads in the same transaction see the change.
type Writer interface {
	Reader
	Append(kind, subject string, base uint64, payload any) error
	// AppendAll appends many acts, which takes less time than one by one.
	AppendAll([]Act) error
	// Keep keeps the bytes of an attachment, once, whoever refers to them.
	Keep(hash string, body []byte) error
}

// Act is what Append takes.
type Act struct {
	Kind, Subject string
	Base          uint64
	Payload       any
}

// ErrNoNumbers means that no lease has a free number left.
var ErrNoNumbers = errors.New("no leased number is left")

// Hit is one result of a search.
type Hit struct {
	What     string // resident, household, petition
	ID       string
	Title    string // a name, an address, a petition's number
	Detail   string
	Resident register.Resident // when What is resident
	Form     string            // when What is petition, its form and state
	State    petition.State
	Outbox   string // OutboxWaiting, OutboxAside, "" when the outbox holds nothing of it
}

// PetitionFilter selects petitions; zero members select all.
type PetitionFilter struct {
	States   []petition.State
	Resident string
	Officer  string // created or submitted by, or handed over to
	Text     string // in its number or its answers, in a paper's number, or what its resident is found by
	Order    Order
	Turned   bool // the order from its other end
	Offset   int
	Limit    int
}

// Order is the order of a list of petitions.
type Order string

// The orders. The zero Order is the newest change first.
const (
	OldestFirst Order = "oldest"
	ByNumber    Order = "number"
	ByState     Order = "state"
)

// Certificate is a certificate that this office made out.
type Certificate struct {
	Number   string               `json:"number"`
	Petition string               `json:"petition"`
	Status   certificate.Status   `json:"status"`
	Document certificate.Document `json:"document"`
	Seal     string               `json:"seal"`
	Prints   int                  `json:"prints"`
}

// Payment is a fee that was taken or, with a negative amount, given back.
type Payment struct {
	Receipt  string    `json:"receipt"`
	Petition string    `json:"petition"`
	Amount   fee.Money `json:"amount"`
	Method   string    `json:"method"` // cash, card, transfer
	Reason   string    `json:"reason,omitempty"`
	Officer  string    `json:"officer"`
	At       time.Time `json:"at"`
	Prints   int       `json:"prints"` // of the receipt
}

// JournalState is how far the journal has come, and central with it.
type JournalState struct {
	Station      string    `json:"station"`
	Entries      uint64    `json:"entries"`
	Head         string    `json:"head"`         // hex
	Acknowledged uint64    `json:"acknowledged"` // through which sequence number
	Pending      int       `json:"pending"`
	SetAside     int       `json:"set_aside"` // conflicts and rejections that wait for a person
	LastSync     time.Time `json:"last_sync,omitzero"`
}

// Card is what an identity card says of its holder.
type Card struct {
	Reader         string                   `json:"reader"`
	NationalNumber string                   `json:"number"`
	Names          map[string]register.Name `json:"names"`
	Sex            register.Sex             `json:"sex"`
	Birth          calendar.Date            `json:"birth"`
	Address        register.Address         `json:"address"`
	Issuer         string                   `json:"issuer"`
	Issued         calendar.Date            `json:"issued"`
	Expires        calendar.Date            `json:"expires"` // zero for a card for life
	Photo          []byte                   `json:"-"`       // JPEG
}

// The parts of a card, in the order in which they are read.
const (
	CardText  = "text"
	CardPhoto = "photo"
)

// CardProgress says how far the reading of a card has come.
type CardProgress struct {
	Part  string // CardText, or CardPhoto as soon as all texts are there
	Done  int    // bytes of both parts so far
	Texts int    // bytes of all texts
	Total int    // bytes of both parts; the photograph may end earlier
	Card  Card   // what is known so far; complete but for the photograph at CardPhoto
}

// CardReader reads the card that is in it. The progress function is called after
// every block, and keeps the next one waiting until it returns.
type CardReader interface {
	ReadCard(ctx context.Context, progress func(CardProgress)) (Card, error)
}

// Outcome is what became of a print job. Unknown means that the line died
// after the printer had begun: a person must look.
type Outcome string

// The values of Outcome.
const (
	Printed Outcome = "printed"
	Failed  Outcome = "failed"
	Unknown Outcome = "unknown"
)

// PagePrinter prints certificates.
type PagePrinter interface {
	Name() string
	PrintPage(ctx context.Context, title string, pdf []byte) (Outcome, error)
}

// ReceiptPrinter prints receipts.
type ReceiptPrinter interface {
	Name() string
	PrintReceipt(ctx context.Context, r Receipt) (Outcome, error)
}

// Receipt is what stands on a receipt, from top to bottom.
type Receipt struct {
	Language   string        `json:"language"`
	Office     string        `json:"office"`
	Title      string        `json:"title"`
	Subtitle   string        `json:"subtitle,omitempty"` // the title in the language of whoever takes it, where that is another
	Number     string        `json:"number"`
	At         string        `json:"at"` // as printed
	Lines      []ReceiptLine `json:"lines"`
	TotalLabel string        `json:"total_label"`
	Total      string        `json:"total"`
	Payer      string        `json:"payer"`
	Officer    string        `json:"officer"`
	Foot       []string      `json:"foot"`
	QR         string        `json:"qr,omitempty"`
}

// ReceiptLine is a label on the left and an amount or value on the right.
type ReceiptLine struct {
	Label string `json:"label"`
	Value string `json:"value"`
}

// Typesetter makes a certificate's PDF: sealed, signed, the same bytes for the
// same document.
type Typesetter interface {
	// Seal returns the exact text of the QR on the document.
	Seal(doc certificate.Document) (string, error)
	// Certificate returns the PDF.
	Certificate(ctx context.Context, doc certificate.Document, seal string) ([]byte, error)
	// Pages returns how many sheets of paper a PDF of Certificate takes.
	Pages(pdf []byte) int
}
