package desk

import "fyne.io/fyne/v2"

// SyncPage is the Sync screen without the rail and the top bar.
func (w *Window) SyncPage() fyne.CanvasObject {
	v := w.desk.View()
	p := w.sync(v)
	if p.update != nil {
		p.update(v)
	}
	return p.object
}

// Helps reports whether the help is open.
func (w *Window) Helps() bool { return len(w.help.Objects) > 0 }
