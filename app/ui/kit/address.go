package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sala/forms/register"
)

// largeText is the size of letters from which fields that usually stand beside
// one another have no room to.
const largeText = 24

// AddressEntry takes an address: the sub-district by typing a part of any
// division's name or the postcode, then house, village and street.
type AddressEntry struct {
	widget.BaseWidget
	kit     *Kit
	value   register.Address
	changed func(register.Address)
	place   *TypeAhead
	parts   map[string]*Entry
	body    *fyne.Container
	offered []Division // by the last look-up
	most    int        // of them at once
	screens []addressScreen
	first   fyne.Focusable // of what is shown
}

// addressScreen is a part of an address that is asked on its own.
type addressScreen struct {
	says  string // what it is called
	body  fyne.CanvasObject
	first fyne.Focusable
}

// addressParts are the lines below the division, by country.
var addressParts = map[string][]string{
	"TH": {"house", "village", "alley", "lane", "road"},
	"KR": {"road", "house"},
}

func part(a *register.Address, name string) *string {
	return map[string]*string{"house": &a.House, "village": &a.Village, "alley": &a.Alley, "lane": &a.Lane, "road": &a.Road}[name]
}

// AddressEntry returns an entry for an address.
func (k *Kit) AddressEntry(value register.Address, changed func(register.Address)) *AddressEntry {
	a := &AddressEntry{kit: k, value: value, changed: changed, parts: map[string]*Entry{}, most: 6}
	a.place = k.TypeAhead(divisionLine(value), a.find, a.take)
	names := addressParts[value.Country]
	if names == nil {
		names = addressParts["TH"]
	}
	division := Column(0.25, k.Small(k.Say("kit.address.division")), a.place)
	a.screens = []addressScreen{{k.Say("kit.address.division"), division, a.place.Entry}}
	cells := []fyne.CanvasObject{}
	for _, name := range names {
		e := k.Entry(*part(&a.value, name), func(text string) {
			*part(&a.value, name) = text
			a.changed(a.value)
		})
		a.parts[name] = e
		cells = append(cells, Column(0.25, k.Small(k.Say("kit.address."+name)), e))
		a.screens = append(a.screens, addressScreen{k.Say("kit.address." + name), cells[len(cells)-1], e})
	}
	rest := Tiles(1, len(cells), cells...)
	large := fynetheme.SizeForWidget(fynetheme.SizeNameText, a) >= largeText
	switch {
	case large:
		rest = Tiles(1, 2, cells...)
	case len(cells) == 5:
		rest = Shares(1, []float32{1, 0.7, 1.2, 1.2, 1.8}, cells...)
	}
	if !large { // there is room for all that is below the division
		var says []string
		for _, s := range a.screens[1:] {
			says = append(says, s.says)
		}
		a.screens = []addressScreen{a.screens[0], {strings.Join(says, ", "), rest, a.screens[1].first}}
	}
	a.body, a.first = Column(1, division, rest), a.place.Entry
	a.ExtendBaseWidget(a)
	return a
}

// Screens returns on how many screens the address is asked where a keyboard takes the
// room: the division, then what is below it, or in large letters each line of that.
func (a *AddressEntry) Screens() int { return len(a.screens) }

// Screen shows one of Screens alone, with no more than most divisions at once while
// one is looked for, which looked is told of, and returns what is asked there.
func (a *AddressEntry) Screen(i, most int, looked func()) (says string) {
	s := a.screens[i]
	a.place.told = func(string) { looked() }
	a.most, a.body.Objects = most, []fyne.CanvasObject{s.body}
	a.body.Refresh()
	a.first = s.first
	return s.says
}

func divisionLine(a register.Address) string {
	a.House, a.Village, a.Alley, a.Lane, a.Road = "", "", "", "", ""
	return a.Line()
}

func (a *AddressEntry) find(query string) []Option {
	if a.kit.Find == nil {
		return nil
	}
	var out []Option
	a.offered = a.kit.Find(query, a.most)
	for _, d := range a.offered {
		to := a.with(d)
		out = append(out, Option{ID: d.Code, Label: divisionLine(to)})
	}
	return out
}

func (a *AddressEntry) with(d Division) register.Address {
	to := a.value
	to.Subdistrict, to.District, to.Province, to.Postcode, to.Division = d.Subdistrict, d.District, d.Province, d.Postcode, d.Code
	return to
}

func (a *AddressEntry) take(o Option) {
	for _, d := range a.offered {
		if d.Code == o.ID {
			a.value = a.with(d)
		}
	}
	a.changed(a.value)
}

// Put sets the address without telling of it.
func (a *AddressEntry) Put(value register.Address) {
	if value == a.value {
		return
	}
	a.value = value
	a.place.Put(divisionLine(value))
	for name, e := range a.parts {
		e.Put(*part(&a.value, name))
	}
}

// First returns the control that gets the keyboard first.
func (a *AddressEntry) First() fyne.Focusable { return a.first }

// CreateRenderer is for Fyne.
func (a *AddressEntry) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(a.body) }
