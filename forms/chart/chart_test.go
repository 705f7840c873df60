package chart_test

import (
	"math"
	"strings"
	"testing"
	"testing/fstest"

	"sala/assets/divisions"
	"sala/assets/packs"
	"sala/forms/chart"
	"sala/forms/register"
)

// TestMapOfThePack promises that each pack's map can be read, has every
// sub-district of the demonstration's district under the name that addresses
// have, its centre inside of its boundary and of no other, and says that it is
// invented; and that a pack need not have one.
func TestMapOfThePack(t *testing.T) {
	for country, places := range map[string][]divisions.Place{
		"th": divisions.Thailand().Subdistricts("สันทราย", "เชียงใหม่"), "kr": divisions.Korea().Subdistricts("양평군", "경기도"),
	} {
		c, err := chart.Load(packs.Files(country))
		if err != nil || c == nil {
			t.Fatalf("the map of %s: %v", country, err)
		}
		if !c.Invented || len(places) != len(c.Areas) {
			t.Errorf("%s: the map of %d areas for %d sub-districts says invented = %v", country, len(c.Areas), len(places), c.Invented)
		}
		for _, p := range places {
			a, ok := c.Area(p.Subdistrict)
			if !ok {
				t.Errorf("%s is not on the map", p.Subdistrict)
				continue
			}
			for _, b := range c.Areas {
				if in := b.Inside(a.Centre); in != (b.Name == a.Name) {
					t.Errorf("the centre of %s lies in %s: %v", a.Name, b.Name, in)
				}
			}
			for _, language := range []string{"th", "ko", "en"} {
				if a.Label[language] == "" {
					t.Errorf("%s has no name in %s", a.Name, language)
				}
			}
		}
	}
	if none, err := chart.Load(fstest.MapFS{}); none != nil || err != nil {
		t.Errorf("a pack without a map: %v, %v", none, err)
	}
}

// TestDistance measures against the ellipsoid's own: a degree of the equator and half
// of a meridian on WGS 84 differs from the sphere by less than half of a hundredth.
func TestDistance(t *testing.T) {
	for _, x := range []struct {
		a, b   register.Point
		metres float64
	}{
		{register.Point{Lat: 0, Lon: 0}, register.Point{Lat: 0, Lon: 1}, 111_319},
		{register.Point{Lat: 60}, register.Point{Lat: 60, Lon: 1}, 55_660},                                 // half of it
		{register.Point{Lat: 18.7883, Lon: 98.9853}, register.Point{Lat: 13.7563, Lon: 100.5018}, 583_000}, // Chiang Mai to Bangkok
		{register.Point{Lat: 90}, register.Point{Lat: -90, Lon: 50}, 20_003_931},
		{register.Point{Lat: 10, Lon: 20}, register.Point{Lat: 10, Lon: 20}, 0},
	} {
		if got := chart.Distance(x.a, x.b); math.Abs(got-x.metres) > x.metres*0.005+0.1 {
			t.Errorf("%v to %v is %.0f m, want %.0f", x.a, x.b, got, x.metres)
		}
	}
}

// TestBadMaps are refused with what is wrong.
func TestBadMaps(t *testing.T) {
	for name, x := range map[string]struct{ yaml, says string }{
		"swapped":       {"areas: [{name: a, centre: [99, 18], ring: [[99, 18], [98, 18], [98, 17]]}]", "latitude"},
		"ring of two":   {"areas: [{name: a, centre: [18, 99], ring: [[18, 99], [18, 98]]}]", "three points"},
		"unknown field": {"tiles: true", "tiles"},
	} {
		if _, err := chart.Read([]byte(x.yaml)); err == nil || !strings.Contains(err.Error(), x.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
