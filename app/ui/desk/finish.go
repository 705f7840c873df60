package desk

import (
	"context"

	"sala/app/office"
	"sala/app/ui/formview"
	"sala/app/ui/gate"
	"sala/forms/petition"
	"sala/forms/register"
)

// Submit hands the petition in as the review page shows it.
func (d *Desk) Submit() {
	d.submit(func(ctx context.Context, s *office.Session, draft *office.Draft) (petition.Petition, error) {
		return s.Submit(ctx, draft)
	})
}

// SubmitAnyway hands a petition in that would enter somebody who seems to be
// there already; it is flagged with the reason.
func (d *Desk) SubmitAnyway(reason string) {
	d.submit(func(ctx context.Context, s *office.Session, draft *office.Draft) (petition.Petition, error) {
		return s.SubmitAnyway(ctx, draft, reason)
	})
}

func (d *Desk) submit(do func(context.Context, *office.Session, *office.Draft) (petition.Petition, error)) {
	now, s := d.serving, d.session
	if d.filling() == nil || now.stage != AtReview {
		return
	}
	draft := now.filling.Draft
	d.run.Run("desk.wait.submit", func(ctx context.Context) func() {
		p, err := do(ctx, s, draft)
		var alike []register.Match
		if code := office.CodeOf(err); code == "duplicate_person" || code == "reason_needed" {
			var err2 error
			if alike, err2 = s.DraftDuplicates(ctx, draft); err2 != nil {
				err = err2
			}
		}
		page := formview.Of(draft.Form, draft.Sheet)
		filed := draft.Filed
		return func() {
			if d.serving != now {
				return
			}
			d.view.Serve.Alike = alike
			if d.failed(err) {
				if e, ok := asError(err); ok && e.Code == "form_refused" {
					d.view.Serve.Page = now.filling.Since(page)
					d.view.Serve.Checks++
					d.stage(AtForm)
				}
				return
			}
			d.done(typedAt(Serve, "anyway", now.filling.Petition()))
			now.filling.Leave()
			if draft.Form.LifeEvent {
				d.view.Serve.Event, d.view.Serve.Filed = p.ID, filed
				d.view.Serve.Petition = p
				d.stage(AtEvent)
				return
			}
			d.onward(p)
		}
	})
}

// NextOfEvent goes on with the next petition of a life event that somebody must
// go on with, in the order in which they were filed.
func (d *Desk) NextOfEvent() {
	for _, p := range d.view.Serve.Filed {
		if left(p) {
			d.GoOnInEvent(p)
			return
		}
	}
	d.free(Today)
}

// left reports whether somebody at the desk can go on with a petition now.
func left(p petition.Petition) bool {
	return p.State == petition.Drafted || p.State == petition.Returned || p.State == petition.Approved || p.State == petition.Submitted
}

// GoOnInEvent goes on with one petition of a life event.
func (d *Desk) GoOnInEvent(p petition.Petition) {
	d.view.Serve.Issued, d.view.Serve.Paid, d.view.Serve.Later = nil, nil, false
	if p.State == petition.Drafted || p.State == petition.Returned {
		d.Resume(p.ID)
		return
	}
	d.serving = &serving{}
	d.onward(p)
}

// backToEvent shows the life event again, after one of its petitions.
func (d *Desk) backToEvent() {
	s, now := d.session, d.serving
	ids := d.view.Serve.Filed
	d.run.Run("desk.wait.petitions", func(ctx context.Context) func() {
		fresh := make([]petition.Petition, 0, len(ids))
		var err error
		for _, p := range ids {
			var got petition.Petition
			if got, err = s.Petition(ctx, p.ID); err != nil {
				break
			}
			fresh = append(fresh, got)
		}
		return func() {
			if d.serving != now || d.failed(err) {
				return
			}
			d.view.Serve.Filed = fresh
			d.stage(AtEvent)
		}
	})
}

// onward shows the stage that a petition's state asks for.
func (d *Desk) onward(p petition.Petition) {
	d.view.Serve.Petition = p
	switch {
	case p.State == petition.Submitted || p.State == petition.Reviewed:
		d.stage(AtDecision)
	case p.State == petition.Approved && p.Due().Minor > 0:
		d.stage(AtPayment)
	case p.State == petition.Approved && d.certifies(p):
		d.view.Serve.Unsure = unsure(p)
		d.stage(AtPrint)
	default:
		d.stage(AtDone)
	}
}

// unsure returns the certificate of which nobody has said yet whether it came out
// of the printer, as after a power cut; "" for none.
func unsure(p petition.Petition) string {
	for _, c := range p.Certificates {
		if p.Unsure(c.Number) {
			return c.Number
		}
	}
	return ""
}

func (d *Desk) certifies(p petition.Petition) bool {
	f, ok := d.office.Forms.Form(p.Form)
	if !ok {
		return false
	}
	for _, o := range f.LeadsTo {
		if o.Certificate != "" {
			return true
		}
	}
	return false
}

// Verdict is what the second officer decides.
type Verdict string

// The verdicts.
const (
	Approve Verdict = "approve"
	Return  Verdict = "return"
	Reject  Verdict = "reject"
)

// Decide lets a second officer decide at this desk, with her own password or the
// PIN that she chose here today. The first officer stays signed in. Nothing typed
// is no wrong password: a key that slipped would lock the second officer out.
func (d *Desk) Decide(officer, secret string, v Verdict, note string) {
	if secret == "" {
		d.failed(&office.Error{Op: "decide", Code: "secret_missing"})
		return
	}
	p, now := d.view.Serve.Petition, d.serving
	asked := gate.Asked{Officer: officer, PIN: d.office.HasPIN(officer)}
	d.run.Run("desk.wait.decide", func(ctx context.Context) func() {
		second, err := asked.Open(ctx, d.office, secret)
		if err == nil {
			p, err = decide(ctx, second, p, v, note)
		}
		return func() {
			if d.serving != now || d.failed(err) {
				return
			}
			d.done(typedAt(Serve, "decision", p.ID))
			if v == Return {
				d.Resume(p.ID)
				return
			}
			d.onward(p)
		}
	})
}

func decide(ctx context.Context, s *office.Session, p petition.Petition, v Verdict, note string) (petition.Petition, error) {
	switch v {
	case Return:
		return s.Return(ctx, p, note)
	case Reject:
		return s.Reject(ctx, p, note)
	}
	return s.Approve(ctx, p, note)
}

// DecideLater leaves the petition in the queue of those who approve.
func (d *Desk) DecideLater() {
	d.done(typedAt(Serve, "decision", d.view.Serve.Petition.ID))
	d.view.Serve.Later = true
	d.stage(AtDone)
}
