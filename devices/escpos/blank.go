package escpos

import "bytes"

// Blank makes what a host sent to a printer unreadable and keeps its length and
// every command: letters become x, ก and 가, digits 0, pictures white and QR
// symbols crosses.
func Blank(stream []byte) []byte {
	out := bytes.Clone(stream)
	hangul := false
	for p := out; len(p) > 0; {
		n := min(max(CommandLength(p), 1), len(p))
		cmd := p[:n]
		switch {
		case n == 1 && hangul && cmd[0] >= 0xA1 && len(p) > 1:
			p[0], p[1], n = 0xB0, 0xA1, 2
		case n == 1:
			cmd[0] = blankLetter(cmd[0])
		case bytes.HasPrefix(cmd, []byte{0x1C, '&'}), bytes.HasPrefix(cmd, []byte{0x1C, '.'}):
			hangul = cmd[1] == '&'
		case bytes.HasPrefix(cmd, []byte{0x1B, '@'}):
			hangul = false
		default:
			blankData(cmd)
		}
		p = p[n:]
	}
	return out
}

func blankLetter(b byte) byte {
	switch {
	case b >= '0' && b <= '9':
		return '0'
	case b >= 'A' && b <= 'Z', b >= 'a' && b <= 'z':
		return 'x'
	case b >= 0xA1:
		return 0xA1
	}
	return b
}

// blankData empties what a command carries.
func blankData(cmd []byte) {
	head := len(cmd)
	with := byte(0)
	switch {
	case bytes.HasPrefix(cmd, []byte{0x1D, 'v'}):
		head = 8
	case bytes.HasPrefix(cmd, []byte{0x1D, '8'}):
		head = 17
	case bytes.HasPrefix(cmd, []byte{0x1B, '*'}):
		head = 5
	case bytes.HasPrefix(cmd, []byte{0x1D, '(', 'k'}) && len(cmd) > 8 && cmd[6] == 0x50:
		head, with = 8, 'X'
	case bytes.HasPrefix(cmd, []byte{0x1D, 'k'}):
		head, with = 4, '0'
	}
	for i := head; i < len(cmd); i++ {
		cmd[i] = with
	}
}
