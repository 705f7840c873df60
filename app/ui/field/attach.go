package field

import (
	"context"

	"sala/app/office"
	"sala/app/ui/formview"
	"sala/app/ui/kit"
)

// Browse reads a folder for the picker.
func (f *Field) Browse(folder string, shown func(office.Folder, string)) {
	if f.files == nil {
		return
	}
	f.run.Run("kit.wait.files", func(ctx context.Context) func() {
		list, err := f.files.List(ctx, folder)
		return func() { shown(list, office.CodeOf(err)) }
	})
}

// Attach makes a file the answer to a question.
func (f *Field) Attach(path, file string) {
	if f.filling != nil && f.files != nil {
		f.filling.Attach(path, func(ctx context.Context) (office.File, error) { return f.files.Read(ctx, file) })
	}
}

// Sign makes a signature, or a sketch on a photo, the answer to a question.
func (f *Field) Sign(path string, picture []byte) {
	if f.filling != nil {
		f.filling.Attach(path, func(context.Context) (office.File, error) {
			return office.File{Name: "signature.png", MIME: "image/png", Body: picture}, nil
		})
	}
}

// Sketch makes a photo with a drawing on it the answer to a question. The photo
// itself stays with the petition.
func (f *Field) Sketch(path string, picture []byte) {
	if f.filling != nil {
		f.filling.Attach(path, func(context.Context) (office.File, error) {
			return office.File{Name: "sketch.jpg", MIME: "image/jpeg", Body: picture}, nil
		})
	}
}

// Drawn returns the strokes at a question that are not its answer yet.
func (f *Field) Drawn(path string) string { return f.text(f.drawnAt(path)) }

// Draw keeps the strokes at a question until they are its answer, "" forgets them.
func (f *Field) Draw(path, strokes string) { f.keepText(f.drawnAt(path), strokes) }

// drawnAt is the place of the strokes at a question of the form that is filled.
func (f *Field) drawnAt(path string) string {
	petition := ""
	if f.filling != nil {
		petition = f.filling.Petition()
	}
	return "drawn/" + petition + "/" + path
}

// Picture brings an attachment for a preview; nothing while it is under way.
func (f *Field) Picture(hash string, shown func([]byte)) {
	s := f.session
	f.run.Run("kit.wait.picture", func(ctx context.Context) func() {
		file, err := s.Attachment(ctx, hash)
		if err != nil {
			file.Body = nil
		}
		return func() { shown(file.Body) }
	})
}

// browse is Browse in the words of the picker.
func (w *Window) browse(folder string, shown func(kit.Listing)) {
	w.field.Browse(folder, func(f office.Folder, code string) {
		shown(formview.Listing(w.now, f, code, w.field.office.Now().Location()))
	})
}
