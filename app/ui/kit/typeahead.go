package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"sala/app/ui/theme"
)

// TypeAhead chooses one of many by typing a part of it. The arrows move through
// what was found, Enter takes it.
type TypeAhead struct {
	widget.BaseWidget
	Entry *Entry

	kit    *Kit
	find   func(query string) []Option
	chosen func(Option)
	taken  Option       // what was chosen last
	told   func(string) // keeps what is entered; nil nobody does
	found  []Option
	at     int
	stay   bool // what was taken leads to more to choose from
	whole  bool // all that there is is shown while nothing is typed
	list   *fyne.Container
	body   *fyne.Container
}

// TypeAhead returns a chooser over find, which must answer from memory. shown is
// what stands in it at first.
func (k *Kit) TypeAhead(shown string, find func(query string) []Option, chosen func(Option)) *TypeAhead {
	t := &TypeAhead{kit: k, find: find, chosen: chosen, list: Column(0)}
	t.Entry = k.Entry(shown, t.typed)
	t.Entry.PlaceHolder = k.Say("kit.type_to_find")
	t.Entry.Before = t.key
	t.list.Hide()
	t.ExtendBaseWidget(t)
	return t
}

// Put sets what is shown without looking for it.
func (t *TypeAhead) Put(shown string) {
	t.Entry.Put(shown)
	t.close()
}

func (t *TypeAhead) typed(query string) {
	t.keep()
	t.at = 0
	t.found = t.find(query)
	t.show(query != "" || t.whole)
}

func (t *TypeAhead) show(open bool) {
	t.list.Objects = nil
	for i, o := range t.found {
		r := &foundRow{owner: t, index: i, option: o}
		r.ExtendBaseWidget(r)
		t.list.Add(r)
	}
	if open && len(t.found) == 0 {
		t.list.Add(Inset(0.5, 1, t.kit.Hint(t.kit.Say("kit.nothing_found"))))
	}
	if open {
		t.list.Show()
	} else {
		t.list.Hide()
	}
	t.Refresh()
	if t.body != nil {
		t.body.Refresh()
	}
}

func (t *TypeAhead) close() { t.found = nil; t.show(false) }

// Open shows what there is before anything is typed.
func (t *TypeAhead) Open() { t.found = t.find(t.Entry.Text); t.show(true) }

func (t *TypeAhead) take(i int) {
	if i < 0 || i >= len(t.found) {
		return
	}
	o := t.found[i]
	t.Entry.Put(o.Label)
	t.taken = o
	t.keep()
	t.close()
	t.chosen(o)
}

func (t *TypeAhead) keep() {
	if t.told != nil {
		t.told(t.Holds())
	}
}

func (t *TypeAhead) key(ev *fyne.KeyEvent) bool {
	if !t.list.Visible() {
		if ev.Name == fyne.KeyDown && t.Entry.Text == "" {
			t.Open()
			return true
		}
		return false
	}
	if t.kit.Front == theme.Kiosk && t.ends(ev.Name) {
		t.close() // a keypad has no other key that leads on
		return false
	}
	switch ev.Name {
	case fyne.KeyDown:
		t.at = min(t.at+1, max(len(t.found)-1, 0))
	case fyne.KeyUp:
		t.at = max(t.at-1, 0)
	case fyne.KeyReturn, fyne.KeyEnter:
		if len(t.found) == 0 {
			return false
		}
		t.stay = false
		t.take(t.at)
		if !t.stay {
			t.Entry.canvas().FocusNext()
		}
		return true
	case fyne.KeyEscape:
		t.close()
		return true
	default:
		return false
	}
	for _, o := range t.list.Objects {
		o.Refresh()
	}
	return true
}

// ends reports whether an arrow leads out of the list.
func (t *TypeAhead) ends(key fyne.KeyName) bool {
	return key == fyne.KeyDown && t.at+1 >= len(t.found) || key == fyne.KeyUp && t.at == 0
}

// CreateRenderer is for Fyne.
func (t *TypeAhead) CreateRenderer() fyne.WidgetRenderer {
	t.body = Column(0.25, t.Entry, t.list)
	return widget.NewSimpleRenderer(t.body)
}

// foundRow is one thing that was found.
type foundRow struct {
	widget.BaseWidget
	owner  *TypeAhead
	index  int
	option Option
	ground *Ground
}

// Tapped takes the thing.
func (r *foundRow) Tapped(*fyne.PointEvent) { r.owner.take(r.index) }

// CreateRenderer is for Fyne.
func (r *foundRow) CreateRenderer() fyne.WidgetRenderer {
	k := r.owner.kit
	r.ground = newGround(theme.Paper, "", 4)
	words := Column(0, k.Text(r.option.Label))
	if r.option.Detail != "" {
		words.Add(k.Small(r.option.Detail))
	}
	r.Refresh()
	return widget.NewSimpleRenderer(container.NewStack(r.ground, Inset(0.75, 1.5, words)))
}

// Refresh is for Fyne.
func (r *foundRow) Refresh() {
	if r.ground == nil {
		return
	}
	r.ground.fill = theme.Paper
	if r.index == r.owner.at {
		r.ground.fill = theme.Tint
	}
	r.ground.Refresh()
}
