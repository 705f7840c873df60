package kit

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/ui/theme"
)

// SignIn is the first page of an officer's day.
type SignIn struct {
	Object   fyne.CanvasObject
	Password *Entry
	Enter    func()
	Who      *Choice
}

// SignInPage offers the officers and takes a password. choose is told of the
// officer, enter of the password; extra stands above the password.
func (k *Kit) SignInPage(title, hint string, officers []Option, chosen string, choose func(id string), enter func(password string), extra ...fyne.CanvasObject) SignIn {
	s := SignIn{Password: k.Password(nil)}
	s.Enter = func() {
		typed := s.Password.Text
		s.Password.Put("")
		enter(typed)
	}
	s.Password.OnEnter = s.Enter
	s.Who = k.Choice(officers, []string{chosen}, false, func(ids []string) {
		choose(ids[0])
		if c := fyne.CurrentApp().Driver().CanvasForObject(s.Password); c != nil {
			c.Focus(s.Password)
		}
	})
	things := []fyne.CanvasObject{Row(2, Sign(fynetheme.HomeIcon(), theme.Place, 40), Stretch(k.Heading(title))), k.Hint(hint), k.Labelled(k.Say("kit.sign_in.who"), "", s.Who)}
	things = append(things, extra...)
	things = append(things, k.Labelled(k.Say("kit.sign_in.password"), "", s.Password), k.MainButton(k.Say("kit.sign_in.go"), "Enter", s.Enter))
	s.Object = Middle(520, Panel(Inset(1, 1, Column(2, things...))))
	return s
}
