package chart_test

import (
	"math"
	"strings"
	"testing"

	"sala/assets/divisions"
	"sala/assets/packs"
	"sala/forms/chart"
	"sala/forms/register"
)

// TestMapOfThePack promises that the pack's map can be read, has every
// sub-district of the demonstration's district under the name that addresses
// have, its centre inside of its boundary, and says that it is invented.
func TestMapOfThePack(t *testing.T) {
	c, err := chart.Load(packs.Files("th"))
	if err != nil {
		t.Fatal(err)
	}
	if !c.Invented {
		t.Error("the map does not say that it is invented")
	}
	for _, p := range divisions.Thailand().Subdistricts("สันทราย", "เชียงใหม่") {
		a, ok := c.Area(p.Subdistrict)
		if !ok {
			t.Errorf("%s is not on the map", p.Subdistrict)
			continue
		}
		if !a.Inside(a.Centre) {
			t.Errorf("the centre of %s lies outside of it", p.Subdistrict)
		}
		for _, b := range c.Areas {
			if b.Name != a.Name && b.Inside(a.Centre) {
				t.Errorf("the centre of %s lies in %s as well", a.Name, b.Name)
			}
		}
		for _, language := range []string{"th", "ko", "en"} {
			if a.Label[language] == "" {
				t.Errorf("%s has no name in %s", a.Name, language)
			}
		}
	}
	if none, err := chart.Load(packs.Files("kr")); none != nil || err != nil {
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
