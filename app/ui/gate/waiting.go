package gate

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/ui/kit"
	"sala/app/ui/theme"
)

// patience is how long the window stays empty before it says what it waits for:
// most stations are open by then, and would be later for a page that flashes by.
const patience = time.Second

// usual is how many seconds a station may take to open without a word about why.
const usual = 5

// Wait opens a station to which the machine has a key, with no officer and no
// password, and shows what is waited for until it is open. When it does not open
// the gate says why, and tries again when asked to.
func Wait(f Front) {
	g := newGate(f)
	g.alone = true
	g.root.Objects = []fyne.CanvasObject{kit.On(theme.Paper, kit.Space())}
	g.open("", "")
	f.Do(func() { // from when there is a window
		f.Delay(patience, func() {
			f.Do(func() {
				if g.opening {
					g.show()
				}
			})
		})
	})
}

// tick shows how far it has come, a second later.
func (g *gate) tick() {
	if !g.opening {
		return
	}
	g.waited++
	if g.wait != nil {
		g.wait.Objects = []fyne.CanvasObject{g.waiting()}
		g.wait.Refresh()
	}
}

// waiting says what is waited for, and that it may be left.
func (g *gate) waiting() fyne.CanvasObject {
	k := g.kit
	says, hint := k.Say("gate.opening"), k.Say("gate.opening_hint")
	done := 0
	if g.Indexed != nil {
		done = g.Indexed()
	}
	switch {
	case done > 0:
		says, hint = k.Say("gate.indexing", "count", done), k.Say("gate.indexing_hint")
	case g.waited >= usual:
		hint = k.Say("gate.opening_long")
	}
	if g.Quit == nil && (done > 0 || g.waited >= usual) {
		hint = k.Say("gate.elsewhere")
	}
	things := []fyne.CanvasObject{k.Empty(fynetheme.HomeIcon(), says, hint)}
	if g.waited > 0 {
		bar := kit.Least(280, 6, k.Waiting(k.Say("kit.waited", "seconds", g.waited), time.Duration(g.waited)*time.Second, nil))
		things = append(things, container.NewCenter(bar))
	}
	if g.Quit != nil && (done > 0 || g.waited >= usual) {
		things = append(things, container.NewCenter(k.Button(k.Say("gate.close"), g.Quit)))
	}
	return kit.Column(2, things...)
}

// after is what can be done when a station that nobody is asked about did not
// open.
func (g *gate) after() []fyne.CanvasObject {
	if !g.alone {
		return nil
	}
	out := []fyne.CanvasObject{g.kit.Button(g.kit.Say("gate.again"), func() {
		g.open("", "")
		g.show()
	})}
	if g.Quit != nil {
		out = append(out, g.kit.Button(g.kit.Say("gate.close"), g.Quit))
	}
	return out
}
