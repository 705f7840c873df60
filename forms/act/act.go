// Package act is the catalogue of what a person can do on a station: for each
// kind of journal entry its name and its payload. Stations write these
// payloads, projections and the central system read them; a payload, once
// released, only gains fields.
//
// Payloads are deterministic CBOR (RFC 8949, section 4.2.1) with integer keys.
package act

import (
	"fmt"

	"github.com/fxamacker/cbor/v2"

	"sala/forms/fee"
	"sala/forms/number"
	"sala/forms/register"
)

// Kinds of entries, and the payload of each.
const (
	StationOpened = "station.opened" // Opening: the first entry of a station
	OfficerSet    = "officer.set"    // Officer
	SignedIn      = "officer.signed_in"
	SignInRefused = "officer.sign_in_refused"
	GlassBroken   = "officer.glass_broken" // Emergency

	CardRead      = "card.read"       // CardReading
	CardLeft      = "card.left"       // LeftCard: somebody, nobody knows who, left a card in a kiosk's reader
	CardGivenBack = "card.given_back" // LeftCard: the office does not have it any more
	RecordViewed  = "record.viewed"   // Viewing: who looked at whom, and why
	RecordSet     = "record.set"      // Change of a register's record
	EntrySettled  = "entry.settled"   // Settlement of an entry that central set aside

	PetitionDrafted   = "petition.drafted"   // Draft
	PetitionAnswered  = "petition.answered"  // Answering
	PetitionSubmitted = "petition.submitted" // Submission
	PetitionReviewed  = "petition.reviewed"  // Decision: taken up for review
	PetitionApproved  = "petition.approved"  // Decision
	PetitionReturned  = "petition.returned"  // Decision
	PetitionRejected  = "petition.rejected"  // Decision
	PetitionWithdrawn = "petition.withdrawn" // Decision
	PetitionFulfilled = "petition.fulfilled" // Decision: what it led to is done, and no paper was wanted
	PetitionDelivered = "petition.delivered" // Decision
	PetitionMigrated  = "petition.migrated"  // Migrating: a draft goes on with another version of its form
	PetitionTicketed  = "petition.ticketed"  // Ticket: a kiosk hands it to the desk
	PetitionNoted     = "petition.noted"     // Remark: a note on its page, for the office
	PetitionHanded    = "petition.handed"    // Remark: another officer goes on with it

	AttachmentAdded = "attachment.added" // Attaching: a photo or file that belongs to the entry's subject

	TakenOut    = "field.taken_out"    // TakeOut: records of an area are on this laptop
	BroughtBack = "field.brought_back" // TakeOut: they are to be removed

	StationKept = "station.kept" // Upkeep: a copy, a restore drill, a new key

	PackUsed = "pack.used" // Packing: another pack of forms is in use from now on

	LeaseReceived = "lease.received" // number.Lease
	LeaseHanded   = "lease.handed"   // number.Lease: the relay handed a spare block on, as the block says
	NumberSpoiled = "number.spoiled" // NumberUse with a reason

	FeeTaken    = "fee.taken"    // Payment
	FeeRefunded = "fee.refunded" // Payment with a negative amount
	MoneyMoved  = "money.moved"  // Money: a machine took a piece in, or gave some back
	MoneyAsked  = "money.asked"  // Asking: a card terminal was told to take an amount
	MoneyNone   = "money.none"   // Asking: and took nothing
	MoneyOwed   = "money.owed"   // Debt: a machine kept what it should have given back
	MoneyRepaid = "money.repaid" // Debt: an officer gave it back
	DayClosed   = "day.closed"   // Closing: an officer's cash, counted

	CertificatePrepared   = "certificate.prepared"    // Certificate: the number is used
	CertificateIssued     = "certificate.issued"      // Printing: the printer said done
	CertificateNotPrinted = "certificate.not_printed" // Printing: failed or unknown
	CertificateReprinted  = "certificate.reprinted"   // Printing with a reason
	CertificateVoided     = "certificate.voided"      // Printing with a reason
	ReceiptPrinted        = "receipt.printed"         // Printing
)

// Opening is the first act of a station.
type Opening struct {
	Office    string `cbor:"1,keyasint"`
	PublicKey []byte `cbor:"2,keyasint"` // Ed25519, 32 bytes
}

// Officer is a person who may sign in on the station.
type Officer struct {
	ID    string            `cbor:"1,keyasint" json:"id"`
	Names map[string]string `cbor:"2,keyasint" json:"names"` // full name by language
	Title map[string]string `cbor:"3,keyasint" json:"title"`
	Roles []string          `cbor:"4,keyasint" json:"roles"`
	Until int64             `cbor:"5,keyasint,omitempty" json:"until,omitempty"` // Unix seconds; 0 for ever; past = removed
	// Deputy is the officer who decides in this one's place until DeputyUntil
	// (Unix seconds).
	Deputy      string `cbor:"6,keyasint,omitempty" json:"deputy,omitempty"`
	DeputyUntil int64  `cbor:"7,keyasint,omitempty" json:"deputy_until,omitempty"`
}

// Emergency is a use of the account behind glass: who used it, and why.
type Emergency struct {
	Officer string `cbor:"1,keyasint" json:"officer"` // the account
	Person  string `cbor:"2,keyasint" json:"person"`  // whoever used it
	Reason  string `cbor:"3,keyasint" json:"reason"`
}

// Closing is an officer's cash at the end of a day.
type Closing struct {
	Officer  string    `cbor:"1,keyasint" json:"officer"`
	Day      string    `cbor:"2,keyasint" json:"day"`   // calendar.Date
	Since    int64     `cbor:"3,keyasint" json:"since"` // Unix milliseconds of the closing before
	Receipts int       `cbor:"4,keyasint" json:"receipts"`
	Cash     fee.Money `cbor:"5,keyasint" json:"cash"`                     // taken in cash less given back
	Other    fee.Money `cbor:"6,keyasint" json:"other"`                    // by card and transfer
	Counted  fee.Money `cbor:"7,keyasint" json:"counted"`                  // what lay in the drawer
	Note     string    `cbor:"8,keyasint,omitempty" json:"note,omitempty"` // why it differs
}

// CardReading is what was read off an identity card, and whom it matched. The
// card's own contents stay out: the register's record is what counts.
type CardReading struct {
	Reader   string   `cbor:"1,keyasint"`
	Resident string   `cbor:"2,keyasint,omitempty"` // "" when the register has no such resident
	Differs  []string `cbor:"3,keyasint,omitempty"` // fields in which card and register differ
	PIN      string   `cbor:"4,keyasint,omitempty"` // what the card said to a PIN: right, wrong, blocked
}

// LeftCard names a card that was left at a kiosk before anything was asked for. It
// tells of nobody: whose it is stands on the card. One that belongs to a petition is
// a Remark's.
type LeftCard struct {
	ID string `cbor:"1,keyasint" json:"id"`
}

// Viewing is a look at somebody's record.
type Viewing struct {
	Register string `cbor:"1,keyasint"`
	ID       string `cbor:"2,keyasint"`
	Purpose  string `cbor:"3,keyasint"` // one of register's purposes; before those, any words
	Consent  string `cbor:"4,keyasint,omitempty"`
	Note     string `cbor:"5,keyasint,omitempty"` // the officer's own words
	Petition string `cbor:"6,keyasint,omitempty"` // for which it was
}

// Change is a change of a register's record: the fields that change, with their
// new values, and those that are cleared. The entry's Base is the version that
// the officer saw, 0 for a new record.
type Change struct {
	Register  string          `cbor:"1,keyasint"`
	ID        string          `cbor:"2,keyasint"`
	Office    string          `cbor:"3,keyasint"`
	Set       register.Fields `cbor:"4,keyasint,omitempty"`
	Clear     []string        `cbor:"5,keyasint,omitempty"`
	Old       register.Fields `cbor:"6,keyasint,omitempty"` // values at Base of the fields that change, for the merge
	Effective string          `cbor:"7,keyasint,omitempty"` // calendar.Date
	Reason    string          `cbor:"8,keyasint,omitempty"`
	Petition  string          `cbor:"9,keyasint,omitempty"` // the petition that led to it
}

// Settlement is a person's word on an entry of the station's own that central
// set aside.
type Settlement struct {
	Seq    uint64   `cbor:"1,keyasint" json:"seq"`
	How    string   `cbor:"2,keyasint" json:"how"` // mine: the change was made anew; theirs: what central has stands
	Fields []string `cbor:"3,keyasint,omitempty" json:"fields,omitempty"`
	Note   string   `cbor:"4,keyasint,omitempty" json:"note,omitempty"`
}

// Draft begins a petition.
type Draft struct {
	Petition    string         `cbor:"1,keyasint"`
	Form        string         `cbor:"2,keyasint"`
	FormVersion string         `cbor:"3,keyasint"`
	Pack        string         `cbor:"4,keyasint"` // pack id and version, "th@1.0.0"
	Resident    string         `cbor:"5,keyasint,omitempty"`
	Answers     map[string]any `cbor:"6,keyasint,omitempty"` // prefilled
	Event       string         `cbor:"7,keyasint,omitempty"` // the life event that it belongs to
}

// Answering changes answers of a draft.
type Answering struct {
	Petition string         `cbor:"1,keyasint"`
	Set      map[string]any `cbor:"2,keyasint,omitempty"`
	Clear    []string       `cbor:"3,keyasint,omitempty"`
}

// Migrating takes a draft to another version of its form, with all its answers.
type Migrating struct {
	Petition    string         `cbor:"1,keyasint" json:"petition"`
	FormVersion string         `cbor:"2,keyasint" json:"form_version"`
	Pack        string         `cbor:"3,keyasint" json:"pack"` // that has it
	Answers     map[string]any `cbor:"4,keyasint,omitempty" json:"answers,omitempty"`
}

// Submission hands a petition in.
type Submission struct {
	Petition string         `cbor:"1,keyasint"`
	Number   string         `cbor:"2,keyasint"` // the petition's reference number
	Answers  map[string]any `cbor:"3,keyasint"`
	Content  []byte         `cbor:"4,keyasint"` // SHA-256 of exactly what was seen; see petition.Content
	Fee      fee.Money      `cbor:"5,keyasint"`
	Deadline string         `cbor:"6,keyasint,omitempty"` // calendar.Date
	Flagged  string         `cbor:"7,keyasint,omitempty"` // reason for "save anyway, flag for review"
	Line     []string       `cbor:"8,keyasint,omitempty"` // roles that must approve, one after the other; none = one approval
	Two      bool           `cbor:"9,keyasint,omitempty"` // nobody acts twice: who submitted, or approved before, may not approve
}

// Decision moves a submitted petition on.
type Decision struct {
	Petition string `cbor:"1,keyasint"`
	Content  []byte `cbor:"2,keyasint,omitempty"` // hash of what the deciding officer saw
	Note     string `cbor:"3,keyasint,omitempty"`
	For      string `cbor:"4,keyasint,omitempty"` // the absent officer whom a delegate stands in for
}

// Payment is a fee taken or, negative, given back.
type Payment struct {
	Petition string    `cbor:"1,keyasint"`
	Amount   fee.Money `cbor:"2,keyasint"`
	Method   string    `cbor:"3,keyasint"` // cash, card, transfer; machine, terminal at a kiosk
	Receipt  NumberUse `cbor:"4,keyasint"`
	Tendered int64     `cbor:"5,keyasint,omitempty"` // what the citizen handed over, minor units
	Reason   string    `cbor:"6,keyasint,omitempty"`
}

// Money is a piece that a machine took in, or what it gave back: then the
// amount is negative. It is no fee yet; the petition knows how much is in.
type Money struct {
	Petition string    `cbor:"1,keyasint" json:"petition"`
	Till     string    `cbor:"2,keyasint" json:"till"` // the machine's name
	What     string    `cbor:"3,keyasint" json:"what"` // coin, note, card; change, returned
	Amount   fee.Money `cbor:"4,keyasint" json:"amount"`
	Booking  Booking   `cbor:"5,keyasint,omitzero" json:"booking,omitzero"` // of a card terminal
}

// Booking is how a card terminal and its bank know a payment.
type Booking struct {
	Receipt  string `cbor:"1,keyasint,omitempty" json:"receipt,omitempty"` // by which it is taken back
	Trace    string `cbor:"2,keyasint,omitempty" json:"trace,omitempty"`
	Terminal string `cbor:"3,keyasint,omitempty" json:"terminal,omitempty"` // its ID at the bank
	Card     string `cbor:"4,keyasint,omitempty" json:"card,omitempty"`     // the card's kind and last four digits
}

// Asking is written down before a card terminal is told to take an amount, so
// that a program that dies meanwhile knows what to ask it for; and after, when
// the terminal took nothing.
type Asking struct {
	Petition string    `cbor:"1,keyasint" json:"petition"`
	Till     string    `cbor:"2,keyasint" json:"till"`
	Amount   fee.Money `cbor:"3,keyasint" json:"amount"`
	After    string    `cbor:"4,keyasint,omitempty" json:"after,omitempty"`  // the receipt of the terminal's booking before
	Reason   string    `cbor:"5,keyasint,omitempty" json:"reason,omitempty"` // why nothing was taken, a code
}

// Debt is what a machine owes somebody, and the reason, a code.
type Debt struct {
	Petition string    `cbor:"1,keyasint" json:"petition"`
	Till     string    `cbor:"2,keyasint" json:"till"`
	Amount   fee.Money `cbor:"3,keyasint" json:"amount"`
	Reason   string    `cbor:"4,keyasint,omitempty" json:"reason,omitempty"`
}

// Remark is a note on a petition's page, which may hand it to a colleague. The
// citizen's request does not change by it.
type Remark struct {
	Petition string `cbor:"1,keyasint" json:"petition"`
	Text     string `cbor:"2,keyasint,omitempty" json:"text,omitempty"`
	To       string `cbor:"3,keyasint,omitempty" json:"to,omitempty"` // the officer who goes on with it
	// Left is what its holder left at a kiosk, Back what of it was given back: card, paper.
	Left string `cbor:"4,keyasint,omitempty" json:"left,omitempty"`
	Back string `cbor:"5,keyasint,omitempty" json:"back,omitempty"`
}

// Ticket hands a petition from a kiosk to the desk.
type Ticket struct {
	Petition string    `cbor:"1,keyasint" json:"petition"`
	Reason   string    `cbor:"2,keyasint" json:"reason"`                      // a code: why it was not ended at the kiosk
	Paid     fee.Money `cbor:"3,keyasint" json:"paid,omitzero"`               // of the fee, so far
	Owed     fee.Money `cbor:"4,keyasint" json:"owed,omitzero"`               // to the citizen, by the machine
	Printed  string    `cbor:"5,keyasint,omitempty" json:"printed,omitempty"` // outcome of printing it
	Place    Place     `cbor:"6,keyasint,omitzero" json:"place,omitzero"`
}

// Packing says which pack a station works with from now on.
type Packing struct {
	Name     string `cbor:"1,keyasint" json:"name"`                     // "th@1.1.0"
	Hash     []byte `cbor:"2,keyasint,omitempty" json:"hash,omitempty"` // SHA-256 of the archive; empty for the program's own
	Before   string `cbor:"3,keyasint" json:"before"`
	Rollback bool   `cbor:"4,keyasint,omitempty" json:"rollback,omitempty"`
	Offered  bool   `cbor:"5,keyasint,omitempty" json:"offered,omitempty"` // central sent it out; nobody of the office chose it
}

// Upkeep says what was done to keep the station safe.
type Upkeep struct {
	What    string `cbor:"1,keyasint" json:"what"`                        // one of the Upkeep constants
	Entries uint64 `cbor:"2,keyasint,omitempty" json:"entries,omitempty"` // that the copy holds
}

// The values of Upkeep.What.
const (
	UpkeepDrill = "drill"       // a copy was put back for a trial, and is whole
	UpkeepCopy  = "copy"        // an officer had a copy made
	UpkeepKey   = "key_rotated" // every page is under a new key
	UpkeepGoOn  = "went_on"     // entries that the station had are missing; an officer decided not to wait for them
)

// Attaching adds a photo or file. Its bytes travel apart from the journal, by
// their hash; an answer that is one refers to it by the same hash.
type Attaching struct {
	Hash string `cbor:"1,keyasint" json:"hash"` // SHA-256 in hex
	Size int64  `cbor:"2,keyasint" json:"size"`
	Name string `cbor:"3,keyasint,omitempty" json:"name,omitempty"` // as the file was called
	MIME string `cbor:"4,keyasint,omitempty" json:"mime,omitempty"`
}

// NumberUse is one number taken from a lease.
type NumberUse struct {
	Lease  string `cbor:"1,keyasint" json:"lease"`
	Number uint64 `cbor:"2,keyasint" json:"number"`
	Text   string `cbor:"3,keyasint" json:"text"` // its legal form
	Reason string `cbor:"4,keyasint,omitempty" json:"reason,omitempty"`
}

// Certificate is a certificate made out, with its number, but not yet on paper.
type Certificate struct {
	Number   NumberUse `cbor:"1,keyasint"`
	Petition string    `cbor:"2,keyasint"`
	Template string    `cbor:"3,keyasint"`
	Document []byte    `cbor:"4,keyasint"` // certificate.Document, encoded: it can be printed again exactly
	Content  []byte    `cbor:"5,keyasint"` // its content hash
	Seal     string    `cbor:"6,keyasint"` // the text in the QR
}

// Printing is what became of a print job.
type Printing struct {
	Number  string `cbor:"1,keyasint"` // of the certificate or receipt
	Printer string `cbor:"2,keyasint"`
	Job     string `cbor:"3,keyasint,omitempty"`
	Outcome string `cbor:"4,keyasint"` // printed, failed, unknown
	Reason  string `cbor:"5,keyasint,omitempty"`
	// Sheets are the sheets of security paper that the job is printed on: held
	// while it is under way, used when it came out, free again when it did not.
	Sheets []NumberUse `cbor:"6,keyasint,omitempty"`
}

var (
	encoding = mode(cbor.CoreDetEncOptions().EncMode())
	decoding = mode(cbor.DecOptions{DupMapKey: cbor.DupMapKeyEnforcedAPF, MaxNestedLevels: 16, MaxArrayElements: 131072, MaxMapPairs: 131072, DefaultMapType: mapOfText, IntDec: cbor.IntDecConvertSigned}.DecMode())
)

// Encode returns a payload's deterministic CBOR.
func Encode(payload any) ([]byte, error) {
	b, err := encoding.Marshal(payload)
	if err != nil {
		return nil, fmt.Errorf("encode %T: %w", payload, err)
	}
	return b, nil
}

// Decode reads a payload of type T.
func Decode[T any](b []byte) (T, error) {
	var v T
	if err := decoding.Unmarshal(b, &v); err != nil {
		return v, fmt.Errorf("decode %T: %w", v, err)
	}
	return v, nil
}

// payloads names the type of each kind's payload.
var payloads = map[string]func([]byte) (any, error){
	StationOpened: decode[Opening], OfficerSet: decode[Officer], SignedIn: decode[Officer], SignInRefused: decode[Officer],
	GlassBroken: decode[Emergency], CardRead: decode[CardReading], CardLeft: decode[LeftCard], CardGivenBack: decode[LeftCard], RecordViewed: decode[Viewing], RecordSet: decode[Change], RecordJoined: decode[Joining], RecordParted: decode[Joining], EntrySettled: decode[Settlement],
	PetitionDrafted: decode[Draft], PetitionAnswered: decode[Answering], PetitionSubmitted: decode[Submission],
	PetitionReviewed: decode[Decision], PetitionApproved: decode[Decision], PetitionReturned: decode[Decision],
	PetitionRejected: decode[Decision], PetitionWithdrawn: decode[Decision], PetitionFulfilled: decode[Decision], PetitionDelivered: decode[Decision], PetitionMigrated: decode[Migrating],
	AttachmentAdded: decode[Attaching], TakenOut: decode[TakeOut], BroughtBack: decode[TakeOut], PackUsed: decode[Packing], StationKept: decode[Upkeep],
	LeaseReceived: decode[number.Lease], LeaseHanded: decode[number.Lease], NumberSpoiled: decode[NumberUse], LeaseReturned: decode[Handback], StockReceived: decode[number.Packet],
	FeeTaken: decode[Payment], FeeRefunded: decode[Payment], MoneyMoved: decode[Money], MoneyAsked: decode[Asking], MoneyNone: decode[Asking], MoneyOwed: decode[Debt], MoneyRepaid: decode[Debt], PetitionTicketed: decode[Ticket], PetitionNoted: decode[Remark], PetitionHanded: decode[Remark], DayClosed: decode[Closing],
	CertificatePrepared: decode[Certificate], CertificatePrinting: decode[Printing], CertificateIssued: decode[Printing], CertificateNotPrinted: decode[Printing],
	CertificateReprinted: decode[Printing], CertificateVoided: decode[Printing], ReceiptPrinted: decode[Printing],
}

func decode[T any](b []byte) (any, error) { return Decode[T](b) }

// Payload decodes the payload of an entry of the given kind to the type that
// the constant's comment names.
func Payload(kind string, b []byte) (any, error) {
	d, ok := payloads[kind]
	if !ok {
		return nil, fmt.Errorf("act: unknown kind %q", kind)
	}
	return d(b)
}

// Known reports whether kind is one of the catalogue's.
func Known(kind string) bool { _, ok := payloads[kind]; return ok }
