package escpos

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

// ThaiPage is the code page number of a common Thai model (Epson "Thai 18",
// combining marks on the printer).
const ThaiPage = 26

// Profiles returns the profiles that come with the program, by name.
func Profiles() map[string]Profile {
	return map[string]Profile{
		"thai-80": {Name: "thai-80", Columns: 48, Dots: 576, Pages: map[Script]byte{Latin: 0, Thai: ThaiPage},
			QR: true, Cutter: true, Drawer: true},
		"thai-58": {Name: "thai-58", Columns: 32, Dots: 384, Pages: map[Script]byte{Latin: 0, Thai: ThaiPage}, QR: true},
		"korean-80": {Name: "korean-80", Columns: 42, Dots: 512, Pages: map[Script]byte{Latin: 0}, Hangul: true,
			QR: true, Cutter: true, Drawer: true},
		"picture-80": {Name: "picture-80", Columns: 48, Dots: 576, Pages: map[Script]byte{Latin: 0}, Cutter: true, Drawer: true},
		"picture-58": {Name: "picture-58", Columns: 32, Dots: 384, Pages: map[Script]byte{Latin: 0}},
	}
}
