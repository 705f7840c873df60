package xlsform

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"sala/forms/definition"
)

// consumed are the columns that questions carry themselves.
var consumed = []string{"type", "name", "label", "hint", "constraint_message", "relevant", "constraint", "calculation", "default", "required", "readonly", "choice_filter", "repeat_count", "parameters", "appearance"}

// unseen are columns that are kept for Export and have no effect here.
var unseen = map[string]string{
	"guidance_hint": "kept for export, not shown", "required_message": "kept for export: a missing answer is said in the program's own words",
	"trigger": "kept for export: a calculation is worked out whenever what it depends on changes", "save_to": "kept for export: entities are not written",
	"media::big-image": "kept for export, not shown", "autoplay": "kept for export, not played by itself",
}

// rest keeps the columns that nothing else reads, and lists those that lose
// their effect.
func (im *importer) rest(r row, origin map[string]string) {
	headings := make([]string, 0, len(r.cells))
	for heading := range r.cells {
		headings = append(headings, heading)
	}
	slices.Sort(headings)
	for _, heading := range headings {
		head, _, _ := strings.Cut(heading, "::")
		if head == "label" || head == "hint" || head == "constraint_message" || strings.HasPrefix(heading, "media::") && !strings.HasPrefix(heading, "media::big-image") {
			continue
		}
		origin[heading] = r.cells[heading]
		if slices.Contains(consumed, heading) {
			continue
		}
		what, known := unseen[heading]
		if !known {
			what = unseen[head]
		}
		if what == "" {
			what = "kept for export, without effect here"
		}
		im.note(im.survey.name, r, heading, what)
	}
}

// rules translates the expressions of a question.
func (im *importer) rules(q *definition.Question, r row, t carried, around []string, s scope) {
	im.rule(&q.Relevant, r, "relevant", boolKind, s, q.Origin)
	q.Relevant = strings.Join(append(slices.Clone(around), nonEmpty(q.Relevant)...), " and ")
	q.Origin["relevant_as"] = q.Relevant
	switch required := r.cells["required"]; {
	case isYes(required):
		q.Required = "true"
	case !isNo(required):
		im.rule(&q.Required, r, "required", boolKind, s, q.Origin)
	}
	q.Origin["required_as"] = q.Required
	spanned := q.Constraint
	im.rule(&q.Constraint, r, "constraint", boolKind, s, q.Origin)
	if spanned != "" && q.Constraint != spanned {
		q.Constraint = spanned + " and " + q.Constraint
	}
	im.typeConstraint(q, t)
	q.Origin["constraint_as"] = q.Constraint
	if q.Constraint != "" {
		if q.Message = im.words(r, "constraint_message"); len(q.Message) == 0 {
			q.Message = definition.Text{"th": "คำตอบไม่เป็นไปตามเงื่อนไข", "en": "The answer does not meet the condition", "ko": "답변이 조건에 맞지 않습니다"}
			q.Origin["message_as"] = "none" // so that Export leaves it out
		}
	}
	if r.cells["calculation"] != "" {
		im.rule(&q.Calculation, r, "calculation", wanted(q.Kind), s, q.Origin)
	}
	if q.Calculation == "" && t.kind == definition.ShortText && t.gives == anyKind {
		q.Calculation = `""` // a calculate whose rule could not be carried
	}
	q.Origin["calculation_as"] = q.Calculation
	im.defaults(q, r, s)
	switch {
	case r.cells["choice_filter"] == "":
	case q.Kind != definition.OneOf && q.Kind != definition.ManyOf:
		im.note(im.survey.name, r, "choice_filter", "kept for export: the question has no choices")
	default:
		choosing := s
		choosing.choices = true
		im.rule(&q.Filter, r, "choice_filter", boolKind, choosing, q.Origin)
	}
	q.Origin["choice_filter_as"] = q.Filter
	if strings.Contains(r.cells["parameters"], "randomize") {
		im.note(im.survey.name, r, "parameters", "kept for export: options are not shuffled")
	}
}

// typeConstraint adds what the type itself demands.
func (im *importer) typeConstraint(q *definition.Question, t carried) {
	also := ""
	switch {
	case t.pattern != "":
		also = "answer matches " + strconv.Quote(t.pattern)
	case t.kind == definition.YesNo && q.Required == "true":
		also = "answer == true" // an acknowledgement is required to be given
	}
	switch {
	case also != "" && q.Constraint == "":
		q.Constraint = also
	case also != "":
		q.Constraint = also + " and " + q.Constraint
	}
}

func wanted(k definition.Kind) kind {
	switch k {
	case definition.Integer, definition.Decimal, definition.Money:
		return numberKind
	case definition.YesNo:
		return boolKind
	case definition.ShortText, definition.LongText, definition.OneOf, definition.Date, definition.Time:
		return textKind
	}
	return anyKind
}

var looksComputed = regexp.MustCompile(`\$\{|\(.*\)|^'.*'$`)

// defaults reads a default: a value as it stands, or an expression.
func (im *importer) defaults(q *definition.Question, r row, s scope) {
	d := r.cells["default"]
	if d == "" || q.Calculation != "" && q.Calculation != `""` {
		q.Origin["default_as"] = q.Default
		return
	}
	if q.Calculation == `""` { // hidden: its default is its value
		q.Calculation = strconv.Quote(d)
		q.Origin["calculation_as"], q.Origin["default_as"] = q.Calculation, q.Default
		return
	}
	switch {
	case looksComputed.MatchString(d):
		im.rule(&q.Default, r, "default", wanted(q.Kind), s, q.Origin)
	case q.Kind == definition.ManyOf:
		q.Default = `split(` + strconv.Quote(d) + `, " ")`
	case q.Kind == definition.YesNo:
		q.Default = strconv.FormatBool(isYes(d) || strings.EqualFold(d, "ok"))
	case q.Kind == definition.Photo || q.Kind == definition.File || q.Kind == definition.Location || q.Kind == definition.Note:
		im.note(im.survey.name, r, "default", "kept for export: a question of this type has no default")
	default:
		q.Default = strconv.Quote(d)
	}
	q.Origin["default_as"] = q.Default
}

// rule translates one cell. What has no counterpart is listed; the form then
// goes without that rule.
func (im *importer) rule(into *string, r row, column string, want kind, s scope, origin map[string]string) {
	text := r.cells[column]
	if text == "" {
		return
	}
	expr, err := translate(text, want, s)
	if err != nil {
		what := "the rule could not be carried, and the form goes without it"
		if !errors.Is(err, errNoCounterpart) {
			what += " (" + err.Error() + ")"
		} else {
			what += ": " + err.Error()
		}
		im.note(im.survey.name, r, column, what)
		return
	}
	*into = expr
	if origin != nil {
		origin[column+"_as"] = expr
	}
}

// settle checks the form and takes out, with a note, the translated rules that
// it refuses.
func (im *importer) settle() error {
	for range 50 {
		faults := im.form.Check()
		if len(faults) == 0 {
			return nil
		}
		removed := false
		for _, f := range faults {
			removed = im.drop(f) || removed
		}
		if !removed {
			return faults
		}
	}
	return im.form.Check()
}

var (
	ruleOf   = regexp.MustCompile(`^sections\[(\d+)\](?:\.questions\[(\d+)\])?((?:\.columns\[\d+\])*)(?:\.(relevant|required|constraint|calculation|default|filter))?$`)
	columnAt = regexp.MustCompile(`\[(\d+)\]`)
)

// drop takes out the rule that a fault is about.
func (im *importer) drop(f definition.Fault) bool {
	m := ruleOf.FindStringSubmatch(f.Path)
	if m == nil {
		return im.dropCircle(f)
	}
	section, _ := strconv.Atoi(m[1])
	if m[2] == "" {
		if m[4] != "relevant" {
			return im.dropCircle(f)
		}
		im.noteRule(f, map[string]string{"name": im.form.Sections[section].ID}, im.form.Sections[section].Relevant)
		im.form.Sections[section].Relevant = ""
		return true
	}
	question, _ := strconv.Atoi(m[2])
	q := &im.form.Sections[section].Questions[question]
	for _, c := range columnAt.FindAllStringSubmatch(m[3], -1) {
		n, _ := strconv.Atoi(c[1])
		q = &q.Columns[n]
	}
	rules := map[string]*string{"relevant": &q.Relevant, "required": &q.Required, "constraint": &q.Constraint, "calculation": &q.Calculation, "default": &q.Default, "filter": &q.Filter}
	rule, ok := rules[m[4]]
	if !ok || *rule == "" {
		return false
	}
	im.noteRule(f, q.Origin, *rule)
	*rule = ""
	if m[4] == "calculation" {
		*rule = `""`
	}
	column := map[string]string{"filter": "choice_filter"}[m[4]]
	if column == "" {
		column = m[4]
	}
	if q.Origin != nil {
		q.Origin[column+"_as"] = *rule
	}
	return true
}

// dropCircle takes out the calculation with which a circle closes.
func (im *importer) dropCircle(f definition.Fault) bool {
	_, ids, ok := strings.Cut(f.What, "circle: ")
	if !ok {
		return false
	}
	id, _, _ := strings.Cut(ids, " -> ")
	for _, q := range im.form.Questions() {
		if q.ID != id {
			continue
		}
		for column, rule := range map[string]*string{"calculation": &q.Calculation, "relevant": &q.Relevant, "default": &q.Default} {
			if *rule == "" || *rule == `""` {
				continue
			}
			im.noteRule(f, q.Origin, *rule)
			*rule = ""
			if column == "calculation" {
				*rule = `""`
			}
			if q.Origin != nil {
				q.Origin[column+"_as"] = *rule
			}
			return true
		}
	}
	return false
}

// noteRule lists a rule that was taken out, by the row that it came from.
func (im *importer) noteRule(f definition.Fault, origin map[string]string, rule string) {
	n := Note{Sheet: im.survey.name, Cell: "?", Text: rule, What: "the rule could not be carried, and the form goes without it (" + f.What + ")"}
	column := f.Path[strings.LastIndexAny(f.Path, ".]")+1:]
	if strings.Contains(f.What, "circle") {
		column = "calculation"
	}
	if column == "filter" {
		column = "choice_filter"
	}
	for _, r := range im.survey.rows {
		if r.cells["name"] == origin["name"] && r.cells[column] != "" {
			n.Cell, n.Text = r.cell(column), r.cells[column]
		}
	}
	im.notes = append(im.notes, n)
}
