package sim

// flow tells the host to stop, and to go on. A printer that works takes even the
// data of a command whose end has not come, so only one that stands still fills.
func (p *Printer) flow() {
	switch {
	case p.opt.Buffer == 0:
	case !p.full && p.stopped() && len(p.held) > p.opt.Buffer*3/4:
		p.full = true
		p.out = append(p.out, 0x13)
	case p.full && (!p.stopped() || len(p.held) < p.opt.Buffer/4):
		p.full = false
		p.out = append(p.out, 0x11)
	}
}

// realTime finds the commands that are obeyed wherever they stand, even in the
// data of a picture.
func (p *Printer) realTime(c byte) {
	p.tail = append(p.tail, c)
	if len(p.tail) > len(clearAll) {
		p.tail = p.tail[1:]
	}
	n := len(p.tail)
	switch {
	case !p.opt.Plain && string(p.tail) == clearAll:
		p.held = nil
		p.paper.reset()
		p.out = append(p.out, 0x37, 0x25, 0x00)
	case n < 3 || p.tail[n-3] != 0x10:
	case p.tail[n-2] == 0x04 && c >= 1 && c <= 4:
		p.out = append(p.out, p.status(c))
	case p.tail[n-2] == 0x05 && c == 2 && (p.opt.Plain || p.troubles[CutterJam]):
		p.held = nil
		p.paper.reset()
	}
}

// clearAll is DLE DC4, function 8.
const clearAll = "\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"

// stopped reports whether the printer carries nothing out at present.
func (p *Printer) stopped() bool {
	return p.troubles[PaperOut] || p.troubles[CoverOpen] || p.troubles[Offline] || p.troubles[CutterJam]
}

func (p *Printer) identify(n byte) {
	switch n {
	case 66:
		p.out = append(append(append(p.out, '_'), p.opt.Maker...), 0)
	case 67:
		p.out = append(append(append(p.out, '_'), p.opt.Model...), 0)
	case 69:
		p.out = append(append(append(p.out, '_'), "THAI 1 PASS"...), 0)
	}
}

// sensor answers GS r.
func (p *Printer) sensor(n byte) byte {
	if n == 1 && p.troubles[NearEnd] {
		return 0x03
	}
	return 0x00
}

// status answers DLE EOT n.
func (p *Printer) status(n byte) byte {
	b := byte(0x12)
	switch n {
	case 1:
		b |= 0x04 // the drawer's switch is open
		if p.stopped() {
			b |= 0x08
		}
	case 2:
		if p.troubles[CoverOpen] {
			b |= 0x04
		}
		if p.troubles[PaperOut] {
			b |= 0x20
		}
		if p.troubles[CutterJam] {
			b |= 0x40
		}
	case 3:
		if p.troubles[CutterJam] {
			b |= 0x08
		}
	case 4:
		if p.troubles[NearEnd] || p.troubles[PaperOut] {
			b |= 0x0C
		}
		if p.troubles[PaperOut] {
			b |= 0x60
		}
	}
	return b
}

// announce sends the automatic status when it is on.
func (p *Printer) announce() {
	if !p.auto || p.troubles[MuteLine] {
		return
	}
	b := [4]byte{0x14}
	if p.stopped() {
		b[0] |= 0x08
	}
	if p.troubles[CoverOpen] {
		b[0] |= 0x20
	}
	if p.troubles[CutterJam] {
		b[1] |= 0x08
	}
	if p.troubles[NearEnd] || p.troubles[PaperOut] {
		b[2] |= 0x03
	}
	if p.troubles[PaperOut] {
		b[2] |= 0x0C
	}
	p.out = append(p.out, b[:]...)
}
