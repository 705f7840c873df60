package thaiid

// Applets of the card.
var (
	personalApplet = [...]byte{0xA0, 0x00, 0x00, 0x00, 0x54, 0x48, 0x00, 0x01}
	healthApplet   = [...]byte{0xA0, 0x00, 0x00, 0x00, 0x54, 0x48, 0x00, 0x83}
)

// span is a place in an applet's memory.
type span struct{ at, size int }

// The personal applet.
var (
	spanVersion     = span{0x0000, 4}
	spanNumber      = span{0x0004, 13}
	spanThai        = span{0x0011, 100}
	spanEnglish     = span{0x0075, 100}
	spanBirth       = span{0x00D9, 8}
	spanSex         = span{0x00E1, 1}
	spanRequest     = span{0x00E2, 20}
	spanIssuer      = span{0x00F6, 100}
	spanIssuerCode  = span{0x015A, 13}
	spanIssued      = span{0x0167, 8}
	spanExpires     = span{0x016F, 8}
	spanType        = span{0x0177, 2}
	spanPhoto       = span{0x017B, photoBlocks * photoBlock}
	spanAddress     = span{0x1579, 160}
	spanPhotoNumber = span{0x1619, 14}
)

const (
	photoBlock  = 255
	photoBlocks = 20
	// photoArea is what lies between the start of the photograph and the
	// address: 18 bytes more than the usual twenty reads fetch.
	photoArea = 0x1579 - 0x017B
)

// The order of reading: what an officer looks at first comes first. Neighbours
// are read together, which saves two round trips each; no read is longer than
// the 255 bytes that every card gives.
var (
	firstReads = []span{
		{0x0000, 0x11 + 100},                // version, number, Thai name
		{0x0075, 100 + 8 + 1},               // English name, birth, sex
		{0x1579, 160 + 14},                  // address, number under the photograph
		{0x00E2, 20 + 100 + 13 + 8 + 8 + 2}, // request, issuer, dates, type
	}
)

// The health applet (NHSO).
var (
	spanMainInsurance = span{0x0004, 60}
	spanSubInsurance  = span{0x0040, 100}
	spanMainHospital  = span{0x00A4, 80}
	spanSubHospital   = span{0x00F4, 80}
	spanPaidType      = span{0x0144, 1}
	spanHealthIssued  = span{0x0145, 8}
	spanHealthExpires = span{0x014D, 8}
	spanHealthUpdated = span{0x0155, 8}
	spanHealthChanges = span{0x015D, 1}
)
