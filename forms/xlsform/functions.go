package xlsform

import (
	"fmt"
	"strconv"
	"strings"
)

// call translates a function of the XLSForm and ODK XForms references.
func (t *translator) call(name string, args []part) part {
	if name == "now" && t.scope.noticed != nil {
		*t.scope.noticed = append(*t.scope.noticed, because("now_is_today"))
	}
	if f, ok := simple[name]; ok {
		if len(args) < f.least || len(args) > f.most {
			refuse("arguments", "name", name, "least", f.least, "most", f.most, "given", len(args))
		}
		codes := make([]any, len(args))
		for i, a := range args {
			switch f.of {
			case numberKind:
				codes[i] = t.number(a)
			case boolKind:
				codes[i] = t.truth(a)
			default:
				codes[i] = t.text(a)
			}
		}
		return part{code: fmt.Sprintf(f.code, codes...), kind: f.gives}
	}
	switch name {
	case "if":
		return t.choose(name, args)
	case "coalesce":
		t.count(name, args, 2, 2)
		return t.unify(args[0], args[1], func(a, b string) string { return fmt.Sprintf("(answered(%s) ? %s : %s)", a, a, b) })
	case "concat":
		return t.concat(args)
	case "selected":
		t.count(name, args, 2, 2)
		if a := t.outside(args[0]); a.kind == listKind {
			return part{code: fmt.Sprintf("(%s in %s)", t.text(args[1]), a.code), kind: boolKind}
		}
		return part{code: fmt.Sprintf(`(%s in split(%s, " "))`, t.text(args[1]), t.text(args[0])), kind: boolKind}
	case "count-selected":
		t.count(name, args, 1, 1)
		if a := t.outside(args[0]); a.kind == listKind {
			return part{code: "len(" + a.code + ")", kind: numberKind}
		}
		return part{code: fmt.Sprintf(`(answered(%[1]s) ? len(split(%[1]s, " ")) : 0)`, t.text(args[0])), kind: numberKind}
	case "selected-at":
		t.count(name, args, 2, 2)
		return part{code: fmt.Sprintf("text(%s[whole(%s)])", t.outside(args[0]).code, t.number(args[1])), kind: textKind}
	case "count", "count-non-empty", "sum", "min", "max", "join":
		return t.aggregate(name, args)
	case "jr:choice-name":
		return t.choiceName(args)
	case "indexed-repeat":
		t.count(name, args, 3, 3)
		if args[0].field == "" || args[1].kind != rowsKind {
			refuse("needs_repeat", "name", "indexed-repeat")
		}
		return part{code: fmt.Sprintf("%s[whole(%s) - 1].%s", args[1].code, t.number(args[2]), args[0].column), kind: anyKind}
	case "pulldata":
		return t.pulldata(args)
	case "instance":
		return t.instance(args)
	case "regex":
		t.count(name, args, 2, 2)
		if args[1].literal == nil {
			refuse("not_constant", "name", "regex")
		}
		return part{code: t.text(args[0]) + " matches " + strconv.Quote("^(?:"+*args[1].literal+")$"), kind: boolKind}
	case "substr":
		t.count(name, args, 2, 3)
		end := strconv.Itoa(1 << 20)
		if len(args) == 3 {
			end = t.number(args[2])
		}
		return part{code: fmt.Sprintf("substr(%s, %s, %s)", t.text(args[0]), t.number(args[1]), end), kind: textKind}
	case "date", "date-time":
		t.count(name, args, 1, 1)
		return part{code: t.text(args[0]), kind: dateKind}
	case "format-date", "format-date-time":
		t.count(name, args, 2, 2)
		return part{code: fmt.Sprintf("format_date(%s, %s)", t.text(args[0]), t.text(args[1])), kind: textKind}
	case "round":
		t.count(name, args, 1, 2)
		if len(args) == 1 {
			return part{code: "round(" + t.number(args[0]) + ")", kind: numberKind}
		}
		return part{code: fmt.Sprintf("round_to(%s, %s)", t.number(args[0]), t.number(args[1])), kind: numberKind}
	case "current":
		return t.steps(t.scope.at)
	case "translate":
		t.count(name, args, 3, 3)
		if args[1].literal == nil || len([]rune(*args[1].literal)) != 1 {
			refuse("no_counterpart", "what", "translate()")
		}
		return part{code: fmt.Sprintf("replace(%s, %s, %s)", t.text(args[0]), args[1].code, t.text(args[2])), kind: textKind}
	case "once":
		t.count(name, args, 1, 1)
		return args[0]
	}
	refuse("no_counterpart", "what", name+"()")
	return part{}
}

// choiceName is the words of a choice, in the workbook's first language: jr:choice-name(value, '${question}').
func (t *translator) choiceName(args []part) part {
	t.count("jr:choice-name", args, 2, 2)
	if args[1].literal == nil {
		refuse("not_constant", "name", "jr:choice-name")
	}
	name := strings.TrimSuffix(strings.TrimPrefix(*args[1].literal, "${"), "}")
	asked := t.find(name[strings.LastIndexByte(name, '/')+1:], t.beside(name))
	var names []string
	for _, o := range t.scope.lists[asked.list] {
		names = append(names, strconv.Quote(o.ID)+": "+strconv.Quote(o.Label.In(t.scope.language)))
	}
	if names == nil {
		refuse("needs_choices", "name", name)
	}
	if t.scope.noticed != nil {
		*t.scope.noticed = append(*t.scope.noticed, because("one_language"))
	}
	return part{code: fmt.Sprintf(`({%s}[%s] ?? "")`, strings.Join(names, ", "), t.text(args[0])), kind: textKind}
}

// simple are the functions whose arguments are all of one kind; code is for
// fmt.
var simple = map[string]struct {
	least, most int
	of          kind
	code        string
	gives       kind
}{
	"true":                {0, 0, anyKind, "true", boolKind},
	"false":               {0, 0, anyKind, "false", boolKind},
	"not":                 {1, 1, boolKind, "(not (%s))", boolKind},
	"boolean":             {1, 1, boolKind, "(%s)", boolKind},
	"boolean-from-string": {1, 1, textKind, `(%s in ["1", "true"])`, boolKind},
	"today":               {0, 0, anyKind, "today", dateKind},
	"now":                 {0, 0, anyKind, "today", dateKind},
	"position":            {1, 1, anyKind, "row%.0s", numberKind},
	"string":              {1, 1, textKind, "%s", textKind},
	"string-length":       {1, 1, textKind, "len(%s)", numberKind},
	"normalize-space":     {1, 1, textKind, "trim(%s)", textKind},
	"contains":            {2, 2, textKind, "(%s contains %s)", boolKind},
	"starts-with":         {2, 2, textKind, "(%s startsWith %s)", boolKind},
	"ends-with":           {2, 2, textKind, "(%s endsWith %s)", boolKind},
	"substring-before":    {2, 2, textKind, "text_before(%s, %s)", textKind},
	"substring-after":     {2, 2, textKind, "text_after(%s, %s)", textKind},
	"number":              {1, 1, numberKind, "%s", numberKind},
	"int":                 {1, 1, numberKind, "whole(floor(%s))", numberKind},
	"floor":               {1, 1, numberKind, "floor(%s)", numberKind},
	"ceiling":             {1, 1, numberKind, "ceil(%s)", numberKind},
	"abs":                 {1, 1, numberKind, "abs(%s)", numberKind},
	"pow":                 {2, 2, numberKind, "to_power(%s, %s)", numberKind},
	"sqrt":                {1, 1, numberKind, "root(%s)", numberKind},
	"sin":                 {1, 1, numberKind, "sin(%s)", numberKind},
	"cos":                 {1, 1, numberKind, "cos(%s)", numberKind},
	"tan":                 {1, 1, numberKind, "tan(%s)", numberKind},
	"asin":                {1, 1, numberKind, "asin(%s)", numberKind},
	"acos":                {1, 1, numberKind, "acos(%s)", numberKind},
	"atan":                {1, 1, numberKind, "atan(%s)", numberKind},
	"exp":                 {1, 1, numberKind, "exp(%s)", numberKind},
	"log":                 {1, 1, numberKind, "log(%s)", numberKind},
	"log10":               {1, 1, numberKind, "log10(%s)", numberKind},
	"pi":                  {0, 0, anyKind, "3.141592653589793", numberKind},
	"decimal-date-time":   {1, 1, textKind, `days("1970-01-01", %s)`, numberKind},
}

func (t *translator) count(name string, args []part, least, most int) {
	if len(args) < least || len(args) > most {
		refuse("arguments", "name", name, "least", least, "most", most, "given", len(args))
	}
}

func (t *translator) choose(name string, args []part) part {
	t.count(name, args, 3, 3)
	condition := t.truth(args[0])
	return t.unify(args[1], args[2], func(a, b string) string { return fmt.Sprintf("(%s ? %s : %s)", condition, a, b) })
}

// unify makes both parts of the same kind.
func (t *translator) unify(a, b part, join func(a, b string) string) part {
	a, b = t.outside(a), t.outside(b)
	if a.kind == b.kind {
		return part{code: join(a.code, b.code), kind: a.kind}
	}
	if a.kind == numberKind && emptyOrNumber(b) || b.kind == numberKind && emptyOrNumber(a) {
		return part{code: join(orNil(a), orNil(b)), kind: anyKind}
	}
	return part{code: join(t.text(a), t.text(b)), kind: textKind}
}

func emptyOrNumber(p part) bool { return p.literal != nil && *p.literal == "" }

func orNil(p part) string {
	if emptyOrNumber(p) {
		return "nil"
	}
	return p.code
}

func (t *translator) concat(args []part) part {
	if len(args) == 0 {
		refuse("without_arguments", "name", "concat")
	}
	codes := make([]string, len(args))
	for i, a := range args {
		if a.field != "" {
			codes[i] = fmt.Sprintf(`join(map(%s, text(.%s)), "")`, a.field, a.column)
			continue
		}
		codes[i] = t.text(a)
	}
	return part{code: "(" + strings.Join(codes, " + ") + ")", kind: textKind}
}

// aggregate translates functions over the rows of a repeat.
func (t *translator) aggregate(name string, args []part) part {
	if name == "join" {
		t.count(name, args, 2, 2)
		if args[1].field == "" {
			refuse("needs_repeat", "name", "join")
		}
		return part{code: fmt.Sprintf("join(map(%s, text(.%s)), %s)", args[1].field, args[1].column, t.text(args[0])), kind: textKind}
	}
	if len(args) == 1 && args[0].field != "" {
		f, c := args[0].field, args[0].column
		return part{kind: numberKind, code: map[string]string{
			"count":           fmt.Sprintf("count(%s, answered(.%s))", f, c),
			"count-non-empty": fmt.Sprintf("count(%s, answered(.%s))", f, c),
			"sum":             fmt.Sprintf(`total(%s, "%s")`, f, c),
			"min":             fmt.Sprintf("min(map(filter(%s, answered(.%s)), number(.%s)))", f, c, c),
			"max":             fmt.Sprintf("max(map(filter(%s, answered(.%s)), number(.%s)))", f, c, c),
		}[name]}
	}
	if name == "count" && len(args) == 1 && args[0].kind == rowsKind {
		return part{code: "len(" + args[0].code + ")", kind: numberKind}
	}
	if len(args) == 0 {
		refuse("without_arguments", "name", name)
	}
	codes := make([]string, len(args))
	for i, a := range args {
		switch name {
		case "count", "count-non-empty":
			codes[i] = "(answered(" + t.outside(a).code + ") ? 1 : 0)"
		default:
			codes[i] = t.number(a)
		}
	}
	if name == "min" || name == "max" {
		return part{code: name + "(" + strings.Join(codes, ", ") + ")", kind: numberKind}
	}
	return part{code: "(" + strings.Join(codes, " + ") + ")", kind: numberKind}
}

func (t *translator) pulldata(args []part) part {
	t.count("pulldata", args, 4, 4)
	for _, a := range args[:3] {
		if a.literal == nil {
			refuse("not_constant", "name", "pulldata")
		}
	}
	if table := *args[0].literal; !t.scope.tables[table] {
		refuse("needs_file", "file", table+".csv")
	}
	return part{code: fmt.Sprintf("lookup(%s, %s, %s, %s)", args[0].code, args[1].code, args[2].code, t.text(args[3])), kind: textKind}
}

// instance translates instance('list')/root/item[key = value]/column, the one
// form in which secondary instances are commonly asked.
func (t *translator) instance(args []part) part {
	t.count("instance", args, 1, 1)
	if args[0].literal == nil || !t.scope.tables[*args[0].literal] {
		refuse("no_counterpart", "what", "instance()")
	}
	table := *args[0].literal
	t.need("/")
	if t.next().text != "root" || !t.symbol("/") || t.next().text != "item" || !t.symbol("[") {
		refuse("only_simple_instance")
	}
	key := t.next()
	t.need("=")
	inner := *t
	inner.scope.choices = false
	value := inner.expression(4)
	t.at = inner.at
	t.need("]")
	t.need("/")
	column := t.next()
	if key.kind != tokenName || column.kind != tokenName {
		refuse("only_simple_instance")
	}
	return part{code: fmt.Sprintf("lookup(%q, %q, %q, %s)", table, column.text, key.text, t.text(value)), kind: textKind}
}
