package cctalk

import (
	"fmt"
	"strings"
)

// coinValue reads a coin's identification, such as "TH1K0A" for ten baht: two
// letters of the country, three of the value in its smallest unit, where K stands
// for a thousand and M for a million at the place of the point, and the issue. An
// empty place is 0, which is no coin.
func coinValue(id string) (int64, error) {
	id = strings.TrimSpace(id)
	if id == "" || id == "......" {
		return 0, nil
	}
	if len(id) != 6 {
		return 0, fmt.Errorf("cctalk: coin %q", id)
	}
	return scaled(id[2:5])
}

// billValue reads a note's identification, such as "TH0100A": two letters of the
// country, four of the value, and the issue. What it counts in is the country's
// scaling factor.
func billValue(id string, factor int64) (int64, error) {
	id = strings.TrimSpace(id)
	if id == "" || strings.Trim(id, ".") == "" {
		return 0, nil
	}
	if len(id) != 7 {
		return 0, fmt.Errorf("cctalk: note %q", id)
	}
	v, err := scaled(id[2:6])
	return v * factor, err
}

func scaled(s string) (int64, error) {
	point := int64(0)
	var value, places int64 = 0, 1
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			value = value*10 + int64(r-'0')
			if point > 0 {
				places *= 10
			}
		case r == 'K' && point == 0:
			point = 1_000
		case r == 'M' && point == 0:
			point = 1_000_000
		default:
			return 0, fmt.Errorf("cctalk: value %q", s)
		}
	}
	if point == 0 {
		return value, nil
	}
	if value*point%places != 0 {
		return 0, fmt.Errorf("cctalk: value %q", s)
	}
	return value * point / places, nil
}
