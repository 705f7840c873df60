package xlsform

import (
	"fmt"
	"strconv"
	"strings"
)

// truth converts to a condition as XPath does.
func (t *translator) truth(p part) string {
	p = t.outside(p)
	switch p.kind {
	case boolKind:
		return p.code
	case numberKind:
		return "(" + p.code + ") != 0"
	case anyKind:
		return `text(` + p.code + `) not in ["", "0", "false", "False"]`
	}
	return "answered(" + p.code + ")"
}

func (t *translator) number(p part) string {
	p = t.outside(p)
	if p.kind == numberKind {
		return p.code
	}
	if p.literal != nil {
		if _, err := strconv.ParseFloat(*p.literal, 64); err == nil {
			return *p.literal
		}
	}
	if p.kind == dateKind {
		return `days("1970-01-01", ` + p.code + `)`
	}
	return "number(" + p.code + ")"
}

func (t *translator) text(p part) string {
	p = t.outside(p)
	if p.kind == textKind || p.kind == dateKind {
		return p.code
	}
	return "text(" + p.code + ")"
}

func (t *translator) binary(op string, a, b part) part {
	switch op {
	case "or", "and":
		return part{code: "(" + t.truth(a) + " " + op + " " + t.truth(b) + ")", kind: boolKind}
	case "=", "!=":
		return t.equality(op, t.outside(a), t.outside(b))
	case "<", "<=", ">", ">=":
		if a.kind == dateKind || b.kind == dateKind {
			return part{code: fmt.Sprintf("(answered(%[1]s) and answered(%[3]s) and %[1]s %[2]s %[3]s)", t.text(a), op, t.text(b)), kind: boolKind}
		}
		return part{code: fmt.Sprintf("(%s %s %s)", t.number(a), op, t.number(b)), kind: boolKind}
	case "+", "-":
		return t.sum(op, a, b)
	case "*":
		return part{code: fmt.Sprintf("(%s * %s)", t.number(a), t.number(b)), kind: numberKind}
	case "div":
		return part{code: fmt.Sprintf("(%s / %s)", t.number(a), t.number(b)), kind: numberKind}
	}
	return part{code: fmt.Sprintf("modulo(%s, %s)", t.number(a), t.number(b)), kind: numberKind}
}

// sum adds and subtracts; with a date it counts days.
func (t *translator) sum(op string, a, b part) part {
	switch {
	case op == "-" && a.kind == dateKind && b.kind == dateKind:
		return part{code: fmt.Sprintf("days(%s, %s)", b.code, a.code), kind: numberKind}
	case a.kind == dateKind:
		return part{code: fmt.Sprintf("add_days(%s, %s%s)", a.code, map[string]string{"+": "", "-": "-"}[op], t.number(b)), kind: dateKind}
	}
	return part{code: fmt.Sprintf("(%s %s %s)", t.number(a), op, t.number(b)), kind: numberKind}
}

func (t *translator) equality(op string, a, b part) part {
	own := map[string]string{"=": "==", "!=": "!="}[op]
	for _, pair := range [][2]part{{a, b}, {b, a}} {
		if pair[1].literal == nil {
			continue
		}
		value := *pair[1].literal
		switch {
		case value == "": // asks whether there is an answer
			not := map[string]string{"=": "not ", "!=": ""}[op]
			return part{code: "(" + not + "answered(" + pair[0].code + "))", kind: boolKind}
		case pair[0].kind == boolKind: // acknowledge: 'OK'
			yes := (strings.EqualFold(value, "ok") || strings.EqualFold(value, "yes") || value == "true" || value == "1") == (op == "=")
			return part{code: fmt.Sprintf("(%s == %v)", pair[0].code, yes), kind: boolKind}
		case pair[0].kind == numberKind:
			if _, err := strconv.ParseFloat(value, 64); err == nil {
				return part{code: fmt.Sprintf("(%s %s %s)", pair[0].code, own, value), kind: boolKind}
			}
		}
	}
	switch {
	case a.kind == boolKind && b.kind == boolKind, a.kind == numberKind && b.kind == numberKind:
		return part{code: fmt.Sprintf("(%s %s %s)", a.code, own, b.code), kind: boolKind}
	case a.kind == numberKind && isNumberText(b), b.kind == numberKind && isNumberText(a):
		return part{code: fmt.Sprintf("(%s %s %s)", t.number(a), own, t.number(b)), kind: boolKind}
	}
	return part{code: fmt.Sprintf("(%s %s %s)", t.text(a), own, t.text(b)), kind: boolKind}
}

func isNumberText(p part) bool { return p.literal == nil && p.kind == anyKind }

// columnName is a choices column's name as expressions know it.
func columnName(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' {
			return r
		}
		return '_'
	}, s)
}
