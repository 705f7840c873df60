package photo_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"testing"
	"time"

	"sala/app/photo"
)

// picture is red at its top left quarter and white elsewhere.
func picture(w, h int) image.Image {
	p := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			p.Set(x, y, color.White)
			if x < w/2 && y < h/2 {
				p.Set(x, y, color.RGBA{R: 200, A: 255})
			}
		}
	}
	return p
}

// remark returns the EXIF segment of a camera that was held so, at Chiang Mai.
func remark(order binary.AppendByteOrder, orientation uint16) []byte {
	entry := func(b []byte, tag, kind uint16, n, value uint32) []byte {
		b = order.AppendUint16(b, tag)
		b = order.AppendUint16(b, kind)
		b = order.AppendUint32(b, n)
		if kind == 3 {
			b = order.AppendUint16(b, uint16(value))
			return order.AppendUint16(b, 0)
		}
		return order.AppendUint32(b, value)
	}
	b := []byte("II*\x00")
	letter := func(c byte) uint32 { return uint32(c) }
	if order == binary.AppendByteOrder(binary.BigEndian) {
		b = []byte("MM\x00*")
		letter = func(c byte) uint32 { return uint32(c) << 24 }
	}
	const exifAt, gpsAt, data = 8 + 2 + 3*12 + 4, 8 + 2 + 3*12 + 4 + 2 + 12 + 4, 8 + 2 + 3*12 + 4 + 2 + 12 + 4 + 2 + 4*12 + 4
	b = order.AppendUint32(b, 8)
	b = order.AppendUint16(b, 3)
	b = entry(b, 0x0112, 3, 1, uint32(orientation))
	b = entry(b, 0x8769, 4, 1, exifAt)
	b = entry(b, 0x8825, 4, 1, gpsAt)
	b = order.AppendUint32(b, 0)
	b = order.AppendUint16(b, 1)
	b = entry(b, 0x9003, 2, 20, data)
	b = order.AppendUint32(b, 0)
	b = order.AppendUint16(b, 4)
	b = entry(b, 1, 2, 2, letter('N'))
	b = entry(b, 2, 5, 3, data+20)
	b = entry(b, 3, 2, 2, letter('E'))
	b = entry(b, 4, 5, 3, data+44)
	b = order.AppendUint32(b, 0)
	b = append(b, "2026:11:22 09:30:00\x00"...)
	for _, v := range []uint32{18, 1, 47, 1, 18, 1, 98, 1, 59, 1, 7, 1} {
		b = order.AppendUint32(b, v)
	}
	return b
}

// withRemark puts an EXIF segment into a JPEG.
func withRemark(jpg, remark []byte) []byte {
	segment := append([]byte("Exif\x00\x00"), remark...)
	out := append([]byte{0xFF, 0xD8, 0xFF, 0xE1}, byte((len(segment)+2)>>8), byte(len(segment)+2))
	return append(append(out, segment...), jpg[2:]...)
}

func encoded(t testing.TB, p image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, p, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// However the camera was held, the photograph stands upright, small, and says
// nothing of camera, time or place.
func TestPhotoIsUprightAndBare(t *testing.T) {
	jpg := encoded(t, picture(400, 200))
	// Where the red quarter of the file is to be seen.
	corners := map[uint16][2]bool{1: {true, true}, 2: {false, true}, 3: {false, false}, 4: {true, false}, 5: {true, true}, 6: {false, true}, 7: {false, false}, 8: {true, false}}
	for orientation, at := range corners {
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			got, err := photo.Read(withRemark(jpg, remark(order, orientation)), 100)
			if err != nil {
				t.Fatal(err)
			}
			w, h := 100, 50
			if orientation >= 5 {
				w, h = h, w
			}
			if got.Width != w || got.Height != h {
				t.Errorf("orientation %d: %d x %d, want %d x %d", orientation, got.Width, got.Height, w, h)
			}
			back, err := jpeg.Decode(bytes.NewReader(got.JPEG))
			if err != nil {
				t.Fatal(err)
			}
			x, y := 3*w/4, 3*h/4
			if at[0] {
				x = w / 4
			}
			if at[1] {
				y = h / 4
			}
			if _, g, _, _ := back.At(x, y).RGBA(); g > 0x4000 {
				t.Errorf("orientation %d: the red quarter is not at %d, %d", orientation, x, y)
			}
			if bytes.Contains(got.JPEG, []byte("Exif")) || bytes.Contains(got.JPEG, []byte("2026:11")) {
				t.Error("the camera's remarks are still there")
			}
			if !got.Taken.Equal(time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)) {
				t.Errorf("taken at %v", got.Taken)
			}
			if got.Place == nil || math.Abs(got.Place.Lat-18.78833) > 1e-4 || math.Abs(got.Place.Lon-98.98528) > 1e-4 {
				t.Errorf("taken at %+v", got.Place)
			}
		}
	}
}

func TestOtherFilesAreRefused(t *testing.T) {
	var b bytes.Buffer
	if err := png.Encode(&b, picture(30, 20)); err != nil {
		t.Fatal(err)
	}
	if got, err := photo.Read(b.Bytes(), 0); err != nil || got.Width != 30 || got.Place != nil || !got.Taken.IsZero() {
		t.Errorf("a small PNG gives %+v, %v", got, err)
	}
	for name, file := range map[string][]byte{"text": []byte("not a picture"), "nothing": nil, "half": b.Bytes()[:40]} {
		if _, err := photo.Read(file, 0); !errors.Is(err, photo.ErrFormat) {
			t.Errorf("%s gives %v", name, err)
		}
	}
	huge := b.Bytes()
	binary.BigEndian.PutUint32(huge[16:], 60000)
	binary.BigEndian.PutUint32(huge[20:], 60000)
	if _, err := photo.Read(huge, 0); err == nil {
		t.Error("a picture of 3.6 thousand million dots is unpacked")
	}
}

func FuzzRead(f *testing.F) {
	f.Add(withRemark(encoded(f, picture(8, 8)), remark(binary.LittleEndian, 6)))
	f.Add([]byte{0xFF, 0xD8, 0xFF, 0xE1, 0, 4})
	f.Fuzz(func(t *testing.T, file []byte) {
		if p, err := photo.Read(file, 64); err == nil && max(p.Width, p.Height) > 64 {
			t.Errorf("%d x %d is larger than was asked for", p.Width, p.Height)
		}
	})
}
