package desk

import "cmp"

// certificateTitle is what a kind of certificate is called in the reader's
// language, recorded where the pack does not know.
func (w *Window) certificateTitle(template, recorded string) string {
	if templates := w.desk.office.Templates; templates != nil {
		if t, ok := templates.Template(template); ok {
			own := map[string]string{t.Language: cmp.Or(recorded, t.Title)}
			return cmp.Or(t.Called[w.now.Language], own[w.now.Language], recorded, t.Title)
		}
	}
	return recorded
}
