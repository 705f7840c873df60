package escpos

// saying is one thing that a printer says.
type saying int

const (
	nothing    saying = iota
	saidStatus        // one byte, the answer to DLE EOT
	saidAuto          // four bytes of automatic status
	saidText          // an answer to GS I, without its frame
	saidBlock         // another block: its header and its contents
	saidByte          // one byte, the answer to GS r
	saidStop          // XOFF: send no more
	saidGo            // XON
)

// textLimit is the longest text that is kept; a line full of noise must not
// grow it without end.
const textLimit = 256

// demux parts the printer's one stream of bytes into what they mean.
type demux struct {
	auto []byte // automatic status, not yet four bytes
	text []byte // a block, not yet ended
	head byte   // what it began with; 0 outside of a block
}

// take adds one byte; the result is complete when the saying is not nothing.
func (d *demux) take(b byte) (saying, []byte) {
	if d.head != 0 {
		return d.takeText(b)
	}
	switch {
	case b == 0x11:
		return saidGo, nil
	case b == 0x13:
		return saidStop, nil
	case len(d.auto) > 0 && b&0x90 == 0:
		d.auto = append(d.auto, b)
		if len(d.auto) < 4 {
			return nothing, nil
		}
		p := d.auto
		d.auto = nil
		return saidAuto, p
	case b&0x93 == 0x12:
		return saidStatus, []byte{b}
	case b&0x93 == 0x10:
		d.auto = []byte{b} // should one have been torn, the new one counts
	case b == 0x5F, b == 0x37, b == 0x3B, b == 0x3D, b == 0x35:
		d.head, d.text = b, nil
	case b&0x90 == 0:
		return saidByte, []byte{b}
	}
	return nothing, nil
}

func (d *demux) takeText(b byte) (saying, []byte) {
	if b != 0 {
		if len(d.text) < textLimit {
			d.text = append(d.text, b)
		}
		return nothing, nil
	}
	head := d.head
	d.head = 0
	if head == 0x5F {
		return saidText, d.text
	}
	return saidBlock, append([]byte{head}, d.text...)
}
