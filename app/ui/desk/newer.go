package desk

import (
	"context"

	"sala/app/office"
)

// resume goes on with a petition at a question. One whose form has a newer
// version by now is shown with what that would change, and the officer says.
func (d *Desk) resume(id, at string) {
	s := d.session
	d.run.Run("desk.wait.form", func(ctx context.Context) func() {
		m, err := s.PreviewMigration(ctx, id)
		return func() {
			switch {
			case d.session != s || d.serving == nil:
			case err != nil || !m.Due(): // it opens as it is, or says why not
				d.reopen(id, at)
			default:
				d.leave()
				d.serving = &serving{}
				d.view.Trouble = nil
				d.view.Serve.Newer, d.view.Serve.Petition, d.view.Serve.At = &m, m.Petition, at
				d.view.Screen = Serve
				d.stage(AtNewer)
			}
		}
	})
}

// reopen opens a draft as it was left.
func (d *Desk) reopen(id, at string) {
	s := d.session
	d.draft(at, func(ctx context.Context) (*office.Draft, error) { return s.Resume(ctx, id) })
}

// StayWithVersion goes on with the version of the form that the draft began
// with.
func (d *Desk) StayWithVersion() {
	if m := d.view.Serve.Newer; m != nil && d.view.Serve.Stage == AtNewer {
		d.reopen(m.Petition.ID, d.view.Serve.At)
	}
}

// TakeNewer takes the draft over to the version of its form that is in use, as
// it was shown.
func (d *Desk) TakeNewer() {
	m := d.view.Serve.Newer
	if m == nil || d.view.Serve.Stage != AtNewer {
		return
	}
	s, now := d.session, d.serving
	d.run.Run("desk.wait.save", func(ctx context.Context) func() {
		_, err := s.Migrate(ctx, *m)
		return func() {
			if d.serving != now {
				return
			}
			if office.CodeOf(err) == "content_changed" { // shown again as it is now
				d.resume(m.Petition.ID, d.view.Serve.At)
			}
			if d.failed(err) {
				return
			}
			d.reopen(m.Petition.ID, "")
			d.say("desk.said.newer", map[string]any{"version": m.To})
		}
	})
}
