package register

import (
	"errors"
	"fmt"
	"slices"
)

// Errors of a look-up that the rules do not allow.
var (
	ErrPurpose = errors.New("the look-up needs a purpose that the register allows")
	ErrConsent = errors.New("the look-up needs the citizen's consent")
)

// Purposes of a look-up; the words are in the catalogue.
const (
	ForPetition   = "petition"   // for a petition that the citizen handed in
	ForCitizen    = "citizen"    // the citizen is there and asks
	ForCorrection = "correction" // to correct the register
	ForInspection = "inspection" // on a visit, by law
	ForStatistics = "statistics" // figures only
)

// Ways in which a citizen consents; the words are in the catalogue.
const (
	ByCard      = "card"      // her card is in the reader, or was
	BySignature = "signature" // she signed for it
	ByAttorney  = "attorney"  // somebody whom she authorised in writing is there
	ByLaw       = "law"       // a law stands in for the consent, which the note names
)

// Purposes and Consents are all that there are, in the order for showing.
var (
	Purposes = [...]string{ForCitizen, ForPetition, ForCorrection, ForInspection, ForStatistics}
	Consents = [...]string{ByCard, BySignature, ByAttorney, ByLaw}
)

// Rule says what a look-up in a register needs.
type Rule struct {
	Purposes []string `json:"purposes"`          // those that are allowed
	Consent  []string `json:"consent,omitempty"` // those of them that need the citizen's consent
}

// Policy is the rule of each register. A register that it does not name may be
// looked up for a petition or with the citizen there.
type Policy map[string]Rule

// Look is one look-up: who it is about, why, and what shows the consent.
type Look struct {
	Register string
	Purpose  string
	Petition string // for ForPetition
	Consent  string // how it was given: card, signature, power of attorney; "" = not
}

// Allow reports whether the look-up may be made. The error wraps ErrPurpose or
// ErrConsent.
func (p Policy) Allow(l Look) error {
	rule, ok := p[l.Register]
	if !ok {
		rule = Rule{Purposes: []string{ForPetition, ForCitizen}}
	}
	if !slices.Contains(rule.Purposes, l.Purpose) || l.Purpose == ForPetition && l.Petition == "" {
		return fmt.Errorf("look up %s for %q: %w", l.Register, l.Purpose, ErrPurpose)
	}
	if slices.Contains(rule.Consent, l.Purpose) && l.Consent == "" {
		return fmt.Errorf("look up %s for %q: %w", l.Register, l.Purpose, ErrConsent)
	}
	return nil
}
