// Package wire holds the messages between a station and the central system (or
// the relay that stands in for it): deterministic CBOR, compressed with zstd.
//
// It promises that what Decode accepts is within the limits of this package,
// whatever was sent, and that a signature of this package vouches for every
// byte of its message. It knows no network and no database.
package wire

import (
	"strconv"
	"strings"

	"sala/forms/number"
	"sala/sync/journal"
)

// Version is the version of the protocol that this package speaks; it stands
// in the paths ("/v1/push"). A message, once released, only gains fields.
const Version = 1

// IsVersioned reports whether a path is one of this protocol, in whatever
// version: "/v2/push".
func IsVersioned(path string) bool {
	version, _, ok := strings.Cut(strings.TrimPrefix(path, "/v"), "/")
	_, err := strconv.ParseUint(version, 10, 16)
	return ok && err == nil && strings.HasPrefix(path, "/v")
}

// Paths of central's interface to stations. All but PathEnrol and PathVersion
// want the station's client certificate.
const (
	PathVersion    = "/v1/version"
	PathEnrol      = "/v1/enrol"
	PathRenew      = "/v1/renew"
	PathPush       = "/v1/push"
	PathFeed       = "/v1/feed"       // ?after=CURSOR&n=CHANGES
	PathLeases     = "/v1/leases"     // LeaseRequest -> LeaseAnswer
	PathJournal    = "/v1/journal"    // ?after=SEQ: a restored station's own entries
	PathAttachment = "/v1/attachment" // /HASH: HEAD, PATCH, GET
	PathForward    = "/v1/forward"    // a relay's: Push of another station of its office -> Acknowledgement
	PathRelay      = "/v1/relay"      // RelayRequest -> RelayCertificate
)

// Paths of a relay's interface to the stations of its office.
const (
	PathRelayPush   = "/relay/v1/push"   // Push -> Receipt
	PathRelayOffice = "/relay/v1/office" // ?after=N -> OfficeWork: what the others did
	PathRelayLeases = "/relay/v1/leases" // LeaseRequest -> LeaseAnswer: spare blocks, handed on
	PathRelayQueue  = "/relay/v1/queue"  // ?line=NAME -> Ticket
)

// HeaderThrough says on every answer to a station how far central has its
// journal, so that a station that was restored from an old backup finds out.
const HeaderThrough = "Sala-Through"

// Headers of answers about an attachment: how many bytes central has, of how
// many.
const (
	HeaderReceived = "Sala-Received"
	HeaderSize     = "Sala-Size"
)

// Outcomes of an entry at central.
const (
	Accepted = "accepted"
	Conflict = "conflict" // kept, waits for a person
	Rejected = "rejected" // kept and explained, changes nothing
)

// Verdict is what central made of one entry.
type Verdict struct {
	Seq      uint64   `cbor:"1,keyasint" json:"seq"`
	Outcome  string   `cbor:"2,keyasint" json:"outcome"`
	Reason   string   `cbor:"3,keyasint,omitempty" json:"reason,omitempty"`     // a code
	Position uint64   `cbor:"4,keyasint,omitempty" json:"position,omitempty"`   // place in its office's order, when accepted
	Version  uint64   `cbor:"5,keyasint,omitempty" json:"version,omitempty"`    // the subject's version after it
	Fields   []string `cbor:"6,keyasint,omitempty" json:"fields,omitempty"`     // that overlap, in a conflict
	Resolved string   `cbor:"7,keyasint,omitempty" json:"resolved,omitempty"`   // how a person settled it: mine, theirs, withdrawn
	Officer  string   `cbor:"8,keyasint,omitempty" json:"resolver,omitempty"`   // who settled it
	At       int64    `cbor:"9,keyasint,omitempty" json:"resolvedAt,omitempty"` // Unix milliseconds
	// With is whose change it overlaps with, "STATION/OFFICER", and WithAt when
	// that was made (Unix milliseconds), in a conflict.
	With   string `cbor:"10,keyasint,omitempty" json:"with,omitempty"`
	WithAt int64  `cbor:"11,keyasint,omitempty" json:"withAt,omitempty"`
}

// Acknowledgement is central's signed word on a station's journal up to and
// including Through. Central gives it only after it has compared the hash of
// every entry that it was sent again with what it keeps.
type Acknowledgement struct {
	Station   string       `cbor:"1,keyasint" json:"station"`
	Through   uint64       `cbor:"2,keyasint" json:"through"`
	Head      journal.Hash `cbor:"3,keyasint" json:"head"` // hash of entry Through
	Verdicts  []Verdict    `cbor:"4,keyasint" json:"verdicts"`
	At        int64        `cbor:"5,keyasint" json:"at"` // Unix milliseconds, central's clock
	KeyID     []byte       `cbor:"6,keyasint" json:"key_id"`
	Signature []byte       `cbor:"7,keyasint" json:"signature"` // Ed25519
}

// What a Change may be about, and what its Body and ID then are.
const (
	WhatRecord      = "record"      // register.Record; "REGISTER/ID"
	WhatPetition    = "petition"    // petition.Petition; its ID
	WhatCertificate = "certificate" // Certificate; its number
	WhatOfficer     = "officer"     // act.Officer; its ID
	WhatVerdict     = "verdict"     // Verdict that central changed later; "STATION/SEQ"
	WhatRevocation  = "revocation"  // Revocation; "certificate/NUMBER" or "station/NAME"; "list": all of them, as seal.SignRevocations writes it, Version its serial
	WhatMessage     = "message"     // Message to the office; its ID
	WhatPack        = "pack"        // PackOffer; the pack's ID
	WhatAttachment  = "attachment"  // Attachment; "STATION/SEQ" of the entry that added it
	WhatCardLeft    = "card_left"   // CardLeft; its ID
)

// Change is one accepted change in its office's order, as stations of its scope
// pull it: the whole state of a thing, so that applying one twice, or only the
// last of several, gives the same. A receiver passes over a What that it does
// not know.
type Change struct {
	Position uint64 `cbor:"1,keyasint"`
	Office   string `cbor:"2,keyasint"` // scope
	What     string `cbor:"3,keyasint"` // record, petition, certificate ...
	ID       string `cbor:"4,keyasint"` // for a record "resident/ID"
	Version  uint64 `cbor:"5,keyasint"`
	Body     []byte `cbor:"6,keyasint"` // CBOR of register.Record, petition.Petition ...; empty = left the scope
}

// Page is a piece of an office's feed: apply the changes and Cursor in one
// transaction. It is signed so that a relay or a courier can carry it.
type Page struct {
	Changes   []Change `cbor:"1,keyasint"`
	Cursor    uint64   `cbor:"2,keyasint"`
	More      bool     `cbor:"3,keyasint"`
	Office    string   `cbor:"4,keyasint"`
	After     uint64   `cbor:"5,keyasint"` // the cursor that was asked for
	At        int64    `cbor:"6,keyasint"` // Unix milliseconds, central's clock
	KeyID     []byte   `cbor:"7,keyasint"`
	Signature []byte   `cbor:"8,keyasint"` // Ed25519
	// TakeOut is the ID of the TakeOut that the page is of; After and Cursor then
	// count its items. "" for the feed.
	TakeOut string `cbor:"9,keyasint,omitempty"`
}

// Certificate is what central knows of an issued certificate.
type Certificate struct {
	Number   string `cbor:"1,keyasint" json:"number"`
	Petition string `cbor:"2,keyasint" json:"petition"`
	Office   string `cbor:"3,keyasint" json:"office"`
	Station  string `cbor:"4,keyasint" json:"station"`
	Status   string `cbor:"5,keyasint" json:"status"` // certificate.Status
	Content  []byte `cbor:"6,keyasint" json:"content"`
	Document []byte `cbor:"7,keyasint,omitempty" json:"-"`
	Seal     string `cbor:"8,keyasint,omitempty" json:"seal"`
	Prints   int    `cbor:"9,keyasint" json:"prints"`
	Reason   string `cbor:"10,keyasint,omitempty" json:"reason,omitempty"` // why it is void or objected to
	Changed  int64  `cbor:"11,keyasint" json:"changed"`                    // Unix milliseconds
}

// Attachment is what central knows of a photo or file: what it belongs to, and
// whether all its bytes have come.
type Attachment struct {
	Hash     string `cbor:"1,keyasint" json:"hash"` // SHA-256 in hex
	Size     int64  `cbor:"2,keyasint" json:"size"`
	Name     string `cbor:"3,keyasint,omitempty" json:"name,omitempty"`
	MIME     string `cbor:"4,keyasint,omitempty" json:"mime,omitempty"`
	Subject  string `cbor:"5,keyasint" json:"subject"`
	Station  string `cbor:"6,keyasint" json:"station"`
	Officer  string `cbor:"7,keyasint" json:"officer"`
	At       int64  `cbor:"8,keyasint" json:"at"` // Unix milliseconds
	Complete bool   `cbor:"9,keyasint,omitempty" json:"complete,omitempty"`
}

// CardLeft is a card that lies in a kiosk's reader, or that the office keeps.
type CardLeft struct {
	Station string `cbor:"1,keyasint" json:"station"`
	At      int64  `cbor:"2,keyasint" json:"at"` // Unix milliseconds
}

// Revocation withdraws a certificate or a station.
type Revocation struct {
	Certificate string `cbor:"1,keyasint,omitempty" json:"certificate,omitempty"`
	Station     string `cbor:"2,keyasint,omitempty" json:"station,omitempty"`
	Reason      string `cbor:"3,keyasint" json:"reason"`
	By          string `cbor:"4,keyasint" json:"by"`
	At          int64  `cbor:"5,keyasint" json:"at"` // Unix milliseconds
}

// Message is a word from central to the people of an office.
type Message struct {
	ID    string            `cbor:"1,keyasint" json:"id"`
	Texts map[string]string `cbor:"2,keyasint" json:"texts"` // by language
	At    int64             `cbor:"3,keyasint" json:"at"`    // Unix milliseconds
}

// PackOffer tells an office's stations which version of a pack they are to run.
// The pack itself is an attachment, signed by its own publisher.
type PackOffer struct {
	Pack       string `cbor:"1,keyasint" json:"pack"`
	Version    string `cbor:"2,keyasint" json:"version"`
	Attachment string `cbor:"3,keyasint" json:"attachment"` // SHA-256 in hex
	Size       int64  `cbor:"4,keyasint" json:"size"`
	Previous   string `cbor:"5,keyasint,omitempty" json:"previous,omitempty"` // the version to go back to
	At         int64  `cbor:"6,keyasint" json:"at"`
}

// Enrolment asks for a station's certificate, with a one-time code.
type Enrolment struct {
	Code       string `cbor:"1,keyasint"`
	Station    string `cbor:"2,keyasint"`
	Office     string `cbor:"3,keyasint"`
	JournalKey []byte `cbor:"4,keyasint"` // Ed25519, signs the station's entries
	Request    []byte `cbor:"5,keyasint"` // PKCS #10, DER: the key of the TLS certificate
	Software   string `cbor:"6,keyasint,omitempty"`
	PaperKey   []byte `cbor:"7,keyasint,omitempty"` // P-256, compressed: seals certificates and signs PDFs
}

// Enrolled answers an Enrolment or a renewal.
type Enrolled struct {
	Station     string `cbor:"1,keyasint"`
	Office      string `cbor:"2,keyasint"`
	Certificate []byte `cbor:"3,keyasint"` // X.509, DER
	Authority   []byte `cbor:"4,keyasint"` // X.509 of central's own authority, DER
	CentralKey  []byte `cbor:"5,keyasint"` // Ed25519, signs acknowledgements, pages and leases
	Courier     string `cbor:"6,keyasint,omitempty"`
	Credential  []byte `cbor:"7,keyasint,omitempty"` // seal.Credential of PaperKey
	Roots       []byte `cbor:"8,keyasint,omitempty"` // []seal.Root
	// PackKeys are the Ed25519 keys whose packs the jurisdiction takes.
	PackKeys [][]byte `cbor:"9,keyasint,omitempty"`
}

// Renewal asks for a fresh certificate under the one that still holds.
type Renewal struct {
	Request []byte `cbor:"1,keyasint"` // PKCS #10, DER
}

// LeaseRequest asks for the blocks of numbers that the station should hold.
// Central knows from the journal how many are left; Have names those that the
// station has already.
type LeaseRequest struct {
	Have []string          `cbor:"1,keyasint,omitempty"`
	Ask  map[string]uint64 `cbor:"2,keyasint,omitempty"` // by kind: how many more the station needs by what its days take
}

// LeaseAnswer gives the blocks that the station does not have yet.
type LeaseAnswer struct {
	Leases []number.Lease `cbor:"1,keyasint"`
}

// Journal answers a restored station with entries of its own that it lost.
type Journal struct {
	Pushes []Push `cbor:"1,keyasint"`
	More   bool   `cbor:"2,keyasint"`
}

// RelayRequest asks for the certificate with which an office's relay answers.
// Central gives it only to a station that an official has made a relay.
type RelayRequest struct {
	Request []byte   `cbor:"1,keyasint"` // PKCS #10, DER
	Names   []string `cbor:"2,keyasint"` // host names and addresses on the office's network
}

// RelayCertificate answers a RelayRequest.
type RelayCertificate struct {
	Certificate []byte `cbor:"1,keyasint"` // X.509, DER
}

// Receipt is a relay's word that it keeps a station's entries. It is no
// Acknowledgement: central knows nothing of them yet, what is provisional stays
// so, and the station must not forget them.
type Receipt struct {
	Relay   string `cbor:"1,keyasint"`
	Station string `cbor:"2,keyasint"`
	Through uint64 `cbor:"3,keyasint"`
	At      int64  `cbor:"4,keyasint"` // Unix milliseconds, the relay's clock
	// Acknowledgements are central's on what the relay has forwarded meanwhile.
	Acknowledgements []Acknowledgement `cbor:"5,keyasint,omitempty"`
}

// OfficeWork is what the stations of an office did while the line was down.
type OfficeWork struct {
	Pushes []Push `cbor:"1,keyasint"`
	Cursor uint64 `cbor:"2,keyasint"`
	More   bool   `cbor:"3,keyasint"`
}

// Ticket is a place in the queue of an office's hall.
type Ticket struct {
	Line   string `cbor:"1,keyasint"`
	Number uint64 `cbor:"2,keyasint"`
	Day    string `cbor:"3,keyasint"` // calendar.Date
}

// Refusal is the body of every answer that is not a success.
type Refusal struct {
	Code    string `cbor:"1,keyasint" json:"code"`
	Through uint64 `cbor:"2,keyasint,omitempty" json:"through,omitempty"` // what central has of the station's journal
	Retry   int    `cbor:"3,keyasint,omitempty" json:"retry,omitempty"`   // seconds to wait at least
	Detail  string `cbor:"4,keyasint,omitempty" json:"detail,omitempty"`  // for the log, in English, without citizens' data
}

// Error returns the code, and the detail if there is one.
func (r *Refusal) Error() string {
	if r.Detail == "" {
		return "central refused: " + r.Code
	}
	return "central refused: " + r.Code + ": " + r.Detail
}

// Codes of refusals: each concerns the whole exchange, never one entry.
const (
	RefusedMalformed   = "malformed"    // not a message of this protocol, or beyond its limits
	RefusedVersion     = "version"      // central no longer speaks this version
	RefusedCode        = "code"         // the enrolment code is wrong, used or expired
	RefusedName        = "name"         // another station has this name
	RefusedCertificate = "certificate"  // no client certificate, or not one of central's
	RefusedRevoked     = "revoked"      // the station was revoked
	RefusedSignature   = "signature"    // the journal is not signed by the station's key
	RefusedChain       = "chain"        // the entries do not follow one another
	RefusedGap         = "gap"          // entries before these are missing; Through says from where
	RefusedFork        = "fork"         // central keeps other entries under these numbers: a restored or cloned station
	RefusedBehind      = "behind"       // central has entries of the station that it has lost itself: restore them first
	RefusedBusy        = "busy"         // come again after Retry seconds
	RefusedFault       = "fault"        // central's own fault
	RefusedScope       = "scope"        // not this station's
	RefusedAbsent      = "absent"       // no such thing
	RefusedTooLarge    = "too_large"    // beyond the limits
	RefusedOffset      = "offset"       // an attachment's chunk does not follow the last
	RefusedStillOut    = "still_out"    // the station has not brought back what it took out before
	RefusedContent     = "content_hash" // an attachment is not what its hash says
)
