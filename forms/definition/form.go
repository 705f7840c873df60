// Package definition is a form as data: its sections and questions in three
// languages, when a question is asked, what is a right answer, what the service
// costs, who must approve it and what it leads to.
package definition

// Text is the same words by language: th, ko, en.
type Text map[string]string

// In returns the words in language, or in the first of en, th, ko that there
// is.
func (t Text) In(language string) string {
	for _, l := range []string{language, "en", "th", "ko"} {
		if s := t[l]; s != "" {
			return s
		}
	}
	return ""
}

// Kind is the type of a question's answer.
type Kind string

// The kinds of questions. What an answer's Go value is stands behind each; nil
// is no answer.
const (
	ShortText      Kind = "text"            // string
	LongText       Kind = "long_text"       // string
	Integer        Kind = "number"          // int64
	Decimal        Kind = "decimal"         // string in decimal notation, exact
	Money          Kind = "money"           // int64 in minor units of the form's currency
	Date           Kind = "date"            // string in calendar.Date's form
	Time           Kind = "time"            // string "15:04"
	OneOf          Kind = "one_of"          // string, an option's ID
	ManyOf         Kind = "many_of"         // []any of strings
	YesNo          Kind = "yes_no"          // bool
	Address        Kind = "address"         // map[string]any with register.Address's JSON names
	NationalNumber Kind = "national_number" // string of digits
	Person         Kind = "person"          // string, a resident's ID
	RegisterRef    Kind = "register"        // string, a record's ID in Question.Register
	Photo          Kind = "photo"           // string, an attachment's SHA-256 in hex
	File           Kind = "file"            // likewise
	Signature      Kind = "signature"       // likewise
	Location       Kind = "location"        // map[string]any: lat, lon, accuracy (metres), at
	Barcode        Kind = "barcode"         // string
	Table          Kind = "table"           // []any of map[string]any: one column a question
	Group          Kind = "group"           // []any of map[string]any: a repeating group
	Note           Kind = "note"            // no answer: words to read
)

// Form is one standard form of an office.
type Form struct {
	ID            string    `json:"id"`
	Version       string    `json:"version"`
	Code          string    `json:"code,omitempty"` // the form's official code: "ท.ร.14/1"
	Country       string    `json:"country"`        // ISO 3166-1 alpha-2
	Area          string    `json:"area"`           // area of administration: "residents"
	Title         Text      `json:"title"`
	Summary       Text      `json:"summary,omitempty"`
	LegalBasis    Text      `json:"legal_basis"`
	Confirmed     bool      `json:"confirmed"` // field names and legal basis were checked against the published form
	Sections      []Section `json:"sections"`
	Fee           Fee       `json:"fee"`
	Deadline      int       `json:"deadline,omitempty"`        // working days; 0 = at once
	Approvals     []string  `json:"approvals,omitempty"`       // roles that must approve, in order
	TwoPersons    bool      `json:"two_persons,omitempty"`     // who submitted may not approve
	MaySaveAnyway bool      `json:"may_save_anyway,omitempty"` // "save anyway, flag for review"
	Kiosk         bool      `json:"kiosk,omitempty"`           // a citizen may be served by the kiosk alone
	LeadsTo       []Outcome `json:"leads_to,omitempty"`
}

// Section is a page of a form.
type Section struct {
	ID        string     `json:"id"`
	Title     Text       `json:"title"`
	Relevant  string     `json:"relevant,omitempty"`
	Questions []Question `json:"questions"`
}

// Question is one question. Relevant, Required, Constraint, Calculation and
// Default are expressions; Prefill is a path into what is known at the start:
// "card.number", "resident.birth", "household.address", "officer.name".
type Question struct {
	ID          string     `json:"id"`
	Kind        Kind       `json:"kind"`
	Label       Text       `json:"label"`
	Hint        Text       `json:"hint,omitempty"`
	Relevant    string     `json:"relevant,omitempty"`
	Required    string     `json:"required,omitempty"` // an expression; "true" always
	Constraint  string     `json:"constraint,omitempty"`
	Message     Text       `json:"message,omitempty"` // what to say when Constraint fails
	Calculation string     `json:"calculation,omitempty"`
	Default     string     `json:"default,omitempty"`
	Prefill     string     `json:"prefill,omitempty"`
	ReadOnly    bool       `json:"read_only,omitempty"`
	Options     []Option   `json:"options,omitempty"`
	Register    string     `json:"register,omitempty"`
	Columns     []Question `json:"columns,omitempty"` // of a Table or Group
	Min         int        `json:"min,omitempty"`     // rows, characters: by Kind
	Max         int        `json:"max,omitempty"`
}

// Option is one of the choices of OneOf and ManyOf.
type Option struct {
	ID       string `json:"id"`
	Label    Text   `json:"label"`
	Relevant string `json:"relevant,omitempty"` // for choices that depend on another answer
}

// Fee is what the service costs.
type Fee struct {
	Minor    int64  `json:"minor"`
	Currency string `json:"currency"`
	Rule     string `json:"rule,omitempty"` // an expression that gives the amount in minor units, in place of Minor
	Basis    Text   `json:"basis,omitempty"`
}

// Outcome is what an approved petition leads to: exactly one member is set.
type Outcome struct {
	Certificate string `json:"certificate,omitempty"` // a certificate template's ID
	Register    string `json:"register,omitempty"`    // a register that changes
	Referral    string `json:"referral,omitempty"`    // an authority that goes on with it
}
