package act

// Place is somebody's place in the queue of an office's hall. Numbers begin anew
// every day; no two people have the same on one day, for a station that counts
// by itself puts its own name before its number.
type Place struct {
	Number string `cbor:"1,keyasint" json:"number"` // as it is called: "12", "K01-3"
	Day    string `cbor:"2,keyasint" json:"day"`    // calendar.Date
}

// IsZero reports whether there is no place.
func (p Place) IsZero() bool { return p == Place{} }
