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

// unseen are columns that are kept for Export and have no effect here, and what
// is said of them.
var unseen = map[string]string{
	"guidance_hint": "guidance_kept", "required_message": "required_message_kept", "trigger": "trigger_kept", "save_to": "entities_kept",
	"media::big-image": "big_image_kept", "autoplay": "autoplay_kept",
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
			what = "kept"
		}
		im.note(im.survey.name, r, heading, because(what))
	}
}

// rules translates the expressions of a question.
func (im *importer) rules(q *definition.Question, r row, t carried, around []string, s scope) {
	im.rule(&q.Relevant, r, "relevant", boolKind, s, q.Origin)
	q.Relevant = strings.Join(append(apart(around, q.ID), nonEmpty(q.Relevant)...), " and ")
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
		im.note(im.survey.name, r, "choice_filter", because("filter_without_choices"))
	default:
		choosing := s
		choosing.choices = true
		im.rule(&q.Filter, r, "choice_filter", boolKind, choosing, q.Origin)
	}
	q.Origin["choice_filter_as"] = q.Filter
	im.manners(q, r)
}

// typeConstraint adds what the type itself demands.
func (im *importer) typeConstraint(q *definition.Question, t carried) {
	also := ""
	switch {
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
	case definition.ShortText, definition.LongText, definition.OneOf, definition.Date, definition.Time, definition.DateTime, definition.Line, definition.Outline:
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
	case q.Kind == definition.Photo || q.Kind == definition.File || q.Kind == definition.Signature || q.Kind == definition.Location || q.Kind == definition.Note:
		im.note(im.survey.name, r, "default", because("no_default"))
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
	var noticed []Why
	s.noticed = &noticed
	expr, err := translate(text, want, s)
	if err != nil {
		why := because("rule_lost")
		if behind := (Why{}); errors.As(err, &behind) {
			why.Because = &behind
		}
		im.note(im.survey.name, r, column, why)
		return
	}
	for _, why := range noticed {
		im.note(im.survey.name, r, column, why)
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

// noteRule lists a rule that was taken out, by the row that it came from.
func (im *importer) noteRule(f definition.Fault, origin map[string]string, rule string) {
	n := Note{Sheet: im.survey.name, Cell: "?", Text: rule, Why: because("rule_lost")}
	behind := Why{Code: "not_valid", Fault: &f}
	column := f.Path[strings.LastIndexAny(f.Path, ".]")+1:]
	if f.Code == "circle" {
		behind = because("circle", "names", f.Args["questions"])
	}
	n.Because = &behind
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
