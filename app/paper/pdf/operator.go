package pdf

import (
	"math"
	"strconv"
)

// appendInk sets the colour of fills ('g') or lines ('G').
func appendInk(b []byte, ink Ink, op byte) []byte {
	b = append(appendNumber(b, float64(ink.R)/255), ' ')
	if ink.R == ink.G && ink.G == ink.B {
		return append(b, op, ' ')
	}
	b = append(appendNumber(b, float64(ink.G)/255), ' ')
	b = append(appendNumber(b, float64(ink.B)/255), ' ')
	return append(b, 'r'-'g'+op, op, ' ')
}

// appendNumber writes thousandths of a point: finer than any printer.
func appendNumber(b []byte, v float64) []byte {
	n := int64(math.Round(v * 1000))
	if n < 0 {
		b, n = append(b, '-'), -n
	}
	b = strconv.AppendInt(b, n/1000, 10)
	if f := n % 1000; f != 0 {
		b = append(b, '.', byte('0'+f/100))
		if f%100 != 0 {
			b = append(b, byte('0'+f/10%10))
			if f%10 != 0 {
				b = append(b, byte('0'+f%10))
			}
		}
	}
	return b
}
