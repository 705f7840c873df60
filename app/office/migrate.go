package office

import (
	"context"

	"sala/forms/act"
	"sala/forms/answer"
	"sala/forms/definition"
	"sala/forms/petition"
)

// Migration is what another version of its form makes of a draft, for a person
// to look at before it is done.
type Migration struct {
	Petition petition.Petition `json:"-"`
	From     string            `json:"from"` // versions of the form
	To       string            `json:"to"`
	Pack     string            `json:"pack"` // that has the newer one: "th@1.1.0"
	Pinned   bool              `json:"pinned"`
	Changes  []answer.Change   `json:"changes"`
	Problems []answer.Problem  `json:"problems"` // that stand in the way under the newer version

	Before *definition.Form `json:"-"` // as the draft is filled now
	After  *definition.Form `json:"-"` // the one in use

	answers map[string]any // all of the draft's, as the newer version takes them
}

// Due reports whether there is another version to go to.
func (m Migration) Due() bool { return m.From != m.To }

// PreviewMigration says what the form in use would make of a draft, or of a
// petition that was returned, that began with another version. Nothing changes.
func (s *Session) PreviewMigration(ctx context.Context, id string) (m Migration, err error) {
	typed, err := s.office.typings(ctx)
	if err != nil {
		return m, s.office.explain("preview a migration", err)
	}
	err = s.office.Store.Read(ctx, func(r Reader) error {
		m, err = s.migration(r, id, typed)
		return err
	})
	return m, s.office.explain("preview a migration", err)
}

// Migrate takes a draft over to the form in use. Every answer is kept, also
// those that the newer version does not ask for. The preview that the officer
// saw is refused with "content_changed" when the draft is not what it was then.
func (s *Session) Migrate(ctx context.Context, seen Migration) (p petition.Petition, err error) {
	const op = "migrate a draft"
	if err := s.need(op, Serve); err != nil {
		return p, err
	}
	typed, err := s.office.typings(ctx)
	if err != nil {
		return p, s.office.explain(op, err)
	}
	err = s.office.Store.Write(ctx, s.Officer.ID, func(w Writer) error {
		m, err := s.migration(w, seen.Petition.ID, typed)
		if err != nil {
			return err
		}
		switch {
		case m.Petition.Version != seen.Petition.Version || m.To != seen.To:
			return petition.ErrContent
		case !m.Due():
			return &Error{Op: op, Code: "version_current", Args: map[string]any{"version": m.From}}
		}
		p, err = s.append(w, m.Petition.ID, act.PetitionMigrated, act.Migrating{Petition: m.Petition.ID, FormVersion: m.To, Pack: m.Pack, Answers: m.answers})
		return err
	})
	if err == nil {
		s.office.Publish(Event{Kind: PetitionChanged, ID: p.ID})
	}
	return p, s.office.explain(op, err)
}

// migration takes what was typed and not saved along: the draft that comes of it
// is another version, on which it would not count any more.
func (s *Session) migration(r Reader, id string, typed []Typing) (Migration, error) {
	p, err := r.Petition(id)
	if err != nil {
		return Migration{}, err
	}
	m := Migration{Petition: p, From: p.FormVersion, Pack: s.office.Forms.Name(), Changes: []answer.Change{}, Problems: []answer.Problem{}}
	if !p.Allows(act.PetitionMigrated) {
		return m, petition.ErrState
	}
	var ok bool
	if m.After, ok = s.office.Forms.Form(p.Form); !ok {
		return m, unknownForm(p.Form)
	}
	if m.Before, ok = s.office.FormOf(p); !ok {
		return m, unknownForm(p.Form)
	}
	m.To, m.Pinned = m.After.Version, m.Before.Version == p.FormVersion
	if !m.Due() {
		return m, nil
	}
	v, err := visitorOf(r, p.Resident)
	if err != nil {
		return m, err
	}
	done, err := answer.Migrate(m.Before, m.After, answersOf(p, typed), s.env(&v))
	if err != nil {
		return m, err
	}
	m.answers = done.Sheet.All()
	m.Changes = append(m.Changes, done.Changes...)
	for _, problem := range done.Sheet.Problems() {
		if !problem.Warning {
			m.Problems = append(m.Problems, problem)
		}
	}
	return m, nil
}
