// Package look is how a window looks: its language, its colours and the size of
// its letters. What an officer chooses is hers: it is kept on the station, and is
// there when she comes back, also after a crash. A password or anything that is
// entered is never kept here.
package look

import (
	"context"
	"slices"

	"sala/app/office"
	"sala/app/ui/kit"
	"sala/app/ui/theme"
	"sala/app/ui/work"
)

// Look is how a window looks. Where it says what somebody chose, what she did not
// choose is zero.
type Look struct {
	Language string
	Scheme   theme.Scheme
	Scale    float32 // of letters and targets, 1 to 2
}

// With returns the look with what was chosen in place of what it says.
func (l Look) With(chosen Look) Look {
	if chosen.Language != "" {
		l.Language = chosen.Language
	}
	if chosen.Scheme != "" {
		l.Scheme = chosen.Scheme
	}
	if chosen.Scale != 0 {
		l.Scale = chosen.Scale
	}
	return l
}

// without returns what l says of all that was not chosen.
func (l Look) without(chosen Look) Look {
	if chosen.Language != "" {
		l.Language = ""
	}
	if chosen.Scheme != "" {
		l.Scheme = ""
	}
	if chosen.Scale != 0 {
		l.Scale = 0
	}
	return l
}

// Of returns the look that was kept, without what this program does not know.
func Of(a office.Appearance) Look {
	l := Look{Language: a.Language, Scheme: theme.Scheme(a.Scheme), Scale: a.Scale}
	if !slices.Contains(kit.Languages(), l.Language) {
		l.Language = ""
	}
	if !slices.Contains(theme.Schemes(), l.Scheme) {
		l.Scheme = ""
	}
	if !(l.Scale >= 1 && l.Scale <= 2) {
		l.Scale = 0
	}
	return l
}

// Keeper keeps what one officer chose; *office.Session is one.
type Keeper interface {
	KeepAppearance(ctx context.Context, front string, a office.Appearance) error
}

// Chosen is what was chosen at one front end. Its methods are called on the
// screen's goroutine.
type Chosen struct {
	front  theme.Front
	run    work.Runner
	failed func(error)

	said   Look   // by the command line: it stands until somebody chooses otherwise
	own    Look   // of the officer who is here, or was the last
	picked Look   // while nobody is here, for whoever comes
	keeper Keeper // nil while nobody is here
}

// New returns what the command line said, before anybody chose. run keeps what is
// chosen; failed is told why something was not kept.
func New(front theme.Front, said Look, run work.Runner, failed func(error)) *Chosen {
	return &Chosen{front: front, said: said, run: run, failed: failed}
}

// Look returns what stands now, zero where the usual does.
func (c *Chosen) Look() Look { return c.own.With(c.said).With(c.picked) }

// Last shows at sign-in how the last officer had it.
func (c *Chosen) Last(a office.Appearance) {
	if c.keeper == nil {
		c.own = Of(a)
	}
}

// Enter goes on with what the officer chose who has come. What was picked at the
// sign-in page is hers.
func (c *Chosen) Enter(k Keeper, a office.Appearance) {
	c.keeper, c.own = k, Of(a).With(c.picked)
	c.picked = Look{}
	c.keep()
}

// Leave says that nobody is here. The look stays.
func (c *Chosen) Leave() { c.keeper = nil }

// Choose takes what somebody chose, zero what she did not, and keeps it for the
// officer who is here.
func (c *Chosen) Choose(l Look) {
	c.said = c.said.without(l)
	if c.keeper == nil {
		c.picked = c.picked.With(l)
		return
	}
	c.own = c.own.With(l)
	c.keep()
}

func (c *Chosen) keep() {
	k, front := c.keeper, string(c.front)
	a := office.Appearance{Language: c.own.Language, Scheme: string(c.own.Scheme), Scale: c.own.Scale}
	c.run.Run("", func(ctx context.Context) func() {
		if err := k.KeepAppearance(ctx, front, a); err != nil {
			return func() { c.failed(err) }
		}
		return nil
	})
}
