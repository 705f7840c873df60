package photo

import (
	"encoding/binary"
	"strings"
	"time"
)

// remarks are what a camera wrote beside the picture.
type remarks struct {
	orientation int
	taken       time.Time
	place       *Place
}

// Tags of EXIF 2.32 and of its GPS part.
const (
	tagOrientation = 0x0112
	tagExif        = 0x8769
	tagGPS         = 0x8825
	tagTaken       = 0x9003
	gpsLatRef      = 1
	gpsLat         = 2
	gpsLonRef      = 3
	gpsLon         = 4
)

// exif reads the remarks of a JPEG (APP1, JEITA CP-3451). What is not there, or
// not understood, is left empty: the picture counts.
func exif(file []byte) remarks {
	r := remarks{orientation: 1}
	t, ok := tiff(app1(file))
	if !ok {
		return r
	}
	main := t.directory(t.order.Uint32(t.b[4:]))
	if v, ok := main[tagOrientation]; ok {
		if n := t.short(v); n >= 1 && n <= 8 {
			r.orientation = n
		}
	}
	if v, ok := main[tagExif]; ok {
		if f, ok := t.directory(t.long(v))[tagTaken]; ok {
			r.taken, _ = time.Parse("2006:01:02 15:04:05", t.text(f))
		}
	}
	if v, ok := main[tagGPS]; ok {
		r.place = t.where(t.directory(t.long(v)))
	}
	return r
}

// app1 returns the EXIF segment of a JPEG, nil when there is none.
func app1(b []byte) []byte {
	if len(b) < 4 || b[0] != 0xFF || b[1] != 0xD8 {
		return nil
	}
	for b = b[2:]; len(b) >= 4 && b[0] == 0xFF && b[1] != 0xDA; {
		n := int(binary.BigEndian.Uint16(b[2:])) + 2
		if n < 4 || n > len(b) {
			return nil
		}
		if segment := b[4:n]; b[1] == 0xE1 && strings.HasPrefix(string(segment[:min(6, len(segment))]), "Exif\x00\x00") {
			return segment[6:]
		}
		b = b[n:]
	}
	return nil
}

// tags is a TIFF file of remarks (TIFF 6.0, section 2).
type tags struct {
	b     []byte
	order binary.ByteOrder
}

// field is one entry of a directory, twelve bytes.
type field []byte

func tiff(b []byte) (tags, bool) {
	if len(b) < 8 {
		return tags{}, false
	}
	switch string(b[:4]) {
	case "II*\x00":
		return tags{b, binary.LittleEndian}, true
	case "MM\x00*":
		return tags{b, binary.BigEndian}, true
	}
	return tags{}, false
}

func (t tags) directory(at uint32) map[uint16]field {
	out := map[uint16]field{}
	if uint64(at)+2 > uint64(len(t.b)) {
		return out
	}
	b := t.b[at:]
	n := int(t.order.Uint16(b))
	for b = b[2:]; n > 0 && len(b) >= 12; n, b = n-1, b[12:] {
		out[t.order.Uint16(b)] = field(b[:12])
	}
	return out
}

func (t tags) short(f field) int   { return int(t.order.Uint16(f[8:])) }
func (t tags) long(f field) uint32 { return t.order.Uint32(f[8:]) }

// data returns n bytes of a field's value, wherever they stand.
func (t tags) data(f field, n int) []byte {
	if n <= 4 {
		return f[8 : 8+n]
	}
	at := uint64(t.long(f))
	if at+uint64(n) > uint64(len(t.b)) {
		return nil
	}
	return t.b[at : at+uint64(n)]
}

func (t tags) text(f field) string {
	n := t.order.Uint32(f[4:])
	if n > 64 {
		return ""
	}
	return strings.TrimRight(string(t.data(f, int(n))), "\x00 ")
}

// where reads a place, nil when it is none of this earth.
func (t tags) where(gps map[uint16]field) *Place {
	lat, ok := t.degrees(gps[gpsLat])
	lon, ok2 := t.degrees(gps[gpsLon])
	if !ok || !ok2 || lat > 90 || lon > 180 {
		return nil
	}
	if f := gps[gpsLatRef]; f != nil && f[8] == 'S' {
		lat = -lat
	}
	if f := gps[gpsLonRef]; f != nil && f[8] == 'W' {
		lon = -lon
	}
	return &Place{lat, lon}
}

// degrees reads degrees, minutes and seconds, each a fraction.
func (t tags) degrees(f field) (float64, bool) {
	if f == nil {
		return 0, false
	}
	b := t.data(f, 24)
	if b == nil {
		return 0, false
	}
	sum := 0.0
	for i, part := range []float64{1, 60, 3600} {
		over, under := t.order.Uint32(b[8*i:]), t.order.Uint32(b[8*i+4:])
		if under == 0 {
			return 0, false
		}
		sum += float64(over) / float64(under) / part
	}
	return sum, true
}
