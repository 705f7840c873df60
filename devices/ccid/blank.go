package ccid

import (
	"bytes"
	"encoding/binary"
)

// Blank makes what a card said unreadable in the stream that a reader sent, and
// keeps everything that a driver goes by: lengths, status words, check bytes, the
// number's being digits, the photograph's marks. A trace so treated plays back.
func Blank(stream []byte) []byte {
	out := bytes.Clone(stream)
	blocks := false // the card speaks T=1
	for at := 0; at+2+headerSize < len(out); {
		if out[at] != sync || out[at+1] != ack {
			at++
			continue
		}
		size := int(binary.LittleEndian.Uint32(out[at+3:]))
		end := at + 2 + headerSize + size
		if size > maxData || end >= len(out) {
			at++
			continue
		}
		frame := out[at : end+1]
		if data := frame[2+headerSize : len(frame)-1]; frame[2] == ansData && len(data) > 2 {
			if a, err := ParseATR(data); err == nil && !blocks {
				blocks = a.Default() == T1
			} else if blocks {
				blankBlock(data)
			} else {
				blankAnswer(data[:len(data)-2])
			}
			frame[len(frame)-1] = lrc(frame[:len(frame)-1])
		}
		at = end + 1
	}
	return out
}

// blankBlock blanks the contents of a T=1 block whose check is an LRC; it ends
// with a status word when the block is an answer's last.
func blankBlock(b []byte) {
	if len(b) < 4 || len(b) != 4+int(b[2]) || b[1]&0x80 != 0 {
		return
	}
	inf := b[3 : len(b)-1]
	if b[1]&pcbMore == 0 && len(inf) >= 2 {
		inf = inf[:len(inf)-2]
	}
	blankAnswer(inf)
	b[len(b)-1] = lrc(b[:len(b)-1])
}

// blankAnswer blanks a card's data. Text keeps its marks and blanks; in a
// picture the markers and the lengths behind them stay, so that its end is found
// where it was.
func blankAnswer(p []byte) {
	picture := false
	for _, b := range p {
		picture = picture || b < 0x20
	}
	keep := 0
	if picture {
		keep = 3 // a marker may have begun in the block before
	}
	for i, b := range p {
		switch {
		case picture && b == 0xFF:
			keep = 3
		case keep > 0:
			keep--
		case picture:
			p[i] = 0x11
		case b >= '0' && b <= '9':
			p[i] = '0'
		case b >= 'A' && b <= 'Z', b >= 'a' && b <= 'z':
			p[i] = 'x'
		case b >= 0xA1:
			p[i] = 0xA1
		}
	}
}
