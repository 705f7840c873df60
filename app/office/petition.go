package office

import (
	"context"
	"fmt"
	"strings"

	"sala/forms/act"
	"sala/forms/answer"
	"sala/forms/definition"
	"sala/forms/petition"
	"sala/forms/register"
)

// Draft is a petition that is being filled in. It belongs to one goroutine.
type Draft struct {
	Petition petition.Petition
	Form     *definition.Form
	Sheet    *answer.Sheet
	Filed    []petition.Petition // by a life event's intake, once it was submitted
	Alike    []register.Match    // who may be the person that it enters, once it was to be submitted
	visitor  Visitor
}

// Begin opens a form for a visitor, filled with what the card and the register
// say.
func (s *Session) Begin(ctx context.Context, form string, v Visitor) (*Draft, error) {
	const op = "begin a petition"
	if err := s.need(op, Serve); err != nil {
		return nil, err
	}
	f, ok := s.office.Forms.Form(form)
	if !ok {
		return nil, s.office.explain(op, unknownForm(form))
	}
	if s.WantsPIN(f, v) {
		return nil, &Error{Op: op, Code: "pin_wanted"}
	}
	sheet, err := answer.Open(f, nil, s.env(&v))
	if err != nil {
		return nil, s.office.explain(op, err)
	}
	p := act.Draft{Petition: s.office.NewID(), Form: f.ID, FormVersion: f.Version, Pack: s.office.Forms.Name(), Resident: v.Resident.ID, Answers: sheet.All()}
	d := &Draft{Form: f, Sheet: sheet, visitor: v}
	d.Petition, err = s.act(ctx, op, p.Petition, act.PetitionDrafted, p)
	return d, err
}

// Resume opens a draft, or a petition that was returned, where it was left.
func (s *Session) Resume(ctx context.Context, id string) (*Draft, error) {
	const op = "resume a petition"
	d := &Draft{}
	var v Visitor
	err := s.office.Store.Read(ctx, func(r Reader) (err error) {
		if d.Petition, err = r.Petition(id); err != nil {
			return err
		}
		if d.Petition.Resident == "" {
			return nil
		}
		if v.Resident, err = r.Resident(d.Petition.Resident); err != nil {
			return err
		}
		if v.Household, err = r.Household(v.Resident.Household); err != nil {
			return err
		}
		v.Members, err = r.Members(v.Resident.Household)
		return err
	})
	if err != nil {
		return nil, s.office.explain(op, err)
	}
	var ok bool
	if d.Form, ok = s.office.FormOf(d.Petition); !ok {
		return nil, s.office.explain(op, unknownForm(d.Petition.Form))
	}
	answers, err := s.office.typedSince(ctx, d.Petition)
	if err != nil {
		return nil, s.office.explain(op, err)
	}
	if d.Sheet, err = answer.Open(d.Form, answers, s.env(&v)); err != nil {
		return nil, s.office.explain(op, err)
	}
	d.visitor = v
	return d, nil
}

// Answer sets one answer and saves it: after Answer returns, a power cut loses
// nothing of it. A wrong answer is saved too; the sheet's problems say so.
func (s *Session) Answer(ctx context.Context, d *Draft, question string, value any) error {
	const op = "answer a question"
	if err := d.Sheet.Set(question, value); err != nil {
		return s.office.explain(op, err)
	}
	return s.save(ctx, d)
}

// Save keeps whatever was changed on the draft's sheet since it was last saved,
// such as a row that was added or taken away. Once the draft is handed in there
// is nothing to save: what its sheet holds beyond that was not asked for.
func (s *Session) Save(ctx context.Context, d *Draft) error {
	if !d.Petition.Allows(act.PetitionAnswered) {
		return nil
	}
	return s.save(ctx, d)
}

func (s *Session) save(ctx context.Context, d *Draft) error {
	set, gone := d.unsaved()
	if len(set)+len(gone) == 0 {
		return nil
	}
	const op = "save a draft"
	if err := s.need(op, Serve); err != nil {
		return err
	}
	p, err := s.act(ctx, op, d.Petition.ID, act.PetitionAnswered, act.Answering{Petition: d.Petition.ID, Set: set, Clear: gone})
	if err == nil {
		d.Petition = p
	}
	return err
}

// unsaved returns the answers that were set, and those that were taken away,
// since the draft was last saved.
func (d *Draft) unsaved() (set map[string]any, gone []string) {
	all := d.Sheet.All()
	set = map[string]any{}
	for k, v := range all {
		if old, had := d.Petition.Answers[k]; !had || !equalValue(old, v) {
			set[k] = v
		}
	}
	for k := range d.Petition.Answers {
		if _, has := all[k]; !has {
			gone = append(gone, k)
		}
	}
	return set, gone
}

func equalValue(a, b any) bool { return fmt.Sprintf("%T %v", a, a) == fmt.Sprintf("%T %v", b, b) }

// Submit hands the petition in. A form that is not right is refused with code
// "form_refused" and its problems, and stays a draft; so does one that would
// enter somebody who is certainly there already, with code "duplicate_person":
// then the draft's Alike says who.
func (s *Session) Submit(ctx context.Context, d *Draft) (petition.Petition, error) {
	return s.submit(ctx, d, "")
}

// SubmitAnyway hands a petition in although Submit refuses it, with a reason,
// and flags it for review: one that enters somebody who looks like a person who
// is there already, and one with problems whose form allows it. Answers that
// cannot be read are refused all the same: they would be lost.
func (s *Session) SubmitAnyway(ctx context.Context, d *Draft, reason string) (petition.Petition, error) {
	if strings.TrimSpace(reason) == "" {
		return d.Petition, &Error{Op: "submit anyway", Code: "reason_needed"}
	}
	return s.submit(ctx, d, reason)
}

// submit hands the petition in, and does what is to happen with it in the same
// transaction.
func (s *Session) submit(ctx context.Context, d *Draft, anyway string, also ...func(Writer) error) (petition.Petition, error) {
	const op = "submit"
	if err := s.submittable(ctx, d, anyway); err != nil {
		return d.Petition, s.office.explain(op, err)
	}
	sub, err := s.submission(d.Petition, d.Sheet)
	if err != nil {
		return d.Petition, s.office.explain(op, err)
	}
	sub.Flagged = anyway
	err = s.office.Store.Write(ctx, s.Officer.ID, func(w Writer) error {
		d.Petition, err = s.append(w, d.Petition.ID, act.PetitionSubmitted, sub)
		if err == nil && d.Form.LifeEvent {
			d.Filed, err = s.file(w, d)
		}
		for _, do := range also {
			if err == nil {
				err = do(w)
			}
		}
		return err
	})
	if err == nil {
		s.office.Publish(Event{Kind: PetitionChanged, ID: d.Petition.ID})
	}
	return d.Petition, s.office.explain(op, err)
}

// submittable refuses a draft that is not right, or enters somebody twice.
func (s *Session) submittable(ctx context.Context, d *Draft, anyway string) (err error) {
	const op = "submit"
	if err := s.need(op, Serve); err != nil {
		return err
	}
	var refused []answer.Problem
	for _, p := range d.Sheet.Problems() {
		if !p.Warning {
			refused = append(refused, p)
		}
	}
	if len(refused) > 0 && (anyway == "" || !d.Form.MaySaveAnyway || !d.Sheet.Readable()) {
		return &Error{Op: op, Code: "form_refused", Problems: refused}
	}
	if d.Alike, err = s.DraftDuplicates(ctx, d); err != nil || anyway != "" {
		return err
	}
	if len(d.Alike) > 0 && d.Alike[0].Score >= register.Certain {
		who := d.Alike[0]
		return &Error{Op: op, Code: "duplicate_person", Args: map[string]any{"id": who.Resident.ID, "from": who.From}}
	}
	return nil
}

// submission is what handing a filled sheet in says.
func (s *Session) submission(p petition.Petition, sheet *answer.Sheet) (act.Submission, error) {
	due, err := sheet.Fee()
	if err != nil {
		return act.Submission{}, err
	}
	answers := sheet.Answers()
	content, err := petition.Content(p.Form, p.FormVersion, p.Resident, answers, due)
	if err != nil {
		return act.Submission{}, err
	}
	form := sheet.Form()
	sub := act.Submission{Petition: p.ID, Number: s.reference(p), Answers: answers, Content: content, Fee: due, Line: form.Approvals, Two: form.TwoPersons}
	if days := form.Deadline; days > 0 {
		sub.Deadline = s.office.Holidays.Deadline(s.office.today(), days).String()
	}
	return sub, nil
}

// reference is the petition's own number: the station's name and the last
// letters of its ID, so that two stations never give the same.
func (s *Session) reference(p petition.Petition) string {
	if p.Number != "" {
		return p.Number
	}
	id := p.ID
	if len(id) > 8 {
		id = id[len(id)-8:]
	}
	return s.office.Profile.Station + "-" + id
}

// Approve, Return, Reject and Withdraw decide on a petition as it was shown: a
// petition that has changed meanwhile is refused with "content_changed".

// Approve says yes.
func (s *Session) Approve(ctx context.Context, p petition.Petition, note string) (petition.Petition, error) {
	return s.decide(ctx, p, act.PetitionApproved, note)
}

// Return gives the petition back for correction, with what is to be corrected.
func (s *Session) Return(ctx context.Context, p petition.Petition, note string) (petition.Petition, error) {
	return s.decide(ctx, p, act.PetitionReturned, note)
}

// Reject says no, with the reason.
func (s *Session) Reject(ctx context.Context, p petition.Petition, note string) (petition.Petition, error) {
	return s.decide(ctx, p, act.PetitionRejected, note)
}

// Withdraw ends a petition at the citizen's wish.
func (s *Session) Withdraw(ctx context.Context, p petition.Petition, note string) (petition.Petition, error) {
	return s.decide(ctx, p, act.PetitionWithdrawn, note)
}

// Deliver notes that the paper is in the citizen's hand.
func (s *Session) Deliver(ctx context.Context, p petition.Petition) (petition.Petition, error) {
	return s.decide(ctx, p, act.PetitionDelivered, "")
}

func (s *Session) decide(ctx context.Context, p petition.Petition, kind, note string) (petition.Petition, error) {
	absent, err := s.mayDecide(ctx, kind, p)
	if err != nil {
		return p, err
	}
	return s.act(ctx, kind, p.ID, kind, act.Decision{Petition: p.ID, Content: p.Content, Note: note, For: absent})
}

// act appends one act on a petition and returns the petition after it.
func (s *Session) act(ctx context.Context, op, id, kind string, payload any) (p petition.Petition, err error) {
	err = s.office.Store.Write(ctx, s.Officer.ID, func(w Writer) error {
		p, err = s.append(w, id, kind, payload)
		return err
	})
	if err != nil {
		return p, s.office.explain(op, err)
	}
	s.office.Publish(Event{Kind: PetitionChanged, ID: id})
	return p, nil
}

// append is act within a transaction. What an approval leads to in the
// registers happens with it.
func (s *Session) append(w Writer, id, kind string, payload any) (p petition.Petition, err error) {
	if kind != act.PetitionDrafted {
		if p, err = w.Petition(id); err != nil {
			return p, err
		}
	}
	if err := w.Append(kind, "petition/"+id, p.Version, payload); err != nil {
		return p, err
	}
	if p, err = w.Petition(id); err != nil || p.State != petition.Approved || kind != act.PetitionApproved {
		return p, err
	}
	return s.carryOut(w, p)
}
