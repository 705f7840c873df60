package escpos

// CommandLength returns how long the command at the start of p is, one for a
// letter, 0 while too little of it is there to tell. The length may be more than
// p has.
func CommandLength(p []byte) int {
	if len(p) == 0 {
		return 0
	}
	switch p[0] {
	case 0x10:
		return dleLength(p)
	case 0x1B:
		return escLength(p)
	case 0x1C:
		return fsLength(p)
	case 0x1D:
		return gsLength(p)
	}
	return 1
}

func dleLength(p []byte) int {
	switch {
	case len(p) < 2:
		return 0
	case p[1] == 0x14 && len(p) < 3:
		return 0
	case p[1] == 0x14 && p[2] == 8:
		return 10
	case p[1] == 0x14:
		return 5
	case p[1] == 0x04, p[1] == 0x05:
		return 3
	}
	return 1
}

func escLength(p []byte) int {
	if len(p) < 2 {
		return 0
	}
	switch p[1] {
	case '@', '2', 0x0C:
		return 2
	case '$', '\\':
		return 4
	case 'p':
		return 5
	case '*':
		if len(p) < 5 {
			return 0
		}
		n := int(p[3]) | int(p[4])<<8
		if p[2] >= 32 {
			n *= 3
		}
		return 5 + n
	}
	return 3
}

func fsLength(p []byte) int {
	switch {
	case len(p) < 2:
		return 0
	case p[1] == '&' || p[1] == '.':
		return 2
	case p[1] == '(':
		return sized(p)
	}
	return 3
}

func gsLength(p []byte) int {
	if len(p) < 2 {
		return 0
	}
	switch p[1] {
	case '(':
		return sized(p)
	case 'L', 'W', '$', '\\', 'P':
		return 4
	case 'V':
		if len(p) < 3 {
			return 0
		}
		if p[2] >= 0x41 {
			return 4
		}
		return 3
	case 'k':
		return barcodeLength(p)
	case 'v':
		if len(p) < 8 {
			return 0
		}
		return 8 + (int(p[4])|int(p[5])<<8)*(int(p[6])|int(p[7])<<8)
	case '8':
		if len(p) < 7 {
			return 0
		}
		return 7 + (int(p[3]) | int(p[4])<<8 | int(p[5])<<16 | int(p[6]&0x7F)<<24)
	}
	return 3
}

// barcodeLength measures GS k: by its count, or up to its NUL in the old form.
func barcodeLength(p []byte) int {
	if len(p) < 4 {
		return 0
	}
	if p[2] >= 65 {
		return 4 + int(p[3])
	}
	for i, b := range p[3:] {
		if b == 0 {
			return 4 + i
		}
	}
	return 0
}

// sized measures a command of the form X ( fn pL pH.
func sized(p []byte) int {
	if len(p) < 5 {
		return 0
	}
	return 5 + int(p[3]) + int(p[4])<<8
}
