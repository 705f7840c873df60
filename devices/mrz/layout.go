package mrz

// field is a place in the lines, and what may stand in it.
type field struct {
	line, from, to int
	digits         bool
}

// checked is a field with its check digit; over are the pieces that the digit
// covers.
type checked struct {
	name   string
	field  field
	digit  field
	filler bool // an empty field's digit may be a filler
}

// layout says where everything stands in a format.
type layout struct {
	format         Format
	lines, width   int
	code, issuer   field
	names          field
	number         field
	nationality    field
	birth          field
	sex            field
	expires        field
	optional       field
	optional2      field
	checks         []checked
	composite      field // its digit; zero for visas
	over           []field
	longDocumentNo bool // a long number runs on in the optional field
}

func at(line, from, to int) field  { return field{line: line, from: from, to: to} }
func num(line, from, to int) field { return field{line: line, from: from, to: to, digits: true} }

// layouts are the five formats (0-based, end excluded).
func layouts() []layout {
	td3 := twoLines(TD3, 44)
	td3.optional = at(1, 28, 42)
	td3.checks = append(td3.checks, checked{"optional", td3.optional, num(1, 42, 43), true})
	td3.composite = num(1, 43, 44)
	td3.over = []field{at(1, 0, 10), at(1, 13, 20), at(1, 21, 43)}

	td2 := twoLines(TD2, 36)
	td2.optional = at(1, 28, 35)
	td2.composite = num(1, 35, 36)
	td2.over = []field{at(1, 0, 10), at(1, 13, 20), at(1, 21, 35)}
	td2.longDocumentNo = true

	a, b := twoLines(MRVA, 44), twoLines(MRVB, 36)
	a.optional, b.optional = at(1, 28, 44), at(1, 28, 36)

	td1 := layout{
		format: TD1, lines: 3, width: 30,
		code: at(0, 0, 2), issuer: at(0, 2, 5), number: at(0, 5, 14), optional: at(0, 15, 30),
		birth: num(1, 0, 6), sex: at(1, 7, 8), expires: num(1, 8, 14), nationality: at(1, 15, 18), optional2: at(1, 18, 29),
		names: at(2, 0, 30), longDocumentNo: true,
		checks: []checked{
			{"number", at(0, 5, 14), num(0, 14, 15), false},
			{"birth", num(1, 0, 6), num(1, 6, 7), false},
			{"expires", num(1, 8, 14), num(1, 14, 15), false},
		},
		composite: num(1, 29, 30),
		over:      []field{at(0, 5, 30), at(1, 0, 7), at(1, 8, 15), at(1, 18, 29)},
	}
	return []layout{td1, td2, td3, a, b}
}

// twoLines is what the formats of two lines have in common.
func twoLines(f Format, width int) layout {
	return layout{
		format: f, lines: 2, width: width,
		code: at(0, 0, 2), issuer: at(0, 2, 5), names: at(0, 5, width),
		number: at(1, 0, 9), nationality: at(1, 10, 13), birth: num(1, 13, 19), sex: at(1, 20, 21), expires: num(1, 21, 27),
		checks: []checked{
			{"number", at(1, 0, 9), num(1, 9, 10), false},
			{"birth", num(1, 13, 19), num(1, 19, 20), false},
			{"expires", num(1, 21, 27), num(1, 27, 28), false},
		},
	}
}

// layoutOf finds the format of lines.
func layoutOf(lines []string) (layout, bool) {
	for _, l := range layouts() {
		visa := l.format == MRVA || l.format == MRVB
		if len(lines) == l.lines && len(lines[0]) == l.width && (lines[0][0] == 'V') == visa {
			return l, true
		}
	}
	return layout{}, false
}
