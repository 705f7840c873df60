package wire

// Paths of the interface for stations that carry records of an area out of
// their office's network.
const (
	PathTakeOut = "/v1/takeout" // POST TakeOutRequest -> TakeOut; /ID?after=N&n=ITEMS -> Page; POST /ID/return -> TakeOut
)

// TakeOutRequest asks for a part of the office's records. Plan only counts.
type TakeOutRequest struct {
	ID      string   `cbor:"1,keyasint"`
	Areas   []string `cbor:"2,keyasint,omitempty"` // "SUBDISTRICT" or "SUBDISTRICT/VILLAGE"
	Officer string   `cbor:"3,keyasint,omitempty"` // whose visits; "" everybody's
	Forms   []string `cbor:"4,keyasint,omitempty"` // visits and petitions of these; none = of all
	Until   string   `cbor:"5,keyasint,omitempty"`
	Photos  bool     `cbor:"6,keyasint,omitempty"`
	Plan    bool     `cbor:"7,keyasint,omitempty"`
}

// TakeOut is a part of an office's records that a station carries. Its pages are
// numbered by item, so that a line that breaks costs no more than a page.
type TakeOut struct {
	ID         string `cbor:"1,keyasint" json:"id"`
	Items      int    `cbor:"2,keyasint" json:"items"`
	Households int    `cbor:"3,keyasint" json:"households"`
	Residents  int    `cbor:"4,keyasint" json:"residents"`
	Visits     int    `cbor:"5,keyasint" json:"visits"`
	Petitions  int    `cbor:"6,keyasint" json:"petitions"`
	Bytes      int64  `cbor:"7,keyasint" json:"bytes"` // of the records
	Photos     int    `cbor:"8,keyasint" json:"photos"`
	PhotoBytes int64  `cbor:"9,keyasint" json:"photo_bytes"`
	Ended      bool   `cbor:"10,keyasint,omitempty" json:"ended,omitempty"`
	Areas      []Area `cbor:"11,keyasint,omitempty" json:"areas,omitempty"` // in a plan: what there is to choose from
}

// Area is a sub-district or one village of it, as TakeOutRequest names it.
type Area struct {
	Name       string `cbor:"1,keyasint" json:"name"`
	Households int    `cbor:"2,keyasint" json:"households"`
	Visits     int    `cbor:"3,keyasint" json:"visits"` // that are open
}

// Photos names attachments that go with a TakeOut.
type Photos struct {
	Hashes []string `cbor:"1,keyasint"`
}
