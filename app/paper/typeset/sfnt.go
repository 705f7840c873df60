package typeset

import (
	"encoding/binary"
	"slices"
)

// file assembles the font: head, hhea, maxp, hmtx, loca, glyf.
func (b *builder) file(family *Family) []byte {
	base := family.thai[Regular]
	n := len(b.glyphs)
	loca := make([]byte, 0, 4*(n+1))
	hmtx := make([]byte, 0, 4*n)
	var glyf []byte
	widest := 0
	for i, g := range b.glyphs {
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		glyf = append(glyf, g...)
		for len(glyf)%4 != 0 {
			glyf = append(glyf, 0)
		}
		hmtx = binary.BigEndian.AppendUint16(hmtx, uint16(b.widths[i]))
		hmtx = binary.BigEndian.AppendUint16(hmtx, uint16(int16(b.bearing[i])))
		widest = max(widest, b.widths[i])
	}
	loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))

	head := slices.Clone(base.tables["head"][:54])
	put16(head, 8, 0)
	put16(head, 10, 0) // checkSumAdjustment, set at the end
	put16(head, 36, b.box.xMin)
	put16(head, 38, b.box.yMin)
	put16(head, 40, b.box.xMax)
	put16(head, 42, b.box.yMax)
	put16(head, 50, 1)
	hhea := slices.Clone(base.tables["hhea"][:36])
	put16(hhea, 10, widest)
	put16(hhea, 34, n)

	// No hinting: the limits of the interpreter are all nothing.
	maxp := make([]byte, 32)
	binary.BigEndian.PutUint32(maxp, 0x00010000)
	put16(maxp, 4, n)
	put16(maxp, 6, b.points)
	put16(maxp, 8, b.contours)
	put16(maxp, 10, b.points*max(1, b.parts))
	put16(maxp, 12, b.contours*max(1, b.parts))
	put16(maxp, 14, 1)
	put16(maxp, 28, b.parts)
	put16(maxp, 30, 6) // levels: a baked cell, its part, and up to 4 below it

	return assemble([]table{{"glyf", glyf}, {"head", head}, {"hhea", hhea}, {"hmtx", hmtx}, {"loca", loca}, {"maxp", maxp}})
}

type table struct {
	tag  string
	data []byte
}

// assemble writes tables, sorted by tag, as a TrueType file.
func assemble(tables []table) []byte {
	n := len(tables)
	log := 0
	for 1<<(log+1) <= n {
		log++
	}
	out := make([]byte, 12+16*n)
	binary.BigEndian.PutUint32(out, 0x00010000)
	put16(out, 4, n)
	put16(out, 6, 16<<log)
	put16(out, 8, log)
	put16(out, 10, 16*n-16<<log)
	headAt := 0
	for i, t := range tables {
		rec := 12 + 16*i
		copy(out[rec:], t.tag)
		at := len(out)
		if t.tag == "head" {
			headAt = at
		}
		out = append(out, t.data...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
		binary.BigEndian.PutUint32(out[rec+4:], checksum(out[at:]))
		binary.BigEndian.PutUint32(out[rec+8:], uint32(at))
		binary.BigEndian.PutUint32(out[rec+12:], uint32(len(t.data)))
	}
	binary.BigEndian.PutUint32(out[headAt+8:], 0xB1B0AFBA-checksum(out))
	return out
}

func checksum(b []byte) uint32 {
	var sum uint32
	for ; len(b) >= 4; b = b[4:] {
		sum += binary.BigEndian.Uint32(b)
	}
	return sum
}

func put16(b []byte, at, v int) { binary.BigEndian.PutUint16(b[at:], uint16(v)) }
