package office

import (
	"time"

	"sala/forms/certificate"
	"sala/forms/seal"
)

// Verdict is what the station says of a paper.
type Verdict struct {
	Stands bool `json:"stands"`
	// Word is the outcome in one word, for "seal.WORD" in the catalogue: final,
	// provisional, genuine, revoked, expired, changed, other_content,
	// unknown_issuer, key_expired, not_a_seal, pdf_damaged.
	Word     string                `json:"word"`
	Code     string                `json:"code"` // "" when it stands; else Word
	Sealed   *seal.Sealed          `json:"sealed,omitempty"`
	Document *certificate.Document `json:"document,omitempty"` // of a PDF
	// Status is what this station knows of the certificate since: final once
	// central acknowledged it. Without that it is what the seal says.
	Status  certificate.Status `json:"status,omitempty"`
	Known   bool               `json:"known"` // the station made it out itself
	Revoked *Revoked           `json:"revoked,omitempty"`
	List    RevocationList     `json:"list"`
}

// Order returns the standing order that the paper names, "" where an officer
// approved it, and where only the code on it was read: the code does not say.
func (v Verdict) Order() string {
	if v.Document == nil {
		return ""
	}
	return v.Document.Order()
}

// Revoked says since when a paper does not count any more.
type Revoked struct {
	Since  time.Time `json:"since,omitzero"` // zero: from the beginning
	Reason string    `json:"reason,omitempty"`
}

// RevocationList is how much the station knows of what was withdrawn: the list
// that it has.
type RevocationList struct {
	Serial uint64    `json:"serial"`
	AsOf   time.Time `json:"as_of,omitzero"` // the list's own date; zero when there is none
	Due    time.Time `json:"due,omitzero"`   // when a newer one should have come
	Days   int       `json:"days"`           // how old it is
	Old    bool      `json:"old"`            // it is overdue
}

// Missing reports whether the station has no list at all.
func (l RevocationList) Missing() bool { return l.AsOf.IsZero() }
