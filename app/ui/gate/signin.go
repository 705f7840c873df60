package gate

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/office"
	"sala/app/ui/kit"
	"sala/app/ui/theme"
	"sala/forms/act"
	"sala/forms/definition"
)

// Idle is how long nobody may touch a station before it locks itself.
const Idle = 5 * time.Minute

// Asked is who may sign in at a station that is open, and what is asked of her.
type Asked struct {
	Officers []act.Officer
	Officer  string // chosen
	Locked   bool   // the officer has gone for a moment: the work stays
	Glass    bool   // the chosen account is the one behind glass: who and why is asked
	Recalled int    // how often something was there of what was typed for it before
	PIN      bool   // the chosen officer may come back with her PIN
}

// Choose remembers the officer and what is asked of her.
func (a *Asked) Choose(o *office.Office, id string) {
	a.Officer = id
	a.PIN = o.HasPIN(id)
	a.Glass = slices.ContainsFunc(a.Officers, func(o act.Officer) bool {
		return o.ID == id && slices.Contains(o.Roles, string(office.Emergency))
	})
}

// Open opens the session of the chosen officer, by password, or by the PIN that
// she chose earlier in the day.
func (a Asked) Open(ctx context.Context, o *office.Office, secret string) (*office.Session, error) {
	if a.PIN && isPIN(secret) {
		return o.SignInByPIN(ctx, a.Officer, secret)
	}
	return o.SignIn(ctx, a.Officer, secret)
}

// Opened is a session with what its officer left on a front.
type Opened struct {
	Session *office.Session
	Typed   map[string]string // beside the forms
	Looks   office.Appearance
	Unread  error // why some of it is not here: no reason to keep her out
}

// Open opens a session and reads what its officer left on a front.
func Open(ctx context.Context, front theme.Front, open func(context.Context) (*office.Session, error)) (o Opened, err error) {
	if o.Session, err = open(ctx); err != nil {
		return o, err
	}
	var untyped, unseen error
	o.Typed, untyped = o.Session.Texts(ctx)
	o.Looks, unseen = o.Session.Appearance(ctx, string(front))
	o.Unread = errors.Join(untyped, unseen)
	return o, nil
}

// isPIN reports whether a secret is digits only and short.
func isPIN(secret string) bool {
	return len(secret) > 0 && len(secret) <= 8 && strings.Trim(secret, "0123456789") == ""
}

// Part says of what the page is made: with another it is made anew.
func (a Asked) Part() string {
	return fmt.Sprint(len(a.Officers), a.Locked, a.Glass, a.PIN, a.Recalled)
}

// Answers is what a sign-in page tells of.
type Answers struct {
	Choose     func(officer string)
	Enter      func(secret string)
	BreakGlass func(password, person, reason string)
	Keep       func(place string, in kit.Input) // makes an input outlive a crash
}

// SignInPage is the first page of an officer's day.
type SignInPage struct {
	Object fyne.CanvasObject
	First  fyne.Focusable // nil where nobody may sign in
	Enter  func()
	who    *kit.Choice
}

// Page asks who, and for the password. hint stands above it on a station that
// nobody has locked.
func (a Asked) Page(k *kit.Kit, title, hint string, tell Answers) SignInPage {
	if len(a.Officers) == 0 {
		return SignInPage{Object: k.Empty(fynetheme.AccountIcon(), k.Say("desk.sign_in.none"), k.Say("desk.sign_in.none_hint"))}
	}
	var options []kit.Option
	for _, o := range a.Officers {
		options = append(options, kit.Option{ID: o.ID, Label: definition.Text(o.Names).In(k.Language), Detail: definition.Text(o.Title).In(k.Language)})
	}
	switch {
	case a.Glass:
		hint = k.Say("desk.sign_in.glass")
	case a.PIN:
		hint = k.Say("desk.sign_in.pin")
	case a.Locked:
		hint = k.Say("desk.sign_in.locked")
	}
	if !a.Glass {
		p := k.SignInPage(title, hint, options, a.Officer, tell.Choose, tell.Enter)
		return SignInPage{Object: p.Object, First: p.Password, Enter: p.Enter, who: p.Who}
	}
	person, reason := k.Entry("", nil), k.Entry("", nil)
	tell.Keep(glassAt+"person", person)
	tell.Keep(glassAt+"reason", reason)
	p := k.SignInPage(title, hint, options, a.Officer, tell.Choose, func(password string) { tell.BreakGlass(password, person.Text, reason.Text) },
		k.Labelled(k.Say("desk.sign_in.person"), "", person), k.Labelled(k.Say("desk.correct.reason"), "", reason))
	return SignInPage{Object: p.Object, First: person, Enter: p.Enter, who: p.Who}
}

// Update shows who is chosen.
func (p SignInPage) Update(a Asked) {
	if p.who == nil {
		return
	}
	if chosen := p.who.Chosen(); len(chosen) == 0 || chosen[0] != a.Officer {
		p.who.Put([]string{a.Officer})
	}
}
