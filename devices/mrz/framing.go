package mrz

import (
	"bytes"
	"encoding/json"
	"strings"
)

// Framing is how a reader sends the lines of a document.
type Framing string

// The framings of serial readers that are known.
const (
	// Lines: the lines, each with CR or LF, and then nothing: what a reader
	// does that stands in for a keyboard.
	Lines Framing = "lines"
	// Desko: STX, each line with CR, ETX (DESKO's manual for its OCR readers).
	Desko Framing = "desko"
	// Elyctis: 'I', the length in two bytes, the lines (the ID Box One manual);
	// the reader must be asked to read on after every document.
	Elyctis Framing = "elyctis"
	// RTE6701: SOH, "OU", STX, three lines of which some may be empty, each
	// with CR, ETX, a check byte (3M's manual of the RTE6701, page 26). How the
	// check byte is made the manual's public part does not say; it is not looked
	// at.
	RTE6701 Framing = "rte6701"
	// EST: STX, JSON, ETX (the EST-100PR).
	EST Framing = "est"
)

// limit is the longest message that is collected; what comes after is noise.
const limit = 4096

// Start returns what a reader of this framing must be sent so that it reads, and
// again after each document; nil for those that read by themselves.
func (f Framing) Start() []byte {
	if f == Elyctis {
		return []byte{0x43, 0x00, 0x01, 0x01}
	}
	return nil
}

// known reports whether f is one of the constants.
func (f Framing) known() bool {
	switch f {
	case Lines, Desko, Elyctis, RTE6701, EST:
		return true
	}
	return false
}

// Splitter finds the documents in what a reader sends.
type Splitter struct {
	framing Framing
	buf     []byte
}

// NewSplitter makes a splitter; an unknown framing is taken for Lines.
func NewSplitter(f Framing) *Splitter {
	if !f.known() {
		f = Lines
	}
	return &Splitter{framing: f}
}

// Feed takes bytes and returns the lines of every document that they complete.
func (s *Splitter) Feed(p []byte) [][]string {
	var out [][]string
	for _, b := range p {
		if len(s.buf) < limit {
			s.buf = append(s.buf, b)
		}
		if lines, done := s.step(b); done {
			s.buf = nil
			if len(lines) > 0 {
				out = append(out, lines)
			}
		}
	}
	return out
}

// Quiet is called when the reader has paused: without an end mark that is the
// end of a document, with one it is the end of a torn one.
func (s *Splitter) Quiet() []string {
	p := s.buf
	s.buf = nil
	if s.framing == Lines {
		return split(p)
	}
	return nil
}

func (s *Splitter) step(b byte) ([]string, bool) {
	switch s.framing {
	case Desko, RTE6701, EST:
		if b != 0x03 {
			return nil, false
		}
		at := bytes.IndexByte(s.buf, 0x02)
		if at < 0 {
			return nil, true
		}
		body := s.buf[at+1 : len(s.buf)-1]
		if s.framing == EST {
			return fromJSON(body), true
		}
		return split(body), true
	case Elyctis:
		return s.elyctis()
	}
	return nil, false
}

// elyctis collects a message with its length in front.
func (s *Splitter) elyctis() ([]string, bool) {
	if s.buf[0] != 'I' {
		return nil, true // not the start of a message
	}
	if len(s.buf) < 3 {
		return nil, false
	}
	n := int(s.buf[1])<<8 | int(s.buf[2])
	if n > limit-3 {
		return nil, true
	}
	if len(s.buf) < 3+n {
		return nil, false
	}
	return split(s.buf[3:]), true
}

// fromJSON takes the lines from the message of an EST reader.
func fromJSON(p []byte) []string {
	var m struct {
		CameraData struct {
			Data string `json:"data"`
		}
	}
	if json.Unmarshal(p, &m) != nil {
		return nil
	}
	return split([]byte(m.CameraData.Data))
}

// split parts a body into lines. A body without ends of lines is cut by the
// widths that documents have.
func split(p []byte) []string {
	var out []string
	for _, l := range strings.FieldsFunc(string(p), func(r rune) bool { return r == '\r' || r == '\n' }) {
		if l = strings.TrimSpace(l); strings.Trim(l, "_ ") != "" {
			out = append(out, l)
		}
	}
	if len(out) == 1 {
		for _, w := range []struct{ lines, width int }{{3, 30}, {2, 44}, {2, 36}} {
			if len(out[0]) == w.lines*w.width {
				return cut(out[0], w.width)
			}
		}
	}
	return out
}

func cut(s string, width int) []string {
	var out []string
	for ; s != ""; s = s[width:] {
		out = append(out, s[:width])
	}
	return out
}
