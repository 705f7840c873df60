package xlsform

import (
	"slices"
	"strconv"
	"strings"

	"sala/forms/definition"
)

// build makes the form of the tree.
func (im *importer) build(root *node) {
	f := im.form
	title := im.settings.cells["form_title"]
	id := im.settings.cells["form_id"]
	f.ID = formID(id, title)
	f.Version = im.settings.cells["version"]
	if f.Version == "" {
		f.Version = "1.0.0"
	}
	f.Country, f.Area = im.options.Country, im.options.Area
	if f.Area == "" {
		f.Area = "imported"
	}
	im.keepSettings()
	var loose *definition.Section
	flush := func() {
		if loose != nil {
			f.Sections = append(f.Sections, *loose)
			loose = nil
		}
	}
	for _, n := range root.children {
		if n.word == "begin_group" {
			flush()
			im.section(n)
			continue
		}
		if loose == nil {
			loose = &definition.Section{ID: im.unique("part_"+strconv.Itoa(len(f.Sections)+1), "part"), Title: definition.Text{im.bare(title): "–"}}
		}
		loose.Questions = append(loose.Questions, im.questions(n, "", nil, map[string]bool{})...)
	}
	flush()
	if title == "" {
		title = f.ID
	}
	f.Title, f.LegalBasis = definition.Text{}, definition.Text{}
	for lang, written := range im.languages {
		f.Title[lang] = title
		f.Origin["language:"+lang] = written
	}
	if len(f.Title) == 0 {
		f.Title[im.bare(title)] = title
	}
	f.Unconfirmed = definition.Text{"th": "นำเข้าจาก XLSForm", "en": "imported from an XLSForm", "ko": "XLSForm에서 가져옴"}
}

// formID makes a form's id of the workbook's.
func formID(id, title string) string {
	for _, s := range []string{id, title} {
		out := strings.Map(func(r rune) rune {
			switch {
			case r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '.':
				return r
			case r >= 'A' && r <= 'Z':
				return r + 'a' - 'A'
			}
			return '-'
		}, s)
		fields := strings.FieldsFunc(out, func(r rune) bool { return r == '-' || r == '.' })
		if len(fields) > 0 {
			return strings.Join(fields, "-")
		}
	}
	return "imported"
}

func (im *importer) section(n *node) {
	s := definition.Section{ID: n.id, Title: im.words(n.row, "label")}
	if len(s.Title) == 0 {
		s.Title = definition.Text{im.bare(n.row.cells["name"]): n.row.cells["name"]}
	}
	at := n.row.cells["name"]
	im.keepRow(at, n.row)
	index := len(im.form.Sections)
	im.form.Sections = append(im.form.Sections, s)
	section := &im.form.Sections[index]
	origin := map[string]string{}
	where := im.scope
	where.at = n.path
	im.rule(&section.Relevant, n.row, "relevant", boolKind, where, origin)
	var around []string
	if c := onItself(n, section.Relevant); c != nil {
		im.note(im.survey.name, n.row, "relevant", because("group_on_itself", "name", c.row.cells["name"]))
		around, section.Relevant = []string{section.Relevant}, ""
	}
	im.rest(n.row, origin)
	for _, c := range n.children {
		section.Questions = append(section.Questions, im.questions(c, at, around, map[string]bool{})...)
	}
}

// questions returns what a row becomes: one question, or several when it is a
// group that stands in another. around are the relevances of the groups
// between.
func (im *importer) questions(n *node, group string, around []string, within map[string]bool) []definition.Question {
	if n.word != "begin_group" {
		q, extra := im.question(n, group, around, within)
		if q == nil {
			return nil
		}
		return append([]definition.Question{*q}, extra...)
	}
	at := strings.TrimPrefix(group+"/"+n.row.cells["name"], "/")
	im.keepRow(at, n.row)
	s := im.scope
	s.within, s.at = within, n.path
	relevant := ""
	im.rule(&relevant, n.row, "relevant", boolKind, s, map[string]string{})
	if c := onItself(n, relevant); c != nil {
		im.note(im.survey.name, n.row, "relevant", because("group_on_itself", "name", c.row.cells["name"]))
	}
	if relevant != "" {
		around = append(slices.Clone(around), relevant)
	}
	var out []definition.Question
	if label := im.words(n.row, "label"); len(label) > 0 {
		out = append(out, definition.Question{ID: n.id, Kind: definition.Note, Label: label, Relevant: strings.Join(around, " and "),
			Origin: map[string]string{"generated": "group", "group": at}})
	}
	im.rest(n.row, map[string]string{})
	for _, c := range n.children {
		out = append(out, im.questions(c, at, around, within)...)
	}
	return out
}

// question makes one question, and the text that goes with "or_other".
func (im *importer) question(n *node, group string, around []string, within map[string]bool) (*definition.Question, []definition.Question) {
	r := n.row
	if n.word == "begin_repeat" {
		return im.repeat(n, group, around, within), nil
	}
	t, ok := questionTypes[n.word]
	if !ok {
		im.note(im.survey.name, r, "type", because("type_unknown"))
		return nil, nil
	}
	if t.note != "" {
		im.note(im.survey.name, r, "type", because(t.note))
	}
	q := &definition.Question{ID: n.id, Kind: t.kind, Label: im.words(r, "label"), Hint: im.words(r, "hint"), Media: im.media(r), Calculation: t.calculation}
	q.Origin = map[string]string{"type": r.cells["type"], "name": r.cells["name"]}
	if group != "" {
		q.Origin["group"] = group
	}
	s := im.scope
	s.within, s.self, s.at = within, t.gives, n.path
	im.shape(q, n)
	im.rules(q, r, t, around, s)
	im.rest(r, q.Origin)
	if len(q.Label) == 0 && q.Calculation == "" {
		q.Label = definition.Text{im.bare(r.cells["name"]): r.cells["name"]}
		q.Origin["label_as"] = "none" // so that Export leaves it out
	}
	var extra []definition.Question
	if n.other {
		extra = im.other(q)
	}
	return q, extra
}

// shape sets what depends on the type alone: options, range, long text.
func (im *importer) shape(q *definition.Question, n *node) {
	r := n.row
	switch n.word {
	case "select_one", "select_multiple", "rank", "select_one_external":
		q.List = n.list
		if im.form.Lists[n.list] == nil {
			im.note(im.survey.name, r, "type", because("list_missing", "list", n.list))
			q.Kind, q.List = definition.ShortText, ""
		}
	case "select_one_from_file", "select_multiple_from_file":
		im.fromFile(q, n)
	case "text", "string":
		if strings.Contains(r.cells["appearance"], "multiline") {
			q.Kind = definition.LongText
		}
	case "range":
		im.span(q, r)
	case "image", "photo":
		if slices.Contains(strings.Fields(r.cells["appearance"]), "signature") {
			q.Kind = definition.Signature
		}
	}
	if r.cells["readonly"] != "" && isYes(r.cells["readonly"]) {
		q.ReadOnly = true
	}
}
