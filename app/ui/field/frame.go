package field

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/ui/kit"
	"sala/app/ui/theme"
)

// page is what is shown of a screen.
type page struct {
	title  string
	beside fyne.CanvasObject
	above  fyne.CanvasObject // the body, and stays when that is scrolled
	body   fyne.CanvasObject
	whole  bool    // it fills what is left, and nothing scrolls
	sheet  float32 // how wide title and body are at most, in the middle; 0 for all of the window
	back   *kit.Button
	extra  []fyne.CanvasObject
	main   *kit.Button
	keys   map[fyne.KeyName]*kit.Button // of the page's other buttons, which show them
	update func(View)
	focus  func()

	list    *listed // the work list that it shows, nil none
	chart   *Map    // the map that it shows, nil none
	fromTop bool    // it is shown from its top, wherever the keyboard is
}

func (w *Window) frame(p page) fyne.CanvasObject {
	if w.look.Scale >= large { // a line of so large letters is not too wide to be read
		p.sheet = 0
	}
	var head fyne.CanvasObject
	if p.title != "" {
		title := w.now.Heading(p.title).OneLine()
		switch {
		case p.beside == nil:
			head = w.within(1.5, p.middle(kit.Row(2, title, kit.Space())))
		case w.look.Scale >= large && p.whole: // what fills the page needs the room
			head = w.within(0.5, kit.Row(0, kit.Space(), p.beside))
		case w.look.Scale >= large:
			head = w.within(0.5, p.middle(kit.Column(0.5, title, kit.Row(0, kit.Space(), p.beside))))
		default:
			head = w.within(1.5, p.middle(kit.Row(2, title, kit.Space(), p.beside)))
		}
	}
	if p.above != nil {
		head = kit.Column(0, head, w.within(0, p.middle(p.above)))
	}
	var foot fyne.CanvasObject
	if p.back != nil || p.main != nil {
		row := []fyne.CanvasObject{}
		if p.back != nil {
			row = append(row, p.back)
		}
		row = append(row, kit.Space())
		row = append(row, p.extra...)
		if p.main != nil {
			row = append(row, kit.Least(220, 0, p.main))
		}
		foot = kit.Column(0, kit.Rule(), kit.On(theme.Paper, w.within(1.5, kit.Row(1.5, row...))))
	}
	if p.whole {
		w.scroll = nil
		return container.NewBorder(head, foot, nil, nil, w.within(0, p.body))
	}
	w.scroll = kit.NewDragScroll(kit.Column(0, kit.Margins(1, w.margin(), 1, 1, p.middle(p.body)))) // the bar lies in the window's margin
	w.scroll.Touch = w.field.Touch
	return container.NewBorder(head, foot, nil, nil, kit.Margins(0, 0, 0, 2, w.scroll))
}

// within keeps the window's margins beside a part of the page.
func (w *Window) within(vertical float32, part fyne.CanvasObject) fyne.CanvasObject {
	return kit.Margins(vertical, w.margin(), vertical, 3, part)
}

// margin is how much is free on the right of all parts of the page, so that they
// end at one line and a scroll bar covers nothing, however large the letters are.
func (w *Window) margin() float32 {
	return max(3, fynetheme.Size(fynetheme.SizeNameScrollBar)/kit.Grid+0.5)
}

// sheet is how wide a page to be read from top to bottom is at most.
const sheet = 980

// middle lets a part of the page begin and end where its sheet does.
func (p page) middle(part fyne.CanvasObject) fyne.CanvasObject {
	if p.sheet == 0 {
		return part
	}
	return kit.Measure(p.sheet, part)
}

// large is from which size of letters on a page has less room beside its words.
const large = 1.4
