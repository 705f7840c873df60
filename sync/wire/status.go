package wire

// PathStatus takes a station's word on how it is: Status -> StatusTaken.
const PathStatus = "/v1/status"

// Status is how a station is, for whoever runs the fleet. It names machines and
// versions, never people.
type Status struct {
	Software    string         `cbor:"1,keyasint" json:"software"`                         // the program's version
	System      string         `cbor:"2,keyasint,omitempty" json:"system,omitempty"`       // "linux/amd64"
	Pack        string         `cbor:"3,keyasint,omitempty" json:"pack,omitempty"`         // in use: "th@1.0.0"
	Mode        string         `cbor:"4,keyasint,omitempty" json:"mode,omitempty"`         // desk, kiosk, field
	Waiting     uint64         `cbor:"5,keyasint,omitempty" json:"waiting,omitempty"`      // entries that are still to be sent
	Aside       uint64         `cbor:"6,keyasint,omitempty" json:"aside,omitempty"`        // entries that central set aside and nobody has settled
	Free        int64          `cbor:"7,keyasint,omitempty" json:"free,omitempty"`         // bytes left on its disk
	Revocations uint64         `cbor:"8,keyasint,omitempty" json:"revocations,omitempty"`  // serial of the list it has
	Devices     []DeviceStatus `cbor:"9,keyasint,omitempty" json:"devices,omitempty"`      //
	Clock       int64          `cbor:"10,keyasint,omitempty" json:"clock,omitempty"`       // Unix milliseconds, the station's clock
	Started     int64          `cbor:"11,keyasint,omitempty" json:"started,omitempty"`     // Unix milliseconds
	Offer       string         `cbor:"12,keyasint,omitempty" json:"offer,omitempty"`       // the pack that central offered last: "th@1.1.0"
	OfferState  string         `cbor:"13,keyasint,omitempty" json:"offer_state,omitempty"` // taken, coming, refused
	OfferCode   string         `cbor:"14,keyasint,omitempty" json:"offer_code,omitempty"`  // why it was refused
}

// DeviceStatus is how one device of a station is.
type DeviceStatus struct {
	Name  string `cbor:"1,keyasint" json:"name"`
	Kind  string `cbor:"2,keyasint" json:"kind"`                     // reader, receipt_printer ...
	State string `cbor:"3,keyasint" json:"state"`                    // ready, trouble ...
	Code  string `cbor:"4,keyasint,omitempty" json:"code,omitempty"` // of the trouble or warning
	Since int64  `cbor:"5,keyasint,omitempty" json:"since,omitempty"`
	Model string `cbor:"6,keyasint,omitempty" json:"model,omitempty"`
}

// MaxDevices is how many devices a Status may name.
const MaxDevices = 32

// StatusTaken answers a Status.
type StatusTaken struct {
	At int64 `cbor:"1,keyasint"` // Unix milliseconds, central's clock
}
