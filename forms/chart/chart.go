// Package chart is a map as data: the boundaries of an office's sub-districts and
// the points and lines by which people find their way, from the map.yaml of a
// pack. There are no pictures in it, so that a week's map weighs a few kilobytes
// and needs no network.
package chart

import (
	"errors"
	"fmt"
	"io/fs"
	"math"

	"sala/forms/definition"
	"sala/forms/register"
)

// FileName is the map's name in a pack.
const FileName = "map.yaml"

// Chart is a map.
type Chart struct {
	Title    definition.Text
	Invented bool // it shows no real place: a demonstration's
	Areas    []Area
	Marks    []Mark
	Lines    []Line
}

// Area is a sub-district with its boundary.
type Area struct {
	Name   string // as addresses write it
	Label  definition.Text
	Centre register.Point
	Ring   []register.Point // closed; the first point is not repeated
}

// Mark is a point that people know.
type Mark struct {
	Kind  string // office, school, health, bridge, temple, market
	Label definition.Text
	At    register.Point
}

// Line is a road or a river.
type Line struct {
	Kind string // road, river
	Path []register.Point
}

// pair is a point as the file writes it: latitude, longitude in degrees.
type pair [2]float64

func (p pair) point() register.Point { return register.Point{Lat: p[0], Lon: p[1]} }

func points(list []pair) []register.Point {
	out := make([]register.Point, len(list))
	for i, p := range list {
		out[i] = p.point()
	}
	return out
}

// file is map.yaml.
type file struct {
	Invented bool            `json:"invented"`
	Title    definition.Text `json:"title"`
	Areas    []struct {
		Name   string          `json:"name"`
		Label  definition.Text `json:"label"`
		Centre pair            `json:"centre"`
		Ring   []pair          `json:"ring"`
	} `json:"areas"`
	Marks []struct {
		Kind  string          `json:"kind"`
		Label definition.Text `json:"label"`
		At    pair            `json:"at"`
	} `json:"marks"`
	Lines []struct {
		Kind string `json:"kind"`
		Path []pair `json:"path"`
	} `json:"lines"`
}

// Load returns the map of a pack, nil when it has none.
func Load(pack fs.FS) (*Chart, error) {
	b, err := fs.ReadFile(pack, FileName)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return Read(b)
}

// Read reads a map.
func Read(b []byte) (*Chart, error) {
	var f file
	if faults := definition.Decode(FileName, b, &f); len(faults) > 0 {
		return nil, faults
	}
	c := &Chart{Title: f.Title, Invented: f.Invented}
	for _, a := range f.Areas {
		c.Areas = append(c.Areas, Area{a.Name, a.Label, a.Centre.point(), points(a.Ring)})
	}
	for _, m := range f.Marks {
		c.Marks = append(c.Marks, Mark{m.Kind, m.Label, m.At.point()})
	}
	for _, l := range f.Lines {
		c.Lines = append(c.Lines, Line{l.Kind, points(l.Path)})
	}
	return c, c.check()
}

func (c *Chart) check() error {
	for i, a := range c.Areas {
		if a.Name == "" || len(a.Ring) < 3 {
			return fmt.Errorf("%s: area %d (%q) needs a name and a ring of three points", FileName, i+1, a.Name)
		}
	}
	for _, list := range c.all() {
		for _, p := range list {
			if !(p.Lat >= -90 && p.Lat <= 90 && p.Lon >= -180 && p.Lon <= 180) {
				return fmt.Errorf("%s: %v, %v is no place on the earth (latitude, longitude)", FileName, p.Lat, p.Lon)
			}
		}
	}
	return nil
}

// all returns every list of points of the map.
func (c *Chart) all() [][]register.Point {
	var out [][]register.Point
	for _, a := range c.Areas {
		out = append(out, a.Ring, []register.Point{a.Centre})
	}
	for _, m := range c.Marks {
		out = append(out, []register.Point{m.At})
	}
	for _, l := range c.Lines {
		out = append(out, l.Path)
	}
	return out
}

// Area returns the sub-district of that name.
func (c *Chart) Area(name string) (Area, bool) {
	if c != nil {
		for _, a := range c.Areas {
			if a.Name == name {
				return a, true
			}
		}
	}
	return Area{}, false
}

// Box is a rectangle of the map, in degrees.
type Box struct{ South, West, North, East float64 }

// Around returns the smallest box round points, zero for none.
func Around(list []register.Point) Box {
	if len(list) == 0 {
		return Box{}
	}
	b := Box{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, p := range list {
		b.South, b.North = min(b.South, p.Lat), max(b.North, p.Lat)
		b.West, b.East = min(b.West, p.Lon), max(b.East, p.Lon)
	}
	return b
}

// Bounds returns the box round all that the map has.
func (c *Chart) Bounds() Box {
	if c == nil {
		return Box{}
	}
	var list []register.Point
	for _, l := range c.all() {
		list = append(list, l...)
	}
	return Around(list)
}

// Inside reports whether a point lies in the area's boundary.
func (a Area) Inside(p register.Point) bool {
	in := false
	for i, j := 0, len(a.Ring)-1; i < len(a.Ring); j, i = i, i+1 {
		u, v := a.Ring[i], a.Ring[j]
		if (u.Lat > p.Lat) != (v.Lat > p.Lat) && p.Lon < (v.Lon-u.Lon)*(p.Lat-u.Lat)/(v.Lat-u.Lat)+u.Lon {
			in = !in
		}
	}
	return in
}

// earth is its mean radius in metres (IUGG).
const earth = 6_371_008.8

// Distance returns how far two points are apart, in metres along the surface.
func Distance(a, b register.Point) float64 {
	rad := math.Pi / 180
	dLat, dLon := (b.Lat-a.Lat)*rad, (b.Lon-a.Lon)*rad
	h := math.Pow(math.Sin(dLat/2), 2) + math.Cos(a.Lat*rad)*math.Cos(b.Lat*rad)*math.Pow(math.Sin(dLon/2), 2)
	return 2 * earth * math.Asin(math.Sqrt(min(h, 1)))
}
