// Package divisions holds the administrative divisions of Thailand and Korea:
// look-up by code, by name, and type-ahead. The data and their licences are in
// this folder; SOURCES.md says where each comes from.
package divisions

import (
	"bufio"
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"io"
	"sort"
	"strings"
	"sync"
)

// Place is a sub-district with the divisions above it: what stands in an
// address. Names are in the country's own language; Latin ones in English.
type Place struct {
	Code        string // official code of the sub-district
	Subdistrict string // ตำบล/แขวง, 읍/면/동, without the Thai word for it; "" where the data go no deeper than districts
	District    string // อำเภอ/เขต, 시/군/구
	Province    string // จังหวัด, 시/도
	Postcode    string // "" where the data set has none
	Latin       Names
}

// Names are a place's names in Latin letters, "" where the data set has none.
type Names struct{ Subdistrict, District, Province string }

// Divisions are all places of one country, in the order of their codes. It is
// safe for several goroutines.
type Divisions struct {
	places []Place
	byCode map[string]int
	byName map[string][]int // sub-district, or its Latin name in lower case
	index  []term           // sorted by text, for type-ahead
}

type term struct {
	text  string
	place int
}

//go:embed thailand.tsv.gz
var thailand []byte

//go:embed korea.tsv.gz
var korea []byte

// Thailand returns the divisions of Thailand.
var Thailand = sync.OnceValue(func() *Divisions { return mustRead(thailand) })

// Korea returns the divisions of Korea: all provinces and districts, of
// sub-districts only those of 양평군. See SOURCES.md.
var Korea = sync.OnceValue(func() *Divisions { return mustRead(korea) })

// Exists reports whether a country has such a place: the check of addresses in
// forms. Empty names are not looked at; of a country or district that the data
// do not cover every name is taken to exist.
func Exists(country, subdistrict, district, province string) bool {
	switch country {
	case "TH":
		return Thailand().has(subdistrict, district, province)
	case "KR":
		return Korea().has(subdistrict, district, province)
	}
	return true
}

func (d *Divisions) has(subdistrict, district, province string) bool {
	covered := false
	for _, name := range []string{subdistrict, ""} {
		for _, i := range d.byName[name] {
			p := d.places[i]
			if (district == "" || p.District == district) && (province == "" || p.Province == province) {
				if name == subdistrict {
					return true
				}
				covered = true // the district is there, its sub-districts are not in the data
			}
		}
	}
	return covered
}

func mustRead(packed []byte) *Divisions {
	d, err := read(packed)
	if err != nil {
		panic(err) // the file is embedded, and a test reads it
	}
	return d
}

func read(packed []byte) (*Divisions, error) {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("read divisions: %w", err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		return nil, fmt.Errorf("read divisions: %w", err)
	}
	d := &Divisions{byCode: map[string]int{}, byName: map[string][]int{}}
	var p Place
	alone := false // a district stands without sub-districts so far
	lines := bufio.NewScanner(bytes.NewReader(text))
	for n := 1; lines.Scan(); n++ {
		f := strings.Split(lines.Text(), "\t")
		if alone && len(f) != 4 {
			d.add(p)
		}
		switch {
		case len(f) == 3 && len(f[0]) == 2:
			p, alone = Place{Province: f[1], Latin: Names{Province: f[2]}}, false
		case len(f) == 3:
			p = Place{Code: f[0], District: f[1], Province: p.Province, Latin: Names{District: f[2], Province: p.Latin.Province}}
			alone = true
		case len(f) == 4:
			alone = false
			p.Code, p.Subdistrict, p.Latin.Subdistrict, p.Postcode = f[0], f[1], f[2], f[3]
			d.add(p)
		default:
			return nil, fmt.Errorf("read divisions: line %d has %d columns", n, len(f))
		}
	}
	if alone {
		d.add(p)
	}
	sort.Slice(d.index, func(i, j int) bool {
		if d.index[i].text != d.index[j].text {
			return d.index[i].text < d.index[j].text
		}
		return d.index[i].place < d.index[j].place
	})
	return d, lines.Err()
}

func (d *Divisions) add(p Place) {
	i := len(d.places)
	d.places = append(d.places, p)
	d.byCode[p.Code] = i
	for _, name := range []string{p.Subdistrict, p.District, p.Province, p.Postcode, p.Latin.Subdistrict, p.Latin.District, p.Latin.Province} {
		if name != "" {
			d.index = append(d.index, term{strings.ToLower(name), i})
		}
	}
	d.byName[p.Subdistrict] = append(d.byName[p.Subdistrict], i)
}

// Places returns all places in the order of their codes. The slice is shared:
// do not write to it.
func (d *Divisions) Places() []Place { return d.places }

// ByCode returns the place with the official code.
func (d *Divisions) ByCode(code string) (Place, bool) {
	i, ok := d.byCode[code]
	if !ok {
		return Place{}, false
	}
	return d.places[i], true
}

// Lookup returns the place of exactly these names in the country's language.
// Empty names match all; ok is false unless exactly one place is left.
func (d *Divisions) Lookup(subdistrict, district, province string) (Place, bool) {
	var found Place
	n := 0
	for _, i := range d.byName[subdistrict] {
		p := d.places[i]
		if (district == "" || p.District == district) && (province == "" || p.Province == province) {
			found, n = p, n+1
		}
	}
	return found, n == 1
}

// Complete returns up to limit places of which a division's name in either
// script, or the postcode, begins with typed: sub-districts first, then
// districts, then provinces.
func (d *Divisions) Complete(typed string, limit int) []Place {
	typed = strings.ToLower(strings.TrimSpace(typed))
	if typed == "" || limit <= 0 {
		return nil
	}
	from := sort.Search(len(d.index), func(i int) bool { return d.index[i].text >= typed })
	var ranks [3][]int
	seen := map[int]bool{}
	for i := from; i < len(d.index) && strings.HasPrefix(d.index[i].text, typed); i++ {
		n := d.index[i].place
		if seen[n] {
			continue
		}
		seen[n] = true
		r := d.rank(n, typed)
		ranks[r] = append(ranks[r], n)
	}
	var out []Place
	for _, rank := range ranks {
		sort.Ints(rank)
		for _, n := range rank {
			if len(out) == limit {
				return out
			}
			out = append(out, d.places[n])
		}
	}
	return out
}

func (d *Divisions) rank(n int, typed string) int {
	p := d.places[n]
	begins := func(names ...string) bool {
		for _, s := range names {
			if strings.HasPrefix(strings.ToLower(s), typed) {
				return true
			}
		}
		return false
	}
	switch {
	case begins(p.Subdistrict, p.Latin.Subdistrict, p.Postcode):
		return 0
	case begins(p.District, p.Latin.District):
		return 1
	}
	return 2
}

// Provinces returns the names of all provinces in the order of their codes.
func (d *Divisions) Provinces() []string {
	return d.names(func(p Place) (string, bool) { return p.Province, true })
}

// Districts returns the names of a province's districts.
func (d *Divisions) Districts(province string) []string {
	return d.names(func(p Place) (string, bool) { return p.District, p.Province == province })
}

// Subdistricts returns the places of a district.
func (d *Divisions) Subdistricts(district, province string) []Place {
	var out []Place
	for _, p := range d.places {
		if p.District == district && p.Province == province {
			out = append(out, p)
		}
	}
	return out
}

func (d *Divisions) names(of func(Place) (string, bool)) []string {
	var out []string
	seen := map[string]bool{}
	for _, p := range d.places {
		if name, ok := of(p); ok && !seen[name] {
			seen[name] = true
			out = append(out, name)
		}
	}
	return out
}
