package pack

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
)

// Version is a pack's or form's version: three numbers.
type Version [3]int

// ParseVersion reads "1.4.0".
func ParseVersion(s string) (Version, error) {
	var v Version
	parts := strings.Split(s, ".")
	if len(parts) != 3 {
		return v, fmt.Errorf("%q is not a version of three numbers", s)
	}
	for i, p := range parts {
		n, err := strconv.Atoi(p)
		if err != nil || n < 0 || n > 1e6 || strconv.Itoa(n) != p {
			return v, fmt.Errorf("%q is not a version of three numbers", s)
		}
		v[i] = n
	}
	return v, nil
}

// Compare returns -1, 0 or +1 as v is older than, the same as, or newer than w.
func (v Version) Compare(w Version) int {
	return cmp.Or(cmp.Compare(v[0], w[0]), cmp.Compare(v[1], w[1]), cmp.Compare(v[2], w[2]))
}
