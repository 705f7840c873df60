package desk

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynetheme "fyne.io/fyne/v2/theme"

	"sala/app/office"
	"sala/app/ui/formview"
	"sala/app/ui/kit"
	"sala/app/ui/theme"
	"sala/forms/definition"
)

// answers are a form's answers, section by section, as they are read. What was
// photographed, signed or drawn is shown itself: it is what is decided on.
func (w *Window) answers(p formview.Page) []fyne.CanvasObject {
	k := w.now
	var rows []fyne.CanvasObject
	for _, s := range p.Sections {
		rows = append(rows, k.Sub(s.Title.In(k.Language)))
		var lines []kit.Line
		flush := func() {
			if len(lines) > 0 {
				rows = append(rows, k.Lines(lines))
			}
			lines = nil
		}
		say := func(indent string, q formview.Question) {
			label := indent + q.Label.In(k.Language)
			if hash, is := attachedTo(q); is {
				flush()
				rows = append(rows, kit.Column(0.5, k.Hint(label), w.attachedAnswer(hash)))
				return
			}
			lines = append(lines, kit.Line{Label: label, Value: formview.Answer(k, q)})
		}
		for _, q := range s.Questions {
			say("", q)
			for _, r := range q.Rows {
				for _, inner := range r.Questions {
					say("  ", inner)
				}
			}
		}
		flush()
	}
	return rows
}

// attachedTo returns the attachment that answers a question.
func attachedTo(q formview.Question) (hash string, is bool) {
	switch q.Kind {
	case definition.Photo, definition.Signature, definition.File:
		hash, _ = q.Value.(string)
	}
	return hash, hash != ""
}

// attachedAnswer is the photo or the signature, or the file's name, as soon as it
// is there.
func (w *Window) attachedAnswer(hash string) fyne.CanvasObject {
	k := w.now
	const width, height = 300, 200
	place := container.NewStack(kit.Least(width, height, kit.Space()))
	w.desk.Attachment(hash, func(f office.File, code string) {
		switch {
		case code == "attachment_coming":
			put(place, k.Hint(k.Say("kit.attach.coming")))
		case code != "":
			put(place, k.Trouble(code, kit.Args("name", f.Name)))
		case strings.HasPrefix(f.MIME, "image/"):
			put(place, kit.Picture(f.Body, width, height))
		default:
			put(place, kit.Row(1, kit.Sign(fynetheme.FileIcon(), theme.Edge, 28), kit.Stretch(kit.Middling(k.Text(k.Join(f.Name, kit.Size(int64(len(f.Body)))))))))
		}
	})
	return place
}
