package port

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"sync"
	"time"
)

// Side says who sent something.
type Side string

// The sides of a line.
const (
	Host   Side = "host"
	Device Side = "device"
)

// Record is what one side sent at a time.
type Record struct {
	At   time.Duration // since the trace began
	From Side
	Data []byte
}

// Trace is what passed over a line, in order. In a file it is one JSON object a
// line, {"ms":12,"from":"host","hex":"0306"}; porttest plays it back.
type Trace []Record

type record struct {
	MS   int64  `json:"ms"`
	From Side   `json:"from"`
	Hex  string `json:"hex"`
}

// maxRecord is the longest line that ReadTrace takes.
const maxRecord = 1 << 20

// ReadTrace reads a trace from a file's contents.
func ReadTrace(r io.Reader) (Trace, error) {
	var t Trace
	in := bufio.NewScanner(r)
	in.Buffer(nil, maxRecord)
	for n := 1; in.Scan(); n++ {
		if len(bytes.TrimSpace(in.Bytes())) == 0 || in.Bytes()[0] == '#' {
			continue
		}
		var x record
		if err := json.Unmarshal(in.Bytes(), &x); err != nil {
			return nil, fmt.Errorf("port: trace line %d: %w", n, err)
		}
		data, err := hex.DecodeString(x.Hex)
		if err != nil || x.From != Host && x.From != Device {
			return nil, fmt.Errorf("port: trace line %d: %q from %q", n, x.Hex, x.From)
		}
		t = append(t, Record{At: time.Duration(x.MS) * time.Millisecond, From: x.From, Data: data})
	}
	if err := in.Err(); err != nil {
		return nil, fmt.Errorf("port: trace: %w", err)
	}
	return t, nil
}

// WriteTo writes the trace as a file has it.
func (t Trace) WriteTo(w io.Writer) (int64, error) {
	var b bytes.Buffer
	out := json.NewEncoder(&b)
	for _, r := range t {
		if err := out.Encode(record{MS: r.At.Milliseconds(), From: r.From, Hex: hex.EncodeToString(r.Data)}); err != nil {
			return 0, err
		}
	}
	return b.WriteTo(w)
}

// Sent returns everything that one side sent.
func (t Trace) Sent(from Side) []byte {
	var p []byte
	for _, r := range t {
		if r.From == from {
			p = append(p, r.Data...)
		}
	}
	return p
}

// Blank returns the trace with the bytes of one side replaced by what rewrite
// makes of them all together, which must have the same length: a driver's
// package knows where personal data stand and which check bytes follow them.
func (t Trace) Blank(from Side, rewrite func([]byte) []byte) (Trace, error) {
	was := t.Sent(from)
	now := rewrite(bytes.Clone(was))
	if len(now) != len(was) {
		return nil, fmt.Errorf("port: blanking changed %d bytes into %d", len(was), len(now))
	}
	out := make(Trace, len(t))
	for i, r := range t {
		out[i] = r
		if r.From == from {
			out[i].Data, now = bytes.Clone(now[:len(r.Data)]), now[len(r.Data):]
		}
	}
	return out, nil
}

// Tap is a Line that tells what passes over another.
type Tap struct {
	Line
	mu    sync.Mutex
	began time.Time
	now   func() time.Time
	tell  func(Record)
}

// NewTap listens on a line. tell is called for everything that passes, one call
// at a time; it must not use the line.
func NewTap(l Line, now func() time.Time, tell func(Record)) *Tap {
	return &Tap{Line: l, began: now(), now: now, tell: tell}
}

func (t *Tap) note(from Side, p []byte) {
	if len(p) == 0 {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.tell(Record{At: t.now().Sub(t.began), From: from, Data: bytes.Clone(p)})
}

// Read implements Line.
func (t *Tap) Read(p []byte) (int, error) {
	n, err := t.Line.Read(p)
	t.note(Device, p[:n])
	return n, err
}

// Write implements Line.
func (t *Tap) Write(p []byte) (int, error) {
	// Noted first: the answer may come before the write returns.
	t.note(Host, p)
	return t.Line.Write(p)
}

// SetRTS passes on to a line that has modem signals.
func (t *Tap) SetRTS(on bool) error {
	if m, ok := t.Line.(interface{ SetRTS(bool) error }); ok {
		return m.SetRTS(on)
	}
	return nil
}

// Discard passes on to a line that can drop its output.
func (t *Tap) Discard() error {
	if d, ok := t.Line.(interface{ Discard() error }); ok {
		return d.Discard()
	}
	return nil
}
