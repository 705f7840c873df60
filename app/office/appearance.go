package office

import "context"

// Appearance is what an officer chose of how a front end's window looks on this
// station. What she never chose is zero: then the usual stands. It is no act and
// tells of no citizen, and stays when what was carried is removed.
type Appearance struct {
	Language string  `cbor:"1,keyasint,omitempty"` // th, ko or en
	Scheme   string  `cbor:"2,keyasint,omitempty"` // of colours
	Scale    float32 `cbor:"3,keyasint,omitempty"` // of letters, 1 to 2
}

// Appearances is a Store that keeps them, durably and outside of the journal. The
// station's store is one; with any other nothing is kept.
type Appearances interface {
	// KeepAppearance keeps an officer's in place of what she had, and that she was
	// the last at the front end.
	KeepAppearance(ctx context.Context, front, officer string, a Appearance) error
	// Appearance returns an officer's, or with "" that of the last one who was at
	// the front end; the zero Appearance where nothing was chosen.
	Appearance(ctx context.Context, front, officer string) (Appearance, error)
}

// KeepAppearance keeps what the officer chose at a front end: she finds it again
// when she comes back, and so does the sign-in page until another officer comes.
func (s *Session) KeepAppearance(ctx context.Context, front string, a Appearance) error {
	if kept, ok := s.office.Store.(Appearances); ok {
		return s.office.explain("keep how the window looks", kept.KeepAppearance(ctx, front, s.Officer.ID, a))
	}
	return nil
}

// Appearance returns what the officer chose at a front end.
func (s *Session) Appearance(ctx context.Context, front string) (Appearance, error) {
	return s.office.appearance(ctx, front, s.Officer.ID)
}

// LastAppearance returns what the officer chose who was the last at a front end.
func (o *Office) LastAppearance(ctx context.Context, front string) (Appearance, error) {
	return o.appearance(ctx, front, "")
}

func (o *Office) appearance(ctx context.Context, front, officer string) (Appearance, error) {
	kept, ok := o.Store.(Appearances)
	if !ok {
		return Appearance{}, nil
	}
	a, err := kept.Appearance(ctx, front, officer)
	return a, o.explain("look how the window looked", err)
}
