package thaiid

import (
	"bytes"
	"encoding/binary"
)

// memory is the part of an applet that has been read.
type memory struct {
	parts []piece
}

type piece struct {
	span
	data []byte
}

func (m *memory) keep(sp span, p []byte) { m.parts = append(m.parts, piece{sp, p}) }

// at returns the bytes of a field, nil while they have not been read.
func (m *memory) at(f span) []byte {
	for _, p := range m.parts {
		if f.at >= p.at && f.at+f.size <= p.at+len(p.data) {
			return p.data[f.at-p.at:][:f.size]
		}
	}
	return nil
}

// fill sets the fields that have been read.
func (m *memory) fill(c *Card) {
	c.Version = decode(m.at(spanVersion))
	c.Number = decode(m.at(spanNumber))
	c.NumberValid = validNumber(c.Number)
	c.Thai = nameOf(m.at(spanThai))
	c.English = nameOf(m.at(spanEnglish))
	c.Birth = dateOf(m.at(spanBirth))
	c.Sex = sexOf(m.at(spanSex))
	c.Request = decode(m.at(spanRequest))
	c.Issuer = decode(m.at(spanIssuer))
	c.IssuerCode = decode(m.at(spanIssuerCode))
	c.Issued = dateOf(m.at(spanIssued))
	c.Expires = dateOf(m.at(spanExpires))
	c.ForLife = forLife(c.Expires)
	c.Type = decode(m.at(spanType))
	c.Address = addressOf(m.at(spanAddress))
	c.PhotoNumber = decode(m.at(spanPhotoNumber))
}

// complete reports whether p, which ends in an end mark, is a whole JPEG: a
// thumbnail inside its header has an end mark of its own, so the segments are
// walked up to the picture's data.
func complete(p []byte) bool {
	at := 2
	for at+4 <= len(p) {
		if p[at] != 0xFF {
			return true // not a segment: let the picture's reader judge
		}
		if p[at+1] == 0xDA {
			return bytes.Contains(p[at:], endOfImage)
		}
		at += 2 + int(binary.BigEndian.Uint16(p[at+2:]))
	}
	return false
}
