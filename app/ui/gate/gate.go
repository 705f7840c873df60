// Package gate is what the window shows of a station that no machine has a key
// to: it asks for an officer and her password, which open the station's store.
// Until then nothing of the station can be read, not even who works there by
// name: the officers are those whose password the key file knows.
//
// Of a station that is open, Asked and its page are what desk and field ask of an
// officer who signs in.
package gate

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"sala/app/office"
	"sala/app/ui/kit"
	"sala/app/ui/theme"
)

// Front is what a gate stands in.
type Front struct {
	Canvas   fyne.Canvas
	Parts    func() kit.Kit // without a language; called when something is to be said
	Use      func(fyne.Theme)
	Theme    theme.Front
	Language string
	Scheme   theme.Scheme
	Scale    float32
	Officers []string // who may open the station
	Officer  string   // the one who is chosen, "" the first
	// Open opens the station; it takes a tenth of a second and more, and is called
	// on a goroutine of its own. After it returns nil the gate shows nothing more.
	Open func(officer, password string) error
	// Indexed is for how many records the search index was made anew since Open was
	// called, 0 where that is not done. It is called on the screen's goroutine.
	Indexed func() int
	Do      func(func())                // runs a function on the screen's goroutine
	Delay   func(time.Duration, func()) // runs a function after a while, on any goroutine
	Every   func(func()) (stop func())  // runs a function on the screen's goroutine, now and then once a second
	Quit    func()                      // closes the window; nil where nobody may
}

// gate is an open question.
type gate struct {
	Front
	kit     *kit.Kit
	root    *fyne.Container
	chosen  string
	alone   bool // the machine opens the station: nobody is asked
	opening bool
	waited  int             // seconds since it opens
	wait    *fyne.Container // what is waited for
	trouble error
}

// Show asks until the station is open.
func Show(f Front) {
	g := newGate(f)
	g.chosen = f.Officer
	if g.chosen == "" && len(f.Officers) > 0 {
		g.chosen = f.Officers[0]
	}
	g.show()
}

func newGate(f Front) *gate {
	g := &gate{Front: f, root: container.NewStack()}
	f.Use(theme.New(f.Theme, f.Scheme, f.Scale))
	f.Canvas.SetContent(g.root)
	return g
}

func (g *gate) show() {
	k := g.Parts()
	k.Language, k.Front = g.Language, g.Theme
	g.kit = &k
	things := []fyne.CanvasObject{kit.Row(1, append([]fyne.CanvasObject{kit.Space()}, g.languages()...)...)}
	if g.trouble != nil {
		things = append(things, k.Trouble(office.CodeOf(g.trouble), nil, g.after()...))
	}
	switch {
	case g.opening:
		g.wait = container.NewStack(g.waiting())
		g.put(append(things, g.wait))
	case g.alone:
		g.put(things)
	default:
		g.ask(things)
	}
}

func (g *gate) ask(things []fyne.CanvasObject) {
	var officers []kit.Option
	for _, id := range g.Officers {
		officers = append(officers, kit.Option{ID: id, Label: id})
	}
	k := g.kit
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
	g.open(g.chosen, password)
	g.show()
}

// open opens the station aside.
func (g *gate) open(officer, password string) {
	g.opening, g.trouble, g.waited = true, nil, -1 // the first second begins at once
	stop := g.Every(g.tick)
	go func() {
		err := g.Open(officer, password)
		g.Do(func() {
			stop()
			g.opening, g.wait, g.trouble = false, nil, err
			if err != nil {
				g.show()
			}
		})
	}()
}
