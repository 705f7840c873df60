// Package definition is a form as data: its sections and questions in three
// languages, when a question is asked, what is a right answer, what the service
// costs, who must approve it and what it leads to.
package definition

import (
	"maps"
	"slices"

	"sala/forms/definition/expression"
	"sala/forms/fee"
)

// Text is the same words by language: th, ko, en.
type Text map[string]string

// In returns the words in language, or in the first of en, th, ko that there
// is, or in any other.
func (t Text) In(language string) string {
	for _, l := range append([]string{language, "en", "th", "ko"}, slices.Sorted(maps.Keys(t))...) {
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
	DateTime       Kind = "date_time"       // string "2026-11-22T09:30", with seconds and zone where they were given
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
	Line           Kind = "line"            // string of two or more positions: "18.78 98.98; 18.79 98.99", each with altitude and accuracy in metres where they are known
	Outline        Kind = "outline"         // likewise, of three or more, ending where it begins
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
	KioskPIN      bool      `json:"kiosk_pin,omitempty"`       // and must type her card's PIN there
	LifeEvent     bool      `json:"life_event,omitempty"`      // an intake that files the petitions of LeadsTo
	Field         bool      `json:"field,omitempty"`           // filled on visits: survey or inspection
	LeadsTo       []Outcome `json:"leads_to,omitempty"`
	Unconfirmed   Text      `json:"unconfirmed,omitempty"` // what of the form was not checked against its source

	Lists  map[string][]Option         `json:"lists,omitempty"`  // options that several questions share
	Tables map[string]expression.Table `json:"tables,omitempty"` // for lookup(); from CSV files beside the form

	Origin map[string]string `json:"origin,omitempty"` // settings of the workbook that it was imported from

	rules *Rules
}

// Section is a page of a form.
type Section struct {
	ID        string     `json:"id"`
	Title     Text       `json:"title"`
	Relevant  string     `json:"relevant,omitempty"`
	Use       string     `json:"use,omitempty"`  // a section of the pack's library that this one begins with
	Omit      []string   `json:"omit,omitempty"` // questions of it that are left out
	Questions []Question `json:"questions,omitempty"`
}

// Question is one question. Relevant, Required, Constraint, Calculation and
// Default are expressions; Prefill is a path into what is known at the start:
// "card.number", "resident.birth", "household.address", "officer.name"; a column of
// a group that is prefilled may say which part of the row it takes:
// "household.members.birth".
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
	List        string     `json:"list,omitempty"`    // options from Form.Lists or the pack's library
	Filter      string     `json:"filter,omitempty"`  // which options are offered: an expression over option.id and its values
	Country     string     `json:"country,omitempty"` // of a NationalNumber or Address; the form's where empty
	Register    string     `json:"register,omitempty"`
	Columns     []Question `json:"columns,omitempty"` // of a Table or Group
	Min         int        `json:"min,omitempty"`     // rows, characters: by Kind
	Max         int        `json:"max,omitempty"`
	Media       *Media     `json:"media,omitempty"`

	Origin map[string]string `json:"origin,omitempty"` // what the question was where it was imported, for export
}

// Option is one of the choices of OneOf and ManyOf.
type Option struct {
	ID       string `json:"id"`
	Label    Text   `json:"label"`
	Relevant string `json:"relevant,omitempty"` // for choices that depend on another answer

	Values map[string]string `json:"values,omitempty"` // for Filter
	Media  *Media            `json:"media,omitempty"`
}

// Media are names of files beside the form that go with a question's or
// option's words, by language.
type Media struct {
	Image Text `json:"image,omitempty"`
	Audio Text `json:"audio,omitempty"`
	Video Text `json:"video,omitempty"`
}

// Fee is what the service costs.
type Fee struct {
	Minor    int64  `json:"minor"`
	Currency string `json:"currency"`
	Rule     string `json:"rule,omitempty"` // an expression that gives the amount in minor units; unit is the amount without it

	Schedule string     `json:"schedule,omitempty"` // a rate of the pack's fees.yaml, in place of Minor
	Rates    []fee.Rate `json:"rates,omitempty"`    // what Schedule stands for, filled in when the form is read
	Basis    Text       `json:"basis,omitempty"`

	Exempt []Exemption `json:"exempt,omitempty"`
}

// Exemption says who pays nothing: the first of which When holds is the reason
// on the receipt.
type Exemption struct {
	When    string `json:"when"`
	Because Text   `json:"because"`
}

// Outcome is what an approved petition leads to: exactly one member is set.
type Outcome struct {
	Form        string `json:"form,omitempty"`        // another petition: its form's ID
	Certificate string `json:"certificate,omitempty"` // a certificate template's ID
	Register    string `json:"register,omitempty"`    // a register that changes
	Referral    string `json:"referral,omitempty"`    // an authority that goes on with it

	When string            `json:"when,omitempty"` // an expression; "" always
	Set  map[string]string `json:"set,omitempty"`  // field of the register or certificate, or question -> expression
	From string            `json:"from,omitempty"` // for Certificate: a register, whose record Of and By name is "record" for Set
	Of   string            `json:"of,omitempty"`   // for Register and From: an expression that gives the record's ID; "" = a new record
	By   string            `json:"by,omitempty"`   // the field that Of gives in place of the ID: "number" of a resident
	Each string            `json:"each,omitempty"` // a group or table: once for each of its rows, whose answers the expressions see
}
