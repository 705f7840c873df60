// Package certificate is an issued document as data: what stands on the paper,
// block by block, under which number, by whom, and whether it is final. It
// knows no PDF.
package certificate

import (
	"crypto/sha256"

	"sala/forms/act"
	"sala/forms/calendar"
)

// Status says what a certificate is worth.
type Status string

// The values of Status.
const (
	Provisional Status = "provisional" // issued on paper, not yet acknowledged by central
	Final       Status = "final"       // acknowledged
	Objected    Status = "objected"    // central set the issue aside: the office has a follow-up
	Void        Status = "void"        // voided or spoiled
	Prepared    Status = "prepared"    // made out, not on paper
)

// Document is everything that stands on a certificate.
type Document struct {
	Template    string        `cbor:"1,keyasint" json:"template"` // the pack's template: "th.house-register-copy"
	Language    string        `cbor:"2,keyasint" json:"language"` // th, ko or en: the language of its words
	Number      string        `cbor:"3,keyasint" json:"number"`
	Title       string        `cbor:"4,keyasint" json:"title"`
	Subtitle    string        `cbor:"5,keyasint,omitempty" json:"subtitle,omitempty"`
	FormCode    string        `cbor:"6,keyasint,omitempty" json:"form_code,omitempty"` // "ท.ร.14/1"
	Issuer      Issuer        `cbor:"7,keyasint" json:"issuer"`
	Officer     Signatory     `cbor:"8,keyasint" json:"officer"`
	Issued      calendar.Date `cbor:"9,keyasint" json:"issued"`
	IssuedAt    int64         `cbor:"10,keyasint" json:"issued_at"` // Unix seconds
	Expires     calendar.Date `cbor:"11,keyasint" json:"expires,omitzero"`
	Subject     Subject       `cbor:"12,keyasint" json:"subject"`
	Blocks      []Block       `cbor:"13,keyasint" json:"blocks"`
	Certifies   string        `cbor:"14,keyasint" json:"certifies"` // the certification sentence
	Fee         string        `cbor:"15,keyasint,omitempty" json:"fee,omitempty"`
	Provisional bool          `cbor:"16,keyasint" json:"provisional"`               // issued with central out of reach
	AsOf        string        `cbor:"17,keyasint,omitempty" json:"as_of,omitempty"` // how old the register's copy is
	Mode        string        `cbor:"18,keyasint,omitempty" json:"mode,omitempty"`  // "", specimen, copy
	// Extra is what was added to the format later. Programs of before read it
	// and write it back, so that they find the hash that was sealed; a new key
	// beside it they would drop.
	Extra map[string]string `cbor:"19,keyasint,omitempty" json:"extra,omitempty"`
}

// extraOrder is where Extra names the standing order.
const extraOrder = "order"

// Order returns the registrar's standing order under which the document was
// issued, "th.house-register-copy@1.0.0", "" where an officer approved it.
func (d Document) Order() string { return d.Extra[extraOrder] }

// Issuer is the office that certifies.
type Issuer struct {
	ID    string            `cbor:"1,keyasint" json:"id"`
	Names map[string]string `cbor:"2,keyasint" json:"names"`
}

// Signatory is the officer who signs.
type Signatory struct {
	ID    string `cbor:"1,keyasint" json:"id"`
	Name  string `cbor:"2,keyasint" json:"name"`
	Title string `cbor:"3,keyasint" json:"title"`
}

// Subject is whom the certificate is about.
type Subject struct {
	Name   string `cbor:"1,keyasint" json:"name"`
	Number string `cbor:"2,keyasint,omitempty" json:"number,omitempty"` // as printed, perhaps masked
	Birth  string `cbor:"3,keyasint,omitempty" json:"birth,omitempty"`
	Place  string `cbor:"4,keyasint,omitempty" json:"place,omitempty"`
}

// Block is one part of a certificate, from top to bottom. Exactly one of its
// members is set.
type Block struct {
	Rows  []Row  `cbor:"1,keyasint,omitempty" json:"rows,omitempty"`  // fixed label column, wrapped value column
	Table *Table `cbor:"2,keyasint,omitempty" json:"table,omitempty"` // repeating rows, the header repeated on each page
	Text  string `cbor:"3,keyasint,omitempty" json:"text,omitempty"`  // a paragraph
	Head  string `cbor:"4,keyasint,omitempty" json:"head,omitempty"`  // a heading
	Box   *Box   `cbor:"5,keyasint,omitempty" json:"box,omitempty"`   // an empty frame
}

// Box is a frame that something is put into: a seal's impression, a photo.
type Box struct {
	Title  string `cbor:"1,keyasint" json:"title"`
	Height int    `cbor:"2,keyasint" json:"height"` // millimetres
}

// Row is a label and its value.
type Row struct {
	Label string `cbor:"1,keyasint" json:"label"`
	Value string `cbor:"2,keyasint" json:"value"`
}

// Table is a table whose header repeats on every page.
type Table struct {
	Columns []Column   `cbor:"1,keyasint" json:"columns"`
	Rows    [][]string `cbor:"2,keyasint" json:"rows"`
	End     string     `cbor:"3,keyasint,omitempty" json:"end,omitempty"` // the line that closes it: "이하여백"
}

// Column is a column's heading and its share of the width.
type Column struct {
	Title string  `cbor:"1,keyasint" json:"title"`
	Share float64 `cbor:"2,keyasint" json:"share"`
	Align string  `cbor:"3,keyasint,omitempty" json:"align,omitempty"` // "", center, right
}

// Encode returns the document's deterministic CBOR: its canonical content.
func (d Document) Encode() ([]byte, error) { return act.Encode(d) }

// Decode reads what Encode wrote.
func Decode(b []byte) (Document, error) { return act.Decode[Document](b) }

// ContentHash returns the SHA-256 of the canonical content.
func (d Document) ContentHash() ([32]byte, error) {
	b, err := d.Encode()
	if err != nil {
		return [32]byte{}, err
	}
	return sha256.Sum256(b), nil
}
