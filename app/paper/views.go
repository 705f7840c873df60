package paper

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"sala/app/office"
	"sala/app/paper/pdf"
	"sala/app/paper/typeset"
	"sala/forms/act"
	"sala/forms/calendar"
	"sala/forms/certificate"
	"sala/forms/definition"
	"sala/forms/identity"
	"sala/forms/register"
)

// Views returns the looks at a record as a PDF for the citizen: real text, with
// a table whose heading repeats. It is a working paper, without a seal and a
// number, and says so.
func (t *Typesetter) Views(ctx context.Context, v office.Views, language string) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	l := &layout{t: t, set: t.family.NewDocument(language), size: roomy, behind: func(*pdf.Drawing) {}, doc: certificate.Document{
		Language: language, Title: t.words.Text(language, "paper.views.title", nil),
		Issuer: certificate.Issuer{ID: v.Profile.Office, Names: v.Profile.Names}, IssuedAt: v.At.Unix(),
	}}
	l.views(v)
	font, err := l.set.Font()
	if err != nil || l.err != nil {
		return nil, fmt.Errorf("looks at %s/%s: %w", v.Register, v.ID, cmp.Or(l.err, err))
	}
	about := l.about()
	about.Title = l.doc.Title
	d := pdf.NewDrawing(about, t.family.Units())
	l.draw(d)
	b, err := d.Bytes(about, font, t.profile, nil, nil)
	if err != nil {
		return nil, fmt.Errorf("looks at %s/%s: %w", v.Register, v.ID, err)
	}
	return b, nil
}

// views fills the pages.
func (l *layout) views(v office.Views) {
	l.page()
	l.centred(pdf.Heading, l.doc.Title, l.size.title, typeset.Bold)
	l.centred(pdf.Paragraph, l.office(), l.size.subtitle, typeset.Regular)
	l.space(4)
	l.rows(l.whose(v))
	l.space(3)
	if len(v.List) > 0 {
		l.table(l.looks(v))
	}
	l.space(4)
	l.paragraph(pdf.Paragraph, l.say("paper.views.foot", map[string]any{"station": v.Profile.Station}), l.size.table, typeset.Regular, left, right-left)
	for i := range l.pages {
		y := footTop + 4 + baseline(l.size.small)
		l.putOn(i, func(d *pdf.Drawing) { d.Rule(left, footTop+3, right, footTop+3, 0.4, faint) })
		l.putOn(i, func(d *pdf.Drawing) { d.Tag(pdf.Paragraph) })
		l.at(i, left, y, right-left-50, l.size.small, "", muted, l.line(l.say("paper.views.working", nil), typeset.Regular))
		page := l.say("paper.page", map[string]any{"page": strconv.Itoa(i + 1), "pages": strconv.Itoa(len(l.pages))})
		l.at(i, right-50, y, 50, l.size.small, "right", muted, l.line(page, typeset.Regular))
	}
}

// whose are the lines above the table: whose record, who made the list out, when.
func (l *layout) whose(v office.Views) []certificate.Row {
	var rows []certificate.Row
	row := func(key, value string) {
		if value != "" {
			rows = append(rows, certificate.Row{Label: l.say(key, nil), Value: value})
		}
	}
	record := v.Register + " " + v.ID
	if v.Register == register.Residents {
		record = v.ID
		row("paper.views.name", v.Resident.Name(l.doc.Language))
		row("paper.views.number", identity.Format(v.Profile.Country, v.Resident.NationalNumber))
	}
	row("paper.views.record", record)
	row("paper.views.made", l.moment(v.At, v.At)+" · "+l.officer(v.By))
	row("paper.views.count", strconv.Itoa(len(v.List)))
	return rows
}

// looks is the table.
func (l *layout) looks(v office.Views) *certificate.Table {
	t := &certificate.Table{End: l.say("paper.views.end", nil)}
	for _, c := range []struct {
		key   string
		share float64
	}{{"at", 25}, {"officer", 27}, {"purpose", 32}, {"consent", 20}, {"entry", 10}} {
		t.Columns = append(t.Columns, certificate.Column{Title: l.say("paper.views."+c.key, nil), Share: c.share})
	}
	for _, x := range v.List {
		who, known := v.Officers[x.Officer]
		if !known {
			who = act.Officer{ID: x.Officer}
		}
		t.Rows = append(t.Rows, []string{l.moment(x.At, v.At), l.officer(who), l.coded("purpose.", x.Purpose), l.coded("consent.", x.Consent), strconv.FormatUint(x.Entry, 10)})
	}
	return t
}

// moment writes a time of the office's clock, which is that of now.
func (l *layout) moment(at, now time.Time) string {
	at = at.In(now.Location())
	return calendar.Of(at).Short(l.doc.Language) + " " + at.Format("15:04")
}

// officer writes who somebody is: a name with its title, or a machine's name.
func (l *layout) officer(o act.Officer) string {
	said := slices.DeleteFunc([]string{definition.Text(o.Names).In(l.doc.Language), definition.Text(o.Title).In(l.doc.Language)}, func(s string) bool { return s == "" })
	if len(said) == 0 {
		return o.ID
	}
	return strings.Join(said, ", ")
}

// coded returns the words of a code.
func (l *layout) coded(prefix, code string) string {
	return l.t.words.Coded(l.doc.Language, prefix, code)
}
