// Package gate is what the window shows of a station that no machine has a key
// to: it asks for an officer and her password, which open the station's store.
// Until then nothing of the station can be read, not even who works there by
// name: the officers are those whose password the key file knows.
//
// Of a station that is open, Asked and its page are what desk and field ask of an
// officer who signs in.
package gate

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/office"
	"sala/app/ui/kit"
	"sala/app/ui/theme"
)

// Front is what a gate stands in.
type Front struct {
	Canvas   fyne.Canvas
	Parts    kit.Kit // without a language
	Use      func(fyne.Theme)
	Language string
	Scheme   theme.Scheme
	Scale    float32
	Officers []string // who may open the station
	Officer  string   // the one who is chosen, "" the first
	// Open opens the station; it takes a tenth of a second and more, and is called
	// on a goroutine of its own. After it returns nil the gate shows nothing more.
	Open func(officer, password string) error
	Do   func(func()) // runs a function on the screen's goroutine
}

// gate is an open question.
type gate struct {
	Front
	kit     *kit.Kit
	root    *fyne.Container
	chosen  string
	opening bool
	trouble error
}

// Show asks until the station is open.
func Show(f Front) {
	g := &gate{Front: f, root: container.NewStack(), chosen: f.Officer}
	if g.chosen == "" && len(f.Officers) > 0 {
		g.chosen = f.Officers[0]
	}
	f.Use(theme.New(theme.Desk, f.Scheme, f.Scale))
	f.Canvas.SetContent(g.root)
	g.show()
}

func (g *gate) show() {
	k := g.Parts
	k.Language, k.Front = g.Language, theme.Desk
	g.kit = &k
	things := []fyne.CanvasObject{kit.Row(1, append([]fyne.CanvasObject{kit.Space()}, g.languages()...)...)}
	if g.trouble != nil {
		things = append(things, k.Trouble(office.CodeOf(g.trouble), nil))
	}
	if g.opening {
		things = append(things, k.Empty(fynetheme.HomeIcon(), k.Say("gate.opening"), k.Say("gate.opening_hint")))
		g.put(things)
		return
	}
	var officers []kit.Option
	for _, id := range g.Officers {
		officers = append(officers, kit.Option{ID: id, Label: id})
	}
	p := k.SignInPage(k.Say("gate.title"), k.Say("gate.hint"), officers, g.chosen, func(id string) { g.chosen = id }, g.enter)
	g.put(append(things, p.Object))
	g.Canvas.Focus(p.Password)
}

func (g *gate) put(things []fyne.CanvasObject) {
	g.root.Objects = []fyne.CanvasObject{kit.On(theme.Paper, kit.Inset(2, 2, kit.Column(2, things...)))}
	g.root.Refresh()
}

func (g *gate) languages() []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, l := range kit.Languages() {
		out = append(out, g.kit.Button(kit.LanguageName(l), func() {
			g.Language = l
			g.show()
		}).As(kit.Quiet).Marked(l == g.Language))
	}
	return out
}

// enter tries the password. While it does, nothing else can be typed.
func (g *gate) enter(password string) {
	if g.opening || password == "" {
		return
	}
	g.opening, g.trouble = true, nil
	g.show()
	officer := g.chosen
	go func() {
		err := g.Open(officer, password)
		g.Do(func() {
			g.opening, g.trouble = false, err
			if err != nil {
				g.show()
			}
		})
	}()
}
