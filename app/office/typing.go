package office

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"

	"sala/forms/petition"
)

// Typing is a form that lies open: the question at which the officer is, and
// what was typed since the petition was last saved. It is no act: it is kept so
// that a power cut takes no more than the last key, and is forgotten when the
// form is left.
type Typing struct {
	Petition string         `cbor:"1,keyasint"`
	Officer  string         `cbor:"2,keyasint"`
	Version  uint64         `cbor:"3,keyasint"` // of the petition that Set and Clear change
	Path     string         `cbor:"4,keyasint,omitempty"`
	Set      map[string]any `cbor:"5,keyasint,omitempty"`
	Clear    []string       `cbor:"6,keyasint,omitempty"`
	At       int64          `cbor:"7,keyasint"` // Unix milliseconds
}

// Typings is a Store that keeps what is being typed, durably and outside of the
// journal. The station's store is one; with any other nothing is kept before it
// is saved.
type Typings interface {
	KeepTyping(ctx context.Context, t Typing) error
	DropTyping(ctx context.Context, petition string) error
	Typings(ctx context.Context) ([]Typing, error)
}

// Open is a form that was open when the program ended.
type Open struct {
	Typing
	Is petition.Petition // as it was last saved
}

// Typed returns what was typed on the draft since it was last saved, at the
// question at path.
func (s *Session) Typed(d *Draft, path string) Typing {
	set, gone := d.unsaved()
	return Typing{Petition: d.Petition.ID, Officer: s.Officer.ID, Version: d.Petition.Version, Path: path, Set: set, Clear: gone, At: s.office.Now().UnixMilli()}
}

// Keep keeps what was typed: after it returns a power cut loses nothing of it.
func (s *Session) Keep(ctx context.Context, t Typing) error {
	if kept, ok := s.office.Store.(Typings); ok {
		return s.office.explain("keep what was typed", kept.KeepTyping(ctx, t))
	}
	return nil
}

// Leave says that a petition's form is not open any more: there is nothing to go
// on with.
func (s *Session) Leave(ctx context.Context, petition string) error {
	if kept, ok := s.office.Store.(Typings); ok {
		return s.office.explain("leave a form", kept.DropTyping(ctx, petition))
	}
	return nil
}

// LeftOpen returns the forms that were open when the program ended, the last
// first. What has since been handed in, or is gone, is forgotten.
func (s *Session) LeftOpen(ctx context.Context) ([]Open, error) {
	const op = "look for open forms"
	kept, ok := s.office.Store.(Typings)
	if !ok {
		return nil, nil
	}
	all, err := kept.Typings(ctx)
	if err != nil {
		return nil, s.office.explain(op, err)
	}
	var out []Open
	var done []string
	err = s.office.Store.Read(ctx, func(r Reader) error {
		for _, t := range all {
			p, err := r.Petition(t.Petition)
			switch {
			case errors.Is(err, ErrNotFound), err == nil && p.State != petition.Drafted && p.State != petition.Returned:
				done = append(done, t.Petition)
			case err != nil:
				return err
			default:
				out = append(out, Open{t, p})
			}
		}
		return nil
	})
	for _, id := range done {
		err = errors.Join(err, kept.DropTyping(ctx, id))
	}
	slices.SortFunc(out, func(a, b Open) int { return cmp.Compare(b.At, a.At) })
	return out, s.office.explain(op, err)
}

// typings returns what is being typed on every form that lies open.
func (o *Office) typings(ctx context.Context) ([]Typing, error) {
	if kept, ok := o.Store.(Typings); ok {
		return kept.Typings(ctx)
	}
	return nil, nil
}

// typedSince returns a petition's answers with what was typed after they were
// saved.
func (o *Office) typedSince(ctx context.Context, p petition.Petition) (map[string]any, error) {
	all, err := o.typings(ctx)
	return answersOf(p, all), err
}

// answersOf returns a petition's answers with what was typed on it. What was
// typed on another version of the petition is not used.
func answersOf(p petition.Petition, typed []Typing) map[string]any {
	for _, t := range typed {
		if t.Petition != p.ID || t.Version != p.Version {
			continue
		}
		answers := maps.Clone(p.Answers)
		if answers == nil {
			answers = map[string]any{}
		}
		maps.Copy(answers, t.Set)
		for _, k := range t.Clear {
			delete(answers, k)
		}
		return answers
	}
	return p.Answers
}
