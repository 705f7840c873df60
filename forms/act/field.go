package act

// TakeOut is what a field laptop carries away from its office: the records of an
// area and of a work list, until a day.
type TakeOut struct {
	ID      string   `cbor:"1,keyasint" json:"id"`
	Areas   []string `cbor:"2,keyasint,omitempty" json:"areas,omitempty"` // "SUBDISTRICT" or "SUBDISTRICT/VILLAGE"; none = the households of the work list alone
	Officer string   `cbor:"3,keyasint,omitempty" json:"officer,omitempty"`
	Forms   []string `cbor:"4,keyasint,omitempty" json:"forms,omitempty"` // none = all that are filled on visits
	Until   string   `cbor:"5,keyasint" json:"until"`                     // calendar.Date: the last day out
	Photos  bool     `cbor:"6,keyasint,omitempty" json:"photos,omitempty"`
	Records int      `cbor:"7,keyasint,omitempty" json:"records,omitempty"` // how many were taken
}
