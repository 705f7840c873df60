package desk

import "fyne.io/fyne/v2"

// SyncPage is the Sync screen without the rail and the top bar.
func (w *Window) SyncPage() fyne.CanvasObject { return w.sync(w.desk.View()).object }
