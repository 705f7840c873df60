package formview

import "fyne.io/fyne/v2"

// At returns the path of the question whose control has the keyboard, "" when f
// is no question's.
func (v *View) At(f fyne.Focusable) string {
	for path, in := range v.inputs {
		if in.first != nil && in.first == f {
			return path
		}
	}
	return ""
}

// Write shows text in the entry of the question at path, whether or not somebody
// is typing there: it is what a scanner read, and is an answer already.
func (v *View) Write(path, text string) {
	if in, ok := v.inputs[path]; ok && in.write != nil {
		in.write(text)
	}
}
