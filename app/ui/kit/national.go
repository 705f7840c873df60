package kit

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sala/app/ui/theme"
	"sala/forms/identity"
)

// NationalEntry takes a national number: it writes the hyphens as the country
// does and says at once whether such a number can be.
type NationalEntry struct {
	widget.BaseWidget
	Entry *Entry

	kit     *Kit
	country string
	says    *Text
	below   *fyne.Container // where it is said
	changed func(string)
}

// NationalEntry returns an entry for a national number of country. changed is
// told the digits.
func (k *Kit) NationalEntry(country, number string, changed func(digits string)) *NationalEntry {
	n := &NationalEntry{kit: k, country: country, changed: changed, says: k.Small("")}
	n.Entry = k.Entry(identity.Format(country, number), n.typed)
	n.ExtendBaseWidget(n)
	n.below = Least(1, fynetheme.SizeForWidget(fynetheme.SizeNameCaptionText, n)*1.4, n.says)
	n.check()
	return n
}

// Put sets the number without telling of it.
func (n *NationalEntry) Put(number string) {
	n.Entry.Put(identity.Format(n.country, number))
	n.check()
}

func (n *NationalEntry) typed(text string) {
	digits := identity.Digits(text)
	if shown := identity.Format(n.country, digits); shown != text && len(digits) == 13 {
		n.Entry.Put(shown)
		n.Entry.CursorColumn = len([]rune(shown))
		n.Entry.Refresh()
	}
	n.check()
	if n.changed != nil {
		n.changed(digits)
	}
}

// check says what is to be said of the number so far: how many digits are
// missing while it is typed, whether it can be once it is whole.
func (n *NationalEntry) check() {
	digits := identity.Digits(n.Entry.Text)
	switch f := identity.Check(n.country, digits); {
	case digits == "":
		n.says.Ink(theme.Faint).SetWords("")
	case f.OK():
		n.says.Ink(theme.Good).SetWords(n.kit.Say("kit.number.right"))
	case f.Code == identity.WrongLength && len(digits) < 13:
		n.says.Ink(theme.Faint).SetWords(n.kit.Say("kit.number.left", "count", 13-len(digits)))
	case f.Warning:
		n.says.Ink(theme.Warm).SetWords(n.kit.Problem(f.Code, f.Args))
	default:
		n.says.Ink(theme.Bad).SetWords(n.kit.Problem(f.Code, f.Args))
	}
}

// Told hides what is said of the number while a form says beside it what is
// wrong: once is enough.
func (n *NationalEntry) Told(elsewhere bool) {
	if elsewhere != n.below.Visible() {
		return
	}
	if elsewhere {
		n.below.Hide()
	} else {
		n.below.Show()
	}
	n.Refresh()
}

// Saying returns what is said of the number.
func (n *NationalEntry) Saying() string {
	if !n.below.Visible() {
		return ""
	}
	return n.says.Words()
}

// CreateRenderer is for Fyne.
func (n *NationalEntry) CreateRenderer() fyne.WidgetRenderer {
	n.Entry.PlaceHolder = map[string]string{"TH": "x-xxxx-xxxxx-xx-x", "KR": "xxxxxx-xxxxxxx"}[n.country]
	return widget.NewSimpleRenderer(Column(0.25, n.Entry, n.below))
}

// Problem returns the words for a problem's code.
func (k *Kit) Problem(code string, args map[string]any) string {
	for _, key := range []string{"problem." + code, "kit.problem." + code} {
		if k.Words.Has(key) {
			return k.Words.Text(k.Language, key, args)
		}
	}
	return k.Words.Text(k.Language, "kit.problem.other", args)
}
