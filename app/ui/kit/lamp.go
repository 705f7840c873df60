package kit

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/ui/theme"
)

// Lamp shows what a thing is and how it is: sign, name and state in words.
func (k *Kit) Lamp(name, state string, tone Tone) fyne.CanvasObject {
	t, ok := tones[tone]
	if !ok {
		t = tones[ToneOff]
	}
	what := k.Text(name).Sized(fynetheme.SizeNameCaptionText).Ink(theme.Faint).OneLine()
	return Row(1, Sign(t.icon(), t.ink, what.textSize()*20/13), Column(0, what,
		k.Text(state).Sized(fynetheme.SizeNameCaptionText).Ink(t.ink).Bold().OneLine()))
}
