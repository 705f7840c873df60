// Package photo makes a photograph fit to be kept: upright, no larger than it
// needs to be, and with nothing in it but the picture. When and where it was
// taken is read off first, for whoever wants to answer a question with it.
package photo

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	_ "image/png" // is a format that is read
	"time"

	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp" // likewise
)

// Photo is a photograph that is fit to be kept.
type Photo struct {
	JPEG          []byte
	Width, Height int
	Taken         time.Time // of the camera's clock, without a zone; zero when it does not say
	Place         *Place    // where the camera was; nil when it does not say
}

// Place is where a camera was, in degrees (WGS 84).
type Place struct{ Lat, Lon float64 }

// Bounds of what is kept and read.
const (
	Edge      = 1600     // pixels of the longer side of what is kept
	MostBytes = 40 << 20 // of a file
	mostDots  = 64 << 20 // of a picture, before it is unpacked
	quality   = 82
)

// Errors of files that are no photographs.
var (
	ErrFormat = errors.New("this is not a photograph of a kind that is read (JPEG, PNG, WebP)")
	ErrLarge  = errors.New("the photograph is larger than can be read")
)

// Read makes a photograph out of a file's content: turned upright, at most edge
// pixels long (0 = Edge), as a JPEG with no remark of the camera's in it.
func Read(file []byte, edge int) (Photo, error) {
	if edge <= 0 {
		edge = Edge
	}
	if len(file) > MostBytes {
		return Photo{}, ErrLarge
	}
	size, _, err := image.DecodeConfig(bytes.NewReader(file))
	if err != nil {
		return Photo{}, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	if size.Width <= 0 || size.Height <= 0 || size.Width > mostDots/size.Height {
		return Photo{}, ErrLarge
	}
	picture, _, err := image.Decode(bytes.NewReader(file))
	if err != nil {
		return Photo{}, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	says := exif(file)
	upright := turn(shrink(picture, edge), says.orientation)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, upright, &jpeg.Options{Quality: quality}); err != nil {
		return Photo{}, err
	}
	return Photo{JPEG: b.Bytes(), Width: upright.Bounds().Dx(), Height: upright.Bounds().Dy(), Taken: says.taken, Place: says.place}, nil
}

// shrink returns the picture on white, its longer side at most edge.
func shrink(p image.Image, edge int) *image.RGBA {
	w, h := p.Bounds().Dx(), p.Bounds().Dy()
	if long := max(w, h); long > edge {
		w, h = max(1, w*edge/long), max(1, h*edge/long)
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(out, out.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.ApproxBiLinear.Scale(out, out.Bounds(), p, p.Bounds(), draw.Over, nil)
	return out
}

// turn returns the picture as the camera was held; orientation is EXIF's, 1 to 8
// (EXIF 2.32, tag 0x0112).
func turn(p *image.RGBA, orientation int) *image.RGBA {
	if orientation < 2 || orientation > 8 {
		return p
	}
	w, h := p.Bounds().Dx(), p.Bounds().Dy()
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if orientation >= 5 {
		out = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			to := [...]image.Point{2: {w - 1 - x, y}, 3: {w - 1 - x, h - 1 - y}, 4: {x, h - 1 - y}, 5: {y, x}, 6: {h - 1 - y, x}, 7: {h - 1 - y, w - 1 - x}, 8: {y, w - 1 - x}}[orientation]
			out.SetRGBA(to.X, to.Y, p.RGBAAt(x, y))
		}
	}
	return out
}
