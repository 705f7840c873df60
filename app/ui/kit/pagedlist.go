package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// pagedList is Fyne's list with the window's keys.
type pagedList struct {
	widget.List
	owner *Paged
	at    int
}

func newPagedList(p *Paged) *pagedList {
	l := &pagedList{owner: p}
	l.Length = func() int { return p.count }
	l.CreateItem = func() fyne.CanvasObject {
		cells := make([]fyne.CanvasObject, len(p.cols))
		for i := range cells {
			cells[i] = p.kit.Text(" ").Clipped(1)
		}
		return Inset(0.75, 1, Shares(1, p.shares, cells...))
	}
	l.UpdateItem = func(n int, o fyne.CanvasObject) {
		words := p.row(n)
		for i, cell := range o.(*fyne.Container).Objects[0].(*fyne.Container).Objects {
			text := "–"
			if i < len(words) {
				text = words[i]
			} else if words != nil || i > 0 {
				text = ""
			}
			cell.(*Text).SetWords(text)
		}
	}
	l.OnSelected = func(n int) {
		p.kit.touched()
		l.at = n
		if p.pick != nil {
			p.pick(n)
		}
	}
	l.ExtendBaseWidget(l)
	return l
}

// TypedKey goes from row to row.
func (l *pagedList) TypedKey(ev *fyne.KeyEvent) {
	if l.owner.kit.took(ev) {
		return
	}
	to, filter := l.at, l.owner.Filter
	switch ev.Name {
	case fyne.KeyLeft:
		l.owner.sortNext(-1)
		return
	case fyne.KeyRight:
		l.owner.sortNext(1)
		return
	case fyne.KeySpace:
		l.owner.turn()
		return
	case fyne.KeyBackspace:
		if filter != nil {
			filter.canvas().Focus(filter)
			filter.TypedKey(ev)
		}
		return
	case fyne.KeyDown:
		to++
	case fyne.KeyUp:
		if to == 0 && filter != nil {
			filter.canvas().Focus(filter)
			return
		}
		to--
	case fyne.KeyPageDown:
		to += 10
	case fyne.KeyPageUp:
		to -= 10
	case fyne.KeyHome:
		to = 0
	case fyne.KeyEnd:
		to = l.owner.count - 1
	case fyne.KeyReturn, fyne.KeyEnter:
		if l.owner.OnEnter != nil && l.owner.count > 0 {
			l.owner.OnEnter(l.at)
		}
		return
	default:
		return
	}
	if to = min(max(to, 0), l.owner.count-1); to >= 0 {
		l.Select(to)
	}
}

// FocusGained shows which row is gone to.
func (l *pagedList) FocusGained() {
	l.owner.kit.focus(l)
	if l.owner.count > 0 && l.at < l.owner.count {
		l.Select(l.at)
	}
}

// FocusLost is for Fyne.
func (l *pagedList) FocusLost() { l.owner.kit.focus(nil) }

// TypedRune goes to the filter.
func (l *pagedList) TypedRune(r rune) {
	if filter := l.owner.Filter; filter != nil && r != ' ' { // which turned the order round
		filter.canvas().Focus(filter)
		filter.TypedRune(r)
	}
}
