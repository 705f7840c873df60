package register

import (
	"slices"
	"strings"
	"unicode"
)

// homeKeys are the texts under which an address is indexed, none for one that
// says too little: the house with its sub-district, and with its road, and not
// the village, which people leave out.
func homeKeys(a Address) []string {
	house := plain(a.House)
	if house == "" {
		return nil
	}
	var keys []string
	for _, place := range []string{plain(a.Subdistrict), plain(a.Road)} {
		if place != "" {
			keys = append(keys, "p"+house+" "+place)
		}
	}
	return keys
}

// HomeKeys returns the texts under which a household is to be indexed so that
// whoever is said to live at its address finds it.
func HomeKeys(h Household) []string { return homeKeys(h.Address) }

// compareHomes says whether two people live, or lived, in the same place.
func compareHomes(a, b Resident) string {
	if a.Household != "" && a.Household == b.Household {
		return SameHousehold
	}
	best := ""
	for _, x := range a.Homes {
		for _, y := range b.Homes {
			switch compareAddresses(x, y) {
			case SameAddress:
				return SameAddress
			case AddressNearly:
				best = AddressNearly
			}
		}
	}
	return best
}

// compareAddresses asks for the same house, and that no part that both addresses
// have differs; nearly the same are two of which one such part differs.
func compareAddresses(a, b Address) string {
	of := homeKeys(b)
	if !slices.ContainsFunc(homeKeys(a), func(key string) bool { return slices.Contains(of, key) }) {
		return ""
	}
	differ := 0
	for _, part := range [][2]string{{a.Village, b.Village}, {a.Alley, b.Alley}, {a.Lane, b.Lane}, {a.Road, b.Road}, {a.Subdistrict, b.Subdistrict}, {a.District, b.District}, {a.Province, b.Province}} {
		if x, y := plain(part[0]), plain(part[1]); x != "" && y != "" && x != y {
			differ++
		}
	}
	switch differ {
	case 0:
		return SameAddress
	case 1:
		return AddressNearly
	}
	return ""
}

// words that stand before or after a name in an address, and are left out as
// often as not; the longer ones first.
var addressWords = [...]string{"บ้านเลขที่", "เลขที่", "หมู่บ้าน", "หมู่ที่", "หมู่", "ม.", "ตรอก", "ซอย", "ซ.", "ถนน", "ถ.", "ตำบล", "ต.", "แขวง", "อำเภอ", "อ.", "เขต", "จังหวัด", "จ."}

// plain returns a part of an address in one form: without the word that says
// which part it is, spaces and hyphens, and with 0 to 9 for the digits.
func plain(s string) string {
	s = strings.TrimSpace(s)
	for _, w := range addressWords {
		if rest, ok := strings.CutPrefix(s, w); ok && rest != "" {
			s = rest
			break
		}
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '๐' && r <= '๙':
			return r - '๐' + '0'
		case r == '-' || r == '.' || unicode.IsSpace(r):
			return -1
		}
		return unicode.ToLower(r)
	}, s)
}
