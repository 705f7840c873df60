package desk

import (
	"context"
	"sync"
	"time"

	"sala/app/office"
	"sala/app/ui/formview"
)

// settle is how long after a keystroke the answer is saved at the latest: a
// power cut takes no more than what was typed in this time. Each keystroke
// would be an entry of the journal otherwise.
const settle = 250 * time.Millisecond

// pending are answers that the screen gave and the sheet has not got yet.
type pending struct {
	mu      sync.Mutex
	changes []change
	timer   *time.Timer
	unsaved bool
}

// change is one thing done to the sheet.
type change struct {
	path string
	do   func(*office.Draft) error
}

// put adds a change; one of the same question that waits still is replaced.
func (p *pending) put(c change) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i := range p.changes {
		if p.changes[i].path == c.path && c.path != "" {
			p.changes[i] = c
			return
		}
	}
	p.changes = append(p.changes, c)
}

func (p *pending) take() []change {
	p.mu.Lock()
	defer p.mu.Unlock()
	c := p.changes
	p.changes = nil
	p.unsaved = p.unsaved || len(c) > 0
	return c
}

// apply brings the sheet up to date; it reports whether anything was new.
func (p *pending) apply(d *office.Draft) (bool, error) {
	list := p.take()
	for _, c := range list {
		if err := c.do(d); err != nil {
			return true, err
		}
	}
	return len(list) > 0, nil
}

// save applies what waits and makes it durable.
func (p *pending) save(ctx context.Context, s *office.Session, d *office.Draft) error {
	if _, err := p.apply(d); err != nil {
		return err
	}
	p.mu.Lock()
	unsaved := p.unsaved
	p.unsaved = false
	p.mu.Unlock()
	if !unsaved {
		return nil
	}
	return s.Save(ctx, d)
}

// Answer gives an answer of the form.
func (d *Desk) Answer(path string, value any) {
	d.sheet(change{path, func(draft *office.Draft) error { return draft.Sheet.Set(path, value) }})
}

// AddRow adds a row to a group of the form.
func (d *Desk) AddRow(path string) {
	d.sheet(change{"", func(draft *office.Draft) error { _, err := draft.Sheet.AddRow(path); return err }})
}

// RemoveRow removes a row.
func (d *Desk) RemoveRow(row string) {
	d.sheet(change{"", func(draft *office.Draft) error { return draft.Sheet.RemoveRow(row) }})
}

// sheet does a change, shows the page after it, and saves soon.
func (d *Desk) sheet(c change) {
	now := d.serving
	if now == nil || now.draft == nil || d.session == nil {
		return
	}
	now.pending.put(c)
	d.run.Run("", func(context.Context) func() {
		changed, err := now.pending.apply(now.draft)
		if !changed {
			return nil
		}
		page := formview.Of(now.draft.Form, now.draft.Sheet)
		return func() {
			if d.serving != now || d.failed(err) {
				return
			}
			d.view.Serve.Page = page
			d.changed()
		}
	})
	d.saveSoon(now)
}

// saveSoon saves once within settle, however many keys are pressed.
func (d *Desk) saveSoon(now *serving) {
	now.pending.mu.Lock()
	defer now.pending.mu.Unlock()
	if now.pending.timer != nil {
		return
	}
	now.pending.timer = time.AfterFunc(settle, func() {
		d.do(func() {
			now.pending.mu.Lock()
			now.pending.timer = nil
			now.pending.mu.Unlock()
			d.save(now, nil)
		})
	})
}

// flush saves at once what was typed so far.
func (d *Desk) flush() {
	if now := d.serving; now != nil && now.draft != nil && d.session != nil {
		d.save(now, nil)
	}
}

// save makes the answers durable, then does after on the screen's goroutine.
func (d *Desk) save(now *serving, after func(formview.Page)) {
	s := d.session
	if s == nil {
		return
	}
	d.run.Run("desk.wait.save", func(ctx context.Context) func() {
		err := now.pending.save(ctx, s, now.draft)
		page := formview.Of(now.draft.Form, now.draft.Sheet)
		return func() {
			if d.serving != now || err != nil && d.failed(err) {
				return
			}
			d.view.Serve.Page = page
			if after != nil {
				after(page)
			}
		}
	})
}

// Review goes on to the review page, unless something is wrong: then it is shown
// beside its question.
func (d *Desk) Review() {
	now := d.serving
	if now == nil || now.draft == nil || now.stage != AtForm {
		return
	}
	d.save(now, func(page formview.Page) {
		d.view.Serve.Checked = true
		if len(page.Wrong()) > 0 {
			d.changed()
			return
		}
		d.stage(AtReview)
	})
}
