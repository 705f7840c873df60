// Package register holds what an office knows of residents, households and the
// rest: registers of records with versions, and the typed views of the two that
// every service needs.
//
// It knows no database: app/store and sync/central keep records, this package
// says what they mean.
package register

// Names of the registers. A pack may bring more.
const (
	Residents  = "resident"
	Households = "household"
	Families   = "family"
	Lands      = "land"
	Buildings  = "building"
	Vehicles   = "vehicle"
	Businesses = "business"
	Taxes      = "tax"
	Welfare    = "welfare"
	Licences   = "licence"
)

// Fields are a record's values by field name. A value is a string, int64, bool,
// a list ([]any) or nested Fields; dates are strings in calendar.Date's form
// and money is an int64 in minor units, so that a value survives CBOR and JSON
// unchanged. An absent field and an empty one are the same.
type Fields map[string]any

// Record is one version of one thing in a register.
type Record struct {
	Register string `cbor:"1,keyasint" json:"register"`
	ID       string `cbor:"2,keyasint" json:"id"`      // unique in all offices
	Version  uint64 `cbor:"3,keyasint" json:"version"` // 1 for the first, set by whoever accepts the change
	Office   string `cbor:"4,keyasint" json:"office"`  // the office that answers for it: the feed's scope
	Fields   Fields `cbor:"5,keyasint" json:"fields"`
}

// Text returns the field as text, "" where it is absent or something else.
func (f Fields) Text(name string) string {
	s, _ := f[name].(string)
	return s
}

// Fields returns the nested fields under name, nil where there are none.
func (f Fields) Fields(name string) Fields {
	switch v := f[name].(type) {
	case Fields:
		return v
	case map[string]any:
		return v
	case map[any]any:
		out := make(Fields, len(v))
		for k, e := range v {
			if s, ok := k.(string); ok {
				out[s] = e
			}
		}
		return out
	}
	return nil
}

func (f Fields) set(name, value string) {
	if value != "" {
		f[name] = value
	}
}
