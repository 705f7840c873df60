package kit

import (
	"slices"

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

// fewOfficers is with how many the password still stands below who it is: with
// more, or in large letters, it would be out of sight there.
const fewOfficers = 5

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
	head := []fyne.CanvasObject{Row(2, Sign(fynetheme.HomeIcon(), theme.Place, 40), Stretch(k.Heading(title))), k.Hint(hint)}
	who := k.Labelled(k.Say("kit.sign_in.who"), "", s.Who)
	secret := append(extra, k.Labelled(k.Say("kit.sign_in.password"), "", s.Password), k.MainButton(k.Say("kit.sign_in.go"), "Enter", s.Enter))
	if len(officers) > fewOfficers || fynetheme.TextSize() >= largeText {
		s.Object = Middle(1000, Panel(Inset(0.5, 1, Column(1, append(head, Shares(3, []float32{1, 1}, Column(0, who, Space()), Column(0, Column(1.5, secret...), Space())))...))))
		return s
	}
	s.Object = Middle(520, Panel(Inset(1, 1, Column(2, slices.Concat(head, []fyne.CanvasObject{who}, secret)...))))
	return s
}
