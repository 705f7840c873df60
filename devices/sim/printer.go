package sim

import (
	"bytes"
	"image"
	"io"
	"sync"

	"sala/devices/escpos"
)

// PrinterOptions says what kind of receipt printer is simulated.
type PrinterOptions struct {
	Dots    int    // across the paper; 576 when 0
	Columns int    // of the normal font; 48 when 0
	Face    []byte // a font with Thai and Korean letters, for the picture of the paper
	Maker   string // "SIM" when empty
	Model   string // "TM-SIM" when empty
	// Plain is for clones that do not know the command that clears the buffers;
	// theirs are cleared by DLE ENQ 2, which others obey only in a cutter error.
	Plain bool
	// Buffer is how many bytes it holds before it sends XOFF; 0 is no limit.
	Buffer int
	// TwoByte makes it begin in Hangul mode, as many clones do.
	TwoByte bool
}

// Trouble is what can be wrong with a printer.
type Trouble string

// The troubles of a printer.
const (
	PaperOut  Trouble = "paper-out"
	NearEnd   Trouble = "near-end"
	CoverOpen Trouble = "cover"
	Offline   Trouble = "offline"
	CutterJam Trouble = "cutter"
	MuteLine  Trouble = "mute" // takes bytes, says nothing, prints nothing
)

// Printer is an ESC/POS receipt printer on a serial line. It keeps every byte
// it was sent and draws the paper.
type Printer struct {
	opt  PrinterOptions
	wire *Wire

	mu       sync.Mutex
	troubles map[Trouble]bool
	received []byte
	held     []byte // received and not yet carried out
	tail     []byte // the last bytes received
	paper    *paper
	slips    []image.Image
	auto     bool // automatic status
	outAfter int  // rows of paper left; 0 is no limit
	opened   int  // times the drawer was opened
	full     bool // XOFF was sent
	out      []byte
	line     io.Writer
}

// NewPrinter makes a printer with paper in it.
func NewPrinter(o PrinterOptions) (*Printer, error) {
	if o.Dots == 0 {
		o.Dots = 576
	}
	if o.Columns == 0 {
		o.Columns = 48
	}
	if o.Maker == "" {
		o.Maker = "SIM"
	}
	if o.Model == "" {
		o.Model = "TM-SIM"
	}
	pa, err := newPaper(o)
	if err != nil {
		return nil, err
	}
	return &Printer{opt: o, wire: NewWire(), troubles: map[Trouble]bool{}, paper: pa}, nil
}

// Wire returns the line's faults and pace.
func (p *Printer) Wire() *Wire { return p.wire }

// Set brings a trouble about, or ends it. What waited for paper is then printed.
func (p *Printer) Set(t Trouble, on bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.troubles[t] = on
	p.announce()
	p.work()
	p.flow()
	_ = p.flush() // a line that has gone ends Serve
}

// PaperOutAfter lets the paper end after so many more rows of dots.
func (p *Printer) PaperOutAfter(rows int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.outAfter = p.paper.height() + rows
}

// Received returns every byte that came since the last Forget.
func (p *Printer) Received() []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]byte(nil), p.received...)
}

// Slips returns what was printed and cut off, oldest first, and what hangs out
// of the printer as the last, when there is any.
func (p *Printer) Slips() []image.Image {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := append([]image.Image(nil), p.slips...)
	if img := p.paper.picture(); img != nil {
		out = append(out, img)
	}
	return out
}

// Drawers returns how often the drawer was opened.
func (p *Printer) Drawers() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.opened
}

// Forget throws the paper away and forgets the bytes.
func (p *Printer) Forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.received, p.slips, p.outAfter = nil, nil, 0
	p.paper.tear()
}

// Serve answers a host until the line ends; nil when it was unplugged.
func (p *Printer) Serve(line io.ReadWriter) error {
	w := p.wire.over(line)
	p.mu.Lock()
	p.line, p.out = w, nil
	p.mu.Unlock()
	buf := make([]byte, 512)
	for {
		n, err := w.Read(buf)
		if n > 0 {
			if e := p.take(buf[:n]); e != nil && err == nil {
				err = e
			}
		}
		if err != nil {
			p.mu.Lock()
			if p.line == io.Writer(w) { // not yet served on another line
				p.line = nil
			}
			p.mu.Unlock()
			if gone(err) {
				return nil
			}
			return err
		}
	}
}

func (p *Printer) take(b []byte) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.received = append(p.received, b...)
	if p.troubles[MuteLine] {
		p.held = nil
		return nil
	}
	for _, c := range b {
		p.held = append(p.held, c)
		p.realTime(c)
	}
	p.work()
	p.flow()
	return p.flush()
}

// work carries out what waits.
func (p *Printer) work() {
	for !p.stopped() && len(p.held) > 0 {
		n := escpos.CommandLength(p.held)
		if n == 0 || n > len(p.held) {
			return // the rest has not come yet
		}
		cmd := p.held[:n]
		p.held = p.held[n:]
		p.do(cmd)
		if p.outAfter > 0 && p.paper.height() >= p.outAfter {
			p.outAfter = 0
			p.troubles[PaperOut] = true
			p.announce()
		}
	}
}

func (p *Printer) do(cmd []byte) {
	switch {
	case match(cmd, 0x1D, 'r'):
		p.out = append(p.out, p.sensor(cmd[2]))
	case match(cmd, 0x1D, 'I'):
		p.identify(cmd[2])
	case match(cmd, 0x1D, 'a'):
		p.auto = cmd[2] != 0
		p.announce()
	case match(cmd, 0x1D, 'V'):
		p.paper.feed(90)
		if img := p.paper.picture(); img != nil {
			p.slips = append(p.slips, img)
		}
		p.paper.tear()
	case match(cmd, 0x1B, 'p'):
		p.opened++
	default:
		p.paper.do(cmd)
	}
}

// flush sends the answers.
func (p *Printer) flush() error {
	out := p.out
	p.out = nil
	if len(out) == 0 || p.line == nil {
		return nil
	}
	_, err := p.line.Write(out)
	return err
}

// match reports whether a command begins with these bytes.
func match(cmd []byte, prefix ...byte) bool { return bytes.HasPrefix(cmd, prefix) }
