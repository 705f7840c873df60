package gate

import (
	"context"

	"sala/app/office"
	"sala/app/ui/kept"
	"sala/app/ui/work"
)

// glassAt is where who opens the account behind glass is kept, and why, until the
// glass is broken or another officer is chosen. The password is kept nowhere.
const glassAt = "glass/"

// Glass keeps what is typed for opening the account behind glass, as it is typed:
// nobody is signed in yet.
type Glass struct {
	*kept.Texts
	office *office.Office
	run    work.Runner
	read   func()
	of     string // the account, "" none
}

// NewGlass returns the texts of no account. read is told on the screen's goroutine
// that something was there from before.
func NewGlass(o *office.Office, run, keeper work.Runner, failed func(error), read func()) *Glass {
	return &Glass{Texts: kept.New(keeper, failed), office: o, run: run, read: read}
}

// Choose takes up what was typed for the account that is chosen. When it is
// another than one behind glass, what was typed is forgotten.
func (g *Glass) Choose(a Asked) {
	if !a.Glass {
		g.Done(glassAt)
		g.Leave()
		return
	}
	if a.Officer == g.of {
		return
	}
	behind := g.office.BehindGlass(a.Officer)
	g.of = a.Officer
	g.Begin(behind, nil)
	g.run.Run("", func(ctx context.Context) func() {
		here, err := behind.Texts(ctx)
		return func() {
			if err == nil && len(here) > 0 && g.of == a.Officer {
				g.Add(here)
				g.read()
			}
		}
	})
}

// Leave keeps nothing more; what was kept stays.
func (g *Glass) Leave() {
	g.of = ""
	g.Begin(nil, nil)
}

// Broken forgets among the texts of the officer who has come what she typed to
// break the glass: it stands in the journal now.
func Broken(t *kept.Texts) { t.Done(glassAt) }
