package office

import (
	"context"
	"errors"

	"sala/app/photo"
)

// AttachPhoto keeps a photograph: turned upright, scaled, and without what the
// camera wrote beside it. When and where it was taken comes back, for the
// questions that ask for it.
func (s *Session) AttachPhoto(ctx context.Context, f File) (hash string, p photo.Photo, err error) {
	const op = "attach a photograph"
	p, err = photo.Read(f.Body, photo.Edge)
	switch {
	case errors.Is(err, photo.ErrLarge):
		return "", p, &Error{Op: op, Code: "attachment_too_large", Args: map[string]any{"name": f.Name, "most": photo.MostBytes >> 20}, Err: err}
	case err != nil:
		return "", p, &Error{Op: op, Code: "not_a_photo", Args: map[string]any{"name": f.Name}, Err: err}
	}
	f.Body, f.MIME = p.JPEG, "image/jpeg"
	hash, err = s.Attach(ctx, f)
	return hash, p, err
}
