package kit

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sala/app/ui/theme"
)

// pageRows is how many rows are asked for at once, keptPages how many such
// pages stay in memory.
const (
	pageRows  = 50
	keptPages = 8
)

// Paged is a table over a query of any length: only the pages near what is shown
// are in memory. A row that is not here yet shows a dash, its page is asked for,
// and nothing waits. The left and right arrows go to the next heading by which
// the rows can be sorted, Space turns their order round, and letters go to the
// filter.
type Paged struct {
	widget.BaseWidget
	OnEnter func(row int) // Enter on a row; nil nothing
	Filter  *Entry        // narrows the rows, above them; nil nothing does. See Narrow.

	kit    *Kit
	cols   []Col
	heads  []*Button         // of the columns that can be sorted by, nil for the others
	signs  []*fyne.Container // of the order, on the headings
	shares []float32
	count  int
	load   func(from, n int, shown func(rows [][]string))
	pick   func(row int)
	pages  map[int][][]string
	order  []int        // of pages, the one that was used last at the end
	asked  map[int]bool // pages that are on their way
	asking int          // of the pages, so that an answer to an older question is dropped
	list   *pagedList
}

// Paged returns a table. load is asked for rows and calls shown, on the screen's
// goroutine, when it has them; pick is told of the row that is gone to.
func (k *Kit) Paged(cols []Col, count int, load func(from, n int, shown func(rows [][]string)), pick func(row int)) *Paged {
	p := &Paged{kit: k, cols: cols, count: count, load: load, pick: pick, pages: map[int][][]string{}, asked: map[int]bool{}}
	for _, c := range cols {
		p.shares = append(p.shares, c.Share)
		var head *Button
		if c.Sort != nil {
			head = k.heading(c)
		}
		p.heads, p.signs = append(p.heads, head), append(p.signs, container.New(inMargin{}))
	}
	p.SortedBy(slices.IndexFunc(cols, func(c Col) bool { return c.Sorted }), false)
	p.list = newPagedList(p)
	p.ExtendBaseWidget(p)
	return p
}

// Narrow puts a filter above the rows, with what stands in it at first. It must
// be called before the table is shown; changed is told of every change, and then
// Again is to be called.
func (p *Paged) Narrow(hint, text string, changed func(string)) {
	p.Filter = p.kit.Entry(text, changed)
	p.Filter.PlaceHolder = hint
	p.kit.MayCompose(p.Filter)
	toRows := func() {
		if p.count > 0 {
			p.Filter.canvas().Focus(p.list)
		}
	}
	p.Filter.OnEnter = toRows
	p.Filter.Before = func(ev *fyne.KeyEvent) bool {
		if ev.Name == fyne.KeyDown {
			toRows()
		}
		return ev.Name == fyne.KeyDown || ev.Name == fyne.KeyUp
	}
}

// SortedBy marks the column by which the rows are sorted, -1 for none, and
// whether from its other end.
func (p *Paged) SortedBy(col int, turned bool) {
	for i, head := range p.heads {
		if head == nil {
			continue
		}
		head.Chosen = i == col
		head.Refresh()
		p.signs[i].Objects = nil
		if head.Chosen {
			icon := fynetheme.MoveDownIcon()
			if turned {
				icon = fynetheme.MoveUpIcon()
			}
			p.signs[i].Objects = []fyne.CanvasObject{Sign(icon, theme.Place, signWidth)}
		}
		p.signs[i].Refresh()
	}
}

// signWidth is how wide the sign of an order is: it finds room in the margin of
// its heading, so that a heading is as wide with it as without.
const signWidth = 12

// inMargin lays a sign into the right margin of what is below it.
type inMargin struct{}

func (inMargin) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (inMargin) Layout(signs []fyne.CanvasObject, size fyne.Size) {
	for _, s := range signs {
		s.Resize(fyne.NewSquareSize(signWidth))
		s.Move(fyne.NewPos(size.Width-signWidth-2, (size.Height-signWidth)/2))
	}
}

// sortNext sorts by the next column in a direction that can be sorted by.
func (p *Paged) sortNext(step int) {
	at := slices.IndexFunc(p.heads, func(b *Button) bool { return b != nil && b.Chosen })
	for range p.heads {
		at = (at + step + len(p.heads)) % len(p.heads)
		if p.heads[at] != nil {
			p.heads[at].press()
			return
		}
	}
}

// turn turns the order round: pressing the heading again does it.
func (p *Paged) turn() {
	for _, head := range p.heads {
		if head != nil && head.Chosen {
			head.press()
			return
		}
	}
}

// Again forgets the rows, of which there are now count, and asks for those that
// are shown.
func (p *Paged) Again(count int) {
	p.count, p.pages, p.asked, p.order = count, map[int][][]string{}, map[int]bool{}, nil
	p.asking++
	p.list.Refresh()
}

// Keyboard is what takes the keyboard: the arrows go from row to row.
func (p *Paged) Keyboard() fyne.Focusable { return p.list }

// Kept returns how many rows are in memory.
func (p *Paged) Kept() int {
	n := 0
	for _, rows := range p.pages {
		n += len(rows)
	}
	return n
}

// row returns the words of a row, nil when it is not here yet.
func (p *Paged) row(n int) []string {
	page := n / pageRows
	if _, here := p.pages[page]; !here {
		p.ask(page)
	}
	rows := p.pages[page] // a page that was in memory already came at once
	if at := n % pageRows; at < len(rows) {
		return rows[at]
	}
	return nil
}

func (p *Paged) ask(page int) {
	if p.asked[page] {
		return
	}
	p.asked[page] = true
	asking := p.asking
	p.load(page*pageRows, pageRows, func(rows [][]string) {
		if asking != p.asking {
			return
		}
		delete(p.asked, page)
		p.pages[page] = rows
		p.order = append(p.order, page)
		if len(p.order) > keptPages {
			delete(p.pages, p.order[0])
			p.order = p.order[1:]
		}
		for n := page * pageRows; n < page*pageRows+len(rows); n++ {
			p.list.RefreshItem(n)
		}
	})
}

// CreateRenderer is for Fyne.
func (p *Paged) CreateRenderer() fyne.WidgetRenderer {
	heads := make([]fyne.CanvasObject, len(p.cols))
	for i, c := range p.cols {
		heads[i] = Middling(p.kit.Text(c.Title).Bold().Clipped(1))
		if c.Sort != nil {
			heads[i] = overhang(container.NewStack(p.heads[i], p.signs[i]))
		}
	}
	above := On(theme.Tint, Inset(0.5, 1, Shares(1, p.shares, heads...)))
	if p.Filter != nil {
		above = Column(1, p.Filter, above)
	}
	return widget.NewSimpleRenderer(container.NewBorder(above, nil, nil, nil, p.list))
}
