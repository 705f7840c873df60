package escpos

import (
	_ "embed"
	"encoding/json"
)

// Profile is what a kind of printer can do. The numbers of code pages differ
// between makers and even between one maker's markets, so they stand here and
// the self-test sheet shows whether they are right.
type Profile struct {
	Name    string `json:"name"`
	Columns int    `json:"columns"` // of the normal font
	Dots    int    `json:"dots"`    // across the paper
	// Pages holds the number of the code page (ESC t) for a script; a script
	// that is missing can only be printed as a picture.
	Pages  map[Script]byte `json:"pages,omitempty"`
	Hangul bool            `json:"hangul,omitempty"` // two-byte KS C 5601 after FS &
	QR     bool            `json:"qr,omitempty"`     // GS ( k
	Cutter bool            `json:"cutter,omitempty"`
	Drawer bool            `json:"drawer,omitempty"`
	Status Status          `json:"status,omitempty"`
	// Slice is how many bytes of picture one command may carry; 0 means 2048.
	Slice int `json:"slice,omitempty"`
}

// Script is a writing that a code page serves.
type Script string

// Scripts.
const (
	Latin  Script = "latin"
	Thai   Script = "thai"
	Korean Script = "korean"
)

// Status is how much a printer says about itself.
type Status string

// The values of Status.
const (
	// FullStatus: DLE EOT, automatic status and GS r are answered.
	FullStatus Status = ""
	// NoStatus: the printer never says a word, so no job is ever confirmed.
	NoStatus Status = "none"
)

//go:embed profiles.json
var profiles []byte

// Profiles returns the profiles that come with the program, by name. A site with
// another printer names the nearest and tries the test sheet.
func Profiles() map[string]Profile {
	var all []Profile
	if err := json.Unmarshal(profiles, &all); err != nil {
		return nil // a test reads the file that is built in
	}
	m := make(map[string]Profile, len(all))
	for _, p := range all {
		m[p.Name] = p
	}
	return m
}

// slice returns how many bytes of picture one command may carry.
func (p Profile) slice() int {
	if p.Slice <= 0 {
		return 2048
	}
	return p.Slice
}
