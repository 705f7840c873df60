package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Listing is what is in a folder.
type Listing struct {
	Name  string // of the folder
	Files []Listed
	Code  string // of the trouble, when it could not be read
}

// Listed is a file, or a folder that can be gone into.
type Listed struct {
	Name   string
	Path   string
	Folder bool
	Detail string // size and day
}

// Picker chooses a file by typing a part of its name; a folder that is chosen is
// gone into. It never waits for the disk: browse reads a folder ("" where to
// begin) and calls shown when it has.
type Picker struct {
	widget.BaseWidget
	Ahead *TypeAhead

	kit    *Kit
	browse func(folder string, shown func(Listing))
	chosen func(path string)
	told   func(string) // keeps where it is; nil nobody does
	folder string       // that is looked at, "" where it begins
	now    Listing
	says   *Text
}

// pickerMost is how many files are shown at once: typing narrows the others.
const pickerMost = 8

// Picker returns a picker; chosen is told the path of a file.
func (k *Kit) Picker(browse func(folder string, shown func(Listing)), chosen func(path string)) *Picker {
	p := &Picker{kit: k, browse: browse, chosen: chosen, says: k.Small("")}
	p.Ahead = k.TypeAhead("", p.find, p.take)
	p.Ahead.whole = true
	p.Ahead.Entry.PlaceHolder = k.Say("kit.pick.hint")
	p.ExtendBaseWidget(p)
	p.goInto("", "")
	return p
}

// enter goes into a folder.
func (p *Picker) enter(folder string) {
	p.goInto(folder, "")
	if p.told != nil {
		p.told(p.Holds())
	}
}

// goInto goes into a folder, and narrows it by what was typed of a name.
func (p *Picker) goInto(folder, typed string) {
	p.folder = folder
	p.Ahead.Entry.Put(typed)
	p.browse(folder, func(l Listing) {
		if p.folder != folder {
			return // it was left before it was read
		}
		p.now = l
		p.Ahead.Open()
		switch {
		case l.Code != "":
			says, _ := p.kit.Words.Trouble(p.kit.Language, l.Code, Args("name", l.Name))
			p.says.SetWords(says)
		case len(l.Files) > pickerMost:
			p.says.SetWords(p.kit.Say("kit.pick.many", "folder", l.Name, "count", len(l.Files)))
		default:
			p.says.SetWords(l.Name)
		}
		p.Refresh()
	})
}

func (p *Picker) find(query string) []Option {
	var out []Option
	query = strings.ToLower(strings.TrimSpace(query))
	for _, f := range p.now.Files {
		if !strings.Contains(strings.ToLower(f.Name), query) {
			continue
		}
		o := Option{ID: f.Path, Label: f.Name, Detail: f.Detail}
		if f.Folder {
			o.Detail = p.kit.Say("kit.pick.folder")
		}
		if out = append(out, o); len(out) == pickerMost {
			break
		}
	}
	return out
}

func (p *Picker) take(o Option) {
	for _, f := range p.now.Files {
		switch {
		case f.Path != o.ID:
		case f.Folder:
			p.Ahead.stay = true
			p.enter(f.Path)
			if c := p.Ahead.Entry.canvas(); c != nil { // a tap took the keyboard away
				c.Focus(p.Ahead.Entry)
			}
			return
		default:
			p.Ahead.stay = true // whoever shows the picker says what comes next
			p.chosen(f.Path)
			return
		}
	}
}

// CreateRenderer is for Fyne.
func (p *Picker) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(Column(0.5, p.says, p.Ahead))
}
