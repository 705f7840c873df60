package xlsform

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"sala/forms/definition"
)

// Options say what a workbook does not.
type Options struct {
	Country string // of the form: TH or KR
	Area    string // of administration; "imported" where it is empty
	// Files are the CSV files beside the workbook, for pulldata and choices
	// from files; nil when there are none.
	Files fs.FS
}

// Import reads a workbook. The notes list, by cell, what the form does not
// carry or carries in another way; each such rule is kept in the questions'
// Origin and comes back with Export. The error is a *Refused where the workbook
// does not make a form, or of type definition.Faults where that is no good one.
func Import(workbook []byte, o Options) (*definition.Form, []Note, error) {
	f, err := openWorkbook(workbook)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	im := &importer{options: o, languages: map[string]string{}, ids: map[string]bool{}, scope: scope{questions: map[string][]seenQuestion{}, tables: map[string]bool{}}}
	if err := im.sheets(f); err != nil {
		return nil, nil, err
	}
	if im.survey == nil || len(im.survey.rows) == 0 {
		return nil, nil, &Refused{Why: because("no_survey")}
	}
	root, err := im.tree()
	if err != nil {
		return nil, nil, err
	}
	im.lists()
	im.name(root, "")
	im.scope.lists, im.scope.language = im.form.Lists, languageCode(im.settings.cells["default_language"])
	im.build(root)
	if err := im.settle(); err != nil {
		return nil, im.notes, err
	}
	return im.form, im.notes, nil
}

type importer struct {
	options      Options
	survey       *sheet
	choices      []*sheet
	settings     row
	entities     *sheet
	settingsName string
	languages    map[string]string // our code -> as the headings write it
	implicit     string            // code of headings without a language
	form         *definition.Form
	notes        []Note
	ids          map[string]bool
	scope        scope
}

// node is a row of the survey with those within it.
type node struct {
	row      row
	word     string // type
	list     string
	other    bool
	id       string
	path     string // group/group/name, as XPath finds it
	children []*node
}

func (im *importer) sheets(f *excelize.File) error {
	var err error
	if im.survey, err = readSheet(f, "survey"); err != nil {
		return err
	}
	for _, name := range []string{"choices", "external_choices"} {
		s, err := readSheet(f, name)
		if err != nil {
			return err
		}
		if s != nil {
			im.choices = append(im.choices, s)
		}
	}
	settings, err := readSheet(f, "settings")
	if err != nil {
		return err
	}
	if settings != nil && len(settings.rows) > 0 {
		im.settings, im.settingsName = settings.rows[0], settings.name
	}
	if im.entities, err = readSheet(f, "entities"); err != nil {
		return err
	}
	for _, name := range f.GetSheetList() {
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "survey", "choices", "external_choices", "settings", "entities":
		default:
			if s, err := readSheet(f, name); err == nil && s != nil && len(s.rows) > 0 {
				im.notes = append(im.notes, Note{Sheet: name, Cell: "A1", Text: strings.Join(s.columns, ", "), Why: because("sheet_not_carried")})
			}
		}
	}
	return nil
}

func (im *importer) note(s string, r row, column string, why Why) {
	text := r.cells[column]
	if len(text) > 200 {
		text = text[:200]
	}
	im.notes = append(im.notes, Note{Sheet: s, Cell: r.cell(column), Text: strings.ToValidUTF8(text, ""), Why: why})
}

// tree nests the survey's rows by their begin and end.
func (im *importer) tree() (*node, error) {
	root := &node{word: "root"}
	open := []*node{root}
	fault := func(r row, code, what string) error {
		return &Refused{Why: because(code, "what", what), Sheet: im.survey.name, Row: r.number}
	}
	for _, r := range im.survey.rows {
		if r.cells["type"] == "" {
			if r.cells["name"] != "" {
				im.note(im.survey.name, r, "name", because("row_without_type"))
			}
			continue
		}
		word, list, other := splitType(r.cells["type"])
		n := &node{row: r, word: word, list: list, other: other}
		last := open[len(open)-1]
		switch word {
		case "begin_group", "begin_repeat":
			if len(open) > 12 {
				return nil, fault(r, "groups_too_deep", word)
			}
			last.children = append(last.children, n)
			open = append(open, n)
		case "end_group", "end_repeat":
			if len(open) == 1 || last.word != strings.Replace(word, "end", "begin", 1) {
				return nil, fault(r, "end_without_begin", word)
			}
			open = open[:len(open)-1]
		default:
			last.children = append(last.children, n)
		}
	}
	if len(open) > 1 {
		return nil, fault(open[len(open)-1].row, "begin_without_end", open[len(open)-1].word)
	}
	return root, nil
}

var (
	code       = regexp.MustCompile(`\(([A-Za-z]{2,3})(?:-[A-Za-z]+)?\)\s*$`)
	byLanguage = map[string]string{"english": "en", "thai": "th", "ไทย": "th", "ภาษาไทย": "th", "korean": "ko", "한국어": "ko", "français": "fr", "french": "fr", "español": "es", "spanish": "es"}
)

// language returns our code for a heading's language, and remembers how it was
// written.
func (im *importer) language(written string) string {
	lang := languageCode(written)
	im.languages[lang] = written
	return lang
}

func languageCode(written string) string {
	lang := strings.ToLower(strings.TrimSpace(written))
	if m := code.FindStringSubmatch(written); m != nil {
		lang = strings.ToLower(m[1])
	} else if known, ok := byLanguage[lang]; ok {
		lang = known
	}
	return lang
}

// words gathers a column in all languages.
func (im *importer) words(r row, column string) definition.Text {
	out := definition.Text{}
	for heading, s := range r.cells {
		if heading == column {
			out[im.bare(s)] = s
		} else if lang, ok := strings.CutPrefix(heading, column+"::"); ok {
			out[im.language(lang)] = s
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// bare returns the language of words under a heading that names none: the
// workbook's default, else that of its script.
func (im *importer) bare(s string) string {
	if im.implicit == "" {
		switch d := im.settings.cells["default_language"]; {
		case d != "" && d != "default":
			im.implicit = languageCode(d)
		case strings.ContainsFunc(s, func(r rune) bool { return r >= 0x0e00 && r < 0x0e80 }):
			im.implicit = "th"
		case strings.ContainsFunc(s, func(r rune) bool { return r >= 0xac00 && r < 0xd7a4 }):
			im.implicit = "ko"
		default:
			im.implicit = "en"
		}
		if _, written := im.languages[im.implicit]; !written { // a heading that names it wins
			im.languages[im.implicit] = ""
		}
	}
	return im.implicit
}

func (im *importer) media(r row) *definition.Media {
	m := definition.Media{Image: im.words(r, "media::image"), Audio: im.words(r, "media::audio"), Video: im.words(r, "media::video")}
	for heading, s := range r.cells { // "image::English" as well as "media::image::English"
		for name, into := range map[string]*definition.Text{"media::image": &m.Image, "media::audio": &m.Audio, "media::video": &m.Video} {
			if lang, ok := strings.CutPrefix(heading, name+"::"); ok {
				if *into == nil {
					*into = definition.Text{}
				}
				(*into)[im.language(lang)] = s
			}
		}
	}
	if m.Image == nil && m.Audio == nil && m.Video == nil {
		return nil
	}
	return &m
}

// name gives every question its id and tells the scope of it.
func (im *importer) name(n *node, repeat string) {
	for _, c := range n.children {
		written := c.row.cells["name"]
		c.path = strings.TrimPrefix(n.path+"/"+written, "/")
		switch c.word {
		case "begin_group":
			c.id = im.unique(written, "group")
			im.name(c, repeat)
			continue
		case "begin_repeat":
			c.id = im.unique(written, "rows")
			im.scope.see(written, seenQuestion{c.id, rowsKind, repeat, c.path, ""})
			im.name(c, c.id)
			continue
		}
		c.id = im.unique(written, c.word)
		if t, ok := questionTypes[c.word]; ok {
			im.scope.see(written, seenQuestion{c.id, t.gives, repeat, c.path, c.list})
		}
	}
}

// unique makes an id of a workbook's name: lower case, no other characters than
// a-z, 0-9 and _, and not yet taken.
func (im *importer) unique(written, otherwise string) string {
	id := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '_':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return '_'
	}, written)
	id = strings.Trim(id, "_")
	if id == "" {
		id = strings.Trim(columnName(otherwise), "_")
	}
	if id == "" || id[0] >= '0' && id[0] <= '9' {
		id = "q_" + id
	}
	if len(id) > 50 {
		id = id[:50]
	}
	try := id
	if definition.Reserved(try) {
		try = id + "_given"
	}
	for n := 2; im.ids[try]; n++ {
		try = fmt.Sprintf("%s_%d", id, n)
	}
	im.ids[try] = true
	return try
}

// applied are the settings that a form of ours has too.
var applied = []string{"form_title", "form_id", "version", "default_language"}

// keepSettings remembers the settings and the entities for Export, and lists
// those that have no effect here.
func (im *importer) keepSettings() {
	for _, heading := range slices.Sorted(maps.Keys(im.settings.cells)) {
		im.form.Origin["settings:"+heading] = im.settings.cells[heading]
		if !slices.Contains(applied, heading) {
			im.note(im.settingsName, im.settings, heading, because("setting_kept", "name", heading))
		}
	}
	if im.entities == nil || len(im.entities.rows) == 0 {
		return
	}
	var rows []map[string]string
	for _, r := range im.entities.rows {
		rows = append(rows, r.cells)
		for _, heading := range slices.Sorted(maps.Keys(r.cells)) {
			im.note(im.entities.name, r, heading, because("entities_kept"))
		}
	}
	if b, err := json.Marshal(rows); err == nil {
		im.form.Origin["sheet:entities"] = string(b)
	}
}

// keepRow remembers a group's row for Export.
func (im *importer) keepRow(at string, r row) {
	b, err := json.Marshal(r.cells)
	if err == nil {
		im.form.Origin["group:"+at] = string(b)
	}
}
