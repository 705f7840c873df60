package desk

import (
	"context"

	"sala/app/office"
	"sala/app/ui/formview"
	"sala/app/ui/kit"
)

// Files is where photos and scans are chosen from.
type Files interface {
	// List returns what is in a folder, "" where to begin.
	List(ctx context.Context, folder string) (office.Folder, error)
	Read(ctx context.Context, path string) (office.File, error)
}

// Browse reads a folder for the picker.
func (d *Desk) Browse(folder string, shown func(office.Folder, string)) {
	if d.beyond.Files == nil {
		return
	}
	d.aside.Run("kit.wait.files", func(ctx context.Context) func() {
		f, err := d.beyond.Files.List(ctx, folder)
		return func() { shown(f, office.CodeOf(err)) }
	})
}

// Attach makes a file the answer to a question.
func (d *Desk) Attach(path, file string) {
	f := d.filling()
	if f == nil || d.beyond.Files == nil {
		return
	}
	d.aside.Run("kit.wait.attach", func(ctx context.Context) func() { // a stick may be slow, and typing goes on
		read, err := d.beyond.Files.Read(ctx, file)
		return func() {
			if d.filling() == f && !d.failed(err) {
				f.Attach(path, func(context.Context) (office.File, error) { return read, nil })
			}
		}
	})
}

// Sign makes a signature the answer to a question.
func (d *Desk) Sign(path string, picture []byte) {
	if f := d.filling(); f != nil {
		f.Attach(path, func(context.Context) (office.File, error) {
			return office.File{Name: "signature.png", MIME: "image/png", Body: picture}, nil
		})
	}
}

// Drawn returns the strokes at a question that are not its answer yet.
func (d *Desk) Drawn(path string) string {
	strokes, _ := d.texts.At(d.drawnAt(path))
	return strokes
}

// Draw keeps the strokes at a question until they are its answer, "" forgets them.
func (d *Desk) Draw(path, strokes string) { d.look(d.drawnAt(path), strokes) }

// drawnAt is the place of the strokes at a question of the form that is filled.
func (d *Desk) drawnAt(path string) string {
	petition := ""
	if f := d.filling(); f != nil {
		petition = f.Petition()
	}
	return "drawn/" + petition + "/" + path
}

// Picture brings an attachment for a preview; nothing while it is under way.
func (d *Desk) Picture(hash string, shown func([]byte)) {
	d.Attachment(hash, func(f office.File, code string) {
		if code != "" {
			f.Body = nil
		}
		shown(f.Body)
	})
}

// Attachment brings an attachment, or the code of why it is not here.
func (d *Desk) Attachment(hash string, shown func(office.File, string)) {
	s := d.session
	if s == nil {
		return
	}
	d.run.Run("kit.wait.picture", func(ctx context.Context) func() {
		f, err := s.Attachment(ctx, hash)
		return func() { shown(f, office.CodeOf(err)) }
	})
}

// browse is Browse in the words of the picker.
func (w *Window) browse(folder string, shown func(kit.Listing)) {
	w.desk.Browse(folder, func(f office.Folder, code string) {
		shown(formview.Listing(w.now, f, code, w.desk.office.Now().Location()))
	})
}
