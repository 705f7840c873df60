package kit

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sala/app/ui/theme"
	"sala/forms/calendar"
)

// DateEntry takes a date as the language writes it (Buddhist era in Thai, year
// first in Korean), typed or picked. Under it stands what was understood.
type DateEntry struct {
	widget.BaseWidget
	Entry *Entry

	kit     *Kit
	says    *Text
	body    *fyne.Container
	picker  *fyne.Container
	month   calendar.Date // that the picker shows
	value   calendar.Date
	changed func(calendar.Date, bool)
	told    func(string) // keeps what is entered; nil nobody does
}

// DateEntry returns an entry for a date. changed is told the date and whether
// what was typed is one; an empty entry is the zero date and right.
func (k *Kit) DateEntry(value calendar.Date, changed func(date calendar.Date, right bool)) *DateEntry {
	d := &DateEntry{kit: k, value: value, changed: changed, says: k.Small("")}
	d.Entry = k.Entry(value.Short(k.Language), d.typed)
	d.Entry.PlaceHolder = k.Say("kit.date.example")
	d.Entry.Before = d.key
	d.Entry.OnLeave = d.tidy
	d.ExtendBaseWidget(d)
	d.tell(true)
	return d
}

// Put sets the date without telling of it.
func (d *DateEntry) Put(value calendar.Date) {
	if value == d.value {
		return
	}
	d.value = value
	d.Entry.Put(value.Short(d.kit.Language))
	d.tell(true)
}

func (d *DateEntry) typed(text string) {
	date, right := d.read(text)
	if right {
		d.value = date
	}
	d.keep()
	d.tell(right)
	if d.changed != nil {
		d.changed(date, right)
	}
}

func (d *DateEntry) keep() {
	if d.told != nil {
		d.told(d.Holds())
	}
}

// read reports whether a text is a date as the language writes it, or nothing.
func (d *DateEntry) read(text string) (date calendar.Date, right bool) {
	if text == "" {
		return calendar.Date{}, true
	}
	date, err := calendar.Read(d.kit.Language, text)
	return date, err == nil
}

// tidy writes the date in its usual form when the keyboard goes elsewhere.
func (d *DateEntry) tidy() {
	if date, err := calendar.Read(d.kit.Language, d.Entry.Text); err == nil {
		d.Entry.Put(date.Short(d.kit.Language))
	}
}

func (d *DateEntry) tell(right bool) {
	switch {
	case !right:
		d.says.Ink(theme.Warm).SetWords(d.kit.Say("kit.date.unread"))
	case d.value.IsZero():
		d.says.SetWords("")
	default:
		d.says.Ink(theme.Faint).SetWords(d.value.Long(d.kit.Language))
	}
}

// key: Page Up and Page Down go a day forth and back, F4 opens the calendar.
func (d *DateEntry) key(ev *fyne.KeyEvent) bool {
	switch ev.Name {
	case fyne.KeyPageUp:
		d.step(1)
	case fyne.KeyPageDown:
		d.step(-1)
	case fyne.KeyF4:
		d.toggle()
	default:
		return false
	}
	return true
}

func (d *DateEntry) start() calendar.Date {
	if !d.value.IsZero() && d.value.Month > 0 {
		return d.value
	}
	if d.kit.Today != nil {
		return d.kit.Today()
	}
	return calendar.Date{Year: 2000, Month: 1, Day: 1}
}

func (d *DateEntry) step(days int) {
	from := d.start()
	d.pick(calendar.Of(time.Date(from.Year, time.Month(from.Month), max(from.Day, 1)+days, 0, 0, 0, 0, time.UTC)))
}

func (d *DateEntry) pick(date calendar.Date) {
	d.value = date
	d.Entry.Put(date.Short(d.kit.Language))
	d.keep()
	d.tell(true)
	if d.changed != nil {
		d.changed(date, true)
	}
}

func (d *DateEntry) toggle() {
	if d.picker.Visible() {
		d.picker.Hide()
	} else {
		d.month = d.start()
		d.fill()
		d.picker.Show()
	}
	d.body.Refresh()
}

// fill draws the month that the picker shows, its weeks beginning on Sunday as
// calendars of both countries do.
func (d *DateEntry) fill() {
	k := d.kit
	first := time.Date(d.month.Year, time.Month(d.month.Month), 1, 0, 0, 0, 0, time.UTC)
	turn := func(months int) func() {
		return func() {
			d.month = calendar.Of(first.AddDate(0, months, 0))
			d.fill()
			d.body.Refresh()
		}
	}
	arrow := func(icon fyne.Resource, months int) *Button {
		b := k.Button("", turn(months)).As(Quiet)
		b.Icon = icon
		return b
	}
	title := calendar.Date{Year: d.month.Year, Month: d.month.Month}.Long(k.Language)
	head := Row(1, arrow(fynetheme.MediaFastRewindIcon(), -12), arrow(fynetheme.NavigateBackIcon(), -1), Stretch(Middling(k.Text(title).Bold().Centred())),
		arrow(fynetheme.NavigateNextIcon(), 1), arrow(fynetheme.MediaFastForwardIcon(), 12))
	cells := []fyne.CanvasObject{}
	for day := range 7 {
		cells = append(cells, k.Small(k.Say("kit.weekday."+strconv.Itoa(day))).Centred())
	}
	for range int(first.Weekday()) {
		cells = append(cells, Space())
	}
	for at := first; at.Month() == first.Month(); at = at.AddDate(0, 0, 1) {
		date := calendar.Of(at)
		b := k.Button(strconv.Itoa(date.Day), func() { d.pick(date); d.toggle() }).As(Quiet).Marked(date == d.value)
		cells = append(cells, b)
	}
	d.picker.Objects = []fyne.CanvasObject{newGround(theme.Paper, theme.Edge, 8), Inset(1, 1, Column(1, head, Tiles(0.25, 7, cells...)))}
}

// CreateRenderer is for Fyne.
func (d *DateEntry) CreateRenderer() fyne.WidgetRenderer {
	open := d.kit.Button("", d.toggle)
	open.Icon = fynetheme.CalendarIcon()
	d.picker = container.NewStack()
	d.picker.Hide()
	d.body = Column(0.5, Row(1, Stretch(d.Entry), open), Least(1, fynetheme.SizeForWidget(fynetheme.SizeNameCaptionText, d)*1.4, d.says), d.picker)
	return widget.NewSimpleRenderer(d.body)
}
