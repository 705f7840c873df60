package merge

import (
	"slices"

	"sala/forms/register"
)

// group is a set of fields that only make sense together, such as the parts of
// an address: half of one side's and half of the other's would be an address
// where nobody lives. A group has a date of effect: of two moves the later one
// stands, whichever central heard of first.
type group struct {
	name   string
	fields []string
	date   string // the field that holds the date of effect of what stands
}

// groups are the groups of each register.
var groups = map[string][]group{
	register.Residents:  {{name: "address", fields: []string{"household", "position", "relation", "moved_in", "moved_from"}, date: "moved_in"}},
	register.Households: {{name: "address", fields: addressFields, date: "address_from"}},
	register.Buildings:  {{name: "address", fields: addressFields, date: "address_from"}},
	register.Businesses: {{name: "address", fields: addressFields, date: "address_from"}},
}

var addressFields = []string{"country", "house", "village", "alley", "lane", "road", "subdistrict", "district", "province", "postcode", "division", "address_from"}

// money names the fields of each register that hold sums. Two clerks who both
// wrote the same sum may have taken it twice: money is never merged, not even
// when both sides agree.
var money = map[string][]string{
	register.Taxes:   {"amount", "due", "paid", "balance", "assessed"},
	register.Welfare: {"amount", "paid", "balance"},
}

// sets names the fields of each register that are sets of links: what each side
// added is in, what each side took out is out.
var sets = map[string][]string{
	register.Households: {"members", "parcels", "vehicles"},
	register.Families:   {"members", "children", "spouses"},
	register.Lands:      {"owners", "buildings"},
	register.Buildings:  {"owners", "households"},
	register.Businesses: {"owners", "licences"},
	register.Welfare:    {"beneficiaries"},
	register.Visits:     {"petitions"},
}

// Provenance fields of a group: at which version it changed last, and by which
// station. They stand in the record beside the group.
func versionField(g group) string { return g.name + "_version" }
func stationField(g group) string { return g.name + "_station" }

// internal reports whether a field is the merge's own.
func internal(register, name string) bool {
	return slices.ContainsFunc(groups[register], func(g group) bool { return name == versionField(g) || name == stationField(g) })
}
