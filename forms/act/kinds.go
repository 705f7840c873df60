package act

import (
	"maps"
	"slices"
)

// Kinds returns every kind of the catalogue, sorted.
func Kinds() []string { return slices.Sorted(maps.Keys(payloads)) }
