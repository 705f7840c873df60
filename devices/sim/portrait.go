package sim

import (
	"bytes"
	"hash/fnv"
	"image"
	"image/color"
	"image/jpeg"
)

// Portrait draws a placeholder portrait, a plain bust that is nobody's, as a
// JPEG of at most limit bytes. The seed decides its colours.
func Portrait(seed string, limit int) []byte {
	h := fnv.New32a()
	_, _ = h.Write([]byte(seed))
	n := h.Sum32()
	ground := color.RGBA{uint8(190 + n%50), uint8(200 + n>>8%40), uint8(215 + n>>16%35), 255}
	coat := color.RGBA{uint8(30 + n>>4%60), uint8(50 + n>>12%60), uint8(90 + n>>20%80), 255}
	skin := color.RGBA{uint8(200 + n>>6%30), uint8(165 + n>>10%25), uint8(135 + n>>14%25), 255}
	hair := color.RGBA{40, 34, 32, 255}
	const w, ht = 148, 178
	img := image.NewRGBA(image.Rect(0, 0, w, ht))
	for y := range ht {
		for x := range w {
			c := ground
			switch {
			case inside(x, y, 74, 78, 30, 38):
				c = skin
			case inside(x, y, 74, 68, 36, 44) && y < 72:
				c = hair
			case x > 62 && x < 86 && y > 100 && y < 132:
				c = skin
			case inside(x, y, 74, 186, 62, 62):
				c = coat
			}
			img.SetRGBA(x, y, c)
		}
	}
	for quality := 85; ; quality -= 10 {
		var b bytes.Buffer
		if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}); err != nil || quality < 10 {
			return nil
		}
		if b.Len() <= limit {
			return b.Bytes()
		}
	}
}

func inside(x, y, cx, cy, rx, ry int) bool {
	dx, dy := float64(x-cx)/float64(rx), float64(y-cy)/float64(ry)
	return dx*dx+dy*dy <= 1
}
