package paper

import (
	"errors"
	"fmt"
	"image"
	_ "image/jpeg" // scanners and telephones write both
	_ "image/png"
	"io"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
	"golang.org/x/image/draw"

	"sala/forms/seal"
)

// ErrNoCode means that a picture shows no QR code that can be read.
var ErrNoCode = errors.New("the picture shows no code that can be read")

// maxPixels bounds what is decoded: an A4 page at 600 dots to the inch.
const maxPixels = 40_000_000

// ReadPicture returns the text of the QR code on a picture (PNG or JPEG) of a
// certificate: a scan of the page or a photo of the code.
func ReadPicture(r io.ReadSeeker) (string, error) {
	size, _, err := image.DecodeConfig(r)
	if err != nil {
		return "", fmt.Errorf("read the picture: %w", err)
	}
	if size.Width*size.Height > maxPixels {
		return "", fmt.Errorf("read the picture: %d by %d dots are too many", size.Width, size.Height)
	}
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return "", fmt.Errorf("read the picture: %w", err)
	}
	img, _, err := image.Decode(r)
	if err != nil {
		return "", fmt.Errorf("read the picture: %w", err)
	}
	return ReadCode(img)
}

// ReadCode returns the text of the QR code on a picture. A code on a whole page
// is small, so halves and quarters of the page are looked at too, and sharp
// pictures once more at half their size.
func ReadCode(img image.Image) (string, error) {
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	var areas []image.Rectangle
	for _, a := range []image.Rectangle{
		image.Rect(0, h/2, w*2/3, h), image.Rect(0, h/3, w/2, h*5/6), image.Rect(0, 0, w/2, h/2), image.Rect(0, h*2/5, w/2, h*4/5), image.Rect(w/3, h/2, w, h), image.Rect(0, 0, w, h),
	} {
		areas = append(areas, a.Add(b.Min))
	}
	other := ""
	for _, a := range areas {
		part := crop(img, a)
		for _, p := range []image.Image{part, half(part)} {
			text, err := decode(p)
			if err != nil {
				continue
			}
			if len(text) > len(seal.Prefix) && text[:len(seal.Prefix)] == seal.Prefix {
				return text, nil
			}
			other = text
		}
	}
	if other != "" {
		return other, nil
	}
	return "", ErrNoCode
}

func decode(img image.Image) (text string, err error) {
	// The reader has panicked on pictures that look like a code and are none.
	defer func() {
		if p := recover(); p != nil {
			text, err = "", ErrNoCode
		}
	}()
	bitmap, err := gozxing.NewBinaryBitmapFromImage(img)
	if err != nil {
		return "", err
	}
	result, err := qrcode.NewQRCodeReader().Decode(bitmap, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true})
	if err != nil {
		return "", err
	}
	return result.GetText(), nil
}

func crop(img image.Image, to image.Rectangle) image.Image {
	out := image.NewGray(image.Rect(0, 0, to.Dx(), to.Dy()))
	draw.Draw(out, out.Rect, img, to.Min, draw.Src)
	return out
}

func half(img image.Image) image.Image {
	b := img.Bounds()
	out := image.NewGray(image.Rect(0, 0, b.Dx()/2, b.Dy()/2))
	draw.ApproxBiLinear.Scale(out, out.Rect, img, b, draw.Src, nil)
	return out
}
