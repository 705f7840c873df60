package paper

import (
	"sala/app/paper/pdf"
	"sala/app/paper/typeset"
	"sala/forms/certificate"
)

// tableRow is a row whose cells were broken into lines.
type tableRow struct {
	cells  [][]typeset.Line
	height float64
}

// table draws a table whose header repeats on every page, and the line that
// closes it.
func (l *layout) table(t *certificate.Table) {
	widths := l.columnWidths(t.Columns)
	titles := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		titles[i] = c.Title
	}
	header := l.tableRow(titles, widths, typeset.Bold)
	l.need(header.height + 2*lineHeight(l.size.table))
	l.drawRow(t, header, widths, true)
	for _, cells := range t.Rows {
		row := l.tableRow(cells, widths, typeset.Regular)
		for _, part := range row.split(footTop-2-top-header.height, lineHeight(l.size.table)) {
			if l.need(part.height) {
				l.drawRow(t, header, widths, true)
			}
			l.drawRow(t, part, widths, false)
		}
	}
	if t.End != "" {
		l.need(lineHeight(l.size.table))
		l.tag(pdf.Paragraph)
		l.at(len(l.pages)-1, left, l.y+1+baseline(l.size.table), right-left, l.size.table, "center", ink, l.line("– "+t.End+" –", typeset.Regular))
		l.y += lineHeight(l.size.table) + 1
	}
}

// columnWidths shares the width of the page out, in millimetres: by the
// columns' shares, but none narrower than a word of its heading, as far as that
// is possible.
func (l *layout) columnWidths(columns []certificate.Column) []float64 {
	total := 0.0
	for _, c := range columns {
		total += max(c.Share, 1)
	}
	out := make([]float64, len(columns))
	spare, lacking := make([]float64, len(columns)), 0.0
	all := 0.0
	for i, c := range columns {
		out[i] = max(c.Share, 1) / total * (right - left)
		units, err := l.set.Widest(c.Title, typeset.Bold)
		if err != nil && l.err == nil {
			l.err = err
		}
		need := float64(units)/float64(l.t.family.Units())*l.size.table*25.4/72 + 2*cellPad + 0.1
		lacking += max(0, need-out[i])
		spare[i] = max(0, out[i]-need)
		all += spare[i]
		out[i] = max(out[i], need)
	}
	if lacking == 0 {
		return out
	}
	for i, c := range columns {
		if lacking <= all {
			out[i] -= spare[i] / all * lacking
		} else {
			out[i] = max(c.Share, 1) / total * (right - left) // there is not enough for all words
		}
	}
	return out
}

const cellPad = 1.2

func (l *layout) tableRow(cells []string, widths []float64, w typeset.Weight) tableRow {
	row := tableRow{cells: make([][]typeset.Line, len(widths))}
	most := 1
	for i := range widths {
		if i < len(cells) {
			row.cells[i] = l.lines(cells[i], w, l.size.table, widths[i]-2*cellPad)
			most = max(most, len(row.cells[i]))
		}
	}
	row.height = float64(most)*lineHeight(l.size.table) + 2*cellPad
	return row
}

// split cuts a row that is taller than a page into rows that are not.
func (r tableRow) split(tallest, line float64) []tableRow {
	if r.height <= tallest {
		return []tableRow{r}
	}
	n := max(1, int((tallest-2*cellPad)/line))
	first, rest := tableRow{height: tallest}, tableRow{}
	most := 0
	for _, c := range r.cells {
		cut := min(n, len(c))
		first.cells, rest.cells = append(first.cells, c[:cut]), append(rest.cells, c[cut:])
		most = max(most, len(c)-cut)
	}
	rest.height = float64(most)*line + 2*cellPad
	return append([]tableRow{first}, rest.split(tallest, line)...)
}

func (l *layout) drawRow(t *certificate.Table, row tableRow, widths []float64, header bool) {
	page, y := len(l.pages)-1, l.y
	if header {
		l.put(func(d *pdf.Drawing) { d.Fill(left, y, right-left, row.height, tint) })
	}
	l.tag(pdf.Paragraph)
	x := left
	for i, w := range widths {
		align := t.Columns[i].Align
		if header {
			align = "center"
		}
		for n, line := range row.cells[i] {
			l.at(page, x+cellPad, y+cellPad+float64(n)*lineHeight(l.size.table)+baseline(l.size.table), w-2*cellPad, l.size.table, align, ink, line)
		}
		cellX := x
		l.put(func(d *pdf.Drawing) { d.Frame(cellX, y, w, row.height, 0.35, muted) })
		x += w
	}
	l.y += row.height
}
