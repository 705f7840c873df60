package kit

import (
	"fyne.io/fyne/v2"
	fynetheme "fyne.io/fyne/v2/theme"
)

// keyFace stands a key's letter in the middle. Where the line that it stands on hardly
// has room it is raised: the underscore and the vowels below hang lower than anything
// stands high, and would lie on the key below.
type keyFace struct{ key *keyCap }

// raised is how far, as a share of the size of the letters.
const raised = 0.1

func (f keyFace) Layout(things []fyne.CanvasObject, size fyne.Size) {
	for _, o := range things {
		line := o.MinSize().Height
		at := (size.Height - line) / 2
		if letter := fynetheme.SizeForWidget(fynetheme.SizeNameText, f.key); at < raised*letter {
			at -= raised * letter
		}
		o.Move(fyne.NewPos(0, at))
		o.Resize(fyne.NewSize(size.Width, line))
	}
}

func (keyFace) MinSize(things []fyne.CanvasObject) fyne.Size { return rest{}.MinSize(things) }
